-- The reports whose figures are looked at: all that could be read and were not replaced by an accepted version.
-- `source_key` names what a report is a version of, so that two versions of one form are one source.
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
    case
        when r.kind = 'form' then r.unit_code || '/' || array_to_string(list_sort(r.form_codes), '+')
        else left(r.report_id, 12)
    end as source_key
from landing.reports as r
left join checks.units as u on r.unit_code = u.unit_code
where r.status != 'rejected' and r.ended_at is null
