-- Targets that a decision is known for; inferred and recalled ones are not taken as decided.
with sourced as (
    select
        unit_code,
        cast(replace(fiscal_year, 'FY', '') as smallint) as fiscal_year,
        cast(
            case when position('-C' in period_code) > 0 then right(period_code, 2) else '12' end as smallint
        ) as months,
        case measure when 'target_cases' then 'cases' when 'target_money' then 'amount' end as measure,
        cast(value as decimal(24, 4)) as target_pct,
        coalesce(issuer, '') as issuer,
        coalesce(instrument, '') as instrument
    from {{ source('landing', 'targets') }}
    where
        status = 'sourced'
        and unit_code is not null
        and measure in ('target_cases', 'target_money')
        and position('..' in period_code) = 0
),

ranked as (
    select
        *,
        -- two issuers may set two targets for one year: the higher one is what the department answers for
        row_number() over (
            partition by unit_code, fiscal_year, months, measure
            order by target_pct desc, issuer asc, instrument asc
        ) as preference
    from sourced
)

select
    unit_code,
    fiscal_year,
    months,
    measure,
    target_pct,
    issuer,
    instrument
from ranked
where preference = 1
