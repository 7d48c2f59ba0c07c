"""P7 and P8 of the marts: a build that continues a published file says what a full build of the same log says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.events.projections import LogState
from pipelines.settings import PROJECT_ROOT
from pipelines.warehouse.dbt_run import run_dbt
from pipelines.warehouse.landing import Stores, continue_landing, fill_landing
from pipelines.warehouse.landing_status import BuildRow
from pipelines.warehouse.reader import open_reader
from tests.integration.warehouse.history import steps
from tests.integration.warehouse.world import World

pytestmark = pytest.mark.slow

DBT = PROJECT_ROOT / "dbt_project"
#: Steps of the history after which a version is built; the last one tests what it made, as a refresh does.
STOPS = (5, 11, 15, 19)

_RELATIONS = """
    select table_schema || '.' || table_name from information_schema.tables
    where table_schema in ('core', 'marts', 'vi') and table_catalog = current_database() order by 1
"""


class Builder:
    """Builds versions of one world, each as a copy of the one before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.world = World(folder / "home")
        self.stores = Stores(self.world.log, self.world.archive, self.world.facts_dir, self.world.reread)
        self.history = steps()
        self.done = 0

    def go_on(self, stop: int) -> None:
        for step in self.history[self.done : stop]:
            step(self.world)
        self.done = stop

    def build(self, base: Path | None, name: str, command: str = "run") -> Path:
        file = (
            self.folder / "building.duckdb"
        )  # dbt parses everything again when its database has another path
        state = LogState.as_of(self.world.log)
        if base is None:
            fill_landing(file, self.stores, state, BuildRow(0, None, name))
        else:
            shutil.copy(base, file)
            continue_landing(file, self.stores, state, BuildRow(0, None, name, base="v"))
        arguments = (command, "--selector", "continued") if base else (command,)
        run_dbt(DBT, file, arguments=arguments, target_dir=self.folder / "target").require_success()
        return file.rename(self.folder / f"{name}.duckdb")


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    builder = Builder(tmp_path_factory.mktemp("increments"))
    yield builder
    builder.world.log.close()


@pytest.fixture(scope="module")
def continued(builder: Builder) -> Path:
    file: Path | None = None
    for stop in STOPS:
        builder.go_on(stop)
        file = builder.build(file, f"step-{stop}")
    builder.go_on(len(builder.history))
    return builder.build(file, "continued", "build")


@pytest.fixture(scope="module")
def whole(builder: Builder, continued: Path) -> Path:
    assert continued.exists()
    return builder.build(None, "whole")


def test_p7_every_table_of_a_continued_build_is_that_of_a_full_one(continued: Path, whole: Path) -> None:
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            f"attach '{continued}' as continued (read_only); attach '{whole}' as whole (read_only)"
        )
        connection.execute("use continued")
        names = [name for (name,) in connection.execute(_RELATIONS).fetchall()]
        assert len(names) > 40
        filled = 0
        for name in names:
            ours, theirs = (
                connection.execute(f"select * from {side}.{name} order by all").fetchall()
                for side in ("continued", "whole")
            )
            assert ours == theirs, name
            filled += bool(ours)
        assert filled > 30


def test_p8_what_was_known_at_an_instant_is_the_same_in_both(
    builder: Builder, continued: Path, whole: Path
) -> None:
    instants = [event.recorded_at for event in builder.world.log.read()]
    for instant in instants[40::25]:
        for mart in ("theme_year", "province_year", "observation_lineage", "validation_findings"):
            sql = f"select * from marts.{mart} order by all"
            with open_reader(continued, as_of=instant) as one, open_reader(whole, as_of=instant) as other:
                assert one.execute(sql).fetchall() == other.execute(sql).fetchall()
