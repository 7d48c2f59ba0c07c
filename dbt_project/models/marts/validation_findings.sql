-- What the rules found and what became of it.
{{ config(materialized='incremental', meta={'slice': 'finding'}) }}
select
    finding_id,
    rule_id,
    severity,
    level,
    responsibility,
    state,
    unit_code,
    period_code,
    indicator_code,
    measure,
    breakdown,
    message_vi,
    message_en,
    lhs,
    rhs,
    difference,
    observation_ids,
    report_ids,
    opened_at,
    closed_at,
    assignee,
    waiver_reason,
    waiver_expires,
    waiver_approver,
    known_from as known_at
from {{ ref('core_finding_versions') }} as versions
where {{ changed('versions') }} and {{ is_known() }}
