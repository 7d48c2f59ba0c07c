-- Completion rate = completed / with conditions; the denominator is never the enforceable total.
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
where identity_id in ('ID-17', 'ID-18', 'ID-70', 'ID-71', 'ID-72') and gap > tolerance
