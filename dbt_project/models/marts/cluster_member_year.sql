-- Members of emulation clusters and their place inside the cluster.
{{ config(materialized='incremental', meta={'slice': 'year'}) }}
with targets as (
    select *
    from {{ ref('target_attainment') }} as attained
    where {{ changed('attained') }}
),

periods as (
    select
        *,
        row_number() over (partition by unit_code, fiscal_year order by months desc) as place
    from {{ ref('core_results') }} as results
    where {{ changed('results') }} and boundary = 'as_reported' and cells_known > 0
),

results as (
    select
        members.cluster_code,
        clusters.unit_name as cluster_name,
        members.is_owner,
        units.unit_name,
        periods.*
    from {{ ref('stg_cluster_members') }} as members
    inner join periods
        on
            members.unit_code = periods.unit_code
            and periods.place = 1
            and (
                members.valid_from is null
                or members.valid_from <= {{ dialect_fiscal_period_end('periods.fiscal_year', 'periods.months') }}
            )
            and (
                members.valid_to is null
                or members.valid_to >= {{ dialect_fiscal_period_end('periods.fiscal_year', 'periods.months') }}
            )
    inner join {{ ref('core_units') }} as units on members.unit_code = units.unit_code
    inner join {{ ref('core_units') }} as clusters on members.cluster_code = clusters.unit_code
)

select
    results.cluster_code,
    results.cluster_name,
    results.unit_code,
    results.unit_name,
    results.is_owner,
    results.fiscal_year,
    results.months,
    {{ result_select('results.cluster_code, results.fiscal_year, results.months', 'not results.is_owner') }}
from results
{{ result_target_joins() }}
