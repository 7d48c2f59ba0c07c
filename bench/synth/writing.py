"""One group of departments, from its first year to the workbooks asked for.

Belongs here: the order of the work inside one process. Does not belong here: who works (`nation_files`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from bench.synth.cases import CaseYear, case_years
from bench.synth.counting import added, tally
from bench.synth.frames import Frame
from bench.synth.matters import matters
from bench.synth.nation import departments, reporting
from bench.synth.tables import Counted, Table, maps_in_force, tables
from pipelines.forms.maps import default_book
from pipelines.forms.sheet_writer import SheetContent
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
    last = max(by_year)
    found = departments(job.seed)
    lives = zip(*(case_years(found[code], job.seed, last) for code in job.first), strict=True)
    for years_ in lives:
        together = dict(zip(job.first, years_, strict=True))
        for code, period in by_year.get(years_[0].fiscal_year, ()):
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
    frame = _frame(code, period, tuple(each.labels for each in filled))
    cells = sum(each.values.size + len(each.labels) for each in filled)
    path = f"{folder_of(code, period)}/{file_name(code, period)}"
    return Workbook(path, frame.stamped(filled), len(filled), cells)


@lru_cache(maxsize=4)
def _frame(code: str, period: Period, labels: tuple[tuple[str, ...], ...]) -> Frame:
    maps = maps_in_force(default_book().maps, period.end)
    signed = period.end + timedelta(days=2 + crc32(f"{code}/{period.code}".encode()) % 4)
    return Frame(
        [
            SheetContent(
                form_map, units.get(code), period, tuple((label, {}) for label in rows), signed=signed,
                is_synthetic=True,
            )
            for form_map, rows in zip(maps, labels, strict=True)
        ]
    )  # fmt: skip


def write(job: Job, out: Path) -> Iterator[Workbook]:
    """Write a job's workbooks under a folder, yielding each when it is there."""
    for book in workbooks(job):
        target = out / book.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(book.data)
        yield book


__all__ = ["Job", "Table", "Workbook", "file_name", "folder_of", "workbooks", "write"]
