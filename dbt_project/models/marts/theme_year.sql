-- Every figure in force, whatever it measures: nothing that a report says is out of reach.
{{ config(materialized='incremental', meta={'slice': 'figure'}) }}
select
    figures.unit_code,
    units.unit_name,
    figures.fiscal_year,
    figures.months,
    figures.years,
    figures.period_code,
    coalesce(indicators.theme, 'unlisted') as theme,
    figures.indicator_code,
    indicators.indicator_name_vi,
    figures.measure,
    figures.breakdown,
    figures.value,
    figures.qualifier,
    figures.is_derived,
    figures.is_disputed,
    figures.is_waived,
    figures.source_class,
    figures.report_id,
    figures.observation_id,
    figures.known_at
from {{ ref('core_figures') }} as figures
left join {{ ref('stg_indicators') }} as indicators
    on figures.indicator_code = indicators.indicator_code and figures.measure = indicators.measure
left join {{ ref('core_units') }} as units on figures.unit_code = units.unit_code
where {{ changed('figures') }}
