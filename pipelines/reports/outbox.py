"""Workbooks that go back to departments, as files: one, or those of every report that waits for a department.

Belongs here: where they are written. Does not belong here: what they say (`workbook`).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.archive.store import Archive
from pipelines.events.log import EventLog
from pipelines.events.projections import LogState
from pipelines.events.states import ReportState
from pipelines.problems import Problem, Text, ThadsError
from pipelines.reports.feedback import feedback_name, feedback_on
from pipelines.reports.workbook import write_feedback


@dataclass(frozen=True, slots=True)
class Written:
    """One workbook that was written."""

    report_id: str
    file: Path
    blocking: int
    others: int

    def as_dict(self) -> dict[str, object]:
        """Return a JSON-ready dict."""
        return {**asdict(self), "file": str(self.file)}


def write_one(
    log: EventLog,
    state: LogState,
    archive: Archive,
    report: ReportState,
    file: Path | None,
    *,
    max_bytes: int,
) -> Written:
    """Write the feedback on one report, aside first, so that a crash leaves no half a file under the name.

    Args:
        log: the event log; ``state`` is folded from it.
        state: as said.
        archive: holds the report's bytes.
        report: the report.
        file: where to; by default beside the caller, under a name made of the report's own. A folder takes that name.
        max_bytes: largest report that is opened.

    Raises:
        ThadsError: ``cannot_write``.
    """
    feedback = feedback_on(log, state, archive, report, max_bytes=max_bytes)
    target = file or Path(feedback_name(report))
    if target.is_dir():
        target /= feedback_name(report)
    aside = target.with_name(f".{target.name}.part")
    try:
        with aside.open("wb") as stream:
            write_feedback(stream, feedback)
        os.replace(aside, target)  # noqa: PTH105 pathlib's replace is the same call
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise _cannot_write(target, error) from error
    blocking = sum(task.severity == "blocking" for task in feedback.tasks)
    return Written(report.report_id, target, blocking, len(feedback.tasks) - blocking)


def write_all(
    log: EventLog,
    state: LogState,
    archive: Archive,
    reports: Sequence[ReportState],
    folder: Path,
    *,
    max_bytes: int,
) -> list[Written]:
    """Write the feedback on many reports as ``<folder>/<unit>/<name>``; two of one name are told apart by their digits."""
    written: list[Written] = []
    taken: set[Path] = set()
    for report in reports:
        unit = report.unit_code or report.folder_unit or "khong-ro-don-vi"
        target = folder / unit / feedback_name(report)
        if target in taken:
            target = target.with_name(f"{report.report_id[:8]}_{target.name}")
        taken.add(target)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _cannot_write(target, error) from error
        written.append(write_one(log, state, archive, report, target, max_bytes=max_bytes))
    return written


def _cannot_write(file: Path, error: OSError) -> ThadsError:
    return ThadsError(
        Problem(
            code="cannot_write",
            what=Text("Không ghi được tệp phản hồi.", "The workbook cannot be written."),
            where=str(file),
            expected="",
            found=error.strerror or str(error),
            next_step=Text(
                "Kiểm tra thư mục có tồn tại và có quyền ghi, tệp không đang mở trong Excel.",
                "See that the folder exists and is writable, and that Excel does not hold the file open.",
            ),
        )
    )
