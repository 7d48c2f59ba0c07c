"""Stage 1: new files into the archive, reference tables into the log.

Belongs here: bytes and receipts. Does not belong here: opening a report.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.events.types import EventBody, ReferenceLoaded, ReportReceived, ReportSeenAgain
from pipelines.intake.inbox import InboxFile, InboxIndex, Scan, scan
from pipelines.problems import Problem, Text
from pipelines.reference.tables import TABLES, table, table_path
from pipelines.refresh.context import RefreshContext

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Received:
    """What the inbox brought.

    Attributes:
        new: reports whose bytes were not known.
        again: known bytes under another path.
        unchanged: files that lay there before.
        skipped: entries that could not be taken, each with its problem.
    """

    new: int
    again: int
    unchanged: int
    skipped: tuple[Problem, ...]


def open_index(context: RefreshContext) -> InboxIndex:
    """Return the index of what earlier refreshes saw in the inbox."""
    return InboxIndex(context.settings.facts_dir / "inbox.parquet")


def look(context: RefreshContext) -> Scan:
    """Return what lies in the inbox, without touching it."""
    return scan(context.settings.raw, open_index(context))


def archive_inbox(context: RefreshContext) -> Received:
    """Archive every fresh file and log its receipt: bytes first and durable, then the event."""
    index = open_index(context)
    found = scan(context.settings.raw, index)
    skipped = list(found.skipped)
    new = again = 0
    with context.progress.stage(Text("Nhận báo cáo", "Receiving reports"), len(found.fresh)) as advance:
        for start in range(0, len(found.fresh), _BATCH):
            taken = [(file, _archive(context, file, skipped)) for file in found.fresh[start : start + _BATCH]]
            bodies = _receipts(context, [(file, report_id) for file, report_id in taken if report_id])
            context.record(bodies)
            new += sum(isinstance(body, ReportReceived) for body in bodies)
            again += sum(isinstance(body, ReportSeenAgain) for body in bodies)
            for file, report_id in taken:
                if report_id:
                    index.remember(file, report_id)
            advance(len(taken))
    index.save()
    return Received(new, again, found.seen, tuple(skipped))


def load_references(context: RefreshContext) -> int:
    """Archive every reference table whose bytes changed and log its new edition; return how many did."""
    changed: list[EventBody] = []
    for name in TABLES:
        receipt = context.archive.put_file(table_path(name))
        known = context.state.references.get(name)
        if known is None or known.sha256 != receipt.sha256:
            edition = known.edition + 1 if known else 1
            changed.append(
                ReferenceLoaded(table=name, edition=edition, sha256=receipt.sha256, rows=table(name).height)
            )
    context.record(changed)
    return len(changed)


def _archive(context: RefreshContext, file: InboxFile, skipped: list[Problem]) -> str:
    """Return the report id, or ``""`` when the file could not be read or is still being written."""
    try:
        receipt = context.archive.put_file(file.absolute)
        stat = file.absolute.stat()
    except OSError as error:
        skipped.append(_unreadable(file, error.strerror or type(error).__name__))
        return ""
    if (stat.st_size, stat.st_mtime_ns) != (file.size, file.mtime_ns):
        skipped.append(_unreadable(file, "đang được ghi / still being written"))
        return ""
    return receipt.sha256


def _receipts(context: RefreshContext, taken: list[tuple[InboxFile, str]]) -> list[EventBody]:
    bodies: list[EventBody] = []
    paths = {
        report_id: {report.path, *report.seen_paths} for report_id, report in context.state.reports.items()
    }
    for file, report_id in taken:
        known = paths.setdefault(report_id, set())
        if not known:
            bodies.append(
                ReportReceived(
                    report_id=report_id,
                    file_name=file.name,
                    path=file.path,
                    size=file.size,
                    folder_unit=file.folder_unit,
                    folder_year=file.folder_year,
                )
            )
        elif file.path not in known:
            bodies.append(ReportSeenAgain(report_id=report_id, path=file.path))
        known.add(file.path)
    return bodies


def _unreadable(file: InboxFile, found: str) -> Problem:
    return Problem(
        code="unreadable_file",
        what=Text("Không đọc được tệp trong thư mục nhận.", "A file of the inbox cannot be read."),
        where=file.path,
        expected="tệp đọc được, đã ghi xong / a readable, finished file",
        found=found,
        next_step=Text(
            "Kiểm tra quyền đọc; tệp sẽ được nhận ở lần chạy sau.",
            "Check permissions; the next run takes it.",
        ),
    )
