-- The target a report implies (result - points over it, or + points short of it), beside what else is known of the
-- target: decided for that year, or else the middle of the neighbouring years, decided or implied by other reports.
-- Targets that the reference table itself inferred from a department's prose are no second opinion.
with measures (rate_indicator, over_indicator, short_indicator, target_indicator) as (
    values
    ('completion_rate_cases', 'over_target_cases', 'short_of_target_cases', 'target_cases'),
    ('completion_rate_money', 'over_target_money', 'short_of_target_money', 'target_money')
),

implied as (
    select
        r.report_id,
        r.source_key,
        r.kind,
        r.unit_code,
        r.period_code,
        r.fiscal_year,
        r.months,
        m.target_indicator,
        case when d.indicator_code = m.over_indicator then r.value - d.value else r.value + d.value end as target,
        case when d.indicator_code = m.over_indicator then r.low - d.high else r.low + d.low end as low,
        case when d.indicator_code = m.over_indicator then r.high - d.low else r.high + d.high end as high,
        [r.observation_id, d.observation_id] as observation_ids
    from checks.facts as r
    inner join measures as m on r.indicator_code = m.rate_indicator
    inner join checks.facts as d
        on
            r.report_id = d.report_id
            and r.unit_code = d.unit_code
            and r.period_code = d.period_code
            and r.breakdown = d.breakdown
            and d.indicator_code in (m.over_indicator, m.short_indicator)
            and d.is_figure
    where r.is_figure and r.breakdown = '' and r.is_cumulative
),

decided as (
    select
        unit_code,
        period_code,
        measure as target_indicator,
        cast(right(fiscal_year, 4) as integer) as fiscal_year,
        cast(median(cast(value as decimal(24, 4))) as decimal(24, 4)) as target
    from landing.targets
    where level = 'national' or status = 'sourced'
    group by unit_code, period_code, measure, fiscal_year
),

neighbours as (
    select
        i.report_id,
        i.unit_code,
        i.period_code,
        i.target_indicator,
        n.target
    from implied as i
    inner join decided as n
        on
            n.unit_code in (i.unit_code, 'VN')
            and i.target_indicator = n.target_indicator
            and abs(i.fiscal_year - n.fiscal_year) = 1
            and i.months = 12
            and n.period_code = 'FY' || n.fiscal_year
    union all
    select
        i.report_id,
        i.unit_code,
        i.period_code,
        i.target_indicator,
        n.target
    from implied as i
    inner join implied as n
        on
            i.unit_code = n.unit_code
            and i.target_indicator = n.target_indicator
            and i.months = n.months
            and abs(i.fiscal_year - n.fiscal_year) = 1
),

middle as (
    select
        report_id,
        unit_code,
        period_code,
        target_indicator,
        cast(median(target) as decimal(24, 4)) as target
    from neighbours
    group by all
)

select
    i.*,
    coalesce(o.target, v.target, m.target) as reference_target
from implied as i
left join decided as o
    on
        i.unit_code = o.unit_code
        and i.period_code = o.period_code
        and i.target_indicator = o.target_indicator
left join decided as v
    on
        v.unit_code = 'VN'
        and i.period_code = v.period_code
        and i.target_indicator = v.target_indicator
left join middle as m
    on
        i.report_id = m.report_id
        and i.unit_code = m.unit_code
        and i.period_code = m.period_code
        and i.target_indicator = m.target_indicator
