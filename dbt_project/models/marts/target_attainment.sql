-- Target, where it is known from, result and points over it, for cases and for amounts.
--
-- Reports say "x % over the target" and mean percentage points. The target that follows (result − points) is
-- taken from the rate that the same report prints: two reports must not be mixed into a target nobody set.
{{ config(materialized='incremental', meta={'slice': 'result'}) }}
{% set targets = [('cases', 'cases'), ('amount', 'money')] %}
with figures as (
    select *
    from {{ ref('core_figures') }} as figures
    where
        {{ changed('figures') }}
        and indicator_code in (
            'over_target_cases', 'over_target_money', 'short_of_target_cases', 'short_of_target_money',
            'target_cases', 'target_money'
        )
        and breakdown = ''
        and years = 1
        and period_code like 'FY%'
),

rated as (
    select *
    from {{ ref('core_results') }} as results
    where {{ changed('results') }} and boundary = 'as_reported'
),

points as (
    {% for measure, registry in targets -%}
    select
        unit_code,
        fiscal_year,
        months,
        period_code,
        '{{ measure }}' as measure,
        'completion_rate_{{ registry }}' as rate_code,
        case when indicator_code = 'short_of_target_{{ registry }}' then -value else value end as points_over,
        report_id,
        observation_id,
        known_at,
        row_number() over (
            partition by unit_code, fiscal_year, months order by indicator_code asc
        ) as place
    from figures
    where indicator_code in ('over_target_{{ registry }}', 'short_of_target_{{ registry }}')
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

-- the rate printed by the report that prints the points
same_report as (
    select
        points.unit_code,
        points.fiscal_year,
        points.months,
        points.measure,
        candidates.value as rate_pct,
        candidates.observation_id,
        row_number() over (
            partition by points.unit_code, points.fiscal_year, points.months, points.measure
            order by candidates.precedence asc
        ) as place
    from points
    inner join {{ ref('core_figure_candidates') }} as candidates
        on
            points.unit_code = candidates.unit_code
            and points.period_code = candidates.period_code
            and points.rate_code = candidates.indicator_code
            and points.report_id = candidates.report_id
    where
        points.place = 1
        and candidates.breakdown = ''
        and not candidates.is_derived
        and candidates.active_from <= {{ known_at() }}
        and (candidates.active_to is null or candidates.active_to > {{ known_at() }})
),

reported as (
    {% for measure, registry in targets -%}
    select
        unit_code,
        fiscal_year,
        months,
        '{{ measure }}' as measure,
        value as target_pct,
        observation_id,
        known_at
    from figures
    where indicator_code = 'target_{{ registry }}' and measure = 'percent' and not is_derived
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

results as (
    {% for measure, registry in targets -%}
    select
        unit_code,
        fiscal_year,
        months,
        '{{ measure }}' as measure,
        {{ measure }}_completion_rate_pct as result_pct,
        {{ measure }}_completion_rate_source as result_source,
        known_at
    from rated
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

subjects as (
    select
        unit_code,
        fiscal_year,
        months,
        measure
    from points
    union
    select
        unit_code,
        fiscal_year,
        months,
        measure
    from reported
    union
    select
        targets.unit_code,
        targets.fiscal_year,
        targets.months,
        targets.measure
    from {{ ref('stg_targets') }} as targets
    inner join results
        on
            targets.unit_code = results.unit_code
            and targets.fiscal_year = results.fiscal_year
            and targets.months = results.months
            and targets.measure = results.measure
    where results.result_pct is not null
),

joined as (
    select
        subjects.unit_code,
        subjects.fiscal_year,
        subjects.months,
        subjects.measure,
        targets.target_pct as target_decided,
        reported.target_pct as target_reported,
        coalesce(same_report.rate_pct, results.result_pct) as basis_rate_pct,
        coalesce(same_report.rate_pct, results.result_pct) - points.points_over as target_implied,
        results.result_pct,
        results.result_source,
        points.points_over as points_printed,
        reported.observation_id as target_observation_id,
        points.observation_id as points_observation_id,
        same_report.observation_id as basis_observation_id,
        greatest(reported.known_at, points.known_at, results.known_at) as known_at
    from subjects
    left join points
        on
            subjects.unit_code = points.unit_code
            and subjects.fiscal_year = points.fiscal_year
            and subjects.months = points.months
            and subjects.measure = points.measure
            and points.place = 1
    left join same_report
        on
            subjects.unit_code = same_report.unit_code
            and subjects.fiscal_year = same_report.fiscal_year
            and subjects.months = same_report.months
            and subjects.measure = same_report.measure
            and same_report.place = 1
    left join reported
        on
            subjects.unit_code = reported.unit_code
            and subjects.fiscal_year = reported.fiscal_year
            and subjects.months = reported.months
            and subjects.measure = reported.measure
    left join {{ ref('stg_targets') }} as targets
        on
            subjects.unit_code = targets.unit_code
            and subjects.fiscal_year = targets.fiscal_year
            and subjects.months = targets.months
            and subjects.measure = targets.measure
    left join results
        on
            subjects.unit_code = results.unit_code
            and subjects.fiscal_year = results.fiscal_year
            and subjects.months = results.months
            and subjects.measure = results.measure
)

select
    joined.unit_code,
    units.unit_name,
    joined.fiscal_year,
    joined.months,
    joined.measure,
    cast(
        coalesce(joined.target_decided, joined.target_reported, joined.target_implied) as decimal(9, 2)
    ) as target_pct,
    case
        when joined.target_decided is not null then 'decision'
        when joined.target_reported is not null then 'reported'
        when joined.target_implied is not null then 'implied'
    end as target_source,
    joined.result_pct,
    joined.result_source,
    cast(
        coalesce(
            joined.points_printed, joined.result_pct - coalesce(joined.target_decided, joined.target_reported)
        ) as decimal(9, 2)
    ) as points_over,
    case
        when joined.points_printed is not null then 'printed'
        when joined.result_pct - coalesce(joined.target_decided, joined.target_reported) is not null then 'computed'
    end as points_source,
    cast(joined.target_implied as decimal(9, 2)) as target_implied_pct,
    cast(case when joined.points_printed is not null then joined.basis_rate_pct end as decimal(9, 2))
        as basis_rate_pct,
    joined.points_observation_id,
    joined.basis_observation_id,
    joined.target_observation_id,
    joined.known_at
from joined
left join {{ ref('core_units') }} as units on joined.unit_code = units.unit_code
