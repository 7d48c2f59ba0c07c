{#
  Names of schemas.

  Belongs here: which schemas there are. Relations are in relations.sql.
  Does not belong here: engine-specific functions (`dialect/`).
#}

{# Schemas are named exactly staging, core, marts, vi: never prefixed with the target's schema. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {{ custom_schema_name if custom_schema_name else target.schema }}
{%- endmacro %}

{% macro create_schemas() %}
  {%- for name in ['staging', 'core', 'marts', 'vi'] -%}
    create schema if not exists {{ name }};
  {%- endfor -%}
{% endmacro %}
