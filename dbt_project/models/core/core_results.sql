-- Results of every unit, cumulative period and boundary, one row each; rates are computed wherever the parts allow.
{{ config(materialized='incremental', meta={'slice': 'result'}) }}
{% set columns = result_columns() %}
{% set measures = result_measures() %}
with cells as (
    select
        boundary,
        unit_code,
        fiscal_year,
        months,
        column_name,
        case when min(case when is_complete then 1 else 0 end) = 1 then sum(value) end as value,
        min(case when is_exact then 1 else 0 end) = 1 as is_exact,
        max(case when is_derived then 1 else 0 end) = 1 as is_derived,
        max(case when is_disputed then 1 else 0 end) = 1 as is_disputed,
        max(case when is_waived then 1 else 0 end) = 1 as is_waived,
        max(case when is_synthetic then 1 else 0 end) = 1 as is_synthetic,
        max(case when role = 'part' then 1 else 0 end) = 1 as is_summed,
        max(known_at) as known_at
    from {{ ref('core_result_parts') }} as parts
    where {{ changed('parts', 'around') }}
    group by boundary, unit_code, fiscal_year, months, column_name
),

flagged as (
    select
        boundary,
        unit_code,
        fiscal_year,
        months,
        {{ dialect_string_agg("flag || ':' || column_name", ';') }} as flagged_columns,
        {{ dialect_string_agg('flag', '') }} as flags
    from (
        {% for flag, condition in [
            ('q', 'not is_exact'), ('d', 'is_derived'), ('c', 'is_disputed'), ('w', 'is_waived'), ('s', 'is_summed')
        ] -%}
        select
            boundary,
            unit_code,
            fiscal_year,
            months,
            column_name,
            '{{ flag }}' as flag
        from cells
        where value is not null and {{ condition }}
        {% if not loop.last %}union all{% endif %}
        {% endfor -%}
    ) as marks
    group by boundary, unit_code, fiscal_year, months
),

pivoted as (
    select
        boundary,
        unit_code,
        fiscal_year,
        months,
        {% for column in columns -%}
        cast(max(case when column_name = '{{ column.name }}' then value end) as {{ column.type }}) as {{ column.name }},
        {% endfor -%}
        {% for measure in measures -%}
        {%- set rate = measure.name ~ '_completion_rate_pct' -%}
        {%- set completed = measure.name ~ '_completed' ~ measure.suffix -%}
        {%- set with_conditions = measure.name ~ '_with_conditions' ~ measure.suffix -%}
        max(case when column_name = '{{ rate }}' then value end) as {{ measure.name }}_rate_printed,
        {{ rate_from_parts(
            "max(case when column_name = '" ~ completed ~ "' and is_exact then value end)",
            "max(case when column_name = '" ~ with_conditions ~ "' and is_exact then value end)"
        ) }} as {{ measure.name }}_rate_computed,
        max(case when column_name = '{{ completed }}' and is_exact then value end)
            as {{ measure.name }}_completed_exact,
        {% endfor -%}
        count(value) as cells_known,
        max(case when value is not null and is_synthetic then 1 else 0 end) = 1 as is_synthetic,
        max(case when value is not null then known_at end) as known_at
    from cells
    group by boundary, unit_code, fiscal_year, months
),

rated as (
    select
        *,
        {% for measure in measures -%}
        cast(coalesce({{ measure.name }}_rate_computed, {{ measure.name }}_rate_printed) as decimal(9, 2))
            as {{ measure.name }}_completion_rate_pct,
        case
            when {{ measure.name }}_rate_computed is not null then 'computed'
            when {{ measure.name }}_rate_printed is not null then 'printed'
        end as {{ measure.name }}_completion_rate_source,
        {% endfor -%}
        case
            when
                {% for stem in required_stems() -%}
                cases_{{ stem }} is null or amount_{{ stem }}_vnd is null
                {{ 'or ' if not loop.last -}}
                {% endfor -%}
                then 'm'
            else ''
        end as flag_missing
    from pivoted
)

select
    rated.boundary,
    rated.unit_code,
    rated.fiscal_year,
    rated.months,
    {% for column in columns -%}
    rated.{{ column.name }},
    {% endfor -%}
    {% for measure in measures -%}
    rated.{{ measure.name }}_completion_rate_pct,
    rated.{{ measure.name }}_completion_rate_source,
    rated.{{ measure.name }}_rate_printed,
    {{ growth_pct('rated.' ~ measure.name ~ '_completed_exact', 'former.' ~ measure.name ~ '_completed_exact') }}
        as {{ measure.name }}_yoy_pct,
    {% endfor -%}
    rated.cells_known,
    rated.flag_missing
    || case
        when 'printed' in (rated.cases_completion_rate_source, rated.amount_completion_rate_source) then 'p'
        else ''
    end
    || coalesce(flagged.flags, '')
    || case when rated.is_synthetic then 'g' else '' end as flags,
    coalesce(flagged.flagged_columns, '') as flagged_columns,
    rated.known_at
from rated
left join flagged
    on
        rated.boundary = flagged.boundary
        and rated.unit_code = flagged.unit_code
        and rated.fiscal_year = flagged.fiscal_year
        and rated.months = flagged.months
left join rated as former
    on
        rated.boundary = former.boundary
        and rated.unit_code = former.unit_code
        and rated.fiscal_year = former.fiscal_year + 1
        and rated.months = former.months
where {{ changed('rated') }}
