-- A part cannot be larger than its whole (force among coercions, leaders among visits, enforcers, staff).
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
where identity_id in ('ID-39', 'ID-40', 'ID-42', 'ID-43', 'ID-46', 'ID-47') and gap > tolerance
