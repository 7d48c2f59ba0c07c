-- Every candidate that is not in force, beside the one that is, with the reason.
{{ config(materialized='incremental', meta={'slice': 'figure'}) }}
with pairs as (
    select
        shown.figure_key,
        shown.unit_code,
        shown.period_code,
        shown.fiscal_year,
        shown.months,
        shown.years,
        shown.indicator_code,
        shown.measure,
        shown.breakdown,
        shown.value as value_shown,
        shown.qualifier as qualifier_shown,
        shown.source_class as source_class_shown,
        shown.report_id as report_shown,
        shown.observation_id as observation_shown,
        shown.candidate_id as candidate_shown,
        other.value as value_other,
        other.qualifier as qualifier_other,
        other.source_class as source_class_other,
        other.report_id as report_other,
        other.observation_id as observation_other,
        other.candidate_id as candidate_other,
        other.is_derived as is_derived_other,
        shown.is_derived as is_derived_shown,
        greatest(shown.known_from, other.active_from) as known_from,
        shown.known_to,
        other.active_to as ended_at_other
    from {{ ref('core_figure_versions') }} as shown
    inner join {{ ref('core_figure_candidates') }} as other
        on
            shown.figure_key = other.figure_key
            and shown.candidate_id <> other.candidate_id
            and (shown.known_to is null or shown.known_to > other.active_from)
    where other.candidates > 1 and {{ changed('shown') }} and {{ changed('other') }}
),

both_phases as (
    select false as is_ended_other
    union all
    select true as is_ended_other
),

-- a conflict with a report changes its reason on the day that report is replaced
phases as (
    select
        pairs.figure_key,
        pairs.unit_code,
        pairs.period_code,
        pairs.fiscal_year,
        pairs.months,
        pairs.years,
        pairs.indicator_code,
        pairs.measure,
        pairs.breakdown,
        pairs.value_shown,
        pairs.qualifier_shown,
        pairs.source_class_shown,
        pairs.report_shown,
        pairs.observation_shown,
        pairs.candidate_shown,
        pairs.value_other,
        pairs.qualifier_other,
        pairs.source_class_other,
        pairs.report_other,
        pairs.observation_other,
        pairs.candidate_other,
        pairs.is_derived_other,
        pairs.is_derived_shown,
        phase.is_ended_other,
        case when phase.is_ended_other then greatest(pairs.known_from, pairs.ended_at_other) else pairs.known_from end
            as known_from,
        case
            when
                not phase.is_ended_other
                and (pairs.known_to is null or pairs.ended_at_other < pairs.known_to)
                then pairs.ended_at_other
            else pairs.known_to
        end as known_to
    from pairs
    cross join both_phases as phase
    where
        case
            when phase.is_ended_other
                then
                    pairs.ended_at_other is not null
                    and (pairs.known_to is null or pairs.ended_at_other < pairs.known_to)
            else pairs.ended_at_other is null or pairs.ended_at_other > pairs.known_from
        end
)

select
    figure_key,
    unit_code,
    period_code,
    fiscal_year,
    months,
    years,
    indicator_code,
    measure,
    breakdown,
    value_shown,
    qualifier_shown,
    source_class_shown,
    report_shown,
    observation_shown,
    candidate_shown,
    value_other,
    qualifier_other,
    source_class_other,
    report_other,
    observation_other,
    candidate_other,
    {{ conflict_reason() }} as reason,
    known_from,
    known_to
from phases
