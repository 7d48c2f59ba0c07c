-- On a form, the detail rows of one dimension add up to the row they detail. Of kinds of case, "of which" rows
-- (a kind whose name continues another's) are left out; offices add up only when both groups are there. The row is the
-- one of their own sheet, since another form of the report may give it otherwise (`report_contradicts_itself`), and any
-- other only when theirs could not be read.
with dimensions (dimension) as (
    values ('initiative'), ('kind'), ('office'), ('officer')
),

labelled as (
    select
        f.report_id,
        f.source_key,
        f.unit_code,
        f.period_code,
        f.indicator_code,
        f.measure,
        f.value,
        f.observation_id,
        f.sheet,
        d.dimension,
        d.dimension || '=' as key,
        string_split(f.breakdown, ';') as pairs
    from checks.facts as f
    inner join dimensions as d on contains(';' || f.breakdown, ';' || d.dimension || '=')
    where f.is_figure and f.kind = 'form' and f.measure in ('cases', 'vnd', 'people', 'judgments', 'visits')
),

details as (
    select
        * exclude (key, pairs),
        array_to_string(list_filter(pairs, lambda pair: not starts_with(pair, key)), ';') as parent_breakdown,
        list_filter(pairs, lambda pair: starts_with(pair, key))[1] as member
    from labelled
),

members as (
    select distinct
        report_id,
        unit_code,
        dimension,
        member
    from details
),

of_which as (
    select distinct m.*
    from members as m
    inner join members as w
        on
            m.report_id = w.report_id
            and m.unit_code = w.unit_code
            and m.dimension = w.dimension
    where contains(m.member, '_') and starts_with(m.member, w.member || '_')
),

additive as (
    select d.*
    from details as d
    anti join of_which as w
        on
            d.report_id = w.report_id
            and d.unit_code = w.unit_code
            and d.dimension = w.dimension
            and d.member = w.member
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
        list_distinct(list(sheet)) as sheets,
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
        and not t.derived
qualify
    row_number() over (
        partition by
            s.report_id, s.unit_code, s.period_code, s.indicator_code, s.measure, s.dimension, s.parent_breakdown
        order by list_contains(s.sheets, t.sheet) desc, t.is_figure desc, t.locator asc
    ) = 1
    and t.value != s.details
