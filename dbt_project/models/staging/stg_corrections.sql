-- Corrections whose guard still holds: the source prints what the steward saw when deciding.
select
    corrections.finding_id,
    corrections.observation_id,
    cast(corrections.value as decimal(24, 4)) as value,
    corrections.reason,
    corrections.actor,
    cast(corrections.recorded_at as timestamp) as recorded_at
from {{ source('landing', 'corrections') }} as corrections
inner join {{ source('landing', 'observations') }} as observations
    on
        corrections.observation_id = observations.observation_id
        and corrections.expected_printed = observations.printed
