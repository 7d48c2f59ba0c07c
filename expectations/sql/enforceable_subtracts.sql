-- Enforceable = accepted - entrusted out (- revoked) - withdrawn up; two regimes, told apart by their dates.
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
where identity_id in ('ID-02', 'ID-03') and gap > tolerance
