{#
  Everything that only DuckDB understands. Another engine gets these macros again under its own adapter.

  Belongs here: functions and statements that differ between engines.
  Does not belong here: anything that knows what a figure is.
#}

{# A table macro with one parameter `ts`. #}
{% macro dialect_create_table_macro(schema_name, macro_name, body) -%}
  create or replace macro {{ schema_name }}.{{ macro_name }}(ts) as table {{ body }}
{%- endmacro %}

{# One row per element of an array column. #}
{% macro dialect_unnest(expression) -%}
  unnest({{ expression }})
{%- endmacro %}

{# A member of a JSON text as text; null when it is absent or empty. #}
{% macro dialect_json_text(expression, name) -%}
  nullif(json_extract_string({{ expression }}, '$.{{ name }}'), '')
{%- endmacro %}

{# Distinct texts of a group in alphabetical order, joined. #}
{% macro dialect_string_agg(expression, separator) -%}
  string_agg(distinct {{ expression }}, '{{ separator }}' order by {{ expression }})
{%- endmacro %}

{# Last day of the first `months` (1-12) of a fiscal year that began on 1 October of the year before. #}
{% macro dialect_fiscal_period_end(fiscal_year, months) -%}
  last_day(make_date(
    cast({{ fiscal_year }} - case when {{ months }} <= 3 then 1 else 0 end as integer),
    cast((({{ months }} + 8) % 12) + 1 as integer),
    1
  ))
{%- endmacro %}

{# The number after `prefix` at the start of a text, else null. #}
{% macro dialect_leading_number(expression, prefix) -%}
  try_cast(nullif(regexp_extract({{ expression }}, '^{{ prefix }}(\d+)', 1), '') as integer)
{%- endmacro %}

{# A text as another type, null when it is not one. #}
{% macro dialect_try_cast(expression, data_type) -%}
  try_cast({{ expression }} as {{ data_type }})
{%- endmacro %}

{# The part of a text that a group of a pattern matches, empty when it does not match. #}
{% macro dialect_extract(expression, pattern, group) -%}
  regexp_extract({{ expression }}, '{{ pattern }}', {{ group }})
{%- endmacro %}

{# The Vietnamese day of a UTC timestamp. #}
{% macro dialect_vietnamese_day(expression) -%}
  cast({{ expression }} + interval 7 hours as date)
{%- endmacro %}

{# Whole days from one date to a later one; negative when it is earlier. #}
{% macro dialect_days_between(first, last) -%}
  cast(date_diff('day', {{ first }}, {{ last }}) as integer)
{%- endmacro %}

{# A date some days later. #}
{% macro dialect_add_days(day, days) -%}
  cast({{ day }} + to_days(cast({{ days }} as integer)) as date)
{%- endmacro %}
