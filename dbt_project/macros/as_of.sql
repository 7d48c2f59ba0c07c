{#
  Two times. The SQL of a mart exists once, in its model; the table macro `<schema>.<mart>_as_of(ts)` is made
  from the compiled text of that same model: the instant is replaced by `ts`, and every relation that has an
  as-of macro by the call of that macro.

  Belongs here: what "known at" means and how the macros are made.
  Does not belong here: which figure is in force (models/core).
#}

{# The instant a model is built for: later than any event, so "now" means "known by the end of the log". #}
{% macro known_at() -%}
  timestamp '9999-12-31 00:00:00'
{%- endmacro %}

{# Says whether a row with known_from/known_to was known at the instant. #}
{% macro is_known(alias='') -%}
  {%- set prefix = alias ~ '.' if alias else '' -%}
  {{ prefix }}known_from <= {{ known_at() }}
  and ({{ prefix }}known_to is null or {{ prefix }}known_to > {{ known_at() }})
{%- endmacro %}

{# Names of the models that exist as of any instant. #}
{% macro as_of_models() %}
  {%- set found = [] -%}
  {%- if execute -%}
    {%- for node in graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') -%}
      {%- if node.config.meta.get('as_of') -%}{%- do found.append(node) -%}{%- endif -%}
    {%- endfor -%}
  {%- endif -%}
  {% do return(found) %}
{% endmacro %}

{#
  Post-hook of every core model and mart. The body lives in schema `core` and calls macros of `core` only, so
  that a reader may put other relations in front of schema `marts` (see ADR 0061); the macro in `marts` is the
  published name.
#}
{% macro create_as_of_macro() %}
  {%- if execute and model.config.meta.get('as_of') and not is_continued() -%}
    {%- set body = namespace(sql=model.compiled_code) -%}
    {%- for node in as_of_models() -%}
      {%- set relation = '"' ~ node.schema ~ '"."' ~ node.name ~ '"' -%}
      {%- set body.sql = body.sql | replace(relation, 'core.' ~ node.name ~ '_as_of(ts)') -%}
    {%- endfor -%}
    {%- set body.sql = body.sql | replace(known_at(), 'ts') -%}
    {{ dialect_create_table_macro('core', model.name ~ '_as_of', body.sql) }};
    {%- if model.schema != 'core' %}
    {{ dialect_create_table_macro(
      model.schema, model.name ~ '_as_of', 'select * from core.' ~ model.name ~ '_as_of(ts)'
    ) }};
    {%- endif -%}
  {%- endif -%}
{% endmacro %}
