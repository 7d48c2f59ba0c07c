"""What goes back to a department about one report: gathered from the log, the archive and the likeliest wrong cells.

Belongs here: putting the parts together. Does not belong here: writing the workbook (`workbook`).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from pipelines.archive.store import Archive
from pipelines.events.log import EventLog
from pipelines.events.projections import LogState
from pipelines.events.states import ReportState
from pipelines.reference.tables import table
from pipelines.reports.dossier import Dossier, figures_of, open_dossier
from pipelines.reports.original import Original, open_original
from pipelines.reports.standing import status_of
from pipelines.reports.task import Task
from pipelines.reports.tasks import tasks_of
from pipelines.validation.identities import terms_of
from pipelines.validation.locate import locate


@dataclass(frozen=True)
class Feedback:
    """A report, its file, and what is to be done about it."""

    state: LogState
    dossier: Dossier
    original: Original
    tasks: tuple[Task, ...]


def feedback_on(
    log: EventLog, state: LogState, archive: Archive, report: ReportState, *, max_bytes: int
) -> Feedback:
    """Return the feedback on a report.

    Args:
        log: the event log; ``state`` is folded from it.
        state: as said.
        archive: holds the file, and the figures of every reading.
        report: the report.
        max_bytes: largest file that is opened.
    """
    dossier = open_dossier(log, state, report)
    original = open_original(archive, report, max_bytes)
    figures = figures_of(archive, report)
    terms = terms_of(table("identities"))
    suspects = locate(figures, terms, report.unit_code) if dossier.open_findings else []

    def others(report_id: str) -> tuple[ReportState, pl.DataFrame] | None:
        other = state.reports.get(report_id)
        return (other, figures_of(archive, other)) if other else None

    return Feedback(state, dossier, original, tasks_of(dossier, original, figures, suspects, others))


def awaiting_feedback(state: LogState, unit_code: str | None = None) -> list[ReportState]:
    """Return the reports a department must act on, held or not readable, in order of receipt.

    Args:
        state: the log.
        unit_code: only reports of this unit, or of its folder.
    """
    return [
        report
        for report in state.reports.values()
        if status_of(report) in ("held", "rejected")
        and unit_code in (None, report.unit_code, report.folder_unit)
    ]


def feedback_name(report: ReportState) -> str:
    """Return the file name of the workbook that goes back: the report's own with an ending, so that both are known."""
    stem = report.file_name.rpartition(".")[0] or report.file_name
    return f"{stem}_phan-hoi.xlsx"
