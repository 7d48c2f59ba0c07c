-- Offices reported one by one never exceed their department; with its own office and all of them known, they equal
-- it. What one form says of all of them is the business of `offices_add_up`.
with offices as (
    select
        f.parent_code as unit_code,
        f.period_code,
        f.period_end,
        f.indicator_code,
        f.measure,
        sum(f.value) as offices,
        sum(f.low) as low,
        sum(f.high) as high,
        count(*) as known,
        list(f.observation_id order by f.observation_id) as observation_ids,
        list_distinct(list(f.report_id order by f.report_id)) as report_ids
    from checks.facts as f
    where
        f.is_best
        and f.unit_level = 'district'
        and f.breakdown = ''
        and f.measure in ('cases', 'vnd')
        and not starts_with(f.indicator_code, 'chg_')
    group by all
),

counted as (
    select
        o.*,
        w.value as own,
        o.known = (
            select count(*)
            from checks.units as u
            where
                u.parent_code = o.unit_code
                and u.unit_level = 'district'
                and u.is_registered
                and o.period_end between u.valid_from and u.valid_to
        ) as is_complete
    from offices as o
    left join checks.facts as w
        on
            o.unit_code = w.unit_code
            and o.period_code = w.period_code
            and o.indicator_code = w.indicator_code
            and o.measure = w.measure
            and w.breakdown = 'office=own'
            and w.is_best
)

select
    c.unit_code,
    c.period_code,
    c.indicator_code,
    c.measure,
    '' as breakdown,
    '' as discriminator,
    f.value as lhs,
    c.offices + coalesce(c.own, 0) as rhs,
    f.value - c.offices - coalesce(c.own, 0) as difference,
    list_prepend(f.observation_id, c.observation_ids) as observation_ids,
    list_distinct(list_prepend(f.report_id, c.report_ids)) as report_ids,
    c.known as arg_offices
from counted as c
inner join checks.facts as f
    on
        c.unit_code = f.unit_code
        and c.period_code = f.period_code
        and c.indicator_code = f.indicator_code
        and c.measure = f.measure
        and f.breakdown = ''
        and f.is_best
where
    list_distinct(list_prepend(f.report_id, c.report_ids)) != [f.report_id]
    and (
        f.high < c.low + coalesce(c.own, 0)
        or (c.is_complete and f.low > c.high + c.own)
    )
