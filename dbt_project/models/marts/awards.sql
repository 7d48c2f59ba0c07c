-- Awards and emulation: proposed is not conferred.
{{ config(materialized='incremental', meta={'slice': 'figure'}) }}
select
    unit_code,
    unit_name,
    fiscal_year,
    months,
    years,
    period_code,
    indicator_code,
    indicator_name_vi as award_name_vi,
    measure,
    breakdown,
    indicator_code like '%\_proposed%' escape '\' or indicator_code like '%\_nominated%' escape '\' as is_proposed,
    value as quantity,
    qualifier,
    report_id,
    observation_id,
    known_at
from {{ ref('theme_year') }} as figures
where theme = 'awards' and {{ changed('figures') }}
