-- Key columns of each mart in the order of observation_lineage.key.
{% for mart, columns in mart_keys().items() %}
{%- set last_mart = loop.last %}
{%- for column in columns %}
select
    '{{ mart }}' as mart,
    cast({{ loop.index }} as integer) as position,
    '{{ column }}' as column_name
{%- if not (last_mart and loop.last) %}
union all
{%- endif %}
{%- endfor %}
{%- endfor %}
