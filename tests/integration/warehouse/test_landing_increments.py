"""P7 of the landing tables: filled at once = brought up step by step = any split of the steps."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pytest

from pipelines.events.projections import LogState
from pipelines.warehouse.landing import Stores, continue_landing, fill_landing, update_landing
from pipelines.warehouse.landing_status import BuildRow
from tests.integration.warehouse.history import steps
from tests.integration.warehouse.world import World

#: They say how a file came to be, not what is known.
_OWN = ("build", "changed_reports", "changed_findings", "changed_slices")
_TABLES = """
    select table_name from duckdb_tables() where schema_name = 'landing' order by 1
"""
ROW = BuildRow(0, None, "v")


def content(file: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        names = [name for (name,) in connection.execute(_TABLES).fetchall() if name not in _OWN]
        return {
            name: connection.execute(f'select * from landing."{name}" order by all').fetchall()
            for name in names
        }


@pytest.mark.slow
@pytest.mark.parametrize("seed", [None, 1, 2])
def test_p7_filled_at_once_is_any_split_into_batches(tmp_path: Path, seed: int | None) -> None:
    world = World(tmp_path / "home")
    stores = Stores(world.log, world.archive, world.facts_dir, world.reread)
    history = steps()
    chance = random.Random(seed)
    stops = range(len(history)) if seed is None else chance.sample(range(len(history)), 4)
    looks = {len(history) // 2, len(history) - 1} if seed is None else {*stops, len(history) - 1}
    file, whole = tmp_path / "steps.duckdb", tmp_path / "whole.duckdb"
    history[0](world)
    fill_landing(file, stores, LogState.as_of(world.log), ROW)
    for number, step in enumerate(history[1:], start=1):
        step(world)
        state = LogState.as_of(world.log)
        if number in stops or number in looks:
            if chance.random() < 0.5:
                continue_landing(file, stores, state, ROW)
            else:
                update_landing(file, stores, state, version="v")
        if number in looks:
            fill_landing(whole, stores, state, ROW)
            assert content(file) == content(whole)
    world.log.close()


def test_only_the_slices_of_what_changed_are_named(tmp_path: Path) -> None:
    world = World(tmp_path / "home")
    stores = Stores(world.log, world.archive, world.facts_dir, world.reread)
    file = tmp_path / "build.duckdb"
    for step in steps()[:3]:
        step(world)
    fill_landing(file, stores, LogState.as_of(world.log), ROW)
    steps()[5](world)
    steps()[6](world)
    continue_landing(file, stores, LogState.as_of(world.log), ROW)
    with duckdb.connect(str(file), read_only=True) as connection:
        slices = connection.execute("select unit_code, period_code from landing.changed_slices").fetchall()
        findings = connection.execute("from landing.changed_findings").fetchall()
    assert slices == [("P63-46", "FY2020")]
    assert findings == [("f-rate",)]
    world.log.close()
