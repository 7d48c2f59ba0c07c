-- Lineage names observations that exist.
select lineage.observation_id
from {{ ref('observation_lineage') }} as lineage
left join {{ ref('stg_observations') }} as observations on lineage.observation_id = observations.observation_id
where observations.observation_id is null
