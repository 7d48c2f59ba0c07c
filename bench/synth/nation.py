"""Who reports: 63 departments, what becomes of them and their offices, and the desks where the files lie.

A desk is the place of one enforcement officer. It never ends: when offices merge or departments are refounded, its
files are shown under the unit of the day, so that what was carried forward is what is carried in.

Belongs here: units over time, sizes. Does not belong here: cases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from zlib import crc32

import numpy as np

from bench.synth.anchors import Floats, split
from pipelines.reference import units
from pipelines.reference.tables import table
from pipelines.reference.units import Unit

#: The day the nation begins; every later unit descends from one of this day.
BIRTH = date(2013, 1, 1)
#: The day the departments were merged and district offices gave way to offices of a region, 355 of them
#: (QĐ 1898/QĐ-BTP; how many each department has was not found, so it is split by what each took over).
MERGER = date(2025, 7, 1)
_ALL_REGIONS = 355
_KIND_SIZE = {"quận": 3.0, "thành phố": 2.0, "thị xã": 1.3, "huyện": 1.0}
_CITY_SIZE = {"thành phố": 2.2}
_OWN_SHARE = 2.4
#: Cases a year that make one more desk, and the fewest and most desks of an office.
_DESK_CASES, _FEWEST, _MOST = 150, 4, 11


@dataclass(frozen=True, slots=True)
class Office:
    """One office of the first day (``""``: the department's own) and its desks.

    Attributes:
        first_desk: index of its first desk within the department.
        size: share of the department's new cases.
    """

    code: str
    first_desk: int
    desks: int
    size: float


@dataclass(frozen=True, slots=True)
class Department:
    """One department of the first day with everything that descends from it."""

    code: str
    offices: tuple[Office, ...]
    size: float
    money_size: float

    @property
    def desks(self) -> int:
        """How many desks it has."""
        return sum(office.desks for office in self.offices)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a desk is found on a day: the office's code (``""``: own office) and the officer's number there."""

    office: str
    number: int


@cache
def departments(seed: int) -> dict[str, Department]:
    """Return the departments of the first day by code."""
    codes = [unit.code for unit in units.children("VN", BIRTH, level="province")]
    found = {code: _department(code, seed) for code in codes}
    return {code: found[code] for code in sorted(found)}


@cache
def reporting(on: date) -> dict[str, tuple[str, ...]]:
    """Return the departments that report for a period ending on a day, each with the first ones it descends from."""
    found: dict[str, list[str]] = defaultdict(list)
    for unit in sorted(units.children("VN", BIRTH, level="province"), key=lambda each: each.code):
        found[successor(unit.code, on)].append(unit.code)
    return {code: tuple(first) for code, first in sorted(found.items())}


def successor(code: str, on: date) -> str:
    """Return the unit that has taken the place of another by a day (of a split: the first heir)."""
    return _heir(code, on)[0]


@cache
def seats(first: tuple[str, ...], seed: int, on: date) -> tuple[Seat, ...]:
    """Return the seat of every desk of the given first departments, on a day.

    Officers are numbered in the order in which they came: those an office took over come after its own.

    Args:
        first: codes of departments of the first day that report together on the day.
        seed: seed of the nation.
        on: end of the period.
    """
    shown = _shown(first, on)
    desks = [
        (shown[code, office.code][0], shown[code, office.code][1], position)
        for position, (code, office) in enumerate(
            (code, office)
            for code in first
            for office in departments(seed)[code].offices
            for _ in range(office.desks)
        )
    ]
    taken: dict[str, int] = defaultdict(int)
    numbers: dict[int, int] = {}
    for seat, _, position in sorted(desks, key=lambda desk: (desk[1], desk[2])):
        taken[seat] += 1
        numbers[position] = taken[seat]
    return tuple(Seat(seat, numbers[position]) for seat, _, position in desks)


@cache
def offices(department: str, on: date) -> tuple[Unit, ...]:
    """Return the offices of a department on a day, in the order its forms list them."""
    registered = tuple(units.children(department, on, level="district"))
    if registered or on < MERGER:
        return registered
    return tuple(units.region_office(department, number + 1) for number in range(_regions()[department]))


def _shown(first: tuple[str, ...], on: date) -> dict[tuple[str, str], tuple[str, date]]:
    """Return, for each (department, office) of the first day, where it is shown on a day and since when."""
    department = successor(first[0], on)
    listed = [office.code for office in offices(department, on)]
    named = [(code, office.code) for code in first for office in offices(code, BIRTH)]
    found = {(code, ""): ("", BIRTH) for code in first}
    for position, (code, office) in enumerate(named):
        heir, since = _heir(office, on)
        if on >= MERGER and listed:
            found[code, office] = listed[position * len(listed) // len(named)], MERGER
        else:
            found[code, office] = (heir, since) if heir in listed else ("", since)
    return found


@cache
def _regions() -> dict[str, int]:
    """Return how many offices of a region each department has: the known total, split by what it took over."""
    codes = [unit.code for unit in units.children("VN", MERGER, level="province")]
    former = [sum(len(offices(code, BIRTH)) for code in reporting(MERGER)[heir]) for heir in codes]
    return dict(zip(codes, split(_ALL_REGIONS, [float(count) for count in former]).tolist(), strict=True))


def _heir(code: str, on: date) -> tuple[str, date]:
    """Return the unit that stands for another on a day, and since when."""
    since = BIRTH
    for heir, day in _successions().get(code, ()):
        if day <= on:
            found, later = _heir(heir, on)
            return found, max(day, later)
    return code, since


@cache
def _successions() -> dict[str, tuple[tuple[str, date], ...]]:
    heirs: dict[str, list[tuple[str, date]]] = defaultdict(list)
    for row in table("successions").to_dicts():
        heirs[row["predecessor_code"]].append(
            (row["successor_code"], date.fromisoformat(row["effective_date"]))
        )
    return {code: tuple(found) for code, found in heirs.items()}


def _department(code: str, seed: int) -> Department:
    unit = units.get(code)
    named = offices(code, BIRTH)
    sizes = [_KIND_SIZE.get(office.kind, 1.0) * _luck(office.code, seed, 0.45) for office in named]
    scale = _CITY_SIZE.get(unit.kind, 1.0) * _luck(code, seed, 0.2)
    shares = [_OWN_SHARE, *sizes] if sizes else [1.0]
    total = sum(shares)
    found: list[Office] = []
    start = 0
    for office_code, share in zip(("", *(office.code for office in named)), shares, strict=True):
        desks = min(_MOST, max(_FEWEST, round(share * scale * 550 / _DESK_CASES)))
        found.append(Office(office_code, start, desks, share / total))
        start += desks
    size = total * scale
    return Department(code, tuple(found), size, size**1.4)


def _luck(code: str, seed: int, spread: float) -> float:
    """Return a size factor of a unit: the same for the same seed, whoever asks."""
    chooser = np.random.default_rng([seed, crc32(code.encode())])
    return float(chooser.lognormal(0, spread))


def shares(found: Iterable[Department], *, of_money: bool) -> Floats:
    """Return the relative sizes of departments, for cases or for money."""
    return np.array([each.money_size if of_money else each.size for each in found])
