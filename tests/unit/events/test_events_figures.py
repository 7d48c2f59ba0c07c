"""What the log says about figures of prose that people looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.events.figure_types import (
    FigureAccepted,
    FigureCorrected,
    FigureReading,
    FigureRefused,
    FigureReviewReopened,
)
from pipelines.events.log import EventLog, open_log
from pipelines.events.model import NewEvent
from pipelines.events.projections import LogState
from pipelines.events.types import EventBody, ReportParsed
from pipelines.events.upcast import current_payload
from pipelines.problems import ThadsError
from tests.events_support import Clock, figure, new, received, report

TOLD = FigureReading(unit_code="P63-38", period_code="FY2021", indicator_code="accepted_total", value="13")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log(tmp_path: Path, clock: Clock) -> Iterator[EventLog]:
    with open_log(tmp_path / "log.sqlite", clock) as opened_log:
        yield opened_log


def tell(log: EventLog, clock: Clock, *bodies: EventBody) -> LogState:
    for body in bodies:
        clock.now += 1_000_000
        log.append([new(body)])
    return LogState.as_of(log)


def reopened(reading: int = 2) -> FigureReviewReopened:
    return FigureReviewReopened(
        figure_id="figure-1", report_id=report(1), reading=reading, reason="reading_changed"
    )


def test_a_later_decision_ends_the_one_before_and_both_are_kept(log: EventLog, clock: Clock) -> None:
    state = tell(
        log, clock,
        FigureAccepted(decision_id="a", **figure(1)),
        FigureCorrected(decision_id="b", told=TOLD, reason="đọc nhầm cụm", **figure(1)),
    ).figures["figure-1"]  # fmt: skip
    first, second = state.decisions
    assert (first.verdict, first.ended_at) == ("accepted", second.recorded_at)
    assert first.told == first.read
    assert second.told is not None
    assert (second.read["value"], second.told["value"], second.ended_at) == ("12", "13", None)
    assert state.state == "corrected"
    assert state.standing == second


def test_a_refused_figure_stands_for_nothing(log: EventLog, clock: Clock) -> None:
    state = tell(log, clock, FigureRefused(decision_id="a", reason="số công văn", **figure(1)))
    assert state.figures["figure-1"].decisions[0].told is None


def test_a_reopened_figure_has_no_decision_that_holds(log: EventLog, clock: Clock) -> None:
    state = tell(log, clock, FigureAccepted(decision_id="a", **figure(1)), reopened()).figures["figure-1"]
    assert (state.state, state.standing) == ("reopened", None)
    assert state.decisions[0].ended_at is not None


def test_reopening_what_nobody_decided_on_changes_nothing_and_is_kept_for_the_operator(
    log: EventLog, clock: Clock
) -> None:
    state = tell(log, clock, reopened())
    assert state.figures == {}
    assert [each.type for each in state.anomalies] == ["FigureReviewReopened"]


def test_nobody_decides_over_somebody_elses_decision(log: EventLog) -> None:
    log.append([NewEvent(FigureAccepted(decision_id="a", **figure(1)), actor="x", expected_version=0)])
    with pytest.raises(ThadsError):
        log.append(
            [NewEvent(FigureRefused(decision_id="b", reason="r", **figure(1)), actor="y", expected_version=0)]
        )


def test_a_button_pressed_twice_is_one_decision(log: EventLog) -> None:
    event = NewEvent(FigureAccepted(decision_id="a", **figure(1)), actor="x", expected_version=0)
    assert [log.append([event])[0].is_new for _ in range(2)] == [True, False]


def test_a_reading_written_before_there_was_a_review_left_nothing_for_it(log: EventLog, clock: Clock) -> None:
    old = ReportParsed(report_id=report(1), parser="p", facts_sha256="f", rows=1).model_dump(mode="json")
    old = {name: value for name, value in old.items() if not name.startswith("review_")}
    assert current_payload("ReportParsed", 1, old)["review_rows"] == 0
    state = tell(
        log, clock, received(1),
        ReportParsed(
            report_id=report(1), parser="p", facts_sha256="f", rows=1, review_file=report(7), review_rows=3
        ),
    )  # fmt: skip
    assert state.reports[report(1)].review_file == report(7)
