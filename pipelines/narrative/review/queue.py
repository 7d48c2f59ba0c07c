"""What waits for a person over all reports, and one figure with its history.

Belongs here: the newest readings beside the decisions of the log. Does not belong here: deciding (`decisions`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from pipelines.archive.store import Archive
from pipelines.events.figure_types import FigureReading
from pipelines.events.log import EventLog
from pipelines.events.model import RecordedEvent
from pipelines.events.projections import LogState
from pipelines.events.states import FigureDecision, FigureState, ReportState
from pipelines.narrative.review.items import Candidate, from_bytes, from_observations
from pipelines.problems import Problem, Text, ThadsError


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One figure with what is known about it.

    Attributes:
        candidate: as the newest reading of its report offers it.
        state: ``open``, or the state of `events.lifecycle.FIGURE_TEXTS`.
        decision: the last decision about it, ended or not.
    """

    candidate: Candidate
    report: ReportState
    state: str
    decision: FigureDecision | None = None

    @property
    def is_waiting(self) -> bool:
        """Say whether somebody has to look."""
        return self.state in ("open", "reopened")


@dataclass(frozen=True, slots=True)
class FigureCase:
    """One figure as a person meets it before deciding.

    Attributes:
        version: of its stream; a decision is refused when it has moved on since.
        history: every event of the figure, oldest first.
    """

    item: ReviewItem
    version: int
    history: tuple[RecordedEvent, ...]

    def has(self, decision_id: str) -> bool:
        """Say whether a decision is already in the log."""
        return any(event.payload.get("decision_id") == decision_id for event in self.history)


def queue(state: LogState, archive: Archive) -> Iterator[ReviewItem]:
    """Yield the figures that readings left for review, and those whose decision ended, report by report."""
    reopened = {each.figure_id: each for each in state.figures.values() if each.standing is None}
    for report in state.reports.values():
        if report.status == "rejected" or report.kind != "narrative":
            continue
        left = list(_left_for_review(report, archive))
        named = {each.figure_id for each in left}
        missing = {each.figure_id for each in reopened.values() if each.report_id == report.report_id} - named
        for candidate in left:
            yield _item(state, report, candidate)
        if missing:
            for candidate in _read(report, archive):
                if candidate.figure_id in missing:
                    yield _item(state, report, candidate)


def open_figure(log: EventLog, state: LogState, archive: Archive, name: str) -> FigureCase:
    """Return a figure by its id or by the id of its observation; figures in the marts may be decided on too.

    Args:
        log: for the history of the figure.
        state: folded from it, up to now.
        archive: for the newest readings.
        name: 16 hex digits of the figure or 32 of an observation.

    Raises:
        ThadsError: ``unknown_figure``.
    """
    item = _find(state, archive, name)
    if item is None:
        raise ThadsError(_unknown(name))
    history = tuple(log.read(stream=f"figure/{item.candidate.figure_id}"))
    return FigureCase(item, history[-1].version if history else 0, history)


def _find(state: LogState, archive: Archive, name: str) -> ReviewItem | None:
    for report in state.reports.values():
        if report.kind == "narrative":
            for candidate in _left_for_review(report, archive):
                if candidate.figure_id == name:
                    return _item(state, report, candidate)
    for report in state.reports.values():
        if report.kind == "narrative":
            for candidate in _read(report, archive, name):
                return _item(state, report, candidate)
    return _forgotten(state, name)


def _forgotten(state: LogState, name: str) -> ReviewItem | None:
    """Return a figure that was decided on and that the newest reading does not see any more."""
    figure = state.figures.get(name)
    if figure is None:
        return None
    last = figure.decisions[-1]
    return _item(state, state.reports[figure.report_id], _as_decided(figure, last))


def _as_decided(figure: FigureState, last: FigureDecision) -> Candidate:
    return Candidate(
        figure.figure_id, figure.report_id, figure.locator, last.printed, "gone", FigureReading(**last.read),
        last.confidence, {}, {},
    )  # fmt: skip


def _item(state: LogState, report: ReportState, candidate: Candidate) -> ReviewItem:
    figure = state.figures.get(candidate.figure_id)
    if figure is None:
        return ReviewItem(candidate, report, "open")
    return ReviewItem(candidate, report, figure.state, figure.decisions[-1])


def _left_for_review(report: ReportState, archive: Archive) -> Iterator[Candidate]:
    if report.review_file:
        yield from from_bytes(archive.read(report.review_file))


def _read(report: ReportState, archive: Archive, name: str = "") -> Iterator[Candidate]:
    """Yield the printed figures of the newest reading, by default all, else the one of that id."""
    file = report.facts_files.get(report.facts_sha256, "")
    if not file:
        return
    frame = pl.read_parquet(io.BytesIO(archive.read(file)))
    for candidate, observation_id in zip(
        from_observations(frame), frame.filter(~pl.col("derived"))["observation_id"], strict=True
    ):
        if name in ("", candidate.figure_id, observation_id):
            yield candidate


def _unknown(name: str) -> Problem:
    return Problem(
        code="unknown_figure",
        what=Text(f"Không có số liệu «{name}».", f"There is no figure “{name}”."),
        where=name,
        expected="mã số liệu chờ xem xét, hoặc mã quan sát / id of a figure under review, or of an observation",
        found=name,
        next_step=Text(
            "Xem mã bằng «thads review narrative list» hoặc «thads trace».",
            "See the ids with “thads review narrative list” or “thads trace”.",
        ),
    )
