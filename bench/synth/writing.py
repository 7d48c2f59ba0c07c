"""One group of departments, from its first year to the workbooks asked for.

Belongs here: the order of the work inside one process. Does not belong here: who works (`generating`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from zlib import crc32

import numpy as np

from bench.synth.counting import added, tally
from bench.synth.damage import LATE, UNREAD, Slot, damaged
from bench.synth.frames import Frame, frame_of
from bench.synth.lives import CaseYear, case_years
from bench.synth.matters import matters
from bench.synth.nation import departments, offices, reporting
from bench.synth.planted import Planted
from bench.synth.planting import Planter, Sown
from bench.synth.tables import Counted, Table, maps_in_force, of_office, tables
from pipelines.forms.maps import default_book
from pipelines.reference import units
from pipelines.reference.periods import Period
from pipelines.reference.units import Unit


@dataclass(frozen=True, slots=True)
class Job:
    """What one process does: departments of the first day that end up together, and what to report of them.

    Attributes:
        first: codes of departments of the first day.
        wanted: (reporting department, period code) of each workbook, in order of time.
        rate: planted errors per figure.
        damages: workbooks of the whole nation with an error of the whole file, and which.
    """

    first: tuple[str, ...]
    wanted: tuple[Slot, ...]
    seed: int
    rate: float = 0.0
    damages: Mapping[Slot, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workbook:
    """One workbook: where it goes (``""``: nowhere), its bytes, how much is in it, what is wrong with it."""

    path: str
    data: bytes
    forms: int
    cells: int
    planted: tuple[Planted, ...] = ()


def write(job: Job, out: Path) -> Iterator[Workbook]:
    """Write a job's workbooks under a folder, yielding each when it is there."""
    for book in workbooks(job):
        if book.path:
            target = out / book.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(book.data)
        yield book


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
            yield from _Bench(job, code, period).workbooks(together)


def file_name(code: str, period: Period) -> str:
    """Return the path of a unit's workbook inside the inbox folder of its department."""
    return f"TK-THA_{period.months:02d}T{period.fiscal_year}_{code}.xlsx"


def signed_on(code: str, period: Period) -> date:
    """Return the day a department signs: soon after the period, not all on the same day."""
    return period.end + timedelta(days=2 + crc32(f"{code}/{period.code}".encode()) % 4)


class _Bench:
    """The making of one department's workbook of one month."""

    def __init__(self, job: Job, code: str, period: Period) -> None:
        self._job, self._unit, self._period = job, units.get(code), period
        self._first = reporting(period.end)[code]
        self._damage = job.damages.get((code, period.code), "")
        self._path = f"{code}/{period.fiscal_year}/{file_name(code, period)}"
        self._chooser = np.random.default_rng([job.seed, crc32(f"{code}/{period.code}/errors".encode())])

    def workbooks(self, together: Mapping[str, CaseYear]) -> Iterator[Workbook]:
        """Yield the department's workbook, and an office's own where that is the error."""
        maps = maps_in_force(default_book().maps, self._period.end)
        whole, frame = tables(maps, self._period, self._counted(together), self._job.seed), frame_of(maps)
        cells = sum(each.values.size + len(each.labels) for each in whole)
        sown = self._sown(whole, frame, cells)
        unit, period = self._letterhead()
        data = frame.stamped(
            unit, period, signed_on(self._unit.code, self._period), sown.tables, sown.overrides
        )
        yield self._told(data, len(whole), cells, sown.planted)
        if self._damage == "office_report":
            yield from self._office_report(whole)

    def _counted(self, together: Mapping[str, CaseYear]) -> Counted:
        seed, period = self._job.seed, self._period
        found = [departments(seed)[each] for each in self._first]
        return Counted(
            self._first,
            added([tally(each, together[each.code], period.months) for each in found]),
            tuple(matters(each, seed, period.fiscal_year, period.months) for each in found),
        )

    def _sown(self, whole: list[Table], frame: Frame, cells: int) -> Sown:
        """Return the tables with their planted errors; a damaged file has none in its cells."""
        if not self._job.rate or self._damage:
            return Sown(whole)
        count = int(self._job.rate * cells + self._chooser.random())
        before = Period.cumulative(self._period.fiscal_year, max(self._period.months - 1, 1))
        slot = (self._unit.code, before.code)
        has_earlier = slot in self._job.wanted and slot not in self._job.damages and self._period != before
        planter = Planter(self._path, whole, frame.address, self._chooser)
        return planter.sow(count, has_earlier=has_earlier)

    def _letterhead(self) -> tuple[Unit, Period]:
        """Return what the form says of unit and period: something else where that is the error."""
        if self._damage == "wrong_unit":
            # One whose own report is not there, if any: two reports of one slot would hide each other's errors.
            silent = [
                code for (code, period), kind in sorted(self._job.damages.items())
                if kind in UNREAD and period == self._period.code
            ]  # fmt: skip
            others = silent or [code for code in reporting(self._period.end) if code != self._unit.code]
            return units.get(others[int(self._chooser.integers(len(others)))]), self._period
        if self._damage == "wrong_period":
            months = self._period.months - 1 or 2
            return self._unit, Period.cumulative(self._period.fiscal_year, months)
        return self._unit, self._period

    def _told(self, data: bytes, forms: int, cells: int, planted: Sequence[Planted]) -> Workbook:
        """Return the workbook with its errors, which name its bytes."""
        data = damaged(data, self._damage)
        path = {"missing": "", "late": f"{LATE}/{self._path}"}.get(self._damage, self._path)
        report_id = hashlib.sha256(data).hexdigest() if path == self._path else ""
        found = [replace(each, report_id=report_id) for each in planted]
        if self._damage and self._damage != "office_report":
            found.append(Planted(path or self._path, report_id, "", self._damage, ()))
        return Workbook(path, data, forms, cells, tuple(found))

    def _office_report(self, whole: Sequence[Table]) -> Iterator[Workbook]:
        """Yield a report of one office by itself that shows more than its department shows of it."""
        by_office = next(each for each in whole if "enforcer" in each.form_map.row_axis)
        for office in offices(self._unit.code, self._period.end):
            found = of_office(by_office, office)
            if found is not None and office.code in units.all_units():
                path = f"{self._unit.code}/{self._period.fiscal_year}/{file_name(office.code, self._period)}"
                frame = frame_of((by_office.form_map,))
                planter = Planter(path, [found], frame.address, self._chooser)
                sown = planter.raise_whole("office_report")
                data = frame.stamped(office, self._period, signed_on(office.code, self._period), sown.tables)
                report_id = hashlib.sha256(data).hexdigest()
                planted = tuple(replace(each, report_id=report_id) for each in sown.planted)
                yield Workbook(path, data, 1, found.values.size + len(found.labels), planted)
                return
