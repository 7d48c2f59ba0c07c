-- Every unit a figure can be about, with its dates; an unknown limit does not exclude.
select
    unit_code,
    level as unit_level,
    kind as unit_kind,
    parent_code,
    coalesce(short_name_vi, name_vi) as unit_name,
    coalesce(try_cast(valid_from as date), date '1945-01-01') as valid_from,
    coalesce(try_cast(valid_to as date), date '9999-12-31') as valid_to
from landing.units
union all
select
    unit_code,
    'district' as unit_level,
    kind as unit_kind,
    parent_code,
    name_vi as unit_name,
    coalesce(try_cast(valid_from as date), date '1945-01-01') as valid_from,
    coalesce(try_cast(valid_to as date), date '9999-12-31') as valid_to
from landing.districts
union all
select
    cluster_code as unit_code,
    'cluster' as unit_level,
    scope as unit_kind,
    owner_unit_code as parent_code,
    name_vi as unit_name,
    coalesce(try_cast(valid_from as date), date '1945-01-01') as valid_from,
    coalesce(try_cast(valid_to as date), date '9999-12-31') as valid_to
from landing.clusters
