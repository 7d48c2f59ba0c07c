-- Everything that may stand for a figure, with the time it was offered and its place in the order of precedence.
--
-- The order never looks at the clock: of two candidates the same one always wins, so an answer for a past
-- instant cannot change when a third arrives (P8). Printed figures come before derived ones; a steward's
-- correction before official forms, forms before prose; prose that states the figure exactly before prose that
-- rounds it, because "more than 6,000" cannot correct 6,712; then the newest.
{{ config(materialized='incremental', meta={'slice': 'figure'}) }}
with printed as (
    select
        observations.figure_key,
        observations.observation_id,
        observations.report_id,
        observations.unit_code,
        observations.period_code,
        observations.fiscal_year,
        observations.months,
        observations.years,
        observations.indicator_code,
        observations.measure,
        observations.breakdown,
        observations.value,
        observations.qualifier,
        observations.is_derived,
        observations.confidence,
        observations.printed,
        observations.locator,
        reports.kind as source_class,
        reports.published,
        reports.received_at,
        reports.version,
        stays.stay,
        stays.active_from,
        stays.active_to
    from {{ ref('stg_observations') }} as observations
    inner join {{ ref('stg_stays') }} as stays
        on observations.report_id = stays.report_id and observations.stay_key = stays.stay_key
    inner join {{ ref('stg_reports') }} as reports on observations.report_id = reports.report_id
    where {{ changed('observations') }}
),

candidates as (
    select
        figure_key,
        observation_id,
        report_id,
        unit_code,
        period_code,
        fiscal_year,
        months,
        years,
        indicator_code,
        measure,
        breakdown,
        is_derived,
        confidence,
        locator,
        published,
        received_at,
        version,
        stay,
        active_to,
        value,
        qualifier,
        source_class,
        cast(null as varchar) as finding_id,
        active_from,
        cast(null as timestamp) as decided_at
    from printed
    union all
    select
        printed.figure_key,
        printed.observation_id,
        printed.report_id,
        printed.unit_code,
        printed.period_code,
        printed.fiscal_year,
        printed.months,
        printed.years,
        printed.indicator_code,
        printed.measure,
        printed.breakdown,
        printed.is_derived,
        printed.confidence,
        printed.locator,
        printed.published,
        printed.received_at,
        printed.version,
        printed.stay,
        printed.active_to,
        corrections.value,
        'exact' as qualifier,
        'correction' as source_class,
        corrections.finding_id,
        greatest(corrections.recorded_at, printed.active_from) as active_from,
        corrections.recorded_at as decided_at
    from {{ ref('stg_corrections') }} as corrections
    inner join printed
        on
            corrections.observation_id = printed.observation_id
            and corrections.expected_printed = printed.printed
)

select
    figure_key,
    observation_id || case when stay > 1 then '#' || stay else '' end || coalesce('/' || finding_id, '')
        as candidate_id,
    observation_id,
    report_id,
    finding_id,
    source_class,
    unit_code,
    period_code,
    fiscal_year,
    months,
    years,
    indicator_code,
    measure,
    breakdown,
    value,
    qualifier,
    is_derived,
    active_from,
    active_to,
    cast(row_number() over (
        partition by figure_key
        order by
            is_derived asc,
            case source_class when 'correction' then 0 when 'form' then 1 else 2 end asc,
            decided_at desc,
            case when qualifier = 'exact' then 0 else 1 end asc,
            case when source_class = 'narrative' then published end desc nulls last,
            received_at desc,
            version desc,
            report_id asc,
            confidence desc,
            {{ dialect_leading_number('locator', 'char:') }} desc nulls last,
            observation_id asc,
            stay desc
    ) as integer) as precedence,
    cast(count(*) over (partition by figure_key) as integer) as candidates
from candidates
