-- Results of offices below the departments: the longest known period of each fiscal year.
{{ config(materialized='incremental', meta={'slice': 'year'}) }}
with targets as (
    select *
    from {{ ref('target_attainment') }} as attained
    where {{ changed('attained') }}
),

results as (
    {{ longest_period('district') }}
)

select
    results.unit_code,
    results.unit_name,
    results.parent_unit_code,
    results.fiscal_year,
    results.months,
    {{ result_select('results.parent_unit_code, results.fiscal_year, results.months') }}
from results
{{ result_target_joins() }}
