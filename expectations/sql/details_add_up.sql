-- On a form, the detail rows of one dimension add up to the row they detail. Of kinds of case, "of which" rows
-- (a kind whose name continues another's) are left out; offices add up only when both groups are there.
with dimensions (dimension) as (
    values ('initiative'), ('kind'), ('office'), ('officer')
),

details as (
    select
        f.report_id,
        f.source_key,
        f.unit_code,
        f.period_code,
        f.indicator_code,
        f.measure,
        d.dimension,
        f.value,
        f.observation_id,
        trim(regexp_replace(f.breakdown, '(^|;)' || d.dimension || '=[^;]*', ''), ';') as parent_breakdown,
        regexp_extract(f.breakdown, '(^|;)' || d.dimension || '=([^;]*)', 2) as member
    from checks.facts as f
    inner join dimensions as d on contains(';' || f.breakdown, ';' || d.dimension || '=')
    where f.is_figure and f.kind = 'form' and f.measure in ('cases', 'vnd', 'people', 'judgments', 'visits')
),

additive as (
    select d.*
    from details as d
    where not exists (
        select 1
        from details as w
        where
            w.report_id = d.report_id
            and w.unit_code = d.unit_code
            and w.dimension = d.dimension
            and starts_with(d.member, w.member || '_')
    )
),

summed as (
    select
        report_id,
        source_key,
        unit_code,
        period_code,
        indicator_code,
        measure,
        dimension,
        parent_breakdown,
        sum(value) as details,
        list(observation_id order by observation_id) as detail_ids
    from additive
    group by all
    having dimension != 'office' or count(*) = 2
)

select
    s.unit_code,
    s.period_code,
    s.indicator_code,
    s.measure,
    s.parent_breakdown as breakdown,
    s.source_key || '/' || s.dimension as discriminator,
    t.value as lhs,
    s.details as rhs,
    t.value - s.details as difference,
    list_prepend(t.observation_id, s.detail_ids) as observation_ids,
    [s.report_id] as report_ids,
    len(s.detail_ids) as arg_rows
from summed as s
inner join checks.facts as t
    on
        s.report_id = t.report_id
        and s.unit_code = t.unit_code
        and s.period_code = t.period_code
        and s.indicator_code = t.indicator_code
        and s.measure = t.measure
        and s.parent_breakdown = t.breakdown
        and t.is_figure
where t.value != s.details
