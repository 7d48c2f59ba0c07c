-- Carried forward = enforceable - completed; the part with conditions likewise.
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
where identity_id in ('ID-13', 'ID-14', 'ID-68', 'ID-69') and gap > tolerance
