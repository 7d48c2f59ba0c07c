-- The money per case is out of all proportion (below 500.000 đồng or above 10 tỷ on average over 100 cases or more):
-- one of the two figures is in another unit than it says.
select
    v.unit_code,
    v.period_code,
    v.indicator_code,
    v.measure,
    v.breakdown,
    v.source_key as discriminator,
    cast(v.value / c.value as decimal(24, 4)) as lhs,
    cast(case when v.value / c.value < 500000 then 500000 else 10000000000 end as decimal(24, 4)) as rhs,
    cast(v.value / c.value as decimal(24, 4))
    - case when v.value / c.value < 500000 then 500000 else 10000000000 end as difference,
    [v.observation_id, c.observation_id] as observation_ids,
    [v.report_id] as report_ids,
    v.value as arg_money,
    c.value as arg_cases
from checks.facts as v
inner join checks.facts as c
    on
        v.report_id = c.report_id
        and v.unit_code = c.unit_code
        and v.period_code = c.period_code
        and v.indicator_code = c.indicator_code
        and v.breakdown = c.breakdown
        and c.measure = 'cases'
        and c.is_figure
where
    v.is_figure
    and v.measure = 'vnd'
    and v.value > 0
    and c.value >= 100
    and v.indicator_code in ('accepted_total', 'enforceable_total', 'with_conditions', 'completed_total')
    and (v.value / c.value < 500000 or v.value / c.value > 10000000000)
