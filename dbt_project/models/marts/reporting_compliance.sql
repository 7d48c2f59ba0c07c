-- What became of each report a department owes, and of each that came: in force, held, waiting, not readable, missing.
-- "Today" is the instant the build is pinned to, or an earlier one that is asked for; never the clock.
with clock as (
    select {{ dialect_vietnamese_day('least(' ~ known_at() ~ ', coalesce(as_of, recorded_at))') }} as today
    from {{ source('landing', 'build') }}
),

versions as (
    select
        *,
        accepted_at is not null
        and accepted_at <= {{ known_at() }}
        and (ended_at is null or ended_at > {{ known_at() }}) as is_in_force,
        coalesce(ended_at <= {{ known_at() }}, false) as is_ended,
        case
            when ended_at <= {{ known_at() }} then 'ended'
            when held_at <= {{ known_at() }} then 'held'
            else 'waiting'
        end as state,
        case
            when ended_at <= {{ known_at() }} then ended_at
            when accepted_at <= {{ known_at() }} then accepted_at
            when held_at <= {{ known_at() }} then held_at
            else submitted_at
        end as changed_at
    from {{ ref('stg_slots') }}
    where submitted_at <= {{ known_at() }}
),

received as (
    select
        unit_code,
        form_code,
        period_code,
        cast(count(*) as integer) as versions,
        min(received_at) as first_received_at,
        max(case when is_in_force then version end) as version_in_force,
        max(case when is_in_force then report_id end) as report_in_force,
        max(case when is_in_force then accepted_at end) as accepted_at,
        cast(count(case when is_ended and not is_declined then 1 end) as integer) as superseded_versions,
        max(case when not is_ended and not is_in_force then version end) as newest_waiting,
        max(case when not is_ended and not is_in_force and state = 'held' then version end) as newest_held,
        max(changed_at) as changed_at
    from versions
    group by unit_code, form_code, period_code
),

rejected as (
    select
        unit_code,
        form_code,
        period_code,
        cast(count(*) as integer) as rejected_files,
        min(received_at) as first_received_at,
        max(rejected_at) as changed_at
    from {{ ref('stg_slot_rejections') }}
    where rejected_at <= {{ known_at() }}
    group by unit_code, form_code, period_code
),

came as (
    select
        coalesce(received.unit_code, rejected.unit_code) as unit_code,
        coalesce(received.form_code, rejected.form_code) as form_code,
        coalesce(received.period_code, rejected.period_code) as period_code,
        coalesce(received.versions, 0) as versions,
        received.version_in_force,
        received.report_in_force,
        received.accepted_at,
        coalesce(received.superseded_versions, 0) as superseded_versions,
        case when received.newest_waiting > coalesce(received.version_in_force, 0) then received.newest_waiting end
            as pending_version,
        received.newest_held,
        coalesce(rejected.rejected_files, 0) as rejected_files,
        least(
            coalesce(received.first_received_at, rejected.first_received_at),
            coalesce(rejected.first_received_at, received.first_received_at)
        ) as first_received_at,
        greatest(
            coalesce(received.changed_at, rejected.changed_at), coalesce(rejected.changed_at, received.changed_at)
        ) as changed_at
    from received
    full join rejected
        on
            received.unit_code = rejected.unit_code
            and received.form_code = rejected.form_code
            and received.period_code = rejected.period_code
),

-- Of a department that ended before the deadline and of its heir, the one whose reports came owes them.
sent_by_themselves as (
    select distinct
        duties.heir_unit_code,
        duties.form_code,
        duties.period_code
    from {{ ref('core_reporting_duties') }} as duties
    inner join came
        on
            duties.unit_code = came.unit_code
            and duties.form_code = came.form_code
            and duties.period_code = came.period_code
    where duties.heir_unit_code is not null and not duties.is_heir
),

-- From the first fiscal year of which anything came: before it nobody was asked to send reports here.
horizon as (
    select min({{ dialect_leading_number('period_code', 'FY') }}) as first_year
    from came
),

owed as (
    select duties.*
    from {{ ref('core_reporting_duties') }} as duties
    cross join clock
    cross join horizon
    left join sent_by_themselves as sent
        on
            duties.heir_unit_code = sent.heir_unit_code
            and duties.form_code = sent.form_code
            and duties.period_code = sent.period_code
    where
        duties.fiscal_year >= horizon.first_year
        and duties.period_end < clock.today
        and (duties.heir_unit_code is null or duties.is_heir = (sent.heir_unit_code is null))
),

together as (
    select
        coalesce(owed.unit_code, came.unit_code) as unit_code,
        coalesce(owed.form_code, came.form_code) as form_code,
        coalesce(owed.period_code, came.period_code) as period_code,
        owed.unit_code is not null as is_expected,
        owed.deadline,
        coalesce(owed.deadline_source, 'none') as deadline_source,
        coalesce(came.versions, 0) as versions,
        came.version_in_force,
        came.report_in_force,
        coalesce(came.superseded_versions, 0) as superseded_versions,
        came.pending_version,
        case
            when came.pending_version is null then null
            when came.newest_held >= came.pending_version then 'held'
            else 'waiting'
        end as pending_status,
        coalesce(came.rejected_files, 0) as rejected_files,
        came.first_received_at,
        came.accepted_at,
        came.changed_at,
        {{ dialect_vietnamese_day('came.first_received_at') }} as received_on
    from owed
    full join came
        on
            owed.unit_code = came.unit_code
            and owed.form_code = came.form_code
            and owed.period_code = came.period_code
)

select
    together.unit_code,
    units.unit_name,
    together.form_code,
    together.period_code,
    cast({{ dialect_leading_number('together.period_code', 'FY') }} as smallint) as fiscal_year,
    periods.months,
    periods.period_end,
    together.is_expected,
    together.deadline,
    together.deadline_source,
    case
        when together.version_in_force is not null then 'accepted'
        when together.pending_status is not null then together.pending_status
        when together.versions + together.rejected_files > 0 then 'rejected'
        else 'missing'
    end as status,
    case
        when together.received_on is null then null
        when together.received_on < periods.period_end then 'early'
        when together.deadline is null then 'unknown'
        when together.received_on > together.deadline then 'late'
        else 'in_time'
    end as timeliness,
    case
        when coalesce(together.received_on, clock.today) > together.deadline
            then {{ dialect_days_between('together.deadline', 'coalesce(together.received_on, clock.today)') }}
    end as days_late,
    together.versions,
    together.version_in_force,
    together.report_in_force,
    together.superseded_versions,
    together.pending_version,
    together.pending_status,
    together.rejected_files,
    together.first_received_at,
    together.accepted_at,
    coalesce(together.changed_at, cast({{ dialect_add_days('together.deadline', 1) }} as timestamp)) as known_at
from together
cross join clock
left join {{ ref('stg_periods') }} as periods on together.period_code = periods.period_code
left join {{ ref('core_units') }} as units on together.unit_code = units.unit_code
where together.versions + together.rejected_files > 0 or together.deadline < clock.today
