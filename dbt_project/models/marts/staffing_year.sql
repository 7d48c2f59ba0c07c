-- Staff of a unit in a fiscal year; changes over several years are rows of their own (years > 1).
{{ config(materialized='incremental', meta={'slice': 'year'}) }}
select
    figures.unit_code,
    max(units.unit_name) as unit_name,
    figures.fiscal_year,
    figures.years,
    max(figures.period_code) as period_code,
    {{ pivot_columns(staffing_columns()) }}
from {{ ref('core_staffing_figures') }} as figures
left join {{ ref('core_units') }} as units on figures.unit_code = units.unit_code
where {{ changed('figures') }}
group by figures.unit_code, figures.fiscal_year, figures.years
