-- Every unit a figure can be about, with its dates; an unknown limit does not exclude. Numbered bodies inside a
-- department that the registry does not hold (offices of a region, clusters) are known by their code.
with registered as (
    select
        unit_code,
        level as unit_level,
        kind as unit_kind,
        parent_code,
        coalesce(short_name_vi, name_vi) as unit_name,
        valid_from,
        valid_to
    from landing.units
    union all
    select
        unit_code,
        'district' as unit_level,
        kind as unit_kind,
        parent_code,
        name_vi as unit_name,
        valid_from,
        valid_to
    from landing.districts
    union all
    select
        cluster_code as unit_code,
        'cluster' as unit_level,
        scope as unit_kind,
        owner_unit_code as parent_code,
        name_vi as unit_name,
        valid_from,
        valid_to
    from landing.clusters
),

numbered as (
    select distinct
        unit_code,
        regexp_extract(unit_code, '^(.+)-[CK][0-9]+$', 1) as parent_code,
        regexp_extract(unit_code, '-([CK])[0-9]+$', 1) as body,
        regexp_extract(unit_code, '([0-9]+)$', 1) as number
    from checks.slices
    where
        regexp_matches(unit_code, '^P[0-9]{2}-[0-9]{2}[A-Z]?-[CK][0-9]+$')
        and unit_code not in (select r.unit_code from registered as r)
)

select
    unit_code,
    unit_level,
    unit_kind,
    parent_code,
    unit_name,
    coalesce(try_cast(valid_from as date), date '1945-01-01') as valid_from,
    coalesce(try_cast(valid_to as date), date '9999-12-31') as valid_to,
    true as is_registered
from registered
union all
select
    n.unit_code,
    case when n.body = 'K' then 'district' else 'cluster' end as unit_level,
    case when n.body = 'K' then 'khu vực' else 'within_province' end as unit_kind,
    n.parent_code,
    case when n.body = 'K' then 'Phòng THADS khu vực ' else 'Cụm ' end
    || n.number || ' (' || r.unit_name || ')' as unit_name,
    coalesce(try_cast(r.valid_from as date), date '1945-01-01') as valid_from,
    coalesce(try_cast(r.valid_to as date), date '9999-12-31') as valid_to,
    false as is_registered
from numbered as n
inner join registered as r on n.parent_code = r.unit_code
