"""Stage 3: the rules run over everything that is known; findings open and close; reports are accepted or held.

Belongs here: the order of these steps. Does not belong here: rules and findings (`validation`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import duckdb

from pipelines.intake.acceptance import decide
from pipelines.problems import Text
from pipelines.refresh.context import RefreshContext
from pipelines.validation.failures import Verdict
from pipelines.validation.findings import held_reports, plan_finding_events
from pipelines.validation.prepare import drop_checks
from pipelines.validation.registry import load_rules
from pipelines.warehouse.landing import reload_status_tables


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
    """Run every rule on the build file, log what follows, and bring the landing tables up to date."""
    # Great Expectations takes seconds to import; a code location that only loads definitions never needs it.
    from pipelines.validation.engine import validate

    build = context.require_build()
    rules = load_rules()
    with (
        context.progress.stage(Text("Kiểm tra số liệu", "Validating figures"), 4) as advance,
        duckdb.connect(str(build.path)) as connection,
    ):
        verdicts = validate(connection, rules)
        advance(1)
        planned = plan_finding_events(verdicts, context.state, context.refresh_id)
        context.append(planned)
        advance(1)
        decisions = decide(context.state, held_reports(context.state), context.refresh_id)
        context.record(decisions)
        advance(1)
        drop_checks(connection)
        reload_status_tables(
            connection, context.log, context.state, version=build.version(context.log.position())
        )
        advance(1)
    kinds = Counter(type(event.body).__name__ for event in planned) + Counter(
        type(each).__name__ for each in decisions
    )
    return Validated(
        verdicts=tuple(verdicts),
        opened=kinds["FindingOpened"] + kinds["FindingReopened"],
        resolved=kinds["FindingResolved"],
        accepted=kinds["ReportAccepted"],
        held=kinds["ReportHeld"],
    )
