-- The state of each finding over time: from the log, or one state since it was opened where the log is silent.
{{ config(materialized='incremental', meta={'slice': 'finding'}) }}
with cases as (
    select
        *,
        substr(stream, 6) as finding_id
    from {{ source('landing', 'events') }}
    where stream like 'case/%'
),

decided as (
    select
        finding_id,
        seq,
        cast(recorded_at as timestamp) as recorded_at,
        case type
            when 'FindingOpened' then 'open'
            when 'FindingReopened' then 'open'
            when 'FindingAssigned' then 'assigned'
            when 'FindingWaived' then 'waived'
            when 'FindingCorrected' then 'corrected'
            when 'ResubmissionRequested' then 'resubmission_requested'
            when 'FindingResolved' then 'resolved'
        end as state,
        {{ dialect_json_text('payload', 'lhs') }} as lhs,
        {{ dialect_json_text('payload', 'rhs') }} as rhs,
        {{ dialect_json_text('payload', 'difference') }} as difference,
        {{ dialect_json_text('payload', 'message_vi') }} as message_vi,
        {{ dialect_json_text('payload', 'message_en') }} as message_en
    from cases
    where {{ changed('cases') }}
),

-- an event that says nothing of the state or the figures leaves them as they were
carried as (
    select
        finding_id,
        seq,
        recorded_at as known_from,
        {% for column in ['state', 'lhs', 'rhs', 'difference', 'message_vi', 'message_en'] -%}
        last_value({{ column }} ignore nulls) over (
            partition by finding_id order by seq rows between unbounded preceding and current row
        ) as {{ column }},
        {% endfor -%}
        lead(recorded_at) over (partition by finding_id order by seq) as known_to
    from decided
),

timed as (
    select
        finding_id,
        state,
        {{ dialect_try_cast('lhs', 'decimal(24, 4)') }} as lhs,
        {{ dialect_try_cast('rhs', 'decimal(24, 4)') }} as rhs,
        {{ dialect_try_cast('difference', 'decimal(24, 4)') }} as difference,
        message_vi,
        message_en,
        known_from,
        known_to
    from carried
    where state is not null
    union all
    select
        findings.finding_id,
        findings.state,
        findings.lhs,
        findings.rhs,
        findings.difference,
        findings.message_vi,
        findings.message_en,
        cast(findings.opened_at as timestamp) as known_from,
        cast(null as timestamp) as known_to
    from {{ source('landing', 'findings') }} as findings
    where {{ changed('findings') }} and not exists (
        select 1
        from carried
        where carried.finding_id = findings.finding_id and carried.state is not null
    )
)

select
    findings.finding_id,
    findings.rule_id,
    findings.severity,
    findings.level,
    findings.responsibility,
    findings.unit_code,
    findings.period_code,
    findings.indicator_code,
    findings.measure,
    findings.breakdown,
    findings.observation_ids,
    findings.report_ids,
    cast(findings.opened_at as timestamp) as opened_at,
    case when timed.state = 'resolved' then timed.known_from end as closed_at,
    case when timed.state not in ('open', 'resolved') then findings.assignee end as assignee,
    case when timed.state = 'waived' then findings.waiver_reason end as waiver_reason,
    case when timed.state = 'waived' then cast(findings.waiver_expires as date) end as waiver_expires,
    case when timed.state = 'waived' then findings.waiver_approver end as waiver_approver,
    timed.state,
    coalesce(timed.message_vi, findings.message_vi) as message_vi,
    coalesce(timed.message_en, findings.message_en) as message_en,
    cast(coalesce(timed.lhs, findings.lhs) as decimal(24, 4)) as lhs,
    cast(coalesce(timed.rhs, findings.rhs) as decimal(24, 4)) as rhs,
    cast(coalesce(timed.difference, findings.difference) as decimal(24, 4)) as difference,
    timed.known_from,
    timed.known_to
from timed
inner join {{ source('landing', 'findings') }} as findings on timed.finding_id = findings.finding_id
where timed.known_to is null or timed.known_to > timed.known_from
