-- Money was collected in no case at all: a wrong row, or a wrong unit of money.
select
    v.unit_code,
    v.period_code,
    v.indicator_code,
    v.measure,
    v.breakdown,
    '' as discriminator,
    v.value as lhs,
    c.value as rhs,
    v.value as difference,
    [v.observation_id, c.observation_id] as observation_ids,
    list_distinct([v.report_id, c.report_id]) as report_ids
from checks.facts as v
inner join checks.facts as c
    on
        v.unit_code = c.unit_code
        and v.period_code = c.period_code
        and v.indicator_code = c.indicator_code
        and v.breakdown = c.breakdown
        and c.measure = 'cases'
        and c.is_best
where v.is_best and v.measure = 'vnd' and v.value > 0 and c.value = 0
