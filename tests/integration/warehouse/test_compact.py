"""Promises of compaction: the same rows, fewer files, and no crash loses or doubles a reading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.events.projections import LogState
from pipelines.warehouse.compact import compact
from pipelines.warehouse.facts import compact_dir
from pipelines.warehouse.landing import load_landing
from tests.integration.warehouse.world import CLUSTER_FIGURES, CLUSTER_TEXT, Figure, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    world.receive("cum.txt", CLUSTER_TEXT, CLUSTER_FIGURES)
    for number in range(4):
        figures: list[Figure] = [("TH-2", "FY2019", "accepted_total", "cases", f"{number}", f"{number}")]
        world.receive(f"{number}.txt", f"Có {number} việc.", figures)
    yield world
    world.log.close()


def observations(world: World) -> list[tuple[object, ...]]:
    file = world.home / "check.duckdb"
    load_landing(file, world.log, world.archive, world.facts_dir, version="v")
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(
            "from landing.observations where is_current order by observation_id"
        ).fetchall()


def landing_files(world: World) -> int:
    return len(list((world.facts_dir / "landing").rglob("*.parquet")))


def test_compaction_keeps_every_row_and_only_lessens_the_files(world: World) -> None:
    before = observations(world)
    done = compact(LogState.as_of(world.log), world.facts_dir, most=3)
    assert (done.folded, done.waiting, landing_files(world)) == (3, 2, 2)
    assert observations(world) == before
    done = compact(LogState.as_of(world.log), world.facts_dir)
    assert (done.folded, done.waiting, landing_files(world)) == (2, 0, 0)
    assert observations(world) == before
    assert len(list(compact_dir(world.facts_dir).glob("narrative_FY2022--*.parquet"))) == 1


def test_nothing_left_to_fold_changes_nothing(world: World) -> None:
    compact(LogState.as_of(world.log), world.facts_dir)
    files = sorted(compact_dir(world.facts_dir).iterdir())
    assert compact(LogState.as_of(world.log), world.facts_dir).folded == 0
    assert sorted(compact_dir(world.facts_dir).iterdir()) == files


def test_a_new_reading_goes_before_the_folded_one(world: World) -> None:
    compact(LogState.as_of(world.log), world.facts_dir)
    world.receive("cum.txt", CLUSTER_TEXT, CLUSTER_FIGURES[:2], reading=2)
    assert len(observations(world)) == 2 + 4
    compact(LogState.as_of(world.log), world.facts_dir)
    assert len(observations(world)) == 2 + 4


@pytest.mark.parametrize("step", ["pipelines.warehouse.compact._write_index", "pathlib.Path.unlink"])
def test_a_crash_between_the_steps_loses_and_doubles_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = observations(world)
    state = LogState.as_of(world.log)

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(step, crash)
        with pytest.raises(KeyboardInterrupt):
            compact(state, world.facts_dir)
    assert observations(world) == before
    compact(state, world.facts_dir)
    assert observations(world) == before
    assert len(list(compact_dir(world.facts_dir).glob("*--*"))) == 1
