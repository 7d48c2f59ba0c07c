-- A unit has one target a year. Two reports whose results and points over it imply two targets cannot both be
-- right; the one further from the decided target (or the neighbouring years') stands left, as the odd one out.
select
    a.unit_code,
    a.period_code,
    a.target_indicator as indicator_code,
    'percent' as measure,
    '' as breakdown,
    least(a.source_key, b.source_key) || '/' || greatest(a.source_key, b.source_key) as discriminator,
    a.target as lhs,
    b.target as rhs,
    a.target - b.target as difference,
    list_concat(a.observation_ids, b.observation_ids) as observation_ids,
    [a.report_id, b.report_id] as report_ids,
    r.file_name as arg_odd_report,
    s.file_name as arg_other_report,
    a.reference_target as arg_reference
from checks.implied_targets as a
inner join checks.implied_targets as b
    on
        a.unit_code = b.unit_code
        and a.period_code = b.period_code
        and a.target_indicator = b.target_indicator
        and a.source_key != b.source_key
inner join checks.reports as r on a.report_id = r.report_id
inner join checks.reports as s on b.report_id = s.report_id
where
    (a.low > b.high or a.high < b.low)
    and (
        abs(a.target - a.reference_target) > abs(b.target - b.reference_target)
        or (
            coalesce(abs(a.target - a.reference_target) = abs(b.target - b.reference_target), true)
            and a.report_id > b.report_id
        )
    )
