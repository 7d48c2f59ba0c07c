-- Who says otherwise: every reading that differs from the one shown.
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
from {{ ref('core_conflicts') }}
where reason <> 'same_value' and {{ is_known() }}
