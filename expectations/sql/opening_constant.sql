-- What was carried in from last year is the same in every report of one fiscal year, unless the unit took another
-- one over in between.
with openings as (
    select
        *,
        lag(value) over in_year as earlier,
        lag(low) over in_year as earlier_low,
        lag(high) over in_year as earlier_high,
        lag(observation_id) over in_year as earlier_id,
        lag(report_id) over in_year as earlier_report,
        lag(months) over in_year as earlier_months,
        lag(period_end) over in_year as earlier_end
    from checks.facts
    where is_best and is_cumulative and indicator_code = 'carried_in'
    window in_year as (
        partition by unit_code, fiscal_year, measure, breakdown
        order by months
    )
)

select
    unit_code,
    period_code,
    indicator_code,
    measure,
    breakdown,
    '' as discriminator,
    value as lhs,
    earlier as rhs,
    value - earlier as difference,
    [observation_id, earlier_id] as observation_ids,
    list_distinct([report_id, earlier_report]) as report_ids,
    earlier_months as arg_earlier_months
from openings
where
    (low > earlier_high or high < earlier_low)
    and not exists (
        select 1
        from landing.successions as s
        where
            s.successor_code = openings.unit_code
            and cast(s.effective_date as date) > openings.earlier_end
            and cast(s.effective_date as date) <= openings.period_end
    )
