-- When figures were in the marts: from the acceptance of a reading that has them until one that has not. Figures of a
-- report that came and went together share a stay, by `stay_key`.
select
    report_id,
    stay_key,
    cast(stay as integer) as stay,
    cast(known_from as timestamp) as active_from,
    cast(known_to as timestamp) as active_to
from {{ source('landing', 'stays') }}
