"""What one more month costs on top of one year and on top of ten, and what loading ten years takes.

Whole refreshes through `thads refresh`, each in a process of its own, on copies of one kept nation. The nation
of the goal (63 departments, 7,560 workbooks) takes hours; ``--scale`` says which share of the departments is taken.

Belongs here: those refreshes and their clock. Does not belong here: the files (`bench.nation`).
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure, timed
from bench.nation import nation
from bench.synth.nation import reporting
from pipelines.reference.periods import Period
from pipelines.settings import PROJECT_ROOT

_LAST = 2023
_YEARS = (1, 10)
_NEXT = f"FY{_LAST + 1}-C01"
_GOAL = 1.3


@dataclass(frozen=True, slots=True)
class _Run:
    """Seconds of the first load and of the month after it, workbooks of the load, peak megabytes of a process."""

    workbooks: int
    load: float
    month: float
    megabytes: float


def measure(folder: Path, scale: float) -> Iterator[Figure]:
    """Yield workbooks per second of each load, and the month on top of ten years beside the one on top of one."""
    everyone = sorted(reporting(Period.parse(_NEXT).end))
    departments = everyone[: max(1, round(len(everyone) * scale))]
    runs = {years: _run(folder / str(years), years, departments) for years in _YEARS}
    for years, run in runs.items():
        what = f"{years} year(s) of {len(departments)} departments end to end, {run.workbooks} workbooks"
        yield Figure(
            "history", f"{what}, peak {run.megabytes:,.0f} MB", run.workbooks / run.load, "workbooks/s"
        )
        yield Figure("history", f"one more month on top of {years} year(s)", run.month, "seconds")
    short, long = (runs[years].month for years in _YEARS)
    yield Figure(
        "history", "one more month on top of ten years", 60 / long, "refreshes/minute", "on top of one year",
        60 / short, goal_times=_GOAL,
    )  # fmt: skip


def _run(folder: Path, years: int, departments: list[str]) -> _Run:
    raw = folder / "raw"
    first, last = f"FY{_LAST - years + 1}-C01", f"FY{_LAST}-C12"
    workbooks = _link(nation(first, last, provinces=departments), raw)
    load = _refresh(folder, raw)
    _link(nation(_NEXT, _NEXT, provinces=departments), raw)
    month = _refresh(folder, raw)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return _Run(workbooks, load, month, peak)


def _link(source: Path, raw: Path) -> int:
    files = [path for path in source.rglob("*.xlsx") if not path.name.startswith(".")]
    for file in files:
        target = raw / file.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return len(files)


def _refresh(folder: Path, raw: Path) -> float:
    environment = {**os.environ, "THADS_HOME": str(folder / "home"), "THADS_RAW": str(raw)}
    command = [str(Path(sys.executable).with_name("thads")), "refresh", "--json"]
    with timed() as watch:
        subprocess.run(command, cwd=PROJECT_ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    return watch.seconds
