{# A computed rate lies between 0 and 100, and says where it comes from; a rank needs a rate. #}
{% test rates_within_bounds(model) %}
    select *
    from {{ model }}
    where
        {% for measure in ['cases', 'amount'] -%}
            {%- set rate = measure ~ '_completion_rate_pct' -%}
            {%- set source = measure ~ '_completion_rate_source' -%}
            {{ rate }} < 0
            or ({{ rate }} is null) <> ({{ source }} is null)
            or ({{ measure }}_rank is not null and {{ rate }} is null)
            or {{ measure }}_rank > {{ measure }}_rank_of
            {{ 'or' if not loop.last }}
        {% endfor %}
{% endtest %}
