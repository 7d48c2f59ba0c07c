{#
  Schema `vi`: every mart under Vietnamese column names.

  A column that shows an indicator is named by the registry's term and its unit of measure; any other column by
  the label in front of the colon of its Vietnamese description. Nothing is named twice.

  Belongs here: how the names are made. Does not belong here: the words themselves (registry, descriptions).
#}

{# Words of a label joined by underscores: letters and digits of any alphabet stay. #}
{% macro vi_identifier(label) -%}
  {{ modules.re.sub('_+', '_', modules.re.sub('[^\\w]+', '_', label | lower)).strip('_') }}
{%- endmacro %}

{# The label of a description "Nhãn: giải thích · Label: explanation". #}
{% macro vi_label(description) -%}
  {{ description.split(' · ')[0].split(':')[0].split('(')[0] | trim }}
{%- endmacro %}

{% macro vi_measures() %}
  {% do return({
    'cases': 'việc', 'vnd': 'đồng', 'percent': 'phần trăm', 'percent_points': 'điểm phần trăm',
    'people': 'người', 'documents': 'văn bản', 'meetings': 'cuộc', 'units': 'đơn vị', 'points': 'điểm',
  }) %}
{% endmacro %}

{# column name → Vietnamese name, for the columns that show an indicator. #}
{% macro vi_indicator_names() %}
  {%- set names = {} -%}
  {%- set rows = run_query(
    "select columns.column_name, columns.measure, max(indicators.vi_term) as term"
    ~ " from core.core_mart_columns as columns"
    ~ " inner join landing.indicators as indicators"
    ~ " on columns.indicator_code = indicators.code and columns.measure = indicators.measure"
    ~ " group by columns.column_name, columns.measure"
  ) -%}
  {%- for row in rows.rows -%}
    {%- set unit = vi_measures().get(row[1], row[1]) -%}
    {%- set term = vi_label(row[2]) if row[1] not in ('percent', 'points') else row[2] -%}
    {%- do names.update({row[0]: vi_identifier(term ~ ' ' ~ unit)}) -%}
  {%- endfor -%}
  {% do return(names) %}
{% endmacro %}

{% macro create_vi_views() %}
  {%- if execute and not is_continued() -%}
    {%- set built = results | selectattr('status', 'equalto', 'success')
        | map(attribute='node') | map(attribute='unique_id') | list -%}
    {%- set marts = [] -%}
    {%- for node in graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') -%}
      {%- if node.schema == 'marts' and node.unique_id in built -%}{%- do marts.append(node) -%}{%- endif -%}
    {%- endfor -%}
    {%- if marts -%}
      {%- set names = vi_indicator_names() -%}
      {%- for node in marts -%}
        create or replace view vi.{{ node.name }} as select
        {%- for column in node.columns.values() %}
          {{ column.name }} as "{{ names.get(column.name, vi_identifier(vi_label(column.description))) }}"
          {{- ',' if not loop.last }}
        {%- endfor %}
        from marts.{{ node.name }};
      {% endfor -%}
    {%- endif -%}
  {%- endif -%}
{% endmacro %}
