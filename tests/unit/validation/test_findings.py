"""The events of a finding's life follow from what fails now and what the log says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.events.log import EventLog, open_log
from pipelines.events.model import NewEvent
from pipelines.events.projections import LogState
from pipelines.events.types import ReportIdentified, ReportReceived
from pipelines.validation.cases import open_case
from pipelines.validation.decisions import correct, waive
from pipelines.validation.failures import Failure, Verdict
from pipelines.validation.findings import held_reports, plan_finding_events
from pipelines.validation.registry import load_registry

TODAY = date(2026, 11, 24)
REPORT = "a" * 64

FAILURE = Failure(
    finding_id="0123456789abcdef",
    rule_id="accepted_adds_up",
    severity="blocking",
    level="form",
    responsibility="department",
    unit_code="P63-38",
    period_code="FY2021",
    indicator_code="accepted_total",
    measure="cases",
    breakdown="",
    lhs=Decimal("3427.0000"),
    rhs=Decimal("3428.0000"),
    difference=Decimal("-1.0000"),
    message_vi="lệch 1",
    message_en="off by 1",
    observation_ids=("o1", "o2"),
    report_ids=(REPORT,),
    printed=("3.427", "2.371"),
)


def verdict(*failures: Failure) -> Verdict:
    return Verdict("accepted_adds_up", "tên", "title", "form", "blocking", not failures, failures)


class House:
    """A log with one report, and refreshes one after another."""

    def __init__(self, log: EventLog, kind: str = "form") -> None:
        self.log = log
        self.refreshes = 0
        received = ReportReceived(
            report_id=REPORT,
            file_name="bieu.xlsx",
            path="P63-38/2021/bieu.xlsx",
            size=1,
            folder_unit="P63-38",
        )
        identified = ReportIdentified(
            report_id=REPORT, parser="forms/1", kind=kind, unit_code="P63-38", period_code="FY2021"
        )
        log.append([NewEvent(received, "test"), NewEvent(identified, "test")])

    def refresh(self, *failures: Failure, today: date = TODAY) -> list[str]:
        self.refreshes += 1
        events = plan_finding_events([verdict(*failures)], self.state, f"run-{self.refreshes}", today=today)
        if events:
            self.log.append(events)
        assert self.state.anomalies == []
        return [type(event.body).__name__ for event in events]

    @property
    def state(self) -> LogState:
        return LogState.as_of(self.log)

    @property
    def finding_state(self) -> str:
        return self.state.findings[FAILURE.finding_id].state

    def waive(self, expires: date = date(2027, 3, 1)) -> None:
        case = open_case(self.log, FAILURE.finding_id)
        event = waive(
            case, reasons=load_registry().reasons, reason_code="source_confirmed", reason="có văn bản",
            expires=expires, approver="B", decision_id="d1", actor="A", today=TODAY,
        )  # fmt: skip
        self.log.append([event])

    def correct(self) -> None:
        case = open_case(self.log, FAILURE.finding_id)
        event = correct(
            case, observation_id="o2", expected_printed="2.371", printed="2.371", value="2370",
            reason="nhầm một việc", decision_id="d2", actor="A",
        )  # fmt: skip
        self.log.append([event])


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_log(tmp_path / "log.sqlite") as log:
        yield House(log)


def test_a_new_failure_opens_a_finding_and_the_same_failure_says_nothing_again(house: House) -> None:
    assert house.refresh(FAILURE) == ["FindingOpened"]
    assert house.refresh(FAILURE) == []


def test_other_figures_change_the_finding(house: House) -> None:
    house.refresh(FAILURE)

    assert house.refresh(replace(FAILURE, rhs=Decimal(3500))) == ["FindingChanged"]
    assert house.state.findings[FAILURE.finding_id].rhs == "3500"


def test_a_rule_that_passes_again_resolves_and_a_relapse_reopens(house: House) -> None:
    house.refresh(FAILURE)

    assert house.refresh() == ["FindingResolved"]
    assert house.refresh() == []
    assert house.refresh(FAILURE) == ["FindingReopened"]
    assert house.finding_state == "open"


def test_planning_twice_offers_the_same_facts(house: House) -> None:
    first = plan_finding_events([verdict(FAILURE)], house.state, "run-1", today=TODAY)
    second = plan_finding_events([verdict(FAILURE)], house.state, "run-1", today=TODAY)

    house.log.append(first)
    assert [each.is_new for each in house.log.append(second)] == [False]


def test_a_waiver_stands_until_it_expires(house: House) -> None:
    house.refresh(FAILURE)
    house.waive(expires=date(2026, 12, 31))

    assert house.refresh(FAILURE, today=date(2026, 12, 31)) == []
    assert house.refresh(FAILURE, today=date(2027, 1, 1)) == ["FindingReopened"]
    assert house.finding_state == "open"


def test_a_waiver_ends_when_the_figures_move(house: House) -> None:
    house.refresh(FAILURE)
    house.waive()

    assert house.refresh(replace(FAILURE, lhs=Decimal(9000))) == ["FindingReopened", "FindingChanged"]


def test_a_correction_stands_while_the_source_prints_what_it_corrects(house: House) -> None:
    house.refresh(FAILURE)
    house.correct()

    assert house.refresh(FAILURE) == []
    assert house.finding_state == "corrected"
    moved = replace(FAILURE, observation_ids=("o1", "o3"), printed=("3.427", "2.372"))
    assert house.refresh(moved) == ["FindingReopened", "FindingChanged"]
    assert house.state.corrections == {}


def test_a_blocking_finding_holds_its_form_until_somebody_decides(house: House) -> None:
    house.refresh(FAILURE)
    assert held_reports(house.state) == {REPORT: (FAILURE.finding_id,)}

    house.waive()
    assert held_reports(house.state) == {}


def test_a_warning_holds_nothing(house: House) -> None:
    house.refresh(replace(FAILURE, severity="warning"))

    assert held_reports(house.state) == {}


def test_prose_is_never_held(tmp_path: Path) -> None:
    with open_log(tmp_path / "prose.sqlite") as log:
        prose = House(log, kind="narrative")
        prose.refresh(FAILURE)

        assert held_reports(prose.state) == {}
