-- One row per file that was meant for a slot and whose form cannot be read.
select
    unit_code,
    form_code,
    period_code,
    report_id,
    cast(received_at as timestamp) as received_at,
    cast(rejected_at as timestamp) as rejected_at
from {{ source('landing', 'slot_rejections') }}
