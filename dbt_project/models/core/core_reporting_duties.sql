-- Every report a department owes: one row per unit, form and period, with its deadline.
-- A department that ends between the period and the deadline leaves its duty to its heir: both have a row then, and
-- the mart keeps the one whose reports came (`heir_unit_code` ties them together).
with due as (
    select
        periods.period_code,
        periods.fiscal_year,
        periods.months,
        periods.period_end,
        duties.form_code,
        duties.regime,
        case
            when duties.deadline_rule = 'circular' and periods.due_province is not null then periods.due_province
            else {{ dialect_add_days('periods.period_end', 'duties.assumed_days') }}
        end as deadline,
        case
            when duties.deadline_rule = 'circular' and periods.due_province is not null then 'circular'
            else 'assumed'
        end as deadline_source
    from {{ ref('stg_periods') }} as periods
    inner join {{ ref('stg_duties') }} as duties
        on
            periods.period_end >= duties.valid_from
            and (duties.valid_to is null or periods.period_end <= duties.valid_to)
            and duties.months like '%;' || cast(periods.months as varchar) || ';%'
    where duties.level = 'province'
),

heirs as (
    select
        successions.predecessor_code,
        successions.successor_code,
        cast(successions.effective_date as date) as effective_date
    from {{ source('landing', 'successions') }} as successions
    inner join {{ ref('core_units') }} as units
        on successions.successor_code = units.unit_code and units.level = 'province'
),

owed as (
    select
        due.*,
        units.unit_code,
        heirs.successor_code as heir_unit_code
    from due
    inner join {{ ref('core_units') }} as units
        on
            units.level = 'province'
            and (units.valid_from is null or due.period_end >= units.valid_from)
            and (units.valid_to is null or due.period_end <= units.valid_to)
    left join heirs
        on
            units.unit_code = heirs.predecessor_code
            and due.period_end < heirs.effective_date
            and due.deadline >= heirs.effective_date
)

select distinct
    unit_code,
    form_code,
    period_code,
    fiscal_year,
    months,
    period_end,
    regime,
    deadline,
    deadline_source,
    heir_unit_code,
    false as is_heir
from owed
union all
select distinct
    heir_unit_code as unit_code,
    form_code,
    period_code,
    fiscal_year,
    months,
    period_end,
    regime,
    deadline,
    deadline_source,
    heir_unit_code,
    true as is_heir
from owed
where heir_unit_code is not null
