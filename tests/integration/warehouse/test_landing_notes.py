"""What the newest reading of a report noticed is a finding, for as long as the newest reading notices it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest

from pipelines.events.projections import LogState
from pipelines.forms import notes
from pipelines.problems import Problem, Text
from pipelines.validation.engine import validate
from pipelines.validation.findings import plan_finding_events
from pipelines.validation.registry import load_rules
from pipelines.warehouse.landing import Stores, fill_landing, update_landing
from pipelines.warehouse.landing_status import BuildRow
from tests.integration.warehouse.world import CLUSTER_FIGURES, CLUSTER_TEXT, World

RULES = [rule for rule in load_rules() if rule.level == "file"]
UNREADABLE = [notes.cell_unreadable(f"Biểu!C{row}", "xx") for row in range(9, 209)]
OTHER_PERIOD = notes.contradiction(
    Text("Biểu và tên tệp ghi hai kỳ.", "Form and file name tell two periods."), "Biểu", "FY2021", "FY2020"
)


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path / "home")
    world.load_references()
    return world


def receive(world: World, noted: Iterable[Problem], reading: int = 1) -> str:
    return world.receive("bao-cao.txt", CLUSTER_TEXT, CLUSTER_FIGURES, reading=reading, notes=noted)


def stores(world: World) -> Stores:
    return Stores(world.log, world.archive, world.facts_dir, world.reread)


def landed(world: World, file: Path) -> list[tuple[object, ...]]:
    fill_landing(file, stores(world), LogState.as_of(world.log), BuildRow(0, None, "v"))
    return rows(file)


def rows(file: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute("select * from landing.report_notes order by all").fetchall()


def judge(world: World, file: Path) -> None:
    """Run the rules about files and write down what opened and what closed."""
    state = LogState.as_of(world.log)
    fill_landing(file, stores(world), state, BuildRow(0, None, "v"))
    world.log.append(plan_finding_events(validate(file, RULES), state, f"r{state.position}"))


def test_two_hundred_unreadable_cells_are_one_finding_that_counts_them(world: World, tmp_path: Path) -> None:
    receive(world, UNREADABLE)
    judge(world, tmp_path / "v.duckdb")

    (finding,) = LogState.as_of(world.log).findings.values()

    assert (finding.rule_id, finding.severity, finding.lhs) == ("cells_not_read", "warning", "200")
    assert "Biểu!C9: ghi «xx»" in finding.message_vi
    assert "và 197 chỗ khác" in finding.message_vi
    assert "and 197 more" in finding.message_en


def test_a_contradiction_shows_both_sides_and_goes_when_a_new_reading_has_none(
    world: World, tmp_path: Path
) -> None:
    receive(world, [OTHER_PERIOD])
    judge(world, tmp_path / "first.duckdb")
    (finding,) = LogState.as_of(world.log).findings.values()
    assert finding.rule_id == "file_contradicts_itself"
    assert "ghi «FY2021», đối chiếu «FY2020»" in finding.message_vi

    receive(world, [], reading=2)
    judge(world, tmp_path / "second.duckdb")

    (finding,) = LogState.as_of(world.log).findings.values()
    assert finding.state == "resolved"


def test_a_note_no_rule_names_is_a_remark(world: World, tmp_path: Path) -> None:
    receive(world, [notes.extra_column("Biểu!K7", "Ghi chú")])
    judge(world, tmp_path / "v.duckdb")

    (finding,) = LogState.as_of(world.log).findings.values()

    assert (finding.rule_id, finding.severity) == ("file_remarks", "info")


def test_notes_brought_up_step_by_step_are_those_filled_at_once(world: World, tmp_path: Path) -> None:
    file = tmp_path / "steps.duckdb"
    receive(world, UNREADABLE)
    assert len(landed(world, file)) == len(UNREADABLE)

    report_id = receive(world, [OTHER_PERIOD], reading=2)
    update_landing(file, stores(world), LogState.as_of(world.log), version="v")

    assert rows(file) == landed(world, tmp_path / "whole.duckdb")
    assert [(row[0], row[3]) for row in rows(file)] == [(report_id, "identification_contradiction")]
