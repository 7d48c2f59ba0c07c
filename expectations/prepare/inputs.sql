-- Which figures the rules must see to judge `checks.judged`: the other side of every comparison in `judged.sql`.
with wanted as (
    select
        j.unit_code,
        j.period_code,
        s.fiscal_year,
        s.months
    from checks.judged as j
    left join checks.slices as s on j.unit_code = s.unit_code and j.period_code = s.period_code
),

beside as (
    select
        s.unit_code,
        s.period_code
    from wanted as w
    inner join checks.slices as s on w.unit_code = s.unit_code
    where
        (w.fiscal_year = s.fiscal_year and s.months < w.months)
        or (w.months = s.months and abs(s.fiscal_year - w.fiscal_year) <= 2)
        or (s.months = 12 and s.fiscal_year = w.fiscal_year - 1)
),

forebears as (
    select
        s.unit_code,
        s.period_code
    from wanted as w
    inner join landing.successions as n on w.unit_code = n.successor_code
    inner join checks.slices as s on n.predecessor_code = s.unit_code and s.fiscal_year = w.fiscal_year - 1
    where s.months = 12
),

parts as (
    select
        s.unit_code,
        s.period_code
    from checks.judged as j
    inner join checks.slices as s on j.period_code = s.period_code
    inner join checks.units as u on s.unit_code = u.unit_code
    where u.parent_code = j.unit_code or (j.unit_code = 'VN' and u.unit_level = 'province')
),

-- A form lists offices under the unit that sends it, whoever their department is.
listed as (
    select
        s.unit_code,
        s.period_code
    from checks.judged as j
    inner join checks.reports as r on j.unit_code = r.unit_code
    inner join landing.report_slices as s on r.report_id = s.report_id and j.period_code = s.period_code
),

bases as (
    select
        b.unit_code,
        b.base_period as period_code
    from checks.judged as j
    inner join checks.bases as b on j.unit_code = b.unit_code and j.period_code = b.period_code
)

select * from checks.judged
union
select * from beside
union
select * from forebears
union
select * from parts
union
select * from listed
union
select * from bases
