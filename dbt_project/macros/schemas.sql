{#
  Names of schemas and relations.

  Belongs here: where relations live and how they are written in SQL.
  Does not belong here: engine-specific functions (`dialect/`).
#}

{# Schemas are named exactly staging, core, marts, vi: never prefixed with the target's schema. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {{ custom_schema_name if custom_schema_name else target.schema }}
{%- endmacro %}

{#
  Relations are written without their catalog: the build file is renamed when it is published, and views
  and macros that named the catalog would look for a file that is no longer there.
#}
{% macro ref() %}
  {% do return(builtins.ref(*varargs, **kwargs).include(database=false)) %}
{% endmacro %}

{% macro source() %}
  {% do return(builtins.source(*varargs, **kwargs).include(database=false)) %}
{% endmacro %}

{% macro create_schemas() %}
  {%- for name in ['staging', 'core', 'marts', 'vi'] -%}
    create schema if not exists {{ name }};
  {%- endfor -%}
{% endmacro %}
