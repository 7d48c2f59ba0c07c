"""Everything the log and the archive hold about one report.

Belongs here: gathering: events, notes of the reading, findings, figures. Does not belong here: showing any of it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import polars as pl

from pipelines.archive.store import Archive
from pipelines.events.lifecycle import CLOSED, SEVERITY_RANKS
from pipelines.events.log import EventLog
from pipelines.events.model import RecordedEvent
from pipelines.events.projections import LogState
from pipelines.events.states import FindingState, ReportState
from pipelines.observations import SCHEMA
from pipelines.problems import Problem
from pipelines.reports.standing import Standing, standing_of


@dataclass(frozen=True, slots=True)
class Dossier:
    """One report with all that is known of it.

    Attributes:
        events: its stream, oldest first.
        notes: what the newest reading noticed without stopping.
        problem: why it was rejected, ``None`` when it was read.
        findings: every finding that names it, those somebody must act on first, the worst first.
    """

    report: ReportState
    standing: Standing
    events: tuple[RecordedEvent, ...]
    notes: tuple[Problem, ...]
    problem: Problem | None
    findings: tuple[FindingState, ...]

    @property
    def open_findings(self) -> tuple[FindingState, ...]:
        """Return the findings somebody must act on."""
        return tuple(each for each in self.findings if each.state not in CLOSED)

    def as_dict(self) -> dict[str, object]:
        """Return a JSON-ready dict."""
        return {
            **asdict(self.report),
            "standing": asdict(self.standing),
            "problem": self.problem.as_dict() if self.problem else None,
            "notes": [each.as_dict() for each in self.notes],
            "findings": [asdict(each) for each in self.findings],
            "events": [each.as_dict() for each in self.events],
        }


def open_dossier(log: EventLog, state: LogState, report: ReportState) -> Dossier:
    """Gather what the log holds about a report."""
    events = tuple(log.read(stream=f"report/{report.report_id}"))
    parsed, rejected = _last(events, "ReportParsed"), _last(events, "ReportRejected")
    is_rejected = report.status == "rejected" and rejected is not None
    notes = parsed.payload["notes"] if parsed and not is_rejected else ()
    return Dossier(
        report=report,
        standing=standing_of(state, report),
        events=events,
        notes=tuple(Problem.from_dict(each) for each in notes) if isinstance(notes, list | tuple) else (),
        problem=Problem.from_dict(rejected.payload["problem"]) if is_rejected and rejected else None,
        findings=findings_of(state, report.report_id),
    )


def findings_of(state: LogState, report_id: str) -> tuple[FindingState, ...]:
    """Return the findings that name a report, those somebody must act on first, the worst first."""
    named = [each for each in state.findings.values() if report_id in each.report_ids]
    return tuple(sorted(named, key=_rank))


def figures_of(archive: Archive, report: ReportState, facts_sha256: str = "") -> pl.DataFrame:
    """Return the observations of one reading of a report, by default the newest; none when it was never read.

    The archive keeps every reading's rows, so this needs no published warehouse.
    """
    file = report.facts_files.get(facts_sha256 or report.facts_sha256, "")
    return pl.read_parquet(io.BytesIO(archive.read(file))) if file else pl.DataFrame(schema=SCHEMA)


def _rank(finding: FindingState) -> tuple[object, ...]:
    return (
        finding.state in CLOSED,
        SEVERITY_RANKS[finding.severity],
        finding.unit_code,
        finding.period_code,
        finding.finding_id,
    )


def _last(events: Iterable[RecordedEvent], kind: str) -> RecordedEvent | None:
    return next((each for each in reversed(list(events)) if each.type == kind), None)
