-- The clusters of a department add up to it, once all of them are known for the period.
with clusters as (
    select
        f.parent_code as unit_code,
        f.period_code,
        f.period_end,
        f.indicator_code,
        f.measure,
        f.breakdown,
        sum(f.value) as clusters,
        sum(f.low) as low,
        sum(f.high) as high,
        count(*) as known,
        list(f.observation_id order by f.observation_id) as observation_ids,
        list_distinct(list(f.report_id order by f.report_id)) as report_ids
    from checks.facts as f
    where
        f.is_best
        and f.unit_level = 'cluster'
        and f.unit_kind = 'within_province'
        and f.measure not in ('percent', 'percent_points', 'rank', 'points', 'ratio')
    group by all
),

complete as (
    select c.*
    from clusters as c
    where c.known = (
        select count(*)
        from checks.units as u
        where
            u.parent_code = c.unit_code
            and u.unit_kind = 'within_province'
            and u.is_registered
            and c.period_end between u.valid_from and u.valid_to
    )
)

select
    c.unit_code,
    c.period_code,
    c.indicator_code,
    c.measure,
    c.breakdown,
    '' as discriminator,
    f.value as lhs,
    c.clusters as rhs,
    f.value - c.clusters as difference,
    list_prepend(f.observation_id, c.observation_ids) as observation_ids,
    list_distinct(list_prepend(f.report_id, c.report_ids)) as report_ids,
    c.known as arg_clusters
from complete as c
inner join checks.facts as f
    on
        c.unit_code = f.unit_code
        and c.period_code = f.period_code
        and c.indicator_code = f.indicator_code
        and c.measure = f.measure
        and c.breakdown = f.breakdown
        and f.is_best
where f.low > c.high or f.high < c.low
