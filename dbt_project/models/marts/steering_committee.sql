-- Steering committees and the documents of the party and the authorities, per period.
{{ config(materialized='incremental', meta={'slice': 'year'}) }}
with figures as (
    {{ group_figures('steering') }} and {{ changed('figures') }}
)

select
    figures.unit_code,
    max(units.unit_name) as unit_name,
    figures.fiscal_year,
    figures.months,
    figures.years,
    figures.period_code,
    {{ pivot_columns(steering_columns()) }}
from figures
left join {{ ref('core_units') }} as units on figures.unit_code = units.unit_code
group by figures.unit_code, figures.fiscal_year, figures.months, figures.years, figures.period_code
