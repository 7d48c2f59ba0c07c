-- Who says otherwise: every reading that differs from the one shown.
{{ config(materialized='incremental', meta={'slice': 'figure'}) }}
select
    unit_code,
    fiscal_year,
    months,
    years,
    period_code,
    indicator_code,
    measure,
    breakdown,
    value_shown,
    value_other,
    qualifier_shown,
    qualifier_other,
    report_shown,
    report_other,
    observation_shown,
    observation_other,
    reason,
    known_from as known_at
from {{ ref('core_conflicts') }} as conflicts
where {{ changed('conflicts') }} and reason <> 'same_value' and {{ is_known() }}
