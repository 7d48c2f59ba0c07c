-- Every accepted figure that is still offered is either shown or kept as a conflict beside the one shown.
select candidates.candidate_id
from {{ get_where_subquery(ref('core_figure_candidates')) }} as candidates
where
    candidates.active_to is null
    and not exists (
        select 1
        from {{ get_where_subquery(ref('core_figure_versions')) }} as versions
        where versions.candidate_id = candidates.candidate_id and versions.known_to is null
    )
    and not exists (
        select 1
        from {{ get_where_subquery(ref('core_conflicts')) }} as conflicts
        where
            conflicts.figure_key = candidates.figure_key
            and conflicts.candidate_other = candidates.candidate_id
            and conflicts.known_to is null
    )
