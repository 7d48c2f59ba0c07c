-- What a figure was before, what it became, when and why.
{{ config(materialized='incremental', meta={'slice': 'figure'}) }}
with versions as (
    select
        *,
        lag(value) over (partition by figure_key order by known_from) as value_before,
        lag(candidate_id) over (partition by figure_key order by known_from) as candidate_before,
        lag(report_id) over (partition by figure_key order by known_from) as report_before,
        lag(observation_id) over (partition by figure_key order by known_from) as observation_before
    from {{ ref('core_figure_versions') }} as versions
    where {{ changed('versions') }} and known_from <= {{ known_at() }}
)

select
    unit_code,
    fiscal_year,
    months,
    years,
    period_code,
    indicator_code,
    measure,
    breakdown,
    value_before,
    value as value_after,
    cast(value - value_before as decimal(24, 4)) as difference,
    case source_class
        when 'correction' then 'correction'
        when 'form' then 'new_version'
        else 'new_report'
    end as reason,
    report_before,
    report_id as report_after,
    observation_before,
    observation_id as observation_after,
    finding_id,
    known_from as revised_at
from versions
where candidate_before is not null and value <> value_before
