-- Two reports give different values for the same thing, further apart than rounding and wording allow. The value
-- that would be shown stands left. Versions of one form do not disagree: the newer replaces the older.
select
    b.unit_code,
    b.period_code,
    b.indicator_code,
    b.measure,
    b.breakdown,
    o.source_key as discriminator,
    b.value as lhs,
    o.value as rhs,
    b.value - o.value as difference,
    [b.observation_id, o.observation_id] as observation_ids,
    [b.report_id, o.report_id] as report_ids,
    b.printed as arg_printed,
    o.printed as arg_printed_other
from checks.facts as b
inner join checks.facts as o
    on
        b.unit_code = o.unit_code
        and b.period_code = o.period_code
        and b.indicator_code = o.indicator_code
        and b.measure = o.measure
        and b.breakdown = o.breakdown
where
    b.is_best
    and o.is_figure
    and o.rivals = 0
    and b.source_key != o.source_key
    and (b.low > o.high or b.high < o.low)
