"""Where a report stands: found by what people know of it, told in words, never ahead of the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.events.states import ReportState
from pipelines.problems import ThadsError
from pipelines.reports.dossier import figures_of, open_dossier
from pipelines.reports.listing import list_rows
from pipelines.reports.lookup import find_report, versions_before
from pipelines.reports.standing import standing_of
from tests.reports_support import OWN, House, changed, content, workbook

GOOD = workbook(content())
WRONG = workbook(content(own=changed(OWN, newly_accepted=630)))
BETTER = workbook(
    content(own=changed(OWN, completed=530, in_progress=140, completed_total=550, carried_forward=425))
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Version 1 is right and in force, version 2 is wrong and held, a third file is no report."""
    house = House(tmp_path_factory.mktemp("house"))
    house.take_in({"P63-26/2021/04.xlsx": GOOD})
    house.take_in({"P63-26/2021/04-lan2.xlsx": WRONG, "P63-26/2021/anh.xlsx": b"PK\x03\x04 cut short"})
    return house


def named(house: House, name: str) -> ReportState:
    return find_report(house.state, name)


def test_a_report_is_found_by_digits_path_and_file_name(house: House) -> None:
    report = named(house, "P63-26/2021/04.xlsx")

    assert named(house, report.report_id[:8]) is report
    assert named(house, "raw/P63-26/2021/04.xlsx") is report
    assert named(house, "04.xlsx") is report


def test_a_name_that_fits_none_or_several_is_refused_with_what_to_do(house: House) -> None:
    with pytest.raises(ThadsError) as unknown:
        named(house, "05.xlsx")
    house.state.reports["f" * 64] = named(house, "04.xlsx")
    try:
        with pytest.raises(ThadsError) as twice:
            named(house, "04.xlsx")
    finally:
        del house.state.reports["f" * 64]

    assert unknown.value.problem.code == "unknown_report"
    assert twice.value.problem.code == "ambiguous_report"


def test_the_old_version_stays_in_force_until_the_new_one_is_accepted(house: House, tmp_path: Path) -> None:
    old, new = named(house, "04.xlsx"), named(house, "04-lan2.xlsx")
    place = standing_of(house.state, new)

    assert standing_of(house.state, old).status == "accepted"
    assert place.status == "held"
    assert (place.slots[0].version, place.slots[0].in_force) == (2, old.report_id)
    assert "Bản 1" in place.now.vi
    assert versions_before(house.state, new)[0][1] is old

    after = House(tmp_path)
    after.take_in({"P63-26/2021/04.xlsx": GOOD})
    after.take_in({"P63-26/2021/04-lan2.xlsx": BETTER})
    assert standing_of(after.state, named(after, "04.xlsx")).status == "replaced"
    assert standing_of(after.state, named(after, "04-lan2.xlsx")).status == "accepted"


def test_a_rejected_file_says_why_and_what_to_do(house: House) -> None:
    dossier = open_dossier(house.log, house.state, named(house, "anh.xlsx"))

    assert dossier.standing.status == "rejected"
    assert dossier.problem is not None
    assert dossier.problem.next_step.vi


def test_a_dossier_holds_the_findings_the_worst_first_and_the_figures(house: House) -> None:
    report = named(house, "04-lan2.xlsx")
    dossier = open_dossier(house.log, house.state, report)

    assert {each.severity for each in dossier.open_findings} >= {"blocking"}
    assert dossier.open_findings[0].severity == "blocking"
    assert figures_of(house.archive, report).height == report.rows


def test_the_list_is_narrowed_by_unit_period_form_and_status(house: House) -> None:
    assert len(list_rows(house.state)) == 3
    assert [row.version for row in list_rows(house.state, form="04/TK-THA", period="FY2021")] == [1, 2]
    assert [row.blocking > 0 for row in list_rows(house.state, status="held")] == [True]
    assert list_rows(house.state, unit="P63-38") == []
    with pytest.raises(ThadsError):
        list_rows(house.state, status="lost")


def test_a_report_without_errors_has_no_findings(house: House) -> None:
    assert open_dossier(house.log, house.state, named(house, "04.xlsx")).findings == ()
