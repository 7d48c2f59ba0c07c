-- A figure is about a unit that nobody knows, or that did not exist on any day of the period. A body founded within
-- a month after the period reports it in the place of those it took over from.
select
    f.unit_code,
    f.period_code,
    '' as indicator_code,
    '' as measure,
    '' as breakdown,
    f.source_key as discriminator,
    cast(count(*) as decimal(24, 4)) as lhs,
    cast(0 as decimal(24, 4)) as rhs,
    cast(count(*) as decimal(24, 4)) as difference,
    list(f.observation_id order by f.observation_id) as observation_ids,
    [any_value(f.report_id)] as report_ids,
    f.unit_code as arg_unit_code,
    any_value(u.valid_from) as arg_valid_from,
    any_value(u.valid_to) as arg_valid_to
from checks.facts as f
left join checks.units as u on f.unit_code = u.unit_code
where
    f.is_figure
    and (
        u.unit_code is null
        or f.period_end + interval 31 day < u.valid_from
        or f.period_start > u.valid_to
    )
group by f.unit_code, f.period_code, f.source_key
