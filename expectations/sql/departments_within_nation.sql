-- The departments never exceed the nation; when all of them are known they equal it.
with departments as (
    select
        f.period_code,
        f.period_end,
        f.indicator_code,
        f.measure,
        sum(f.value) as departments,
        sum(f.low) as low,
        sum(f.high) as high,
        count(*) as known,
        list(f.observation_id order by f.observation_id) as observation_ids,
        list_distinct(list(f.report_id order by f.report_id)) as report_ids
    from checks.facts as f
    where
        f.is_best
        and f.unit_level = 'province'
        and f.breakdown = ''
        and f.measure in ('cases', 'vnd')
        and not starts_with(f.indicator_code, 'chg_')
    group by all
),

counted as (
    select
        d.*,
        d.known = (
            select count(*)
            from checks.units as u
            where u.unit_level = 'province' and d.period_end between u.valid_from and u.valid_to
        ) as is_complete
    from departments as d
)

select
    f.unit_code,
    c.period_code,
    c.indicator_code,
    c.measure,
    '' as breakdown,
    '' as discriminator,
    f.value as lhs,
    c.departments as rhs,
    f.value - c.departments as difference,
    list_prepend(f.observation_id, c.observation_ids) as observation_ids,
    list_distinct(list_prepend(f.report_id, c.report_ids)) as report_ids,
    c.known as arg_departments
from counted as c
inner join checks.facts as f
    on
        c.period_code = f.period_code
        and c.indicator_code = f.indicator_code
        and c.measure = f.measure
        and f.unit_code = 'VN'
        and f.breakdown = ''
        and f.is_best
where f.high < c.low or (c.is_complete and f.low > c.high)
