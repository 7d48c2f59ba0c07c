-- The figures in force at the instant, with what is to be said about each of them.
{{ config(materialized='view', meta={'slice': 'figure'}) }}
with disputed as (
    select distinct figure_key
    from {{ ref('core_conflicts') }}
    where reason = 'other_value' and {{ is_known() }}
),

waived_findings as (
    select {{ dialect_unnest('observation_ids') }} as observation_id
    from {{ ref('core_finding_versions') }}
    where state = 'waived' and {{ is_known() }}
),

waived as (
    select distinct observation_id
    from waived_findings
)

select
    versions.figure_key,
    versions.unit_code,
    versions.period_code,
    versions.fiscal_year,
    versions.months,
    versions.years,
    versions.indicator_code,
    versions.measure,
    versions.breakdown,
    versions.value,
    versions.qualifier,
    versions.is_derived,
    versions.source_class,
    versions.report_id,
    versions.observation_id,
    versions.known_from as known_at,
    disputed.figure_key is not null as is_disputed,
    waived.observation_id is not null as is_waived,
    reports.is_synthetic
from {{ ref('core_figure_versions') }} as versions
left join disputed on versions.figure_key = disputed.figure_key
inner join {{ ref('stg_reports') }} as reports on versions.report_id = reports.report_id
left join waived on versions.observation_id = waived.observation_id
where {{ is_known('versions') }}
