-- A form in a file that was read could not be read itself.
select
    unit_code,
    period_code,
    '' as indicator_code,
    '' as measure,
    'note=' || code as breakdown,
    source_key as discriminator,
    cast(places as decimal(24, 4)) as lhs,
    cast(0 as decimal(24, 4)) as rhs,
    cast(places as decimal(24, 4)) as difference,
    cast([] as varchar[]) as observation_ids,
    [report_id] as report_ids,
    file_name as arg_file,
    coalesce(' (' || unit_name || ')', '') as arg_sender,
    what_vi as arg_what_vi,
    what_en as arg_what_en,
    told_vi as arg_places_vi,
    told_en as arg_places_en,
    next_vi as arg_next_vi,
    next_en as arg_next_en
from checks.notes
where rule_id = 'sheet_not_read'
