"""A nation onto disk: which workbooks a range of months needs, and the processes that write them.

Belongs here: planning and spreading the work. Does not belong here: workbooks (`writing`), screens (`cli`).
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson

from bench.synth import refusals
from bench.synth.anchors import FIRST_YEAR, LAST_YEAR
from bench.synth.damage import damages
from bench.synth.nation import departments, reporting, successor
from bench.synth.planted import Planted, write_planted
from bench.synth.tables import maps_in_force
from bench.synth.writing import Job, write
from pipelines.forms.maps import default_book
from pipelines.problems import Text, ThadsError
from pipelines.progress import Advance, Progress
from pipelines.reference import units
from pipelines.reference.periods import Period

#: Every first department has found its last successor by this day.
_END = date(2100, 1, 1)
#: Told in the folder what it is; the inbox walks past it.
MANIFEST = "synth.json"
_STAGE = Text("Ghi báo cáo giả lập", "Writing synthetic reports")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a request comes to.

    Attributes:
        silent: months for which no form's columns are known; nothing is written for them.
        absent: asked departments that report in none of the months.
        forms: sheets in all workbooks.
    """

    seed: int
    first: Period
    last: Period
    jobs: tuple[Job, ...]
    silent: tuple[Period, ...]
    absent: tuple[str, ...]
    forms: int
    rate: float = 0.0

    @property
    def workbooks(self) -> int:
        """How many files will be written."""
        return sum(len(job.wanted) for job in self.jobs)

    def as_dict(self) -> dict[str, object]:
        """Return the plan as JSON-ready data; it is also what the manifest says."""
        return {
            "synthetic": True,
            "seed": self.seed,
            "from": self.first.code,
            "to": self.last.code,
            "departments": sorted({code for job in self.jobs for code, _ in job.wanted}),
            "workbooks": self.workbooks,
            "forms": self.forms,
            "errors_rate": self.rate,
            "months_without_known_forms": [period.code for period in self.silent],
            "departments_not_reporting": list(self.absent),
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was written, and how fast."""

    workbooks: int
    cells: int
    bytes: int
    seconds: float
    workers: int
    planted: int = 0

    def as_dict(self) -> dict[str, object]:
        """Return the outcome as JSON-ready data."""
        return {
            "workbooks": self.workbooks,
            "cells": self.cells,
            "bytes": self.bytes,
            "seconds": round(self.seconds, 3),
            "workers": self.workers,
            "planted": self.planted,
            "cells_per_second": round(self.cells / max(self.seconds, 1e-9)),
        }


def make_plan(provinces: Sequence[str], first: Period, last: Period, seed: int, rate: float = 0.0) -> Plan:
    """Return what a request comes to.

    Args:
        provinces: department codes; none for all.
        first: first month, e.g. ``FY2024-C01``.
        last: last month, the same or later.
        seed: seed of the nation.
        rate: planted errors per figure, and damaged files per file and kind of damage.

    Raises:
        ThadsError: a period outside the nation's years, or a code that is no department.
    """
    months = _months(first, last)
    _check_departments(provinces)
    wanted: dict[str, list[tuple[str, str]]] = defaultdict(list)
    silent, seen, forms = [], set(), 0
    for period in months:
        maps = maps_in_force(default_book().maps, period.end)
        if not maps:
            silent.append(period)
            continue
        for code, group in reporting(period.end).items():
            if not provinces or code in provinces:
                wanted[successor(group[0], _END)].append((code, period.code))
                seen.add(code)
                forms += len(maps)
    broken = damages(sorted(slot for found in wanted.values() for slot in found), rate, seed)
    jobs = [
        Job(
            _first_of(heir),
            tuple(found),
            seed,
            rate,
            {slot: broken[slot] for slot in found if slot in broken},
        )
        for heir, found in wanted.items()
    ]
    sizes = {job.first: sum(departments(seed)[code].size for code in job.first) for job in jobs}
    jobs.sort(key=lambda job: (-sizes[job.first], job.first))
    absent = tuple(code for code in provinces if code not in seen)
    return Plan(seed, first, last, tuple(jobs), tuple(silent), absent, forms, rate)


def generate(plan: Plan, out: Path, progress: Progress, workers: int | None = None) -> Outcome:
    """Write the workbooks of a plan under a folder; the same plan gives the same bytes, however many work on it."""
    count = max(1, min(workers or os.cpu_count() or 1, len(plan.jobs)))
    out.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    with progress.stage(_STAGE, plan.workbooks) as advance:
        written = _alone(plan.jobs, out, advance) if count == 1 else _together(plan.jobs, out, advance, count)
    seconds = time.perf_counter() - started
    (out / MANIFEST).write_bytes(orjson.dumps(plan.as_dict(), option=orjson.OPT_INDENT_2))
    planted = [each for book in written for each in book.planted]
    if plan.rate:
        write_planted(out, plan.seed, plan.rate, planted)
    cells, size = sum(book.cells for book in written), sum(book.size for book in written)
    return Outcome(plan.workbooks, cells, size, seconds, count, len(planted))


@dataclass(frozen=True, slots=True)
class _Written:
    """What is kept of a workbook that is on disk."""

    cells: int
    size: int
    planted: tuple[Planted, ...]


def _alone(jobs: Iterable[Job], out: Path, advance: Advance) -> list[_Written]:
    written = []
    for job in jobs:
        for book in write(job, out):
            written.append(_Written(book.cells, len(book.data), book.planted))
            advance(1)
    return written


def _together(jobs: Sequence[Job], out: Path, advance: Advance, workers: int) -> list[_Written]:
    context = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue[int] = context.Queue()
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_listen, initargs=(told,)) as pool:
        waiting = {pool.submit(_run, job, out) for job in jobs}
        done = set[object]()
        futures = list(waiting)
        while waiting:
            finished, waiting = wait(waiting, timeout=0.2)
            done |= finished
            _drain(told, advance)
        _drain(told, advance)
        return [book for future in futures for book in future.result()]


_told: multiprocessing.Queue[int] | None = None


def _listen(told: multiprocessing.Queue[int]) -> None:
    global _told  # noqa: PLW0603 - one per worker process
    _told = told


def _run(job: Job, out: Path) -> list[_Written]:
    def advance(steps: int) -> None:
        if _told is not None:
            _told.put(steps)

    return _alone([job], out, advance)


def _drain(told: multiprocessing.Queue[int], advance: Advance) -> None:
    while True:
        try:
            advance(told.get_nowait())
        except queue.Empty:
            return


def _months(first: Period, last: Period) -> list[Period]:
    for period in (first, last):
        if not period.is_cumulative or not FIRST_YEAR <= period.fiscal_year <= LAST_YEAR:
            raise ThadsError(refusals.bad_month(period.code))
    start, stop = (period.fiscal_year * 12 + period.months - 1 for period in (first, last))
    if start > stop:
        raise ThadsError(refusals.bad_range(first.code, last.code))
    return [Period.cumulative(number // 12, number % 12 + 1) for number in range(start, stop + 1)]


def _check_departments(provinces: Iterable[str]) -> None:
    known = units.all_units()
    for code in provinces:
        if code not in known or known[code].level != "province":
            raise ThadsError(refusals.no_department(code))


def _first_of(heir: str) -> tuple[str, ...]:
    return reporting(_END)[heir]
