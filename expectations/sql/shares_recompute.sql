-- A share = its part / the whole it is a share of.
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
where identity_id in ('ID-19', 'ID-20', 'ID-21', 'ID-22', 'ID-23', 'ID-41') and gap > tolerance
