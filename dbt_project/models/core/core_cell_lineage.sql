-- Which observations stand behind each cell of each mart that is more than one figure, and in which role.
--
-- Roles: value (the figure itself) · part (one of the figures summed) · numerator, denominator (of a computed
-- rate) · points_over, basis, target (of a target). Keys are written as core_mart_keys lists them.
{{ config(materialized='incremental', meta={'slice': 'year'}) }}
{% set result_marts = {
    'province_period': 'units.level = \'province\'',
    'province_year': 'units.level = \'province\' and cells.months = 12',
    'district_year': 'units.level = \'district\' and cells.is_longest and cells.boundary = \'as_reported\'',
    'national_year': 'units.level = \'national\' and cells.is_longest and cells.boundary = \'as_reported\'',
} %}
with attained as (
    select *
    from {{ ref('target_attainment') }} as targets
    where {{ changed('targets') }}
),

results as (
    select
        *,
        row_number() over (
            partition by unit_code, fiscal_year, boundary order by months desc
        ) = 1 as is_longest
    from {{ ref('core_results') }} as results
    where {{ changed('results') }} and cells_known > 0
),

parts as (
    select
        parts.boundary,
        parts.unit_code,
        parts.fiscal_year,
        parts.months,
        parts.column_name,
        parts.observation_id,
        parts.role
    from {{ ref('core_result_parts') }} as parts
    where parts.is_complete and {{ changed('parts') }}
),

-- targets and points, which results marts show too
target_cells as (
    {% for suffix, source, observation, role in [
        ('target_pct', "target_source = 'reported'", 'target_observation_id', 'target'),
        ('target_pct', "target_source = 'implied'", 'points_observation_id', 'points_over'),
        ('target_pct', "target_source = 'implied'", 'basis_observation_id', 'basis'),
        ('over_target_points', "points_source = 'printed'", 'points_observation_id', 'value'),
        ('over_target_points', "points_source = 'computed'", 'target_observation_id', 'target'),
    ] -%}
    select
        unit_code,
        fiscal_year,
        months,
        measure,
        '{{ suffix }}' as column_suffix,
        {{ observation }} as observation_id,
        '{{ role }}' as role
    from attained
    where {{ source }} and {{ observation }} is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- a computed rate rests on its two parts, a printed one on itself
cells as (
    select
        parts.boundary,
        parts.unit_code,
        parts.fiscal_year,
        parts.months,
        parts.column_name,
        parts.observation_id,
        parts.role,
        results.is_longest
    from parts
    inner join results
        on
            parts.boundary = results.boundary
            and parts.unit_code = results.unit_code
            and parts.fiscal_year = results.fiscal_year
            and parts.months = results.months
    where
        not (parts.column_name = 'cases_completion_rate_pct' and results.cases_completion_rate_source = 'computed')
        and not (
            parts.column_name = 'amount_completion_rate_pct' and results.amount_completion_rate_source = 'computed'
        )
    {% for measure in result_measures() -%}
    {%- for stem, role in [('completed', 'numerator'), ('with_conditions', 'denominator')] %}
    union all
    select
        parts.boundary,
        parts.unit_code,
        parts.fiscal_year,
        parts.months,
        '{{ measure.name }}_completion_rate_pct' as column_name,
        parts.observation_id,
        '{{ role }}' as role,
        results.is_longest
    from parts
    inner join results
        on
            parts.boundary = results.boundary
            and parts.unit_code = results.unit_code
            and parts.fiscal_year = results.fiscal_year
            and parts.months = results.months
    where
        parts.column_name = '{{ measure.name }}_{{ stem }}{{ measure.suffix }}'
        and results.{{ measure.name }}_completion_rate_source = 'computed'
    {%- endfor %}
    {%- endfor %}
    {%- for measure in result_measures() %}
    union all
    select
        results.boundary,
        results.unit_code,
        results.fiscal_year,
        results.months,
        '{{ measure.name }}_' || target_cells.column_suffix as column_name,
        target_cells.observation_id,
        target_cells.role,
        results.is_longest
    from results
    inner join target_cells
        on
            results.unit_code = target_cells.unit_code
            and results.fiscal_year = target_cells.fiscal_year
            and results.months = target_cells.months
            and target_cells.measure = '{{ measure.name }}'
    {%- endfor %}
),

{% for mart, condition in result_marts.items() -%}
{{ mart }} as (
    select
        '{{ mart }}' as mart,
        {{ lineage_key(mart, 'cells') }} as key,
        cells.column_name,
        cells.observation_id,
        cells.role,
        cells.fiscal_year
    from cells
    inner join {{ ref('core_units') }} as units on cells.unit_code = units.unit_code
    where {{ condition }}
),

{% endfor -%}
cluster_year as (
    select
        'cluster_year' as mart,
        {{ lineage_key('cluster_year', 'clusters') }} as key,
        clusters.column_name,
        clusters.observation_id,
        clusters.role,
        clusters.fiscal_year
    from (
        select
            cells.*,
            cells.unit_code as cluster_code
        from cells
        inner join {{ ref('core_units') }} as units on cells.unit_code = units.unit_code
        where units.level = 'cluster' and cells.is_longest and cells.boundary = 'as_reported'
    ) as clusters
),

cluster_member_year as (
    select
        'cluster_member_year' as mart,
        {{ lineage_key('cluster_member_year', 'members') }} as key,
        cells.column_name,
        cells.observation_id,
        cells.role,
        cells.fiscal_year
    from {{ ref('cluster_member_year') }} as members
    inner join cells
        on
            members.unit_code = cells.unit_code
            and members.fiscal_year = cells.fiscal_year
            and members.months = cells.months
    where cells.boundary = 'as_reported' and {{ changed('members') }}
),

attainment as (
    select
        'target_attainment' as mart,
        {{ lineage_key('target_attainment', 'target_cells') }} as key,
        case target_cells.column_suffix when 'over_target_points' then 'points_over' else 'target_pct' end
            as column_name,
        target_cells.observation_id,
        target_cells.role,
        target_cells.fiscal_year
    from target_cells
    {% for column, observation, role in [
        ('target_implied_pct', 'points_observation_id', 'points_over'),
        ('target_implied_pct', 'basis_observation_id', 'basis'),
        ('basis_rate_pct', 'basis_observation_id', 'value'),
    ] -%}
    union all
    select
        'target_attainment' as mart,
        {{ lineage_key('target_attainment', 'attained') }} as key,
        '{{ column }}' as column_name,
        {{ observation }} as observation_id,
        '{{ role }}' as role,
        fiscal_year
    from attained
    where {{ column }} is not null and {{ observation }} is not null
    {% endfor -%}
    union all
    select
        'target_attainment' as mart,
        {{ lineage_key('target_attainment', 'attained') }} as key,
        'result_pct' as column_name,
        cells.observation_id,
        cells.role,
        cells.fiscal_year
    from attained
    inner join cells
        on
            attained.unit_code = cells.unit_code
            and attained.fiscal_year = cells.fiscal_year
            and attained.months = cells.months
            and cells.column_name = attained.measure || '_completion_rate_pct'
            and cells.boundary = 'as_reported'
),

beside as (
    select
        figures.*,
        columns.column_name,
        columns.column_group
    from {{ ref('theme_year') }} as figures
    inner join {{ ref('core_mart_columns') }} as columns
        on figures.indicator_code = columns.indicator_code and figures.measure = columns.measure
    where figures.breakdown = '' and {{ changed('figures') }}
),

wide as (
    select
        'staffing_year' as mart,
        {{ lineage_key('staffing_year', 'figures') }} as key,
        figures.column_name,
        figures.observation_id,
        'value' as role,
        figures.fiscal_year
    from {{ ref('core_staffing_figures') }} as figures
    where {{ changed('figures') }}
    {% for mart, group in [('steering_committee', 'steering'), ('legal_index', 'legal_index')] -%}
    union all
    select
        '{{ mart }}' as mart,
        {{ lineage_key(mart, 'figures') }} as key,
        figures.column_name,
        figures.observation_id,
        'value' as role,
        figures.fiscal_year
    from beside as figures
    where figures.column_group = '{{ group }}'
    {% endfor %}
)

{% for name in result_marts.keys() | list + ['cluster_year', 'cluster_member_year', 'attainment', 'wide'] -%}
select distinct
    mart,
    key,
    column_name,
    observation_id,
    role,
    fiscal_year
from {{ name }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
