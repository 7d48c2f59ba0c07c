-- The cumulative periods of each fiscal year, once each: the whole year goes by its own code, not by "-C12".
select
    period_code,
    cast(substr(fiscal_year, 3) as smallint) as fiscal_year,
    cast(months as smallint) as months,
    cast(start as date) as period_start,
    cast("end" as date) as period_end,
    cast(due_province as date) as due_province
from {{ source('landing', 'periods') }}
where kind = 'annual' or cast(months as smallint) < 12
