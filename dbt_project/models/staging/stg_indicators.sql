-- The registry: one row per indicator and measure.
select
    code as indicator_code,
    measure,
    theme,
    vi_term as indicator_name_vi,
    definition_vi,
    definition_en,
    direction
from {{ source('landing', 'indicators') }}
