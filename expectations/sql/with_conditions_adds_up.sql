-- With conditions = the states a case with conditions can be in.
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
where identity_id in ('ID-06', 'ID-07', 'ID-08', 'ID-09') and gap > tolerance
