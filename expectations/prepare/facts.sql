-- Every figure of those reports, as far as it is looked at, with what the rules ask about it.
-- `low`/`high` are the values the printed figure can stand for: rounding or cutting of what is printed in prose,
-- "more than", "nearly", "about" (10 %, 10 %, 5 %: a wording, not a measurement). Counts, and money on forms,
-- stand for themselves. `sheet` is where a form prints it. `is_figure` marks the one row that speaks for its report
-- where it repeats itself,
-- `is_best` the one that speaks for its subject: form before prose, newest version, newest report; never a report of
-- which nobody knows yet whose it is.
with joined as (
    select
        o.*,
        r.kind,
        r.form_codes,
        r.regime,
        r.source_key,
        r.received_at,
        r.told_on,
        r.version,
        r.rivals,
        r.unit_code as report_unit_code,
        r.period_code as report_period_code,
        p.period_start,
        p.period_end,
        p.is_cumulative,
        p.is_known as is_period_known,
        u.unit_level,
        u.unit_kind,
        u.unit_name,
        u.parent_code,
        case when r.kind = 'form' then regexp_extract(o.locator, '^(.*)!', 1) else '' end as sheet,
        case
            when o.qualifier != 'exact' then 0
            when o.measure = 'vnd' and r.kind = 'form' then 0
            when o.measure = 'vnd'
                then
                    cast(
                        '1' || repeat('0', length(regexp_extract(cast(cast(o.value as hugeint) as varchar), '0*$')))
                        as decimal(28, 4)
                    )
            when o.measure in ('percent', 'percent_points', 'points', 'ratio')
                then
                    cast(
                        power(10, -length(rtrim(split_part(cast(o.value as varchar), '.', 2), '0'))) as decimal(28, 4)
                    )
            else 0
        end as granularity
    from landing.observations as o
    inner join checks.inputs as i on o.unit_code = i.unit_code and o.period_code = i.period_code
    inner join checks.reports as r on o.report_id = r.report_id
    left join checks.periods as p on o.period_code = p.period_code
    left join checks.units as u on o.unit_code = u.unit_code
    where o.is_current
),

bounded as (
    select
        *,
        case qualifier
            when 'nearly' then least(value, value * 0.9)
            when 'about' then least(value * 0.95, value * 1.05)
            when 'more_than' then value
            else value - granularity / 2
        end as bound_low,
        case qualifier
            when 'more_than' then greatest(value, value * 1.1)
            when 'about' then greatest(value * 0.95, value * 1.05)
            when 'nearly' then value
            else value + granularity
        end as bound_high,
        not derived
        and row_number() over (
            partition by report_id, unit_code, period_code, indicator_code, measure, breakdown
            order by derived asc, qualifier != 'exact' asc, confidence desc, locator asc
        ) = 1 as is_figure
    from joined
)

select
    * exclude (granularity, bound_low, bound_high),
    cast(bound_low as decimal(28, 4)) as low,
    cast(bound_high as decimal(28, 4)) as high,
    is_figure
    and rivals = 0
    and row_number() over (
        partition by unit_code, period_code, indicator_code, measure, breakdown
        order by
            is_figure desc, rivals > 0 asc, kind != 'form' asc,
            version desc, told_on desc, received_at desc, report_id asc
    ) = 1 as is_best
from bounded
