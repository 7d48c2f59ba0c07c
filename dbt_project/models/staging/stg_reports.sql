-- One row per report, rejected ones too: what they told before stays known of the past.
select
    report_id,
    file_name,
    kind,
    unit_code,
    cast(published as date) as published,
    cast(version as integer) as version,
    cast(received_at as timestamp) as received_at,
    cast(accepted_at as timestamp) as accepted_at,
    cast(ended_at as timestamp) as ended_at,
    coalesce(is_synthetic, false) as is_synthetic
from {{ source('landing', 'reports') }}
