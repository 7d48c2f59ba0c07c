-- What each cell of a result mart is made of: the figure itself, or the figures of the units it is summed from.
--
-- A cell that lacks a part is kept and marked incomplete: it is shown as missing, never as a smaller sum.
{{ config(materialized='incremental', meta={'slice': 'period'}) }}
with figures as (
    select
        figures.unit_code,
        figures.fiscal_year,
        figures.months,
        columns.column_name,
        columns.measure,
        figures.value,
        figures.qualifier = 'exact' as is_exact,
        figures.is_derived,
        figures.is_disputed,
        figures.is_waived,
        figures.is_synthetic,
        figures.observation_id,
        figures.known_at
    from {{ ref('core_figures') }} as figures
    inner join {{ ref('core_mart_columns') }} as columns
        on figures.indicator_code = columns.indicator_code and figures.measure = columns.measure
    where
        columns.column_group = 'results'
        and figures.breakdown = ''
        and figures.years = 1
        and figures.period_code like 'FY%'
        and {{ changed('figures') }}
),

-- departments on the boundary of 1 July 2025: their own figures, else those of all predecessors
own_periods as (
    select distinct
        figures.unit_code,
        figures.fiscal_year,
        figures.months
    from figures
    inner join {{ ref('core_predecessors') }} as predecessors
        on figures.unit_code = predecessors.successor_code
),

inherited as (
    select
        predecessors.successor_code,
        predecessors.predecessors,
        figures.unit_code,
        figures.fiscal_year,
        figures.months,
        figures.column_name,
        figures.value,
        figures.is_exact,
        figures.is_derived,
        figures.is_disputed,
        figures.is_waived,
        figures.is_synthetic,
        figures.observation_id,
        figures.known_at,
        row_number() over (
            partition by
                predecessors.successor_code, predecessors.predecessor_code,
                figures.fiscal_year, figures.months, figures.column_name
            order by case when predecessors.reporting_code = predecessors.predecessor_code then 0 else 1 end
        ) as place
    from figures
    inner join {{ ref('core_predecessors') }} as predecessors
        on figures.unit_code = predecessors.reporting_code
    left join own_periods
        on
            predecessors.successor_code = own_periods.unit_code
            and figures.fiscal_year = own_periods.fiscal_year
            and figures.months = own_periods.months
    where
        own_periods.unit_code is null
        -- a rate is never added up; it is taken over only where the territory is the same
        and (figures.measure in ('cases', 'vnd') or predecessors.predecessors = 1)
),

-- a department that is a member of its own cluster reports for the whole province: no sum of members is right
owned_clusters as (
    select distinct cluster_code
    from {{ ref('stg_cluster_members') }}
    where is_owner
),

-- clusters and the nation: their own printed figures first, else the sum of their members
containers as (
    select
        members.cluster_code as container_code,
        members.unit_code,
        members.valid_from,
        members.valid_to
    from {{ ref('stg_cluster_members') }} as members
    left join owned_clusters on members.cluster_code = owned_clusters.cluster_code
    where owned_clusters.cluster_code is null
    union all
    select
        'VN' as container_code,
        unit_code,
        valid_from,
        valid_to
    from {{ ref('core_units') }}
    where level = 'province'
),

period_ends as (
    select
        fiscal_year,
        months,
        {{ dialect_fiscal_period_end('fiscal_year', 'months') }} as period_end
    from (
        select distinct
            fiscal_year,
            months
        from figures
    ) as periods
),

container_periods as (
    select
        containers.container_code,
        containers.unit_code,
        period_ends.fiscal_year,
        period_ends.months,
        cast(
            count(*) over (
                partition by containers.container_code, period_ends.fiscal_year, period_ends.months
            ) as integer
        ) as members
    from containers
    inner join period_ends
        on
            (containers.valid_from is null or containers.valid_from <= period_ends.period_end)
            and (containers.valid_to is null or containers.valid_to >= period_ends.period_end)
),

summed as (
    select
        container_periods.container_code,
        container_periods.members,
        figures.unit_code,
        figures.fiscal_year,
        figures.months,
        figures.column_name,
        figures.value,
        figures.is_exact,
        figures.is_derived,
        figures.is_disputed,
        figures.is_waived,
        figures.is_synthetic,
        figures.observation_id,
        figures.known_at
    from figures
    inner join container_periods
        on
            figures.unit_code = container_periods.unit_code
            and figures.fiscal_year = container_periods.fiscal_year
            and figures.months = container_periods.months
    left join figures as own
        on
            container_periods.container_code = own.unit_code
            and figures.fiscal_year = own.fiscal_year
            and figures.months = own.months
            and figures.column_name = own.column_name
    where figures.measure in ('cases', 'vnd') and own.unit_code is null
),

parts as (
    select
        'as_reported' as boundary,
        unit_code as subject_code,
        'value' as role,
        1 as parts_expected,
        unit_code,
        fiscal_year,
        months,
        column_name,
        value,
        is_exact,
        is_derived,
        is_disputed,
        is_waived,
        is_synthetic,
        observation_id,
        known_at
    from figures
    union all
    select
        '2025-07-01' as boundary,
        figures.unit_code as subject_code,
        'value' as role,
        1 as parts_expected,
        figures.unit_code,
        figures.fiscal_year,
        figures.months,
        figures.column_name,
        figures.value,
        figures.is_exact,
        figures.is_derived,
        figures.is_disputed,
        figures.is_waived,
        figures.is_synthetic,
        figures.observation_id,
        figures.known_at
    from figures
    inner join own_periods
        on
            figures.unit_code = own_periods.unit_code
            and figures.fiscal_year = own_periods.fiscal_year
            and figures.months = own_periods.months
    union all
    select
        '2025-07-01' as boundary,
        successor_code as subject_code,
        case when predecessors = 1 then 'value' else 'part' end as role,
        predecessors as parts_expected,
        unit_code,
        fiscal_year,
        months,
        column_name,
        value,
        is_exact,
        is_derived,
        is_disputed,
        is_waived,
        is_synthetic,
        observation_id,
        known_at
    from inherited
    where place = 1
    union all
    select
        'as_reported' as boundary,
        container_code as subject_code,
        'part' as role,
        members as parts_expected,
        unit_code,
        fiscal_year,
        months,
        column_name,
        value,
        is_exact,
        is_derived,
        is_disputed,
        is_waived,
        is_synthetic,
        observation_id,
        known_at
    from summed
)

select
    boundary,
    subject_code as unit_code,
    fiscal_year,
    months,
    column_name,
    role,
    unit_code as part_unit_code,
    value,
    is_exact,
    is_derived,
    is_disputed,
    is_waived,
    is_synthetic,
    observation_id,
    known_at,
    count(*) over (
        partition by boundary, subject_code, fiscal_year, months, column_name
    ) = parts_expected as is_complete
from parts
