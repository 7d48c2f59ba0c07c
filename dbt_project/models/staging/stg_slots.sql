-- One row per version of a slot (unit, form, period): when it came, was held, came into force, ended.
select
    unit_code,
    form_code,
    period_code,
    report_id,
    cast(version as integer) as version,
    cast(received_at as timestamp) as received_at,
    cast(submitted_at as timestamp) as submitted_at,
    cast(held_at as timestamp) as held_at,
    cast(accepted_at as timestamp) as accepted_at,
    cast(ended_at as timestamp) as ended_at,
    coalesce(is_declined, false) as is_declined
from {{ source('landing', 'slots') }}
