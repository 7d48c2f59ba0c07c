-- Both sides of every accounting identity that one report states in full: one row per identity and subject.
-- The identities are data (`landing.identities`); `gap` is how far the two sides stay apart when every figure is
-- given the most its wording allows: at most zero when they can agree.
with figures as (
    select
        t.identity_id,
        t.operator,
        t.tolerance,
        t.terms,
        t.side,
        t.coefficient,
        t.subject_indicator as indicator_code,
        t.subject_measure as measure,
        f.report_id,
        f.source_key,
        f.kind,
        f.unit_code,
        f.period_code,
        f.breakdown,
        f.observation_id,
        f.value * t.coefficient as value,
        case when t.coefficient > 0 then f.low else f.high end * t.coefficient as low,
        case when t.coefficient > 0 then f.high else f.low end * t.coefficient as high
    from checks.facts as f
    inner join checks.terms as t
        on
            f.indicator_code = t.indicator_code
            and f.measure = t.measure
            and f.period_end between t.valid_from and t.valid_to
    where f.is_figure
),

summed as (
    select
        identity_id,
        operator,
        tolerance,
        indicator_code,
        measure,
        report_id,
        source_key,
        kind,
        unit_code,
        period_code,
        breakdown,
        sum(value) filter (where side = 'lhs') as lhs,
        sum(low) filter (where side = 'lhs') as lhs_low,
        sum(high) filter (where side = 'lhs') as lhs_high,
        sum(value) filter (where side = 'rhs') as rhs_sum,
        sum(low) filter (where side = 'rhs') as rhs_sum_low,
        sum(high) filter (where side = 'rhs') as rhs_sum_high,
        sum(value) filter (where side = 'part') as part,
        sum(low) filter (where side = 'part') as part_low,
        sum(high) filter (where side = 'part') as part_high,
        sum(value) filter (where side = 'whole') as whole,
        sum(low) filter (where side = 'whole') as whole_low,
        sum(high) filter (where side = 'whole') as whole_high,
        list(observation_id order by side, observation_id) as observation_ids
    from figures
    group by all
    having count(*) = any_value(terms)
),

compared as (
    select
        *,
        coalesce(rhs_sum, cast(100 * part / nullif(whole, 0) as decimal(28, 4))) as rhs,
        coalesce(rhs_sum_low, cast(100 * part_low / nullif(whole_high, 0) as decimal(28, 4))) as rhs_low,
        coalesce(rhs_sum_high, cast(100 * part_high / nullif(whole_low, 0) as decimal(28, 4))) as rhs_high
    from summed
)

select
    identity_id,
    report_id,
    source_key,
    kind,
    unit_code,
    period_code,
    indicator_code,
    measure,
    breakdown,
    operator,
    tolerance,
    observation_ids,
    cast(lhs as decimal(24, 4)) as lhs,
    cast(rhs as decimal(24, 4)) as rhs,
    cast(lhs as decimal(24, 4)) - cast(rhs as decimal(24, 4)) as difference,
    greatest(lhs_low - rhs_high, case when operator = '=' then rhs_low - lhs_high else lhs_low - rhs_high end) as gap
from compared
where rhs is not null
