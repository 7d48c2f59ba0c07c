"""Validation is scored on planted errors: what was planted is found, and nothing else blocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.synth.checking import failures, read_folder
from bench.synth.generating import generate, make_plan
from bench.synth.observed import observed_at_once
from bench.synth.planted import kinds, read_planted
from bench.synth.scoring import score
from pipelines.progress import Silent
from pipelines.reference.periods import Period

pytestmark = pytest.mark.slow


def write(out: Path, provinces: tuple[str, ...], first: str, last: str, rate: float = 0.0) -> Path:
    plan = make_plan(provinces, Period.parse(first), Period.parse(last), seed=3, rate=rate)
    generate(plan, out, Silent(), workers=1)
    return out


def test_no_rule_fails_over_a_change_of_year_and_the_merger(tmp_path: Path) -> None:
    write(tmp_path, ("P63-12", "P34-12"), "FY2024-C12", "FY2024-C12")
    write(tmp_path, ("P63-12", "P34-12"), "FY2025-C09", "FY2025-C10")

    readings = read_folder(tmp_path)

    assert len(readings) == 3
    assert [note for reading in readings.values() for note in reading.notes] == []
    assert {rule: found for rule, found in failures(readings.values()).items() if found} == {}


def test_planted_errors_are_found_and_nothing_else_blocks(tmp_path: Path) -> None:
    write(tmp_path, ("P63-06", "P63-12"), "FY2024-C07", "FY2024-C08", rate=0.02)
    planted = read_planted(tmp_path)

    result = score(planted, observed_at_once(tmp_path))

    assert {kinds()[each.kind].level for each in planted} >= {
        "row",
        "form",
        "cross_form",
        "cross_unit",
        "cell",
    }
    assert result.missed == []
    assert result.false == []


def test_every_planted_cell_is_what_the_list_says(tmp_path: Path) -> None:
    write(tmp_path, ("P63-12",), "FY2024-C08", "FY2024-C08", rate=0.02)
    (reading,) = read_folder(tmp_path).values()
    printed = dict(reading.observations.select("locator", "printed").iter_rows())

    for each in read_planted(tmp_path):
        if kinds()[each.kind].outcome == "finding" and each.kind not in ("rate", "rate_over", "money_unit"):
            for cell, locator in zip(each.cells, each.locators, strict=True):
                assert printed[locator] == cell.after != cell.before


def test_an_errors_list_does_not_depend_on_who_works(tmp_path: Path) -> None:
    asked = (("P63-06", "P63-12"), "FY2013-C05", "FY2013-C05", 0.01)

    assert read_planted(write(tmp_path / "a", *asked)) == read_planted(write(tmp_path / "b", *asked))
