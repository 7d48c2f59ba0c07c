"""Stage 3: the rules run over everything that is known; findings open and close; reports are accepted or held.

Belongs here: the order of these steps. Does not belong here: rules and findings (`validation`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from pipelines.events.model import NewEvent
from pipelines.events.types import SlotVersionAccepted
from pipelines.intake.acceptance import decide
from pipelines.problems import Text
from pipelines.refresh import fingerprints
from pipelines.refresh.context import RefreshContext
from pipelines.validation.findings import held_reports, plan_finding_events
from pipelines.validation.prepare import drop_checks
from pipelines.validation.registry import load_rules
from pipelines.warehouse.landing import update_landing

if TYPE_CHECKING:
    from pipelines.events.projections import LogState
    from pipelines.validation.engine import Judgement

#: A round ends versions, the next looks at what is left; a third can only be needed when the second accepted one.
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Validated:
    """What validation brought.

    Attributes:
        failing: findings that stand, decided or not, by rule.
        opened: findings opened or reopened.
        resolved: findings whose rule passes again.
        accepted: reports whose figures entered the marts.
        held: reports kept out by blocking findings.
    """

    failing: Mapping[str, int]
    opened: int
    resolved: int
    accepted: int
    held: int


def validate_reports(context: RefreshContext) -> Validated:
    """Run every rule on the build file, log what follows, and bring the landing tables up to date.

    A version that is accepted ends the one before it, and with it what was wrong there; then the rules run again.
    """
    # Great Expectations takes seconds to import; a code location that only loads definitions never needs it.
    from pipelines.validation.engine import judge

    build = context.require_build()
    rules = load_rules()
    fingerprint = fingerprints.rules()
    only_changed = context.base is not None and context.base.row.rules == fingerprint
    counts: Counter[str] = Counter()
    with (
        context.progress.stage(Text("Kiểm tra số liệu", "Validating figures"), len(rules)) as advance,
        duckdb.connect(str(build.path)) as connection,
    ):
        for number in range(1, _ROUNDS + 1):
            judgement = judge(connection, rules, only_changed=only_changed)
            advance(len(rules))
            events = _conclude(context, judgement, f"{context.refresh_id}/{number}")
            counts.update(type(event.body).__name__ for event in events)
            version = build.version(context.state.position)
            update_landing(connection, context.stores, context.state, version=version, rules=fingerprint)
            if not any(_ends_others(event, context.state) for event in events):
                break
        drop_checks(connection)
    return Validated(
        failing=Counter(each.rule_id for each in context.state.findings.values() if each.state != "resolved"),
        opened=counts["FindingOpened"] + counts["FindingReopened"],
        resolved=counts["FindingResolved"],
        accepted=counts["ReportAccepted"],
        held=counts["ReportHeld"],
    )


def _ends_others(event: NewEvent, state: LogState) -> bool:
    """Say whether an event put a version in force beside which there are others."""
    body = event.body
    if not isinstance(body, SlotVersionAccepted):
        return False
    return len(state.slots[body.unit_code, body.form_code, body.period_code].versions) > 1


def _conclude(context: RefreshContext, judgement: Judgement, round_id: str) -> list[NewEvent]:
    """Log findings, then what they mean for the reports; return the events."""
    assets = {rule.rule_id: rule.asset for rule in load_rules()}
    findings = plan_finding_events(
        judgement.verdicts,
        context.state,
        round_id,
        actor=context.settings.actor,
        is_judged=lambda each: judgement.judged.covers(
            assets.get(each.rule_id, ""), each.unit_code, each.period_code
        ),
    )
    context.append(findings)
    decisions = decide(context.state, held_reports(context.state), round_id)
    context.record(decisions)
    return [*findings, *(NewEvent(body, actor=context.settings.actor) for body in decisions)]
