-- What the newest readings noticed, once per report and kind of note: how often, the first places with both sides.
-- `rule_id` is the rule that answers for the kind; what no row of `notes.csv` knows is a remark.
with worded as (
    select
        *,
        row_number() over (partition by report_id, code order by number) as nth,
        place
        || case when found = '' then '' else ': ghi «' || left(found, 160) || '»' end
        || case when expected = '' then '' else ', đối chiếu «' || left(expected, 160) || '»' end as told_vi,
        place
        || case when found = '' then '' else ': says “' || left(found, 160) || '”' end
        || case when expected = '' then '' else ', against “' || left(expected, 160) || '”' end as told_en
    from landing.report_notes
),

grouped as (
    select
        report_id,
        code,
        count(*) as places,
        arg_min(what_vi, nth) as what_vi,
        arg_min(what_en, nth) as what_en,
        arg_min(next_vi, nth) as next_vi,
        arg_min(next_en, nth) as next_en,
        string_agg(told_vi, '; ' order by nth) filter (where nth <= 3) as told_vi,
        string_agg(told_en, '; ' order by nth) filter (where nth <= 3) as told_en
    from worded
    group by report_id, code
)

select
    r.report_id,
    r.unit_code,
    r.period_code,
    r.source_key,
    r.file_name,
    r.unit_name,
    coalesce(k.rule_id, 'file_remarks') as rule_id,
    g.code,
    g.places,
    g.what_vi,
    g.what_en,
    g.next_vi,
    g.next_en,
    g.told_vi || case when g.places > 3 then '; và ' || (g.places - 3) || ' chỗ khác' else '' end as told_vi,
    g.told_en || case when g.places > 3 then '; and ' || (g.places - 3) || ' more' else '' end as told_en
from grouped as g
inner join checks.reports as r on g.report_id = r.report_id
left join checks.note_rules as k on g.code = k.code
