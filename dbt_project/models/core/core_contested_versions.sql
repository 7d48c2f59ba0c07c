-- Who is in force where several candidates stand for one figure, and from when to when that was known.
{{ config(materialized='incremental', meta={'slice': 'figure'}) }}
with contested as (
    select
        figure_key,
        candidate_id,
        precedence,
        active_from,
        active_to
    from {{ ref('core_figure_candidates') }} as candidates
    where {{ changed('candidates') }} and candidates > 1 and (active_to is null or active_to > active_from)
),

instants as (
    select
        figure_key,
        active_from as instant
    from contested
    union
    select
        figure_key,
        active_to as instant
    from contested
    where active_to is not null
),

spans as (
    select
        figure_key,
        instant as span_from,
        lead(instant) over (partition by figure_key order by instant) as span_to
    from instants
),

ranked as (
    select
        spans.figure_key,
        spans.span_from,
        spans.span_to,
        contested.candidate_id,
        row_number() over (
            partition by spans.figure_key, spans.span_from order by contested.precedence
        ) as place
    from spans
    inner join contested
        on
            spans.figure_key = contested.figure_key
            and spans.span_from >= contested.active_from
            and (contested.active_to is null or spans.span_from < contested.active_to)
),

winners as (
    select
        figure_key,
        span_from,
        span_to,
        candidate_id,
        case
            when
                lag(candidate_id) over (partition by figure_key order by span_from) = candidate_id
                and lag(span_to) over (partition by figure_key order by span_from) = span_from
                then 0
            else 1
        end as is_new
    from ranked
    where place = 1
),

islands as (
    select
        *,
        sum(is_new) over (partition by figure_key order by span_from) as island
    from winners
),

in_force as (
    select
        figure_key,
        candidate_id,
        min(span_from) as known_from,
        case when count(*) = count(span_to) then max(span_to) end as known_to
    from islands
    group by figure_key, candidate_id, island
)

select
    candidates.figure_key,
    candidates.unit_code,
    candidates.period_code,
    candidates.fiscal_year,
    candidates.months,
    candidates.years,
    candidates.indicator_code,
    candidates.measure,
    candidates.breakdown,
    candidates.value,
    candidates.qualifier,
    candidates.is_derived,
    candidates.source_class,
    candidates.candidate_id,
    candidates.observation_id,
    candidates.report_id,
    candidates.finding_id,
    candidates.precedence,
    in_force.known_from,
    in_force.known_to
from in_force
inner join {{ ref('core_figure_candidates') }} as candidates
    on
        in_force.figure_key = candidates.figure_key
        and in_force.candidate_id = candidates.candidate_id
where {{ changed('candidates') }}
