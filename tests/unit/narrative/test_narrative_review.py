"""What waits for a person, what may be decided about it, and what ends a decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import polars as pl
import pytest

from pipelines.events.figure_types import FigureAccepted, FigureCorrected, FigureReading, FigureRefused
from pipelines.events.states import FigureDecision, FigureState, ReportState
from pipelines.narrative import read_text
from pipelines.narrative.review import decisions
from pipelines.narrative.review.items import (
    Candidate,
    from_bytes,
    from_frame,
    review_frame,
    to_bytes,
)
from pipelines.narrative.review.queue import FigureCase, ReviewItem
from pipelines.narrative.review.reopening import reopenings
from pipelines.observations import to_frame
from pipelines.problems import ThadsError

REPORT = "a" * 64
NOW = datetime(2026, 1, 1, tzinfo=UTC)
#: No unit is named, so nothing can be an observation.
TEXT = "Báo cáo công tác năm 2023\nNăm 2023, đã thi hành xong 5.102 việc; phấn đấu năm 2024 đạt trên 80% về việc."
READ = FigureReading(
    unit_code="P63-40", period_code="FY2023", indicator_code="completed_total", measure="cases", value="5102"
)


def left_for_review(text: str = TEXT) -> list[Candidate]:
    reading = read_text(text, report_id=REPORT, published=date(2023, 12, 1), unit_code="")
    return list(from_frame(review_frame(REPORT, reading)))


def case(read: FigureReading = READ, version: int = 0) -> FigureCase:
    candidate = Candidate("f" * 16, REPORT, "char:10-15", "5.102", "confidence", read, 0.5, {}, {})
    report = ReportState(
        report_id=REPORT, file_name="a.txt", path="a.txt", received_at=NOW, size=1, folder_unit="", folder_year=None
    )  # fmt: skip
    return FigureCase(ReviewItem(candidate, report, "open"), version, ())


def test_a_figure_whose_unit_nobody_names_waits_with_all_that_is_known() -> None:
    (found,) = left_for_review()
    assert (found.printed, found.reason) == ("5.102", "unit")
    assert (found.read.indicator_code, found.read.period_code, found.read.value) == (
        "completed_total", "FY2023", "5102",
    )  # fmt: skip
    assert found.evidence["period"] == "named"
    assert TEXT[slice(*map(int, found.locator.removeprefix("char:").split("-")))] == found.printed


def test_plans_wait_for_nobody() -> None:
    assert all(each.printed != "80" for each in left_for_review())


def test_what_waits_survives_its_file() -> None:
    reading = read_text(TEXT, report_id=REPORT, published=date(2023, 12, 1), unit_code="")
    assert list(from_bytes(to_bytes(review_frame(REPORT, reading)))) == left_for_review()


def test_a_doubtful_figure_comes_with_what_else_it_could_be() -> None:
    text = TEXT.replace("năm 2023\n", "năm 2023 của hai huyện Nghi Lộc và Đô Lương\n")
    (found,) = left_for_review(text)
    assert "chg_abs_completed_total" in found.alternatives["indicator"]


def test_accepting_keeps_the_reading_and_the_guard() -> None:
    event = decisions.accept(case(), decision_id="d", actor="a")
    assert event.body == FigureAccepted(
        figure_id="f" * 16, decision_id="d", report_id=REPORT, locator="char:10-15", printed="5.102", read=READ,
        confidence=0.5,
    )  # fmt: skip
    assert (event.valid_from, event.valid_to) == (date(2022, 10, 1), date(2023, 9, 30))
    assert event.expected_version == 0


@pytest.mark.parametrize("part", ["unit_code", "period_code", "indicator_code"])
def test_a_figure_with_a_part_missing_cannot_be_accepted_as_it_is(part: str) -> None:
    with pytest.raises(ThadsError) as refused:
        decisions.accept(case(READ.model_copy(update={part: ""})), decision_id="d", actor="a")
    assert refused.value.problem.code == "incomplete_reading"


def test_a_correction_supplies_what_is_missing_and_keeps_both_readings() -> None:
    read = READ.model_copy(update={"unit_code": ""})
    event = decisions.correct(
        case(read), changes={"unit_code": "D-381"}, reason="đoạn nói về chi cục", decision_id="d", actor="a"
    )
    body = event.body
    assert isinstance(body, FigureCorrected)
    assert (body.read, body.told.unit_code, body.told.value) == (read, "D-381", "5102")


def test_a_corrected_indicator_brings_its_only_measure() -> None:
    event = decisions.correct(
        case(), changes={"indicator_code": "completion_rate_cases", "value": "81.20"}, reason="r", decision_id="d",
        actor="a",
    )  # fmt: skip
    assert isinstance(event.body, FigureCorrected)
    assert (event.body.told.measure, event.body.told.value) == ("percent", "81.2")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "nothing_changed"),
        ({"value": "nhiều"}, "incomplete_reading"),
        ({"unit_code": "P99"}, "incomplete_reading"),
        ({"period_code": "2023"}, "incomplete_reading"),
        ({"qualifier": "roughly"}, "incomplete_reading"),
        ({"indicator_code": "no_such"}, "incomplete_reading"),
    ],
)
def test_a_correction_must_change_something_into_a_figure_the_registries_know(
    changes: dict[str, str], code: str
) -> None:
    with pytest.raises(ThadsError) as refused:
        decisions.correct(case(), changes=changes, reason="r", decision_id="d", actor="a")
    assert refused.value.problem.code == code


@pytest.mark.parametrize("reason", ["", "  "])
def test_refusing_and_correcting_need_a_reason(reason: str) -> None:
    with pytest.raises(ThadsError):
        decisions.refuse(case(), reason=reason, decision_id="d", actor="a")
    with pytest.raises(ThadsError):
        decisions.correct(case(), changes={"value": "1"}, reason=reason, decision_id="d", actor="a")
    assert isinstance(
        decisions.refuse(case(), reason="số công văn", decision_id="d", actor="a").body, FigureRefused
    )


# --- a new reading of the report ----------------------------------------------------------------------------


def decided(verdict: str, told: FigureReading | None = None) -> FigureState:
    (offered,) = left_for_review()
    decision = FigureDecision(
        figure_id=offered.figure_id, decision_id="d", verdict=verdict, report_id=REPORT,  # type: ignore[arg-type]
        locator=offered.locator, printed=offered.printed, read=offered.read.model_dump(),
        told=told.model_dump() if told else None, confidence=0.5, reason="", actor="a", recorded_at=NOW,
    )  # fmt: skip
    return FigureState(offered.figure_id, REPORT, offered.locator, decision.verdict, (decision,))


def reasons(figure: FigureState, text: str, *, unit: str = "") -> list[str]:
    reading = read_text(text, report_id=REPORT, published=date(2023, 12, 1), unit_code=unit)
    found = reopenings([figure], 2, to_frame(reading.observations), review_frame(REPORT, reading))
    return [each.reason for each in found]


def test_a_decision_holds_while_the_same_reading_is_offered() -> None:
    assert reasons(decided("corrected", READ), TEXT) == []


def test_a_decision_holds_when_the_reader_has_come_to_the_same() -> None:
    assert reasons(decided("corrected", READ), TEXT, unit="P63-40") == []


def test_a_figure_read_in_a_third_way_is_looked_at_again() -> None:
    assert reasons(decided("corrected", READ), TEXT, unit="P63-42") == ["reading_changed"]


def test_a_figure_that_is_not_there_any_more_is_looked_at_again_unless_it_was_refused() -> None:
    moved = f"\n{TEXT}"
    assert reasons(decided("corrected", READ), moved) == ["source_changed"]
    assert reasons(decided("refused"), moved) == []


def test_what_follows_from_a_figure_is_no_reading_of_its_place() -> None:
    reading = read_text(TEXT, report_id=REPORT, published=date(2023, 12, 1), unit_code="P63-40")
    (printed,) = reading.observations
    derived = replace(
        printed, indicator_code="accepted_total", derived=True, parents=(printed.observation_id,)
    )
    frame = to_frame([printed, derived])
    assert (
        reopenings(
            [decided("corrected", READ)], 2, frame, pl.DataFrame(schema=review_frame(REPORT, reading).schema)
        )
        == []
    )
