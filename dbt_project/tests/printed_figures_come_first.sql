-- A derived figure is never in force while a printed one is offered.
select versions.figure_key
from {{ get_where_subquery(ref('core_figure_versions')) }} as versions
inner join {{ get_where_subquery(ref('core_figure_candidates')) }} as printed
    on
        versions.figure_key = printed.figure_key
        and not printed.is_derived
        and printed.active_from < coalesce(versions.known_to, {{ known_at() }})
        and (printed.active_to is null or printed.active_to > versions.known_from)
where versions.is_derived
