-- A form arrived after the day the circular sets for the level of the unit; where no day is known nothing is late.
with due as (
    select
        r.*,
        try_cast(
            case r.unit_level
                when 'district' then p.due_district
                when 'province' then p.due_province
                when 'national' then p.due_national
            end as date
        ) as due_on
    from checks.reports as r
    inner join landing.periods as p on r.period_code = p.period_code
    where r.kind = 'form'
)

select
    unit_code,
    period_code,
    '' as indicator_code,
    'days' as measure,
    '' as breakdown,
    source_key as discriminator,
    cast(date_diff('day', due_on, told_on) as decimal(24, 4)) as lhs,
    cast(0 as decimal(24, 4)) as rhs,
    cast(date_diff('day', due_on, told_on) as decimal(24, 4)) as difference,
    cast([] as varchar[]) as observation_ids,
    [report_id] as report_ids,
    due_on as arg_due_on,
    told_on as arg_told_on,
    array_to_string(form_codes, ', ') as arg_forms
from due
where told_on > due_on
