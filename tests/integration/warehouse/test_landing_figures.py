"""Decisions about figures of prose: what enters the marts, what leaves them, and what was known before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.events.figure_types import (
    FigureAccepted,
    FigureCorrected,
    FigureReading,
    FigureRefused,
    FigureReviewReopened,
)
from pipelines.narrative.review.items import figure_id
from pipelines.warehouse.landing import load_landing
from tests.integration.warehouse.world import Figure, World

TEXT = "Năm 2021 thụ lý 19.890 việc; thi hành xong 12.300 việc."
READ = FigureReading(
    unit_code="P63-38", period_code="FY2021", indicator_code="completed_total", measure="cases", value="12300"
)
TOLD = READ.model_copy(update={"unit_code": "TH-1"})


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path / "home")
    world.load_references()
    yield world
    world.log.close()


def receive(world: World, derived: Sequence[Figure] = ()) -> str:
    figures = [("P63-38", "FY2021", "accepted_total", "cases", "19890", "19.890")]
    return world.receive("a.txt", TEXT, figures, derived=derived)


def decision(report_id: str, printed: str, read: FigureReading, decision_id: str = "d1") -> dict[str, Any]:
    at = TEXT.index(printed)
    locator = f"char:{at}-{at + len(printed)}"
    return {
        "figure_id": figure_id(report_id, locator), "decision_id": decision_id, "report_id": report_id,
        "locator": locator, "printed": printed, "read": read,
    }  # fmt: skip


def in_marts(world: World, tmp_path: Path, **until: object) -> list[tuple[object, ...]]:
    """Return unit, value and whether it stays, of every stay, oldest first."""
    file = tmp_path / "build.duckdb"
    load_landing(file, world.log, world.archive, world.facts_dir, version="v", reread=world.reread, **until)  # type: ignore[arg-type]
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(
            "select unit_code, value::integer, known_to is null, is_current from landing.stays "
            "join landing.observations using (report_id, stay_key) order by known_from, unit_code, value"
        ).fetchall()


def test_an_accepted_figure_is_in_the_marts_from_its_decision_on(world: World, tmp_path: Path) -> None:
    report_id = receive(world)
    before = world.log.position()
    world.record(FigureAccepted(**decision(report_id, "12.300", READ)))
    assert in_marts(world, tmp_path) == [("P63-38", 19890, True, True), ("P63-38", 12300, True, True)]
    assert in_marts(world, tmp_path, until_seq=before) == [("P63-38", 19890, True, True)]


def test_a_corrected_figure_enters_as_the_steward_read_it(world: World, tmp_path: Path) -> None:
    report_id = receive(world)
    world.record(FigureCorrected(told=TOLD, reason="cụm 1", **decision(report_id, "12.300", READ)))
    assert in_marts(world, tmp_path)[-1] == ("TH-1", 12300, True, True)


def test_a_refused_figure_leaves_the_marts_and_stays_known_of_the_past(world: World, tmp_path: Path) -> None:
    report_id = receive(world)
    before = world.log.position()
    read = READ.model_copy(update={"indicator_code": "accepted_total", "value": "19890"})
    world.record(FigureRefused(reason="trùng", **decision(report_id, "19.890", read)))
    assert in_marts(world, tmp_path) == [("P63-38", 19890, False, False)]
    assert in_marts(world, tmp_path, until_seq=before) == [("P63-38", 19890, True, True)]


def test_accepting_a_figure_that_is_in_the_marts_changes_nothing(world: World, tmp_path: Path) -> None:
    report_id = receive(world)
    before = in_marts(world, tmp_path)
    read = READ.model_copy(update={"indicator_code": "accepted_total", "value": "19890"})
    world.record(FigureAccepted(**decision(report_id, "19.890", read)))
    assert in_marts(world, tmp_path) == before


def test_a_decision_that_was_reopened_holds_no_longer(world: World, tmp_path: Path) -> None:
    report_id = receive(world)
    told = decision(report_id, "12.300", READ)
    world.record(FigureAccepted(**told))
    world.record(
        FigureReviewReopened(
            figure_id=str(told["figure_id"]), report_id=report_id, reading=2, reason="reading_changed"
        )
    )
    assert in_marts(world, tmp_path)[-1] == ("P63-38", 12300, False, False)


def test_a_report_that_is_not_accepted_brings_no_reviewed_figure(world: World, tmp_path: Path) -> None:
    report_id = world.receive("held.txt", TEXT, [], accepted=False)
    world.record(FigureAccepted(**decision(report_id, "12.300", READ)))
    assert in_marts(world, tmp_path) == []


def test_what_follows_from_a_replaced_figure_is_replaced_with_it(world: World, tmp_path: Path) -> None:
    report_id = receive(world, derived=[("P63-38", "FY2020", "accepted_total", "cases", "20000", "19.890")])
    assert sorted(value for _, value, _, _ in in_marts(world, tmp_path)) == [19890, 20000]
    read = READ.model_copy(update={"indicator_code": "accepted_total", "value": "19890"})
    world.record(FigureRefused(reason="sai", **decision(report_id, "19.890", read)))
    assert [stays for _, _, stays, _ in in_marts(world, tmp_path)] == [False, False]


def test_a_derived_figure_is_not_cut_because_its_parent_was_confirmed(world: World, tmp_path: Path) -> None:
    report_id = receive(world, derived=[("P63-38", "FY2020", "accepted_total", "cases", "20000", "19.890")])
    read = READ.model_copy(update={"indicator_code": "accepted_total", "value": "19890"})
    world.record(FigureAccepted(**decision(report_id, "19.890", read)))
    assert [stays for _, _, stays, _ in in_marts(world, tmp_path)] == [True, True]
