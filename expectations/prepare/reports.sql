-- The reports whose figures are looked at: all that could be read and were not replaced by an accepted version.
-- `rivals`: of a report that waits and whose folder or name tells another unit or period than its form, how many other
-- reports stand for the same unit, period and form. Nobody knows yet which is the unit's own: it is contested.
-- `source_key` names what a report is a version of, so that two versions of one form are one source; a contested
-- report is a version of nothing before somebody decided.
with live as (
    select
        r.*,
        r.kind = 'form'
        and r.status != 'accepted'
        and r.report_id in (
            select n.report_id from landing.report_notes as n
            where n.code in ('unit_contradiction', 'period_contradiction')
        ) as is_doubtful
    from landing.reports as r
    where r.status != 'rejected' and r.ended_at is null
),

rivals as (
    select
        d.report_id,
        count(*) as rivals
    from live as d
    inner join live as o
        on
            d.unit_code = o.unit_code
            and d.period_code = o.period_code
            and d.report_id != o.report_id
            and list_has_any(d.form_codes, o.form_codes)
    where d.is_doubtful and o.kind = 'form'
    group by d.report_id
)

select
    r.report_id,
    r.kind,
    r.form_codes,
    r.regime,
    r.unit_code,
    r.period_code,
    r.published,
    r.title,
    r.file_name,
    r.version,
    r.status,
    r.received_at,
    u.unit_level,
    u.unit_name,
    cast(r.received_at + interval 7 hours as date) as received_on,
    coalesce(r.published, cast(r.received_at + interval 7 hours as date)) as told_on,
    coalesce(v.rivals, 0) as rivals,
    case
        when r.kind = 'form' and v.rivals is null
            then r.unit_code || '/' || array_to_string(list_sort(r.form_codes), '+')
        else left(r.report_id, 12)
    end as source_key
from live as r
left join checks.units as u on r.unit_code = u.unit_code
left join rivals as v on r.report_id = v.report_id
