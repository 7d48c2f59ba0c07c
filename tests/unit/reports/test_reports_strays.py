"""A report that says another unit or period than its folder or name does not push anybody's report aside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.reports.decisions import accept, decline
from pipelines.reports.lookup import find_report
from pipelines.reports.standing import standing_of
from tests.reports_support import OWN, House, changed, content, workbook

OWN_FILE, STRAY = "P63-26/2021/04.xlsx", "P63-38/2021/04.xlsx"
WRONG = changed(OWN, newly_accepted=630)
OTHER = changed(OWN, carried_in=410, newly_accepted=590)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.log.close()


def status(house: House, path: str) -> str:
    return standing_of(house.state, find_report(house.state, path)).status


def open_rules(house: House, path: str) -> set[str]:
    report = find_report(house.state, path).report_id
    return {f.rule_id for f in house.state.findings.values() if f.state == "open" and report in f.report_ids}


def test_the_units_own_report_is_judged_though_a_stray_came_after_it_in_one_refresh(house: House) -> None:
    house.take_in({OWN_FILE: workbook(content(own=WRONG)), STRAY: workbook(content(own=OTHER))})

    assert "accepted_adds_up" in open_rules(house, OWN_FILE)
    assert open_rules(house, STRAY) == {"slot_contested", "file_contradicts_itself"}
    assert (status(house, OWN_FILE), status(house, STRAY)) == ("held", "held")


def test_a_stray_leaves_what_is_in_force_in_force(house: House) -> None:
    house.take_in({OWN_FILE: workbook(content())})
    house.take_in({STRAY: workbook(content(own=OTHER))})

    assert (status(house, OWN_FILE), status(house, STRAY)) == ("accepted", "held")


def test_a_stray_that_came_first_gives_way_to_the_units_own_report(house: House) -> None:
    house.take_in({STRAY: workbook(content(own=OTHER))})
    alone = status(house, STRAY)
    house.take_in({OWN_FILE: workbook(content())})

    assert alone == "accepted"  # nobody else's figures are at stake; the contradiction is a warning
    assert (status(house, STRAY), status(house, OWN_FILE)) == ("replaced", "accepted")


def test_a_form_of_last_month_under_the_name_of_this_month_waits(house: House) -> None:
    house.take_in({"P63-26/2021/04 12 thang 2021.xlsx": workbook(content())})
    house.take_in({"P63-26/2021/04 9 thang 2021.xlsx": workbook(content(own=OTHER))})

    assert "slot_contested" in open_rules(house, "P63-26/2021/04 9 thang 2021.xlsx")
    assert status(house, "P63-26/2021/04 12 thang 2021.xlsx") == "accepted"


def test_a_person_can_let_a_stray_in_or_send_it_back(house: House) -> None:
    house.take_in({OWN_FILE: workbook(content()), STRAY: workbook(content(own=OTHER))})
    stray = find_report(house.state, STRAY)
    events = accept(
        house.log, house.state, stray, reason_code="source_confirmed", reason="đơn vị xác nhận",
        expires=datetime.now(UTC).date() + timedelta(days=60), approver="B", decision_id="d1", actor="A",
    )  # fmt: skip
    house.log.append(events)
    house.state.catch_up(house.log)
    house.check()
    assert (status(house, OWN_FILE), status(house, STRAY)) == ("replaced", "accepted")

    house.take_in(
        {"P63-15/2021/04.xlsx": workbook(content(own=changed(OTHER, in_progress=131, completed=539)))}
    )
    third = find_report(house.state, "P63-15/2021/04.xlsx")
    house.log.append([decline(house.log, third, reason="để nhầm thư mục", decision_id="d2", actor="A")])
    house.state.catch_up(house.log)
    house.check()
    assert (status(house, STRAY), status(house, "P63-15/2021/04.xlsx")) == ("accepted", "declined")
    assert not open_rules(house, "P63-15/2021/04.xlsx")
