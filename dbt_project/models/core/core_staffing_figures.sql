-- Staffing is a stock: of several days in one fiscal year the last one counts, figure by figure.
{{ config(materialized='incremental', meta={'slice': 'year'}) }}
with figures as (
    {{ group_figures('staffing') }} and {{ changed('figures') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by unit_code, fiscal_year, years, column_name
            order by case when period_code like 'AT%' then 0 else 1 end asc, period_code desc
        ) as place
    from figures
)

select
    unit_code,
    fiscal_year,
    years,
    period_code,
    column_name,
    value,
    qualifier,
    observation_id,
    known_at
from ranked
where place = 1
