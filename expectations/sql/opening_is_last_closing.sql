-- What is carried in is what last year carried forward, less what moved to the separate register. Where that part
-- is not told, the opening may be smaller than the closing, never larger.
select
    o.unit_code,
    o.period_code,
    o.indicator_code,
    o.measure,
    o.breakdown,
    '' as discriminator,
    o.value as lhs,
    c.value - coalesce(m.value, 0) as rhs,
    o.value - c.value + coalesce(m.value, 0) as difference,
    [o.observation_id, c.observation_id, m.observation_id] as observation_ids,
    list_distinct([o.report_id, c.report_id]) as report_ids,
    c.fiscal_year as arg_last_year
from checks.facts as o
inner join checks.facts as c
    on
        o.unit_code = c.unit_code
        and o.fiscal_year = c.fiscal_year + 1
        and o.measure = c.measure
        and o.breakdown = c.breakdown
        and c.indicator_code = 'carried_forward'
        and c.is_best
        and c.is_cumulative
        and c.months = 12
left join checks.facts as m
    on
        c.unit_code = m.unit_code
        and c.period_code = m.period_code
        and c.measure = m.measure
        and c.breakdown = m.breakdown
        and m.indicator_code = 'moved_to_separate_register'
        and m.is_best
where
    o.is_best
    and o.is_cumulative
    and o.indicator_code = 'carried_in'
    and (
        o.low > c.high - coalesce(m.low, 0)
        or (m.value is not null and o.high < c.low - m.high)
    )
