-- Results of departments for every cumulative period, as reported and on the boundary of 1 July 2025.
{{ config(materialized='incremental', meta={'slice': 'result'}) }}
with targets as (
    select *
    from {{ ref('target_attainment') }} as attained
    where {{ changed('attained') }}
)

select
    results.boundary,
    results.unit_code,
    units.unit_name,
    results.fiscal_year,
    results.months,
    {{ result_select('results.boundary, results.fiscal_year, results.months') }}
from {{ ref('core_results') }} as results
inner join {{ ref('core_units') }} as units on results.unit_code = units.unit_code
{{ result_target_joins() }}
where units.level = 'province' and {{ changed('results') }}
