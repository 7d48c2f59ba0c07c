-- A report says of itself what another report says too, and its folder or name says otherwise: it waits for a person.
select
    r.unit_code,
    r.period_code,
    '' as indicator_code,
    '' as measure,
    '' as breakdown,
    r.source_key as discriminator,
    cast(r.rivals as decimal(24, 4)) as lhs,
    cast(0 as decimal(24, 4)) as rhs,
    cast(r.rivals as decimal(24, 4)) as difference,
    cast([] as varchar[]) as observation_ids,
    [r.report_id] as report_ids,
    r.file_name as arg_file,
    string_agg(n.found, '; ' order by n.number) as arg_content,
    string_agg(n.expected, '; ' order by n.number) as arg_claim
from checks.reports as r
inner join landing.report_notes as n
    on r.report_id = n.report_id and n.code in ('unit_contradiction', 'period_contradiction')
where r.rivals > 0
group by r.unit_code, r.period_code, r.source_key, r.report_id, r.file_name, r.rivals
