-- Which candidate is in force for each figure, and from when to when that was known. Nearly all figures have one.
{{ config(materialized='view', meta={'slice': 'figure'}) }}
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
    value,
    qualifier,
    is_derived,
    source_class,
    candidate_id,
    observation_id,
    report_id,
    finding_id,
    precedence,
    active_from as known_from,
    active_to as known_to
from {{ ref('core_figure_candidates') }}
where candidates = 1 and (active_to is null or active_to > active_from)
union all
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
    value,
    qualifier,
    is_derived,
    source_class,
    candidate_id,
    observation_id,
    report_id,
    finding_id,
    precedence,
    known_from,
    known_to
from {{ ref('core_contested_versions') }}
