-- Which departments make up each department of the boundary of 1 July 2025, renamed codes included.
{{ config(materialized='view') }}
with merged as (
    select
        successor_code,
        predecessor_code
    from {{ source('landing', 'successions') }}
    where
        effective_date = '2025-07-01'
        and cast(share as decimal(9, 4)) = 1
        and successor_code in (select units.unit_code from {{ source('landing', 'units') }} as units)
),

counted as (
    select
        successor_code,
        cast(count(*) as integer) as predecessors
    from merged
    group by successor_code
),

renamed as (
    select
        merged.successor_code,
        merged.predecessor_code,
        former.predecessor_code as former_code
    from merged
    inner join {{ source('landing', 'successions') }} as former
        on
            merged.predecessor_code = former.successor_code
            and former.change_type = 'rename'
)

select
    merged.successor_code,
    merged.predecessor_code,
    merged.predecessor_code as reporting_code,
    counted.predecessors
from merged
inner join counted on merged.successor_code = counted.successor_code
union all
select
    renamed.successor_code,
    renamed.predecessor_code,
    renamed.former_code as reporting_code,
    counted.predecessors
from renamed
inner join counted on renamed.successor_code = counted.successor_code
