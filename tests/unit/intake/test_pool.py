"""One bad report never takes the others with it: not by dying, not by hanging, not by an unforeseen error."""

from __future__ import annotations

import os
import signal
import time
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
