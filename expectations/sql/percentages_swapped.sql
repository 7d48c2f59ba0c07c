-- The percentage of cases and that of money stand in each other's place: each fails for itself and is what the other's
-- figures make.
select
    c.unit_code,
    c.period_code,
    c.indicator_code,
    c.measure,
    c.breakdown,
    c.source_key as discriminator,
    c.lhs,
    c.rhs,
    c.difference,
    list_distinct(list_concat(c.observation_ids, m.observation_ids)) as observation_ids,
    [c.report_id] as report_ids,
    m.lhs as arg_money_printed,
    m.rhs as arg_money_computed
from checks.sides as c
inner join checks.sides as m
    on
        c.report_id = m.report_id
        and c.unit_code = m.unit_code
        and c.period_code = m.period_code
        and c.breakdown = m.breakdown
        and replace(c.indicator_code, '_cases', '_money') = m.indicator_code
where
    c.identity_id in ('ID-17', 'ID-19', 'ID-21')
    and m.identity_id in ('ID-18', 'ID-20', 'ID-22')
    and c.gap > c.tolerance
    and abs(c.lhs - m.rhs) <= 0.1
    and abs(m.lhs - c.rhs) <= 0.1
