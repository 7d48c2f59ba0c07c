"""One bad report never takes the others with it: not by dying, not by hanging, not by an unforeseen error."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from pipelines.intake.pool import ReadingPool
from pipelines.intake.reading import Reading, Rejection, Source
from pipelines.observations import SCHEMA


def misbehave(_archive: Path, source: Source, _max_bytes: int) -> Reading | Rejection:
    """Do what the file's name says; stands in for a reader that meets a hostile file."""
    if source.file_name == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if source.file_name == "hangs":
        time.sleep(600)
    if source.file_name == "breaks":
        raise ValueError("unforeseen")
    return Reading(source, "narrative", "test", pl.DataFrame(schema=SCHEMA), "VN")


PARENT = """
import sys
from pathlib import Path
from pipelines.intake.pool import ReadingPool
from pipelines.intake.reading import Source
from tests.unit.intake.test_pool import misbehave

folder = Path(sys.argv[1])
sources = [Source(f"{number:064x}", "hangs", "", None) for number in range(2)]
list(ReadingPool(folder, 1, workers=2, reader=misbehave).read(sources))
"""


@pytest.mark.slow
def test_workers_end_when_the_refresh_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)])
    assert _wait_for(lambda: len(_children(parent.pid)) == 2, 60)
    time.sleep(2)  # both are inside their first report
    pids = _children(parent.pid)
    parent.kill()
    parent.wait()
    assert _wait_for(lambda: not any(Path(f"/proc/{pid}/stat").exists() for pid in pids), 20)


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text()]


def _wait_for(is_so: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "code", "seconds"),
    [("dies", "reader_gave_up", 90), ("hangs", "reader_gave_up", 25), ("breaks", "reader_failed", 90)],
)
def test_the_others_are_read_when_one(name: str, code: str, seconds: float, tmp_path: Path) -> None:
    sources = [Source(f"{number:064x}", "good", "", None) for number in range(5)]
    sources.insert(2, Source("f" * 64, name, "", None))
    # The limit includes the start of a worker, which takes seconds on a busy machine.
    pool = ReadingPool(tmp_path, 1, workers=2, seconds=seconds, reader=misbehave)
    results = {result.source.report_id: result for result in pool.read(sources)}
    assert results.keys() == {source.report_id for source in sources}
    bad = results.pop("f" * 64)
    assert isinstance(bad, Rejection)
    assert bad.problem.code == code
    assert bad.problem.where == name
    assert all(isinstance(result, Reading) for result in results.values())
