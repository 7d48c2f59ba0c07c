{#
  Small wide marts: indicators of one theme side by side.

  Belongs here: turning rows into columns by the lists of columns.sql.
  Does not belong here: results (`core_results`), which have rates and boundaries.
#}

{# Aggregated columns of a group, from rows of `core_figures` joined to `core_mart_columns`. #}
{% macro pivot_columns(columns) -%}
  {%- for column in columns %}
  cast(max(case when figures.column_name = '{{ column.name }}' then figures.value end) as {{ column.type }})
    as {{ column.name }},
  {%- endfor %}
  coalesce({{ dialect_string_agg("case when figures.qualifier <> 'exact' then 'q:' || figures.column_name end", ';') }}, '')
    as flagged_columns,
  max(figures.known_at) as known_at
{%- endmacro %}

{# The figures in force that a group of columns shows. #}
{% macro group_figures(group) -%}
  select
    figures.*,
    columns.column_name
  from {{ ref('core_figures') }} as figures
  inner join {{ ref('core_mart_columns') }} as columns
    on figures.indicator_code = columns.indicator_code and figures.measure = columns.measure
  where columns.column_group = '{{ group }}' and figures.breakdown = ''
{%- endmacro %}
