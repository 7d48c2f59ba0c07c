{# Every figure and rate of a results mart names the observations behind it. #}
{% test every_cell_has_lineage(model, mart) %}
    with cells as (
        {% for column in result_columns() + rate_columns() -%}
            select
                {{ lineage_key(mart, 'rows') }} as key,
                '{{ column.name }}' as column_name
            from {{ model }} as rows
            where rows.{{ column.name }} is not null
            {{ 'union all' if not loop.last }}
        {% endfor %}
    )

    select cells.*
    from cells
    left join {{ get_where_subquery(ref('core_cell_lineage')) }} as lineage
        on
            cells.key = lineage.key
            and cells.column_name = lineage.column_name
            and lineage.mart = '{{ mart }}'
    where lineage.key is null
{% endtest %}
