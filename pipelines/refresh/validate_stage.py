"""Stage 3: the rules run over everything that is known; findings open and close; reports are accepted or held.

Belongs here: the order of these steps. Does not belong here: rules and findings (`validation`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import duckdb

from pipelines.events.model import NewEvent
from pipelines.events.types import SlotVersionAccepted
from pipelines.intake.acceptance import decide
from pipelines.problems import Text
from pipelines.refresh.context import RefreshContext
from pipelines.validation.failures import Verdict
from pipelines.validation.findings import held_reports, plan_finding_events
from pipelines.validation.prepare import drop_checks
from pipelines.validation.registry import load_rules
from pipelines.warehouse.landing import update_landing

#: A round ends versions, the next looks at what is left; a third can only be needed when the second accepted one.
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Validated:
    """What validation brought.

    Attributes:
        verdicts: one per rule.
        opened: findings opened or reopened.
        resolved: findings whose rule passes again.
        accepted: reports whose figures entered the marts.
        held: reports kept out by blocking findings.
    """

    verdicts: tuple[Verdict, ...]
    opened: int
    resolved: int
    accepted: int
    held: int


def validate_reports(context: RefreshContext) -> Validated:
    """Run every rule on the build file, log what follows, and bring the landing tables up to date.

    A version that is accepted ends the one before it, and with it what was wrong there; then the rules run again.
    """
    # Great Expectations takes seconds to import; a code location that only loads definitions never needs it.
    from pipelines.validation.engine import validate

    build = context.require_build()
    rules = load_rules()
    counts: Counter[str] = Counter()
    verdicts: list[Verdict] = []
    with (
        context.progress.stage(Text("Kiểm tra số liệu", "Validating figures"), len(rules)) as advance,
        duckdb.connect(str(build.path)) as connection,
    ):
        for number in range(1, _ROUNDS + 1):
            verdicts = validate(connection, rules)
            advance(len(rules))
            events = _conclude(context, verdicts, f"{context.refresh_id}/{number}")
            counts.update(type(event.body).__name__ for event in events)
            update_landing(
                connection, context.stores, context.state, version=build.version(context.state.position)
            )
            if not any(isinstance(event.body, SlotVersionAccepted) for event in events):
                break
        drop_checks(connection)
    return Validated(
        verdicts=tuple(verdicts),
        opened=counts["FindingOpened"] + counts["FindingReopened"],
        resolved=counts["FindingResolved"],
        accepted=counts["ReportAccepted"],
        held=counts["ReportHeld"],
    )


def _conclude(context: RefreshContext, verdicts: list[Verdict], round_id: str) -> list[NewEvent]:
    """Log findings, then what they mean for the reports; return the events."""
    findings = plan_finding_events(verdicts, context.state, round_id, actor=context.settings.actor)
    context.append(findings)
    decisions = decide(context.state, held_reports(context.state), round_id)
    context.record(decisions)
    return [*findings, *(NewEvent(body, actor=context.settings.actor) for body in decisions)]
