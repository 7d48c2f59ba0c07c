-- Key columns of each mart in the order of observation_lineage.key.
{{ config(materialized='view') }}
select
    mart,
    cast(place as integer) as position,
    column_name
from (
    values
    {% for mart, columns in mart_keys().items() %}
    {%- set is_last_mart = loop.last %}
    {%- for column in columns -%}
    ('{{ mart }}', {{ loop.index }}, '{{ column }}'){{ ',' if not (is_last_mart and loop.last) }}
    {% endfor -%}
    {% endfor -%}
) as keys (mart, place, column_name)
