-- Sub-indices of the provincial competitiveness index (PCI) that speak of enforcement, per calendar year.
{{ config(materialized='incremental', meta={'slice': 'year'}) }}
with figures as (
    {{ group_figures('legal_index') }} and {{ changed('figures') }}
)

select
    figures.unit_code,
    max(units.unit_name) as unit_name,
    figures.fiscal_year,
    figures.months,
    figures.years,
    figures.period_code,
    {{ pivot_columns(legal_index_columns()) }}
from figures
left join {{ ref('core_units') }} as units on figures.unit_code = units.unit_code
group by figures.unit_code, figures.fiscal_year, figures.months, figures.years, figures.period_code
