"""A steward lets a held version in or sends it back; until then, and after, the old version is in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.events.states import ReportState
from pipelines.problems import ThadsError
from pipelines.reports.decisions import accept, decline
from pipelines.reports.lookup import find_report
from pipelines.reports.standing import standing_of
from tests.reports_support import OWN, House, changed, content, workbook

UNTIL = datetime.now(UTC).date() + timedelta(days=60)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    house.take_in({"P63-26/2021/04.xlsx": workbook(content())})
    house.take_in({"P63-26/2021/lan2.xlsx": workbook(content(own=changed(OWN, newly_accepted=630)))})
    yield house
    house.log.close()


def named(house: House, name: str) -> ReportState:
    return find_report(house.state, name)


def status(house: House, name: str) -> str:
    return standing_of(house.state, named(house, name)).status


def test_a_held_version_comes_into_force_once_every_blocking_finding_is_let_stand(house: House) -> None:
    held_by = named(house, "lan2.xlsx").held_by
    events = accept(
        house.log, house.state, named(house, "lan2.xlsx"), reason_code="source_confirmed", reason="có công văn",
        expires=UNTIL, approver="B", decision_id="d1", actor="A",
    )  # fmt: skip
    house.log.append(events)
    house.state.catch_up(house.log)
    before = status(house, "04.xlsx"), status(house, "lan2.xlsx")
    house.check()

    assert len(events) == len(held_by) > 0
    assert before == ("accepted", "held")
    assert (status(house, "04.xlsx"), status(house, "lan2.xlsx")) == ("replaced", "accepted")


def test_who_asks_cannot_approve(house: House) -> None:
    with pytest.raises(ThadsError):
        accept(
            house.log, house.state, named(house, "lan2.xlsx"), reason_code="source_confirmed", reason="có công văn",
            expires=UNTIL, approver="A", decision_id="d1", actor="A",
        )  # fmt: skip


def test_a_declined_version_never_comes_into_force_and_its_findings_end(house: House) -> None:
    event = decline(house.log, named(house, "lan2.xlsx"), reason="gửi nhầm tệp", decision_id="d1", actor="A")
    house.log.append([event])
    house.state.catch_up(house.log)
    house.check()
    again = house.log.append(
        [decline(house.log, named(house, "lan2.xlsx"), reason="gửi nhầm tệp", decision_id="d1", actor="A")]
    )

    assert (status(house, "04.xlsx"), status(house, "lan2.xlsx")) == ("accepted", "declined")
    assert {each.state for each in house.state.findings.values()} == {"resolved"}
    assert not again[0].is_new
    assert "gửi nhầm tệp" in standing_of(house.state, named(house, "lan2.xlsx")).now.vi


def test_what_is_in_force_is_not_declined(house: House) -> None:
    with pytest.raises(ThadsError) as error:
        decline(house.log, named(house, "04.xlsx"), reason="sai", decision_id="d1", actor="A")

    assert error.value.problem.code == "report_not_held"


def test_a_declined_version_needs_a_reason(house: House) -> None:
    with pytest.raises(ThadsError) as error:
        decline(house.log, named(house, "lan2.xlsx"), reason="  ", decision_id="d1", actor="A")

    assert error.value.problem.code == "missing_text"
