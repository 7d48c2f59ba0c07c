{#
  The columns that every results mart shows, in one order.

  Belongs here: the shared part of the select lists and joins. Does not belong here: which rows a mart has.
#}

{# Result columns, rates, targets, rank inside `rank_partition` (columns of `results`), growth, flags. #}
{% macro result_select(rank_partition, ranked_if='true') -%}
  {%- for column in result_columns() %}
  results.{{ column.name }},
  {%- endfor %}
  {%- for measure in ['cases', 'amount'] %}
  {%- set rate = 'results.' ~ measure ~ '_completion_rate_pct' %}
  {{ rate }},
  results.{{ measure }}_completion_rate_source,
  {{ measure }}_targets.target_pct as {{ measure }}_target_pct,
  {{ measure }}_targets.target_source as {{ measure }}_target_source,
  {{ measure }}_targets.points_over as {{ measure }}_over_target_points,
  cast(case when {{ rate }} is not null and {{ ranked_if }} then rank() over (
    partition by {{ rank_partition }}, ({{ rate }} is not null and {{ ranked_if }}) order by {{ rate }} desc
  ) end as integer) as {{ measure }}_rank,
  cast(case when {{ rate }} is not null and {{ ranked_if }} then count(*) over (
    partition by {{ rank_partition }}, ({{ rate }} is not null and {{ ranked_if }})
  ) end as integer) as {{ measure }}_rank_of,
  results.{{ measure }}_yoy_pct,
  {%- endfor %}
  results.flags,
  results.flagged_columns,
  results.known_at
{%- endmacro %}

{# The targets of both measures beside `results`; `targets` is a CTE of the mart (named once: it is costly). #}
{% macro result_target_joins() -%}
  {%- for measure in ['cases', 'amount'] %}
  left join targets as {{ measure }}_targets
    on
      results.unit_code = {{ measure }}_targets.unit_code
      and results.fiscal_year = {{ measure }}_targets.fiscal_year
      and results.months = {{ measure }}_targets.months
      and {{ measure }}_targets.measure = '{{ measure }}'
  {%- endfor %}
{%- endmacro %}

{# One row per unit and fiscal year: the longest cumulative period that is known; its own months say which. #}
{% macro longest_period(level) -%}
  select *
  from (
    select
      results.*,
      units.unit_name,
      units.parent_unit_code,
      row_number() over (
        partition by results.unit_code, results.fiscal_year order by results.months desc
      ) as place
    from {{ ref('core_results') }} as results
    inner join {{ ref('core_units') }} as units on results.unit_code = units.unit_code
    where {{ changed('results') }} and units.level = '{{ level }}' and results.boundary = 'as_reported' and results.cells_known > 0
  ) as periods
  where place = 1
{%- endmacro %}
