-- Every subject a figure can speak of: nation, departments, offices, clusters; codes are dated, names are not keys.
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
