"""One refresh of ``raw/`` into an empty home, as a new user would run it; every acceptance test reads its result."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipelines.warehouse.pointer import find_version
from pipelines.warehouse.reader import open_reader

PROJECT_ROOT = Path(__file__).resolve().parents[2]
THADS = Path(sys.executable).with_name("thads")


@dataclass(frozen=True, slots=True)
class Home:
    """A state directory, the inbox it was filled from, and the summary of its first refresh."""

    path: Path
    raw: Path
    summary: dict[str, Any]

    def thads(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``thads …`` on this home, as a user in English would."""
        return _thads(self.path, self.raw, *arguments)

    def thads_json(self, *arguments: str) -> Any:
        """Run ``thads … --json`` and return what it printed."""
        done = self.thads(*arguments, "--json")
        assert done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
        return json.loads(done.stdout)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Return the rows of a query over the published file."""
        folder = self.path / "warehouse"
        with open_reader(folder / find_version(folder).file) as connection:
            return connection.execute(sql).pl().to_dicts()


@pytest.fixture(scope="session")
def refreshed_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home after one refresh of the tracked samples; shared by all workers, so never change it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home, summary_file, raw = (
        shared / "refreshed-home",
        shared / "refreshed-summary.json",
        PROJECT_ROOT / "raw",
    )
    with _only_one(shared / "refreshed.lock"):
        if not summary_file.exists():
            done = _thads(home, raw, "refresh", "--json")
            assert done.returncode == 0, f"thads refresh failed\n{done.stdout}\n{done.stderr}"
            summary_file.write_text(done.stdout, encoding="utf-8")
    return Home(home, raw, json.loads(summary_file.read_text(encoding="utf-8")))


@pytest.fixture
def own_home(refreshed_home: Home, tmp_path: Path) -> Home:
    """A copy of the refreshed home and its inbox that a test may change."""
    home, raw = tmp_path / "home", tmp_path / "raw"
    shutil.copytree(refreshed_home.path, home)
    shutil.copytree(refreshed_home.raw, raw)
    return Home(home, raw, refreshed_home.summary)


def _thads(home: Path, raw: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("THADS_", "DAGSTER_"))
    }
    environment |= {"THADS_HOME": str(home), "THADS_RAW": str(raw), "THADS_LANG": "en", "COLUMNS": "200"}
    return subprocess.run(
        [str(THADS), *arguments], env=environment, capture_output=True, text=True, timeout=600, check=False
    )


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
