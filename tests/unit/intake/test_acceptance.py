"""What becomes of a report: accepted when nothing blocks it, held when something does, once and for the right version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.events.log import EventLog, open_log
from pipelines.events.model import NewEvent
from pipelines.events.projections import LogState
from pipelines.events.types import (
    EventBody,
    ReportAccepted,
    ReportHeld,
    ReportIdentified,
    ReportParsed,
    ReportReceived,
    SlotVersionAccepted,
    SlotVersionSubmitted,
)
from pipelines.intake.acceptance import decide

SLOT = ("P63-26", "01/TK-THA", "FY2021")


class Desk:
    """A log, its state, and the events a decision adds."""

    def __init__(self, log: EventLog) -> None:
        self.log, self.state, self.rounds = log, LogState(), 0

    def record(self, *bodies: EventBody) -> None:
        self.log.append([NewEvent(body, actor="test") for body in bodies])
        self.state.catch_up(self.log)

    def receive(self, name: str, version: int, facts: str = "a", reading: int = 1) -> str:
        report_id = name * 64
        if reading == 1:
            self.record(
                ReportReceived(report_id=report_id, file_name=name, path=name, size=1, folder_unit="P63-26")
            )
        self.record(
            ReportIdentified(
                report_id=report_id,
                reading=reading,
                parser="p",
                kind="form",
                unit_code=SLOT[0],
                period_code=SLOT[2],
                form_codes=(SLOT[1],),
            ),
            ReportParsed(report_id=report_id, reading=reading, parser="p", facts_sha256=facts, rows=1),
        )
        if reading == 1:
            self.record(
                SlotVersionSubmitted(
                    unit_code=SLOT[0],
                    form_code=SLOT[1],
                    period_code=SLOT[2],
                    report_id=report_id,
                    version=version,
                )
            )
        return report_id

    def decide(self, held_by: dict[str, tuple[str, ...]] | None = None) -> list[EventBody]:
        self.rounds += 1
        bodies = decide(self.state, held_by or {}, f"r{self.rounds}")
        self.record(*bodies)
        return bodies


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_log(tmp_path / "log.sqlite") as log:
        yield Desk(log)


def test_a_clean_report_is_accepted_once(desk: Desk) -> None:
    desk.receive("a", 1)
    assert [type(body) for body in desk.decide()] == [ReportAccepted, SlotVersionAccepted]
    assert desk.decide() == []


def test_a_blocked_version_waits_while_the_one_before_stays(desk: Desk) -> None:
    first = desk.receive("a", 1)
    desk.decide()
    second = desk.receive("b", 2)
    assert [type(body) for body in desk.decide({second: ("f1",)})] == [ReportHeld]
    assert desk.decide({second: ("f1",)}) == []
    assert desk.state.slots[SLOT].in_force == first
    assert desk.state.reports[first].ended_at is None


def test_a_blocked_version_comes_into_force_when_nothing_blocks_it_any_more(desk: Desk) -> None:
    first, second = desk.receive("a", 1), desk.receive("b", 2)
    desk.decide({second: ("f1",)})
    accepted = desk.decide()
    assert [type(body) for body in accepted] == [ReportAccepted, SlotVersionAccepted]
    assert desk.state.slots[SLOT].in_force == second
    assert desk.state.reports[first].ended_at is not None


def test_two_versions_in_one_refresh_leave_the_newer_in_force(desk: Desk) -> None:
    first, second = desk.receive("a", 1), desk.receive("b", 2)
    replaced = [body.replaces for body in desk.decide() if isinstance(body, SlotVersionAccepted)]
    assert replaced == ["", first]
    assert desk.state.slots[SLOT].in_force == second


def test_an_older_version_never_comes_back(desk: Desk) -> None:
    first, second = desk.receive("a", 1), desk.receive("b", 2)
    desk.decide({first: ("f1",)})
    assert desk.state.slots[SLOT].in_force == second
    assert desk.decide() == []
    assert desk.state.reports[first].acceptances == ()


def test_a_later_finding_does_not_take_figures_out_again(desk: Desk) -> None:
    report = desk.receive("a", 1)
    desk.decide()
    assert desk.decide({report: ("f1",)}) == []
    assert desk.state.reports[report].status == "accepted"


def test_a_blocked_new_reading_leaves_the_reading_before_in_the_marts(desk: Desk) -> None:
    report = desk.receive("a", 1, facts="old")
    desk.decide()
    desk.receive("a", 1, facts="new", reading=2)
    desk.decide({report: ("f1",)})
    assert [(each.facts_sha256, each.known_to) for each in desk.state.reports[report].acceptances] == [
        ("old", None)
    ]
    desk.decide()
    assert [each.facts_sha256 for each in desk.state.reports[report].acceptances] == ["old", "new"]
