-- On a department's form by office, its own office and the offices listed add up to the total row: the one of their
-- own sheet, since another form of the report may give it otherwise (`report_contradicts_itself`), and any other only
-- when theirs could not be read.
with listed as (
    select
        report_id,
        source_key,
        report_unit_code as unit_code,
        period_code,
        indicator_code,
        measure,
        sum(value) filter (where unit_code != report_unit_code) as offices,
        sum(value) filter (where unit_code = report_unit_code) as own,
        count(*) filter (where unit_code != report_unit_code) as office_count,
        list_distinct(list(sheet)) as sheets,
        list(observation_id order by observation_id) as observation_ids
    from checks.facts
    where
        is_figure
        and kind = 'form'
        and measure in ('cases', 'vnd')
        and (
            (unit_code = report_unit_code and breakdown = 'office=own')
            or (unit_code != report_unit_code and unit_level = 'district' and breakdown = '')
        )
    group by all
)

select
    s.unit_code,
    s.period_code,
    s.indicator_code,
    s.measure,
    '' as breakdown,
    s.source_key as discriminator,
    t.value as lhs,
    s.own + s.offices as rhs,
    t.value - s.own - s.offices as difference,
    list_prepend(t.observation_id, s.observation_ids) as observation_ids,
    [s.report_id] as report_ids,
    s.office_count as arg_offices
from listed as s
inner join checks.facts as t
    on
        s.report_id = t.report_id
        and s.unit_code = t.unit_code
        and s.period_code = t.period_code
        and s.indicator_code = t.indicator_code
        and s.measure = t.measure
        and t.breakdown = ''
        and not t.derived
qualify
    row_number() over (
        partition by s.report_id, s.unit_code, s.period_code, s.indicator_code, s.measure
        order by list_contains(s.sheets, t.sheet) desc, t.is_figure desc, t.locator asc
    ) = 1
    and t.value != s.own + s.offices
