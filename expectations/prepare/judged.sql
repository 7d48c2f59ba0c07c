-- Which figures' subjects can come out otherwise than before: the slices (unit and period) that changed, and those
-- that the rules hold against them. Rows of `checks.slices` are what there is, of `checks.changed` what changed.
with reported as (
    -- A report that comes or goes may contest another of its unit and period, wherever that one has figures.
    select
        s.unit_code,
        s.period_code,
        s.fiscal_year,
        s.months
    from landing.report_slices as s
    inner join checks.reports as r on s.report_id = r.report_id
    inner join checks.changed as c on r.unit_code = c.unit_code and r.period_code = c.period_code
),

changed as (
    select * from checks.changed
    union
    select * from reported
),

beside as (
    select
        s.unit_code,
        s.period_code
    from changed as c
    inner join checks.slices as s on c.unit_code = s.unit_code
    where
        -- Figures are cumulative: later months of the year are held against this one.
        (c.fiscal_year = s.fiscal_year and s.months > c.months)
        -- What is in proportion, and what a target was, is asked of the same months of the years around.
        or (c.months = s.months and abs(s.fiscal_year - c.fiscal_year) <= 2)
        -- A year begins with what the one before left.
        or (c.months = 12 and s.fiscal_year = c.fiscal_year + 1)
),

heirs as (
    select
        s.unit_code,
        s.period_code
    from changed as c
    inner join landing.successions as n on c.unit_code = n.predecessor_code
    inner join checks.slices as s on n.successor_code = s.unit_code and s.fiscal_year = c.fiscal_year + 1
    where c.months = 12
),

wholes as (
    select
        u.parent_code as unit_code,
        c.period_code
    from changed as c
    inner join checks.units as u on c.unit_code = u.unit_code
    where u.parent_code is not null
    union all
    select
        'VN' as unit_code,
        period_code
    from changed
),

told_against as (
    select
        b.unit_code,
        b.period_code
    from changed as c
    inner join checks.bases as b on c.unit_code = b.unit_code and c.period_code = b.base_period
)

select
    unit_code,
    period_code
from changed
union
select * from beside
union
select * from heirs
union
select * from wholes
union
select * from told_against
