"""Stage 2: every report that is new, or that better code can read again, becomes observations.

Belongs here: which reports to read and the events of a reading. Does not belong here: how one is read (`intake`).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

from pipelines.events.figure_types import FigureReviewReopened
from pipelines.events.states import FigureState, ReportState
from pipelines.events.types import (
    EventBody,
    ReportIdentified,
    ReportParsed,
    ReportRejected,
    SlotVersionRejected,
    SlotVersionSubmitted,
)
from pipelines.forms import AcceptedMap
from pipelines.intake.claims import Slot
from pipelines.intake.pool import ReadingPool, reader_with
from pipelines.intake.reading import Reading, Rejection, Source, parser_name
from pipelines.narrative.review.items import to_bytes
from pipelines.narrative.review.reopening import figures_by_report, reopenings
from pipelines.observations import write_landing
from pipelines.problems import Text
from pipelines.refresh.context import RefreshContext

#: Reports between two appends: what a crash can cost, and how much is held in memory.
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class ReadCount:
    """What reading brought: reports read, reports rejected, observations landed."""

    read: int = 0
    rejected: int = 0
    observations: int = 0


@dataclass(frozen=True, slots=True)
class _Landed:
    """A reading whose observations are on disk."""

    reading: Reading
    facts_sha256: str
    facts_file: str
    rows: int
    review_file: str = ""
    review_rows: int = 0
    reopened: tuple[FigureReviewReopened, ...] = ()


def pending_reports(context: RefreshContext) -> list[ReportState]:
    """Return the reports that today's code has not read yet, in order of receipt."""
    accepted, reread = context.form_maps.accepted, context.reread
    return [report for report in context.state.reports.values() if _is_pending(report, accepted, reread)]


def _is_pending(report: ReportState, accepted: tuple[AcceptedMap, ...], reread: tuple[str, ...]) -> bool:
    kind = "" if report.status == "rejected" else report.kind
    return (
        report.parser != parser_name(kind, accepted, report.form_codes, report.regime, report.forms_refused)
        or "ALL" in reread
        or bool({report.unit_code, report.folder_unit} & set(reread))
    )


def read_reports(context: RefreshContext) -> ReadCount:
    """Read what is pending, land the observations, log what each report is."""
    pending = pending_reports(context)
    count = ReadCount()
    decided = figures_by_report(context.state.figures)
    accepted = context.form_maps.accepted
    pool = ReadingPool(
        archive_dir=context.settings.archive_dir,
        max_bytes=context.settings.max_file_bytes,
        workers=min(os.cpu_count() or 1, len(pending) or 1),
        reader=reader_with(accepted),
        parser=parser_name("", accepted),
    )
    with context.progress.stage(Text("Đọc báo cáo", "Reading reports"), len(pending)) as advance:
        for start in range(0, len(pending), _CHUNK):
            chunk = pending[start : start + _CHUNK]
            results: dict[str, _Landed | Rejection] = {}
            for result in pool.read([_source(report) for report in chunk]):
                results[result.source.report_id] = _land(context, result, decided)
                advance(1)
            count = _add(count, results.values())
            context.record(_events(context, chunk, results))
    return count


def _source(report: ReportState) -> Source:
    return Source(report.report_id, report.file_name, report.folder_unit, report.folder_year)


def _land(
    context: RefreshContext, result: Reading | Rejection, decided: Mapping[str, list[FigureState]]
) -> _Landed | Rejection:
    if isinstance(result, Rejection):
        return result
    path, facts_sha256 = write_landing(
        result.observations, context.settings.facts_dir, result.source.report_id
    )
    # Tomorrow's code may read the report otherwise; what was known today is kept like the report itself.
    facts_file = context.archive.put_file(path).sha256
    landed = _Landed(result, facts_sha256, facts_file, result.observations.height)
    if result.review is not None:
        landed = _with_review(context, landed, result.review, decided.get(result.source.report_id, []))
    # The rows are on disk now; keeping them would hold a whole first load in memory.
    return replace(landed, reading=replace(result, observations=result.observations.clear(), review=None))


def _with_review(
    context: RefreshContext, landed: _Landed, review: pl.DataFrame, decided: list[FigureState]
) -> _Landed:
    """Keep what waits for a person, and end the decisions that this reading does not bear out."""
    report = context.state.reports[landed.reading.source.report_id]
    return replace(
        landed,
        review_file=context.archive.put_bytes(to_bytes(review)).sha256 if review.height else "",
        review_rows=review.height,
        reopened=tuple(reopenings(decided, report.reading + 1, landed.reading.observations, review)),
    )


def _add(count: ReadCount, results: Iterable[_Landed | Rejection]) -> ReadCount:
    for result in results:
        if isinstance(result, Rejection):
            count = replace(count, rejected=count.rejected + 1)
        else:
            count = replace(count, read=count.read + 1, observations=count.observations + result.rows)
    return count


def _events(
    context: RefreshContext, reports: list[ReportState], results: dict[str, _Landed | Rejection]
) -> list[EventBody]:
    """Return the events in order of receipt, so that versions are numbered as the files came."""
    bodies: list[EventBody] = []
    versions: Counter[tuple[str, str, str]] = Counter(
        {key: len(slot.versions) for key, slot in context.state.slots.items()}
    )
    for report in reports:
        result = results[report.report_id]
        reading = report.reading + 1
        if isinstance(result, Rejection):
            bodies.append(
                ReportRejected(
                    report_id=report.report_id,
                    reading=reading,
                    parser=result.parser,
                    problem=result.problem.as_dict(),
                )
            )
            bodies += _unread(context, result.unread, report.report_id, reading, "content")
            if result.by_name and not result.unread:
                bodies += _unread(context, (result.by_name,), report.report_id, reading, "file_name")
            continue
        bodies += _read_events(result, reading)
        bodies += _unread(context, result.reading.unread, report.report_id, reading, "content")
        for key in result.reading.slots:
            slot = context.state.slots.get(key)
            if slot is None or report.report_id not in slot.versions:
                versions[key] += 1
                bodies.append(_submitted(key, report.report_id, versions[key]))
    return bodies


def _unread(
    context: RefreshContext,
    slots: Iterable[Slot],
    report_id: str,
    reading: int,
    basis: Literal["content", "file_name"],
) -> list[EventBody]:
    """Return the events that say which slots a file was meant for although its forms cannot be read; each once."""
    known = context.state.slots
    return [
        SlotVersionRejected(
            unit_code=key[0], form_code=key[1], period_code=key[2], report_id=report_id, reading=reading, basis=basis
        )
        for key in slots
        if key not in known or report_id not in {*known[key].versions, *known[key].rejections}
    ]  # fmt: skip


def _read_events(landed: _Landed, number: int) -> list[EventBody]:
    reading = landed.reading
    return [
        *landed.reopened,
        ReportIdentified(
            report_id=reading.source.report_id,
            reading=number,
            parser=reading.parser,
            kind=reading.kind,
            unit_code=reading.unit_code,
            period_code=reading.period_code,
            form_codes=tuple(dict.fromkeys(form for _, form, _ in reading.slots)),
            regime=reading.regime,
            published=reading.published,
            title=reading.title,
            form_maps=reading.form_maps,
            forms_refused=reading.forms_refused,
        ),
        ReportParsed(
            report_id=reading.source.report_id,
            reading=number,
            parser=reading.parser,
            facts_sha256=landed.facts_sha256,
            facts_file=landed.facts_file,
            rows=landed.rows,
            review_file=landed.review_file,
            review_rows=landed.review_rows,
            encoding=reading.encoding,
            notes=tuple(note.as_dict() for note in reading.notes),
        ),
    ]


def _submitted(key: tuple[str, str, str], report_id: str, version: int) -> SlotVersionSubmitted:
    unit_code, form_code, period_code = key
    return SlotVersionSubmitted(
        unit_code=unit_code,
        form_code=form_code,
        period_code=period_code,
        report_id=report_id,
        version=version,
    )
