-- On a department's form by office, its own office and the offices listed add up to the total row.
with listed as (
    select
        report_id,
        source_key,
        report_unit_code as unit_code,
        period_code,
        indicator_code,
        measure,
        sum(value) filter (where unit_code != report_unit_code) as offices,
        sum(value) filter (where breakdown = 'office=own') as own,
        count(*) filter (where unit_code != report_unit_code) as office_count,
        any_value(value) filter (where unit_code = report_unit_code and breakdown = '') as total,
        list(observation_id order by observation_id) as observation_ids
    from checks.facts
    where
        is_figure
        and kind = 'form'
        and measure in ('cases', 'vnd')
        and (
            (unit_code = report_unit_code and breakdown in ('', 'office=own'))
            or (unit_code != report_unit_code and unit_level = 'district' and breakdown = '')
        )
    group by all
)

select
    unit_code,
    period_code,
    indicator_code,
    measure,
    '' as breakdown,
    source_key as discriminator,
    total as lhs,
    own + offices as rhs,
    total - own - offices as difference,
    observation_ids,
    [report_id] as report_ids,
    office_count as arg_offices
from listed
where total != own + offices
