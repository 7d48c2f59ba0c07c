-- Completed is a part of with conditions.
select
    unit_code,
    period_code,
    indicator_code,
    measure,
    breakdown,
    source_key || '/' || identity_id as discriminator,
    lhs,
    rhs,
    difference,
    observation_ids,
    [report_id] as report_ids
from checks.sides
where identity_id in ('ID-26') and gap > tolerance
