-- Results of emulation clusters: as printed, else summed from all members.
{{ config(materialized='incremental', meta={'slice': 'year'}) }}
with targets as (
    select *
    from {{ ref('target_attainment') }} as attained
    where {{ changed('attained') }}
),

results as (
    {{ longest_period('cluster') }}
),

members as (
    select
        results.unit_code,
        results.fiscal_year,
        cast(count(members.unit_code) as integer) as members
    from results
    left join {{ ref('stg_cluster_members') }} as members
        on
            results.unit_code = members.cluster_code
            and (
                members.valid_from is null
                or members.valid_from <= {{ dialect_fiscal_period_end('results.fiscal_year', 'results.months') }}
            )
            and (
                members.valid_to is null
                or members.valid_to >= {{ dialect_fiscal_period_end('results.fiscal_year', 'results.months') }}
            )
    group by results.unit_code, results.fiscal_year
)

select
    results.unit_code as cluster_code,
    results.unit_name as cluster_name,
    results.parent_unit_code,
    results.fiscal_year,
    results.months,
    members.members,
    case
        when position('s' in results.flags) = 0 then 'reported'
        else 'summed'
    end as figures_source,
    {{ result_select('results.parent_unit_code, results.fiscal_year, results.months') }}
from results
inner join members
    on results.unit_code = members.unit_code and results.fiscal_year = members.fiscal_year
{{ result_target_joins() }}
