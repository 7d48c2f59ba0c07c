-- One row per reading; money, counts and rates as printed.
select
    observation_id,
    report_id,
    unit_code,
    period_code,
    cast(fiscal_year as smallint) as fiscal_year,
    cast(months as smallint) as months,
    cast(years as smallint) as years,
    indicator_code,
    measure,
    coalesce(breakdown, '') as breakdown,
    cast(value as decimal(24, 4)) as value,
    qualifier,
    printed,
    locator,
    cast(confidence as double) as confidence,
    coalesce(derived, false) as is_derived,
    stay_key,
    unit_code || '|' || period_code || '|' || indicator_code || '|' || measure || '|' || coalesce(breakdown, '')
        as figure_key
from {{ source('landing', 'observations') }}
