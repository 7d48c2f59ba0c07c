"""The synthetic nation is whole, repeatable and labelled, and its forms agree."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from bench.nation import nation
from bench.synth.anchors import years
from bench.synth.generating import generate, make_plan
from bench.synth.lives import quotas
from bench.synth.nation import reporting
from bench.synth.planted import Cell, read_planted
from pipelines.forms import FormHints, read_all
from pipelines.problems import ThadsError
from pipelines.progress import Silent
from pipelines.readers import read
from pipelines.reference.periods import Period


def written(
    out: Path, provinces: tuple[str, ...], first: str, last: str, workers: int = 1
) -> dict[str, bytes]:
    plan = make_plan(provinces, Period.parse(first), Period.parse(last), seed=7)
    generate(plan, out, Silent(), workers)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*.xlsx"))}


def test_all_departments_of_the_day_report() -> None:
    assert len(reporting(date(2013, 1, 31))) == 63
    assert len(reporting(date(2025, 6, 30))) == 63
    assert len(reporting(date(2025, 7, 31))) == 34
    assert sorted(code for first in reporting(date(2025, 7, 31)).values() for code in first) == sorted(
        reporting(date(2013, 1, 31))
    )


def test_departments_add_up_to_the_published_nation() -> None:
    parts = [quota for (_, fiscal_year), quota in quotas(7).items() if fiscal_year == 2023]

    assert sum(part.newly_accepted for part in parts) == 636_950
    assert sum(part.completed_total for part in parts) == 575_667
    assert years()[2023].enforceable == 923_541


def test_a_month_is_the_same_whatever_else_is_asked_for(tmp_path: Path) -> None:
    alone = written(tmp_path / "a", ("P63-06",), "FY2013-C06", "FY2013-C06")
    among = written(tmp_path / "b", ("P63-06", "P63-12"), "FY2013-C05", "FY2013-C07")

    assert alone == {path: data for path, data in among.items() if path in alone}
    assert len(among) == 6


@pytest.mark.slow
def test_many_processes_write_what_one_writes(tmp_path: Path) -> None:
    asked = (("P63-06", "P63-12"), "FY2013-C05", "FY2013-C05")

    assert written(tmp_path / "a", *asked, workers=1) == written(tmp_path / "b", *asked, workers=2)


def test_months_of_unseen_regimes_are_said_and_left_out() -> None:
    plan = make_plan((), Period.parse("FY2026-C09"), Period.parse("FY2026-C12"), seed=7)

    assert plan.workbooks == 34
    assert [period.code for period in plan.silent] == ["FY2026-C10", "FY2026-C11", "FY2026"]


def test_what_cannot_be_asked_is_refused() -> None:
    for provinces, first, last in (
        ((), "FY2012-C01", "FY2013-C01"),
        ((), "FY2014-C02", "FY2014-C01"),
        (("D-381",), "FY2014-C01", "FY2014-C01"),
    ):
        with pytest.raises(ThadsError):
            make_plan(provinces, Period.parse(first), Period.parse(last), seed=7)


@pytest.mark.parametrize("month", ["FY2013-C05", "FY2020-C04"])
def test_every_sheet_is_read_whole_and_says_it_is_synthetic(tmp_path: Path, month: str) -> None:
    ((path, data),) = written(tmp_path, ("P63-06",), month, month).items()
    unit, year, name = path.split("/")
    document = read(data, name, max_bytes=10**8)
    reading = read_all(document, hashlib.sha256(data).hexdigest(), FormHints(unit, int(year), name))

    assert len(reading.identified) == len(document.sheets)
    assert reading.notes == ()
    assert all(form.is_synthetic and form.unit_code == unit for form in reading.identified)
    assert {form.period_code for form in reading.identified} == {month}


def test_a_nation_for_the_benches_is_made_once(tmp_path: Path) -> None:
    asked = {"first": "FY2013-C05", "last": "FY2013-C05", "provinces": ("P63-12",), "cache": tmp_path}
    folder = nation(**asked)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.xlsx")}

    assert nation(**asked) == folder
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.xlsx")} == before != {}


def test_no_other_error_touches_the_cases_beside_which_money_was_planted(tmp_path: Path) -> None:
    plan = make_plan(("P63-12",), Period.parse("FY2024-C08"), Period.parse("FY2024-C08"), seed=7, rate=0.04)
    generate(plan, tmp_path, Silent(), workers=1)
    planted = read_planted(tmp_path)
    twins = {"02-TK-THA": "01-TK-THA", "05-TK-THA": "04-TK-THA"}

    without_cases = {(twins[e.sheet], row_of(e.cells[0])) for e in planted if e.kind == "money_no_cases"}
    touched = {(e.sheet, row_of(cell)) for e in planted for cell in e.cells}

    assert without_cases
    assert without_cases & touched == set()


def row_of(cell: Cell) -> int:
    return int(cell.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
