-- Results of the nation: as printed, else summed from all departments.
{{ config(materialized='incremental', meta={'slice': 'year'}) }}
with targets as (
    select *
    from {{ ref('target_attainment') }} as attained
    where {{ changed('attained') }}
),

results as (
    {{ longest_period('national') }}
)

select
    results.boundary,
    results.unit_code,
    results.fiscal_year,
    results.months,
    case
        when position('s' in results.flags) = 0 then 'reported'
        else 'summed'
    end as figures_source,
    {{ result_select('results.boundary, results.fiscal_year, results.months') }}
from results
{{ result_target_joins() }}
