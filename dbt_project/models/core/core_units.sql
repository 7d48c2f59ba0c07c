-- Every subject a figure can speak of: nation, departments, offices, clusters; codes are dated, names are not keys.
-- Numbered bodies inside a department that the registry does not hold (offices of a region, clusters) are known by
-- their code and live as long as their department.
with registered as (
    select
        unit_code,
        case when unit_code = 'VN' then 'national' when level = 'national' then 'body' else level end as level,
        name_vi as unit_name,
        coalesce(short_name_vi, name_vi) as unit_short_name,
        parent_code as parent_unit_code,
        cast(valid_from as date) as valid_from,
        cast(valid_to as date) as valid_to
    from {{ source('landing', 'units') }}
    union all
    select
        unit_code,
        'district' as level,
        coalesce(agency_name_vi, name_vi) as unit_name,
        coalesce(short_name_vi, name_vi) as unit_short_name,
        parent_code as parent_unit_code,
        cast(valid_from as date) as valid_from,
        cast(valid_to as date) as valid_to
    from {{ source('landing', 'districts') }}
    union all
    select
        cluster_code as unit_code,
        'cluster' as level,
        name_vi as unit_name,
        name_vi as unit_short_name,
        owner_unit_code as parent_unit_code,
        cast(valid_from as date) as valid_from,
        cast(valid_to as date) as valid_to
    from {{ source('landing', 'clusters') }}
),

seen as (
    select distinct
        unit_code,
        {{ dialect_extract('unit_code', '^(P[0-9]{2}-[0-9]{2}[A-Z]?)-[CK][0-9]+$', 1) }} as owner_code,
        {{ dialect_extract('unit_code', '-([CK])[0-9]+$', 1) }} as body,
        {{ dialect_extract('unit_code', '([0-9]+)$', 1) }} as number
    from {{ source('landing', 'report_slices') }}
),

numbered as (
    select seen.*
    from seen
    left join registered on seen.unit_code = registered.unit_code
    where seen.owner_code != '' and registered.unit_code is null
)

select *
from registered
union all
select
    numbered.unit_code,
    case when numbered.body = 'K' then 'district' else 'cluster' end as level,
    case when numbered.body = 'K' then 'Phòng THADS khu vực ' else 'Cụm ' end
    || numbered.number || ' (' || owners.unit_short_name || ')' as unit_name,
    case when numbered.body = 'K' then 'Khu vực ' else 'Cụm ' end || numbered.number as unit_short_name,
    numbered.owner_code as parent_unit_code,
    owners.valid_from,
    owners.valid_to
from numbered
inner join registered as owners on numbered.owner_code = owners.unit_code
