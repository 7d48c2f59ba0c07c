-- A sum that one report states in full fails, and holds when one of its figures is a thousand times as large or as
-- small: nghìn đồng told as đồng, a point of thousands taken for a decimal comma (a figure that should be zero is
-- no slip). The figure to look at is that one.
with contributions as (
    select
        s.report_id,
        s.source_key,
        s.unit_code,
        s.period_code,
        s.breakdown,
        s.identity_id,
        s.observation_ids,
        s.difference as missed,
        f.indicator_code,
        f.measure,
        f.value,
        f.value * t.coefficient * case when t.side = 'lhs' then 1 else -1 end as contribution
    from checks.sides as s
    inner join checks.terms as t
        on s.identity_id = t.identity_id and s.measure = t.subject_measure
    inner join checks.facts as f
        on
            s.report_id = f.report_id
            and s.unit_code = f.unit_code
            and s.period_code = f.period_code
            and s.breakdown = f.breakdown
            and t.indicator_code = f.indicator_code
            and t.measure = f.measure
            and f.is_figure
    where s.operator = '=' and t.side in ('lhs', 'rhs') and s.gap > s.tolerance and f.value > 0
),

scaled as (
    select
        *,
        case
            when abs(missed + 999 * contribution) <= abs(contribution) then 1000 * value
            when abs(missed - 0.999 * contribution) < 0.0005 * abs(contribution)
                then cast(value / 1000 as decimal(24, 4))
        end as should_be
    from contributions
)

select
    unit_code,
    period_code,
    indicator_code,
    measure,
    breakdown,
    source_key || '/' || identity_id as discriminator,
    value as lhs,
    should_be as rhs,
    value - should_be as difference,
    observation_ids,
    [report_id] as report_ids
from scaled
where should_be is not null
