-- What is carried in is what last year carried forward, less what moved to the separate register. Where that part
-- is not told, the opening may be smaller than the closing, never larger. What a unit took over since then counts
-- with the closing of those it took over from, once all of theirs are known.
with closings as (
    select
        unit_code,
        fiscal_year,
        period_end,
        indicator_code,
        measure,
        breakdown,
        value,
        low,
        high,
        observation_id,
        report_id
    from checks.facts
    where
        is_best
        and is_cumulative
        and months = 12
        and indicator_code in ('carried_forward', 'moved_to_separate_register')
),

openings as (
    select *
    from checks.facts
    where is_best and is_cumulative and indicator_code = 'carried_in'
),

-- Whose closings a unit's opening continues: its own, where it existed, and those of its predecessors since.
sources as (
    select
        o.unit_code,
        o.fiscal_year,
        o.period_end,
        o.unit_code as source_code
    from openings as o
    inner join checks.units as u on o.unit_code = u.unit_code
    where u.valid_from < o.period_start
    union
    select
        o.unit_code,
        o.fiscal_year,
        o.period_end,
        s.predecessor_code as source_code
    from openings as o
    inner join landing.successions as s on o.unit_code = s.successor_code
    where
        cast(s.effective_date as date) between o.period_start and o.period_end
        and try_cast(s.share as decimal(9, 4)) = 1
),

expected as (
    select
        s.unit_code,
        s.fiscal_year,
        s.period_end,
        c.measure,
        c.breakdown,
        count(*) as sources,
        sum(c.value) as value,
        sum(c.high) as high,
        sum(c.low) as low,
        sum(m.value) as moved,
        sum(m.low) as moved_low,
        sum(m.high) as moved_high,
        count(m.value) as moved_known,
        list(c.observation_id order by c.observation_id) as closing_ids,
        list(m.observation_id order by m.observation_id) filter (where m.observation_id is not null) as moved_ids,
        list(c.report_id order by c.report_id) as report_ids
    from sources as s
    inner join closings as c
        on
            s.source_code = c.unit_code
            and s.fiscal_year = c.fiscal_year + 1
            and c.indicator_code = 'carried_forward'
            -- Officers are known by name inside their office only.
            and (s.unit_code = s.source_code or not contains(c.breakdown, 'officer='))
    left join closings as m
        on
            c.unit_code = m.unit_code
            and c.fiscal_year = m.fiscal_year
            and c.measure = m.measure
            and c.breakdown = m.breakdown
            and m.indicator_code = 'moved_to_separate_register'
    group by all
),

wanted as (
    select
        unit_code,
        fiscal_year,
        period_end,
        count(*) as sources
    from sources
    group by all
)

select
    o.unit_code,
    o.period_code,
    o.indicator_code,
    o.measure,
    o.breakdown,
    '' as discriminator,
    o.value as lhs,
    e.value - coalesce(e.moved, 0) as rhs,
    o.value - e.value + coalesce(e.moved, 0) as difference,
    list_concat([o.observation_id], e.closing_ids, coalesce(e.moved_ids, [])) as observation_ids,
    list_distinct(list_prepend(o.report_id, e.report_ids)) as report_ids,
    o.fiscal_year - 1 as arg_last_year
from openings as o
inner join expected as e
    on
        o.unit_code = e.unit_code
        and o.fiscal_year = e.fiscal_year
        and o.period_end = e.period_end
        and o.measure = e.measure
        and o.breakdown = e.breakdown
inner join wanted as w
    on
        o.unit_code = w.unit_code
        and o.fiscal_year = w.fiscal_year
        and o.period_end = w.period_end
where
    (e.sources = w.sources or contains(o.breakdown, 'officer='))
    and (
        o.low > e.high - coalesce(e.moved_low, 0)
        or (e.moved_known = e.sources and o.high < e.low - e.moved_high)
    )
