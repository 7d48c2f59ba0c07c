-- The mapping of wide columns as a table: made from macros/columns.sql, read by lineage and trace.
{{ config(materialized='view') }}
select
    column_group,
    column_name,
    indicator_code,
    measure
from (
    values
    {% for column in wide_columns() -%}
    (
        '{{ column.group }}',
        '{{ column.name }}',
        '{{ column.indicator }}',
        '{{ column.measure }}'
    ){{ ',' if not loop.last }}
    {% endfor %}
) as columns (column_group, column_name, indicator_code, measure)
