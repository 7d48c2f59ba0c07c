-- Counts, amounts and rates are never below zero; only changes are.
select
    unit_code,
    period_code,
    indicator_code,
    measure,
    breakdown,
    source_key as discriminator,
    value as lhs,
    cast(0 as decimal(24, 4)) as rhs,
    value as difference,
    [observation_id] as observation_ids,
    [report_id] as report_ids,
    printed as arg_printed
from checks.facts
where is_figure and value < 0 and not starts_with(indicator_code, 'chg_') and measure != 'percent_points'
