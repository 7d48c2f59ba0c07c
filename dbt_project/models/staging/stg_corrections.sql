-- Corrections with their guard: they hold while the source prints what the steward saw when deciding.
select
    finding_id,
    observation_id,
    expected_printed,
    cast(value as decimal(24, 4)) as value,
    reason,
    actor,
    cast(recorded_at as timestamp) as recorded_at
from {{ source('landing', 'corrections') }}
