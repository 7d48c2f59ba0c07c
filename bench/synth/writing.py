"""One group of departments, from its first year to the workbooks asked for.

Belongs here: the order of the work inside one process. Does not belong here: who works (`nation_files`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zlib import crc32

from bench.synth.counting import added, tally
from bench.synth.frames import frame_of
from bench.synth.lives import CaseYear, case_years
from bench.synth.matters import matters
from bench.synth.nation import departments, reporting
from bench.synth.tables import Counted, maps_in_force, tables
from pipelines.forms.maps import default_book
from pipelines.reference import units
from pipelines.reference.periods import Period


@dataclass(frozen=True, slots=True)
class Job:
    """What one process does: departments of the first day that end up together, and what to report of them.

    Attributes:
        first: codes of departments of the first day.
        wanted: (reporting department, period code) of each workbook, in order of time.
    """

    first: tuple[str, ...]
    wanted: tuple[tuple[str, str], ...]
    seed: int


@dataclass(frozen=True, slots=True)
class Workbook:
    """One workbook: where it goes, its bytes, how much is in it."""

    path: str
    data: bytes
    forms: int
    cells: int


def workbooks(job: Job) -> Iterator[Workbook]:
    """Yield the workbooks of a job, in order of time."""
    by_year: dict[int, list[tuple[str, Period]]] = {}
    for code, period_code in job.wanted:
        period = Period.parse(period_code)
        by_year.setdefault(period.fiscal_year, []).append((code, period))
    found = departments(job.seed)
    lives = zip(*(case_years(found[code], job.seed, by_year) for code in job.first), strict=True)
    for years_ in lives:
        together = dict(zip(job.first, years_, strict=True))
        for code, period in by_year[years_[0].fiscal_year]:
            yield _workbook(code, period, together, job.seed)


def folder_of(code: str, period: Period) -> str:
    """Return the folder of a report inside the inbox."""
    return f"{code}/{period.fiscal_year}"


def file_name(code: str, period: Period) -> str:
    """Return the name a department gives its workbook."""
    return f"TK-THA_{period.months:02d}T{period.fiscal_year}_{code}.xlsx"


def _workbook(code: str, period: Period, together: dict[str, CaseYear], seed: int) -> Workbook:
    first = reporting(period.end)[code]
    found = [departments(seed)[each] for each in first]
    counted = Counted(
        first,
        added([tally(each, together[each.code], period.months) for each in found]),
        tuple(matters(each, seed, period.fiscal_year, period.months) for each in found),
    )
    maps = maps_in_force(default_book().maps, period.end)
    filled = tables(maps, period, counted, seed)
    cells = sum(each.values.size + len(each.labels) for each in filled)
    path = f"{folder_of(code, period)}/{file_name(code, period)}"
    data = frame_of(maps).stamped(units.get(code), period, signed_on(code, period), filled)
    return Workbook(path, data, len(filled), cells)


def signed_on(code: str, period: Period) -> date:
    """Return the day a department signs: soon after the period, not all on the same day."""
    return period.end + timedelta(days=2 + crc32(f"{code}/{period.code}".encode()) % 4)


def write(job: Job, out: Path) -> Iterator[Workbook]:
    """Write a job's workbooks under a folder, yielding each when it is there."""
    for book in workbooks(job):
        target = out / book.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(book.data)
        yield book
