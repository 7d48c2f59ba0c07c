-- One report gives two values for the same thing, further apart than its wording allows (two forms of one workbook
-- that must show the same total, a figure told twice in prose).
select
    f.unit_code,
    f.period_code,
    f.indicator_code,
    f.measure,
    f.breakdown,
    f.source_key as discriminator,
    f.value as lhs,
    arg_max(o.value, abs(o.value - f.value)) as rhs,
    f.value - arg_max(o.value, abs(o.value - f.value)) as difference,
    list_prepend(f.observation_id, list(o.observation_id order by o.observation_id)) as observation_ids,
    [f.report_id] as report_ids,
    f.printed as arg_printed,
    arg_max(o.printed, abs(o.value - f.value)) as arg_printed_other
from checks.facts as f
inner join checks.facts as o
    on
        f.report_id = o.report_id
        and f.unit_code = o.unit_code
        and f.period_code = o.period_code
        and f.indicator_code = o.indicator_code
        and f.measure = o.measure
        and f.breakdown = o.breakdown
where
    f.is_figure
    and not o.is_figure
    and not o.derived
    and (f.low > o.high or f.high < o.low)
group by
    f.unit_code,
    f.period_code,
    f.indicator_code,
    f.measure,
    f.breakdown,
    f.source_key,
    f.value,
    f.observation_id,
    f.report_id,
    f.printed
