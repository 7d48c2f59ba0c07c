-- When an observation was in the marts: from the acceptance of a reading that has it until one that has not.
select
    observation_id,
    cast(stay as integer) as stay,
    cast(known_from as timestamp) as active_from,
    cast(known_to as timestamp) as active_to
from {{ source('landing', 'stays') }}
