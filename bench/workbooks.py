"""How fast a national month of workbooks becomes observations, beside fastexcel alone and a plain script.

Belongs here: the three ways over the same files in one run, and their memory. Does not belong here: the files
(`bench.nation`), the plain script (`plain_reading`).
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import fastexcel

from bench.figures import Figure, timed
from bench.nation import nation
from bench.plain_reading import read_month
from pipelines.archive.store import Archive
from pipelines.intake.pool import ReadingPool
from pipelines.intake.reading import Reading, Source
from pipelines.reference.periods import Period

_MONTH = "FY2021-C06"
_MAX_BYTES = 50 * 2**20
_GOAL_RAW = 2
_GOAL_PLAIN = 10
_GOAL_MEMORY_MB = 1024


def measure(folder: Path, scale: float) -> Iterator[Figure]:
    """Yield cells per second of the ways over one national month, and the peak memory of ours."""
    month = sorted(nation(_MONTH, _MONTH).rglob("*.xlsx"))
    files = month[: max(2, round(len(month) * scale))]
    cells, raw = _fastexcel(files)
    plain = _plain(files)
    seconds, started, megabytes = _ours(files, folder / "archive")
    what = f"{len(files)} workbooks, {cells:,.0f} cells, to observations, {os.cpu_count()} processes"
    raw_what = "fastexcel alone, one process"
    yield Figure("workbooks", what, cells / seconds, "cells/s", raw_what, cells / raw, goal_times=_GOAL_RAW)
    with_start = f"{what}, their start included"
    yield Figure("workbooks", with_start, cells / started, "cells/s", raw_what, cells / raw)
    beside = (
        f"ours; the goal is {_GOAL_PLAIN} × a plain pandas + openpyxl script ({cells / plain:,.0f} cells/s)"
    )
    yield Figure("workbooks", beside, cells / seconds, "cells/s", goal_rate=_GOAL_PLAIN * cells / plain)
    head_room = "times the peak memory fits into 1 GB (all processes)"
    yield Figure("workbooks", head_room, _GOAL_MEMORY_MB / megabytes, "times", goal_rate=1)


def _fastexcel(files: Sequence[Path]) -> tuple[int, float]:
    """Return how many cells hold something, and the seconds all sheets take to become frames."""
    best, cells = float("inf"), 0
    for _ in range(3):
        with timed() as watch:
            frames = [sheet for file in files for sheet in _sheets(file)]
        best = min(best, watch.seconds)
        cells = sum(frame.height * frame.width - sum(frame.null_count().row(0)) for frame in frames)
    return cells, best


def _sheets(file: Path) -> Iterator[object]:
    book = fastexcel.read_excel(file)
    for name in book.sheet_names:
        yield book.load_sheet(name, header_row=None, dtypes="string").to_polars()


def _plain(files: Sequence[Path]) -> float:
    with timed() as watch:
        read_month(files, Period.parse(_MONTH))
    return watch.seconds


def _ours(files: Sequence[Path], folder: Path) -> tuple[float, float, float]:
    """Return seconds from the first result on, seconds with the start of the workers, and peak megabytes."""
    archive = Archive(folder)
    sources = [
        Source(archive.put_file(file).sha256, file.name, file.parts[-3], int(file.parts[-2]))
        for file in files
    ]
    pool = ReadingPool(folder, _MAX_BYTES, workers=os.cpu_count() or 1)
    begun = time.perf_counter()
    first = 0.0
    for number, result in enumerate(pool.read(sources)):
        if not isinstance(result, Reading):
            raise TypeError(f"{result.source.file_name}: {result.problem.what.en}")
        first = time.perf_counter() if number == 0 else first
    ended = time.perf_counter()
    share = len(files) / max(1, len(files) - 1)
    own, child = (
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return (ended - first) * share, ended - begun, (own + (os.cpu_count() or 1) * child) / 1024
