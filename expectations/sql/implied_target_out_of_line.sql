-- The target a report implies is far from the one decided (or from the neighbouring years'): its result or its
-- points over the target is misprinted, or the points are no points.
select
    i.unit_code,
    i.period_code,
    i.target_indicator as indicator_code,
    'percent' as measure,
    '' as breakdown,
    i.source_key as discriminator,
    i.target as lhs,
    i.reference_target as rhs,
    i.target - i.reference_target as difference,
    i.observation_ids,
    [i.report_id] as report_ids
from checks.implied_targets as i
inner join checks.rules as r on r.rule_id = 'implied_target_out_of_line'
where i.low > i.reference_target + r.tolerance or i.high < i.reference_target - r.tolerance
