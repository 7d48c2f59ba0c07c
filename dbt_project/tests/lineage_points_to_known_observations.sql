-- Lineage names observations that exist.
select lineage.observation_id
from {{ get_where_subquery(ref('core_cell_lineage')) }} as lineage
left join {{ ref('stg_observations') }} as observations
    on
        lineage.observation_id = observations.observation_id
        and lineage.fiscal_year = observations.fiscal_year
where observations.observation_id is null
union all
select figures.observation_id
from {{ get_where_subquery(ref('theme_year')) }} as figures
left join {{ ref('stg_observations') }} as observations
    on
        figures.observation_id = observations.observation_id
        and figures.fiscal_year = observations.fiscal_year
where observations.observation_id is null
