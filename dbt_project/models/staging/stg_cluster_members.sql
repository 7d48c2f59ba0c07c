-- Dated membership; an owner that is a member of its own cluster is marked.
select
    members.cluster_code,
    members.unit_code,
    members.member_role,
    cast(members.valid_from as date) as valid_from,
    cast(members.valid_to as date) as valid_to,
    coalesce(members.unit_code = clusters.owner_unit_code, false) as is_owner
from {{ source('landing', 'cluster_members') }} as members
left join {{ source('landing', 'clusters') }} as clusters on members.cluster_code = clusters.cluster_code
where members.member_role = 'member'
