-- A figure is about a thousand times (or a thousandth of) what other reports or the years around it show:
-- thousand đồng taken for đồng, a decimal comma taken for a separator. With a single neighbour the later one answers.
with totals as (
    select *
    from checks.facts
    where
        not derived
        and is_cumulative
        and value > 0
        and measure in ('cases', 'vnd')
        and indicator_code in (
            'accepted_total',
            'carried_in',
            'newly_accepted',
            'enforceable_total',
            'with_conditions',
            'completed_total',
            'carried_forward'
        )
),

compared as (
    select
        f.unit_code,
        f.period_code,
        f.indicator_code,
        f.measure,
        f.breakdown,
        f.source_key,
        f.value,
        f.observation_id,
        f.report_id,
        count(*) as neighbours,
        bool_or(n.period_end <= f.period_end) as has_earlier,
        cast(median(n.value) as decimal(24, 4)) as around,
        list(n.observation_id order by n.observation_id) as around_ids
    from totals as f
    inner join totals as n
        on
            f.unit_code = n.unit_code
            and f.months = n.months
            and f.indicator_code = n.indicator_code
            and f.measure = n.measure
            and f.breakdown = n.breakdown
            and f.observation_id != n.observation_id
            and abs(f.fiscal_year - n.fiscal_year) <= 2
    where f.is_figure
    group by all
)

select
    unit_code,
    period_code,
    indicator_code,
    measure,
    breakdown,
    source_key as discriminator,
    value as lhs,
    around as rhs,
    value - around as difference,
    list_prepend(observation_id, around_ids) as observation_ids,
    [report_id] as report_ids
from compared
where
    (value between 500 * around and 2000 * around or around between 500 * value and 2000 * value)
    and (neighbours > 1 or has_earlier)
