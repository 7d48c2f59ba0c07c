"""Promises of the landing tables: what the log says up to W, no more, and exactly what was read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.observations import landing_path
from pipelines.problems import ThadsError
from pipelines.reference.tables import TABLES
from pipelines.warehouse.facts import current_readings
from pipelines.warehouse.landing import Stores, load_landing, update_landing
from tests.integration.warehouse.world import CLUSTER_FIGURES, CLUSTER_TEXT, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    world.load_references()
    world.receive("cum.txt", CLUSTER_TEXT, CLUSTER_FIGURES)
    world.reject("hong.pdf", b"%PDF broken")
    yield world
    world.log.close()


def rows(file: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_every_landing_table_is_there_with_what_the_log_says(world: World, tmp_path: Path) -> None:
    file = tmp_path / "build.duckdb"
    landed = load_landing(file, world.log, world.archive, world.facts_dir, version="v")
    tables = {
        name for (name,) in rows(file, "select table_name from duckdb_tables() where schema_name = 'landing'")
    }
    assert tables == {
        "observations", "readings", "report_readings", "report_slices", "loaded_reports", "stays", "reports",
        "acceptances", "findings", "corrections", "slots", "slot_rejections", "changed_reports", "changed_findings", "changed_slices",
        "figure_decisions", "figure_cuts", "figure_observations", "report_notes",
        "events", "build", *TABLES,
    }  # fmt: skip
    assert landed.observations == len(CLUSTER_FIGURES)
    assert landed.position == world.log.position()
    assert rows(file, "select status, count(*) from landing.reports group by 1 order by 1") == [
        ("accepted", 1),
        ("rejected", 1),
    ]
    assert rows(file, "select position, version from landing.build") == [(landed.position, "v")]
    assert rows(file, "select count(*), max(seq) from landing.events") == [(landed.position,) * 2]
    assert rows(file, "select typeof(value), typeof(printed) from landing.observations limit 1") == [
        ("DECIMAL(24,4)", "VARCHAR")
    ]
    assert rows(file, "select count(*) from landing.units where unit_code = 'P63-38'") == [(1,)]


def test_an_instant_in_the_past_knows_only_what_was_known(world: World, tmp_path: Path) -> None:
    before = next(iter(world.log.read(world.log.position() - 1))).recorded_at
    world.receive(
        "them.txt", "Năm 2020 có 7 việc.", [("TH-1", "FY2020", "accepted_total", "cases", "7", "7")]
    )
    for kwargs in ({"as_of": before}, {"until_seq": world.log.position() - 4}):
        file = tmp_path / "then.duckdb"
        landed = load_landing(file, world.log, world.archive, world.facts_dir, version="v", **kwargs)  # type: ignore[arg-type]
        assert landed.observations == len(CLUSTER_FIGURES)
        assert rows(file, "select count(*) from landing.reports") == [(2,)]


def test_status_tables_follow_the_log_while_observations_stay(world: World, tmp_path: Path) -> None:
    file = tmp_path / "build.duckdb"
    landed = load_landing(file, world.log, world.archive, world.facts_dir, version="1")
    report = next(iter(landed.state.reports))
    world.open_finding(report, "o1")
    stores = Stores(world.log, world.archive, world.facts_dir)
    again = update_landing(file, stores, landed.state.catch_up(world.log), version="2")
    assert again.position == landed.position + 1
    assert rows(file, "select state, observation_ids from landing.findings") == [("open", ["o1"])]
    assert rows(file, "select count(*) from landing.events") == [(again.position,)]
    assert rows(file, "select version from landing.build") == [("2",)]
    assert again.observations == landed.observations


def test_missing_and_damaged_facts_are_read_again_and_must_say_the_same(world: World, tmp_path: Path) -> None:
    file = tmp_path / "build.duckdb"
    state = load_landing(file, world.log, world.archive, world.facts_dir, version="v").state
    (reading,) = current_readings(state)
    facts = landing_path(world.facts_dir, *reading.key)
    for damage in (facts.unlink, lambda: facts.write_bytes(b""), lambda: facts.write_bytes(b"PAR1 half")):
        damage()
        landed = load_landing(
            file, world.log, world.archive, world.facts_dir, version="v", reread=world.reread
        )
        assert (landed.observations, landed.reread) == (len(CLUSTER_FIGURES), 1)
    facts.unlink()
    with pytest.raises(ThadsError) as error:
        load_landing(file, world.log, world.archive, world.facts_dir, version="v")
    assert error.value.problem.code == "facts_missing"
    with pytest.raises(ThadsError) as error:
        load_landing(
            file, world.log, world.archive, world.facts_dir, version="v",
            reread=lambda report: world.reread(report).head(1),
        )  # fmt: skip
    assert error.value.problem.code == "facts_differ"


def test_more_files_than_one_call_takes_are_all_loaded(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.warehouse.landing_readings.CHUNK", 2)
    for number in range(5):
        figures = [("TH-2", "FY2019", "accepted_total", "cases", f"{number}", f"{number}")]
        world.receive(f"{number}.txt", f"Có {number} việc.", figures)  # type: ignore[arg-type]
    file = tmp_path / "build.duckdb"
    landed = load_landing(file, world.log, world.archive, world.facts_dir, version="v")
    assert landed.observations == len(CLUSTER_FIGURES) + 5


def test_a_facts_file_with_too_few_rows_is_refused(world: World, tmp_path: Path) -> None:
    file = tmp_path / "build.duckdb"
    state = load_landing(file, world.log, world.archive, world.facts_dir, version="v").state
    (reading,) = current_readings(state)
    facts = landing_path(world.facts_dir, *reading.key)
    world.readings[reading.report.report_id].head(2).write_parquet(facts)
    with pytest.raises(ThadsError) as error:
        load_landing(file, world.log, world.archive, world.facts_dir, version="v")
    assert (error.value.problem.expected, error.value.problem.found) == ("5", "2")


def test_what_an_earlier_reading_told_stays_known_of_its_time(world: World, tmp_path: Path) -> None:
    world.receive("cum.txt", CLUSTER_TEXT, CLUSTER_FIGURES[:2], reading=2)
    file = tmp_path / "build.duckdb"
    landed = load_landing(file, world.log, world.archive, world.facts_dir, version="v", reread=world.reread)
    assert landed.observations == 2
    stays = rows(
        file,
        "select is_current, known_to is null, count(*) from landing.stays "
        "join landing.observations using (report_id, stay_key) where stay = 1 group by all order by all",
    )
    assert stays == [(False, False, 3), (True, True, 2)]
