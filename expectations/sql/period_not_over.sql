-- A report tells the result of a fiscal year or of its first months before that time is over.
select
    unit_code,
    period_code,
    '' as indicator_code,
    'days' as measure,
    '' as breakdown,
    source_key as discriminator,
    cast(date_diff('day', told_on, period_end) as decimal(24, 4)) as lhs,
    cast(0 as decimal(24, 4)) as rhs,
    cast(date_diff('day', told_on, period_end) as decimal(24, 4)) as difference,
    list(observation_id order by observation_id) as observation_ids,
    [report_id] as report_ids,
    period_end as arg_period_end,
    told_on as arg_told_on,
    count(*) as arg_figures
from checks.facts
where
    is_figure
    and starts_with(period_code, 'FY')
    and period_end > told_on
    and not starts_with(indicator_code, 'target_')
group by unit_code, period_code, source_key, told_on, period_end, report_id
