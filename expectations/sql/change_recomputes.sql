-- A printed change against another period is the difference of the two figures, where both are known. Prose gives
-- the size of a change and says up or down in words, so sizes are compared.
with changes as (
    select
        *,
        regexp_replace(indicator_code, '^chg_abs_', '') as base_indicator,
        regexp_extract(breakdown, 'vs=([^;]+)', 1) as base_period
    from checks.facts
    where is_figure and starts_with(indicator_code, 'chg_abs_') and contains(breakdown, 'vs=')
)

select
    c.unit_code,
    c.period_code,
    c.indicator_code,
    c.measure,
    c.breakdown,
    c.source_key as discriminator,
    c.value as lhs,
    n.value - b.value as rhs,
    abs(c.value) - abs(n.value - b.value) as difference,
    [c.observation_id, n.observation_id, b.observation_id] as observation_ids,
    list_distinct([c.report_id, n.report_id, b.report_id]) as report_ids,
    n.value as arg_now,
    b.value as arg_before
from changes as c
inner join checks.facts as n
    on
        c.unit_code = n.unit_code
        and c.period_code = n.period_code
        and c.base_indicator = n.indicator_code
        and c.measure = n.measure
        and n.breakdown = ''
        and n.is_best
inner join checks.facts as b
    on
        c.unit_code = b.unit_code
        and c.base_period = b.period_code
        and c.base_indicator = b.indicator_code
        and c.measure = b.measure
        and b.breakdown = ''
        and b.is_best
where
    greatest(abs(c.low), abs(c.high)) < greatest(n.low - b.high, b.low - n.high)
    or least(abs(c.low), abs(c.high)) > greatest(n.high - b.low, b.high - n.low)
