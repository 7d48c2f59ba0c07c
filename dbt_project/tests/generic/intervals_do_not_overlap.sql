{# At any instant at most one row of a key is known; an interval never ends before it begins. #}
{% test intervals_do_not_overlap(model, key) %}
    with ordered as (
        select
            {{ key }},
            known_from,
            known_to,
            lead(known_from) over (partition by {{ key }} order by known_from) as next_from
        from {{ model }}
    )

    select *
    from ordered
    where
        known_to <= known_from
        or (next_from is not null and (known_to is null or known_to > next_from))
{% endtest %}
