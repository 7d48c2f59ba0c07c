-- A reader produced a figure that the catalogue of indicators does not know in that measure.
select
    f.unit_code,
    f.period_code,
    f.indicator_code,
    f.measure,
    '' as breakdown,
    f.source_key as discriminator,
    cast(count(*) as decimal(24, 4)) as lhs,
    cast(0 as decimal(24, 4)) as rhs,
    cast(count(*) as decimal(24, 4)) as difference,
    list(f.observation_id order by f.observation_id) as observation_ids,
    [any_value(f.report_id)] as report_ids,
    f.measure as arg_measure
from checks.facts as f
left join landing.indicators as i on f.indicator_code = i.code and f.measure = i.measure
where i.code is null
group by f.unit_code, f.period_code, f.indicator_code, f.measure, f.source_key
