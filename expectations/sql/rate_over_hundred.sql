-- A completion rate or a share of a whole is at most 100 %; fulfilment of a target and growth may be more.
select
    unit_code,
    period_code,
    indicator_code,
    measure,
    breakdown,
    source_key as discriminator,
    value as lhs,
    cast(100 as decimal(24, 4)) as rhs,
    value - 100 as difference,
    [observation_id] as observation_ids,
    [report_id] as report_ids,
    printed as arg_printed
from checks.facts
where
    is_figure
    and measure = 'percent'
    and value > 100
    and not starts_with(indicator_code, 'chg_')
    and not starts_with(indicator_code, 'target_')
