{#
  Cost follows what is new. A build that began as a copy of the published file (`landing.build.base`) touches only
  the rows that can be otherwise than there; a build that began empty makes every row. Both run the same SQL.

  A model says in its config by which slice its rows are replaced (`meta: {slice: …}`) and asks `changed(…)` where it
  reads rows of that slice. Full build and increments must give the same rows: tests/integration/warehouse compares
  them table by table.

  Belongs here: the kinds of slices, and replacing them. Does not belong here: which slices changed
  (pipelines/warehouse/landing_slices.py).
#}

{#
  figure    figures of a unit in a period: everything that is decided figure by figure
  period    first months of a fiscal year: what adds up over units
  result    the same, and the same months a year later: what compares with the year before
  around    the same, and the same months a year before: what `result` compares with
  year      fiscal years: what shows one row a year
  finding   a finding
#}
{% macro slice_columns() %}
  {% do return({
    'figure': ['fiscal_year', 'period_code', 'unit_code'],
    'period': ['fiscal_year', 'months'],
    'result': ['fiscal_year', 'months'],
    'around': ['fiscal_year', 'months'],
    'year': ['fiscal_year'],
    'finding': ['finding_id'],
  }) %}
{% endmacro %}

{# The slices of a kind that changed, as a query of its columns. #}
{% macro changed_slices(kind) -%}
  {%- set cumulative = "from landing.changed_slices where period_code like 'FY%' and years = 1" -%}
  {%- set steps = {'period': [0], 'result': [0, 1], 'around': [0, 1, -1]} -%}
  {%- if kind == 'finding' -%}
    select finding_id from landing.changed_findings
  {%- elif kind == 'figure' -%}
    select fiscal_year, period_code, unit_code from landing.changed_slices
  {%- elif kind == 'year' -%}
    select fiscal_year from landing.changed_slices union select fiscal_year + 1 as fiscal_year {{ cumulative }}
  {%- else -%}
    {%- for step in steps[kind] -%}
      select fiscal_year + {{ step }} as fiscal_year, months {{ cumulative }}
      {{- ' union ' if not loop.last }}
    {%- endfor -%}
  {%- endif -%}
{%- endmacro %}

{# Says that a row lies in a slice that changed; of a relation named `alias`, by default in the model's own slices. #}
{% macro changed(alias, kind=none) -%}
  {%- if is_continued() -%}
    {{ in_changed_slices(alias, kind or config.get('meta', {}).get('slice')) }}
  {%- else -%}
    true
  {%- endif -%}
{%- endmacro %}

{% macro in_changed_slices(alias, kind) -%}
  exists (
    select 1
    from ({{ changed_slices(kind) }}) as slices
    where
    {%- for column in slice_columns()[kind] %}
      slices.{{ column }} = {{ alias }}.{{ column }}{{ ' and' if not loop.last }}
    {%- endfor %}
  )
{%- endmacro %}

{# dbt's strategy `slices`: the changed slices of a model go, what it makes of them now comes. #}
{% macro get_incremental_slices_sql(arg_dict) %}
  {%- set target = arg_dict['target_relation'] -%}
  {%- set columns = get_quoted_csv(arg_dict['dest_columns'] | map(attribute='name')) -%}
  delete from {{ target }} as replaced where {{ in_changed_slices('replaced', config.get('meta')['slice']) }};
  insert into {{ target }} ({{ columns }}) select {{ columns }} from {{ arg_dict['temp_relation'] }}
{% endmacro %}

{# Whether the file under construction began as a copy. #}
{% macro is_continued() %}
  {%- if not execute -%}{% do return(false) %}{%- endif -%}
  {%- set rows = run_query("select count(*) from landing.build where base <> ''").rows -%}
  {% do return(rows[0][0] > 0) %}
{% endmacro %}

{# The kind of slice of the model behind a relation, none when it is made whole each time. #}
{% macro slice_of(relation) %}
  {%- for node in graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') -%}
    {%- if node.alias == relation.identifier and node.schema == relation.schema -%}
      {% do return(node.config.meta.get('slice')) %}
    {%- endif -%}
  {%- endfor -%}
  {% do return(none) %}
{% endmacro %}

{# Data tests look at what a build made; what it copied was tested when it was made. #}
{% macro get_where_subquery(relation) -%}
  {%- set kind = slice_of(relation) if execute else none -%}
  {%- if kind and is_continued() -%}
    {%- set rows -%}
      (select * from {{ relation }} as made where {{ in_changed_slices('made', kind) }})
    {%- endset -%}
    {% do return(rows) %}
  {%- endif -%}
  {% do return(relation) %}
{%- endmacro %}
