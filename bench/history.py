"""What one more month costs on top of one year and on top of ten, and what loading ten years takes.

Whole refreshes through `thads refresh`, each in a process of its own, on copies of one kept nation. The nation
of the goal (63 departments, 7,560 workbooks) takes hours; ``--scale`` says which share of the departments is taken.
Beside the clock stand the processor's time, which other work on the machine disturbs less, the peak of that one
process, and each stage: the ratio alone does not say which stage pays for what is stored.

Belongs here: those refreshes and their clock. Does not belong here: the files (`bench.nation`).
"""

from __future__ import annotations

import json
import os
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
class _Cost:
    """What one refresh took: seconds by the clock, of the processor, of each stage; its own peak in megabytes."""

    seconds: float
    processor: float
    megabytes: float
    stages: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Run:
    """The first load with its workbooks, and the month after it."""

    workbooks: int
    load: _Cost
    month: _Cost


def measure(folder: Path, scale: float) -> Iterator[Figure]:
    """Yield workbooks per second of each load, and the month on top of ten years beside the one on top of one."""
    everyone = sorted(reporting(Period.parse(_NEXT).end))
    departments = everyone[: max(1, round(len(everyone) * scale))]
    runs = {years: _run(folder / str(years), years, departments) for years in _YEARS}
    for years, run in runs.items():
        what = f"{years} year(s) of {len(departments)} departments end to end, {run.workbooks} workbooks"
        yield Figure(
            "history",
            f"{what}, peak {run.load.megabytes:,.0f} MB",
            run.workbooks / run.load.seconds,
            "workbooks/s",
        )
    short, long = (runs[years].month for years in _YEARS)
    yield _beside("clock", short.seconds, long.seconds, goal=_GOAL)
    yield _beside("processor", short.processor, long.processor)
    for stage, seconds in long.stages.items():
        yield _beside(stage, short.stages[stage], seconds)
    yield Figure(
        "history", f"one more month on top of {_YEARS[1]} years, peak", long.megabytes, "MB",
        f"on top of {_YEARS[0]} ({short.megabytes:,.0f} MB)",
    )  # fmt: skip


def _beside(what: str, short: float, long: float, goal: float = 0) -> Figure:
    return Figure(
        "history", f"one more month on top of {_YEARS[1]} years, {what} {long:,.1f} s", 60 / long, "refreshes/minute",
        f"on top of {_YEARS[0]} ({short:,.1f} s)", 60 / short, goal_times=goal,
    )  # fmt: skip


def _run(folder: Path, years: int, departments: list[str]) -> _Run:
    raw = folder / "raw"
    first, last = f"FY{_LAST - years + 1}-C01", f"FY{_LAST}-C12"
    workbooks = _link(nation(first, last, provinces=departments), raw)
    load = _refresh(folder, raw, workbooks)
    added = _link(nation(_NEXT, _NEXT, provinces=departments), raw)
    return _Run(workbooks, load, _refresh(folder, raw, added))


def _link(source: Path, raw: Path) -> int:
    files = [path for path in source.rglob("*.xlsx") if not path.name.startswith(".")]
    for file in files:
        target = raw / file.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return len(files)


def _refresh(folder: Path, raw: Path, expected: int) -> _Cost:
    """Refresh in a process of its own; RuntimeError unless it took in exactly the workbooks expected.

    ``wait4`` gives the usage of that process alone; RUSAGE_CHILDREN would add whoever made the nation.
    """
    environment = {**os.environ, "THADS_HOME": str(folder / "home"), "THADS_RAW": str(raw)}
    command = [str(Path(sys.executable).with_name("thads")), "refresh", "--json"]
    told = folder / "refresh.json"
    with timed() as watch, told.open("wb") as out:
        process = subprocess.Popen(command, cwd=PROJECT_ROOT, env=environment, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    result = json.loads(told.read_bytes())
    if process.returncode or result["reports_new"] != expected or result["reports_rejected"]:
        raise RuntimeError(
            f"refresh ended with {process.returncode}, {expected} new reports expected: {result}"
        )
    return _Cost(watch.seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, result["seconds"])
