-- The mapping of wide columns as a table: made from macros/columns.sql, read by lineage and trace.
{% for column in wide_columns() %}
select
    '{{ column.group }}' as column_group,
    '{{ column.name }}' as column_name,
    '{{ column.indicator }}' as indicator_code,
    '{{ column.measure }}' as measure
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
