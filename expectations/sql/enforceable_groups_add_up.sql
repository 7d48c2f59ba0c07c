-- Enforceable = with conditions + without conditions (+ postponed or suspended since the forms of 2019).
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
where identity_id in ('ID-04', 'ID-05', 'ID-67') and gap > tolerance
