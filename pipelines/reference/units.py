"""Who a figure is about: departments, district offices, clusters, the nation. All dated.

A name can mean two territories (Gia Lai before and after July 2025), so look-ups take a day and return every
unit that fits; the caller decides with what else it knows.

Belongs here: codes, names, aliases, parents. Does not belong here: recognising names inside sentences.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from pipelines.reference.names import fold, strip_accents
from pipelines.reference.tables import table

Level = Literal["national", "province", "district", "cluster"]


@dataclass(frozen=True, slots=True)
class Unit:
    """One dated unit.

    Attributes:
        code: ``VN`` · ``P63-26`` (department) · ``D-381`` (district office) · ``TH-1``, ``KV-3`` (cluster).
        parent: the department of an office, the owner of a cluster, ``VN`` for departments.
        aliases: other ways its name is written, accented and plain.
    """

    code: str
    level: Level
    name: str
    short_name: str
    kind: str
    parent: str
    valid_from: date | None
    valid_to: date | None
    successor: str
    aliases: tuple[str, ...]

    def is_valid(self, on: date) -> bool:
        """Say whether the unit existed on a day (an unknown limit does not exclude)."""
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)


@cache
def all_units() -> dict[str, Unit]:
    """Return every unit by code."""
    units = [_unit(row, row["level"], row["parent_code"], row["kind"]) for row in table("units").to_dicts()]
    units += [
        _unit(row, "district", row["parent_code"], row["kind"]) for row in table("districts").to_dicts()
    ]
    units += [_cluster(row) for row in table("clusters").to_dicts()]
    return {unit.code: unit for unit in units}


def get(code: str) -> Unit:
    """Return a unit by code.

    Raises:
        KeyError: no such unit.
    """
    return all_units()[code]


def find(name: str, on: date, *, level: Level | None = None, parent: str | None = None) -> list[Unit]:
    """Return the units of that name on a day, narrowed by level and parent when given.

    The accented spelling is tried first; only when it names nobody is the plain spelling accepted.
    """
    accented, plain = _index()
    candidates = accented.get(fold(name)) or plain.get(strip_accents(name)) or ()
    return [
        unit
        for unit in (all_units()[code] for code in candidates)
        if unit.is_valid(on) and level in (None, unit.level) and parent in (None, unit.parent)
    ]


def unregistered(owner: str, kind: Literal["cluster", "region"], number: int) -> str:
    """Return the code of a numbered body inside a department that the registry does not hold.

    Clusters (``P63-49-C2``) and offices of a region (``P34-82-K3``) are numbered inside their department, so its
    code and the number name them for good.
    """
    return f"{owner}-{'C' if kind == 'cluster' else 'K'}{number}"


def owner_of(code: str) -> str:
    """Return the department of a unit, registered or not; ``VN`` owns itself."""
    unit = all_units().get(code)
    if unit is None:
        return code.rpartition("-")[0]
    return unit.parent if unit.level in ("district", "cluster") else code


def region_office(owner: str, number: int) -> Unit:
    """Return a department's office of a region (since July 2025), known by its number alone."""
    department = get(owner)
    name = f"Phòng THADS khu vực {number}"
    return Unit(
        code=unregistered(owner, "region", number),
        level="district",
        name=name,
        short_name=f"Khu vực {number}",
        kind="khu vực",
        parent=owner,
        valid_from=department.valid_from,
        valid_to=department.valid_to,
        successor="",
        aliases=(name,),
    )


def children(code: str, on: date, *, level: Level) -> list[Unit]:
    """Return the units directly under ``code`` on a day."""
    return [
        unit
        for former in _lines()[code]
        for unit in _born_under()[former]
        if unit.level == level and unit.is_valid(on) and parent_of(unit, on) == code
    ]


def parent_of(unit: Unit, on: date) -> str:
    """Return the parent's code on a day: a unit that outlives its parent belongs to the parent's successor."""
    parent = all_units().get(unit.parent)
    while parent is not None and parent.successor and not parent.is_valid(on):
        if (parent.valid_from or date.min) > on:
            break
        parent = all_units().get(parent.successor)
    return parent.code if parent else unit.parent


def cluster_members(cluster: str, on: date) -> list[str]:
    """Return the codes of the members of a cluster on a day."""
    return [
        row["unit_code"]
        for row in table("cluster_members").to_dicts()
        if row["cluster_code"] == cluster
        and (_day(row["valid_from"]) or date.min) <= on <= (_day(row["valid_to"]) or date.max)
    ]


def _unit(row: dict[str, str | None], level: Level, parent: str | None, kind: str | None) -> Unit:
    name, short = row["name_vi"] or "", row["short_name_vi"] or ""
    return Unit(
        code=row["unit_code"] or "",
        level=level,
        name=name,
        short_name=short,
        kind=kind or "",
        parent=parent or "",
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        successor=row["successor_code"] or "",
        aliases=_aliases(row["aliases"]),
    )


def _cluster(row: dict[str, str | None]) -> Unit:
    return Unit(
        code=row["cluster_code"] or "",
        level="cluster",
        name=row["name_vi"] or "",
        short_name=row["name_vi"] or "",
        kind=row["scope"] or "",
        parent=row["owner_unit_code"] or "",
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        successor="",
        aliases=_aliases(row["aliases"]),
    )


def _aliases(text: str | None) -> tuple[str, ...]:
    return tuple(alias.strip() for alias in (text or "").split(";") if alias.strip())


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _born_under() -> dict[str, list[Unit]]:
    """Return the units by the parent the registry gives them."""
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in all_units().values():
        found[unit.parent].append(unit)
    return found


@cache
def _lines() -> dict[str, list[str]]:
    """Return every code with those of the units it took the place of, itself first."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, unit in all_units().items():
        found[code].insert(0, code)
        heir = unit.successor
        while heir in all_units() and code not in found[heir]:
            found[heir].append(code)
            heir = all_units()[heir].successor
    return found


@cache
def _index() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    accented: dict[str, list[str]] = defaultdict(list)
    plain: dict[str, list[str]] = defaultdict(list)
    for unit in all_units().values():
        for name in dict.fromkeys((unit.name, unit.short_name, *unit.aliases)):
            accented[fold(name)].append(unit.code)
            plain[strip_accents(name)].append(unit.code)
    return _unique(accented), _unique(plain)


def _unique(index: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(dict.fromkeys(codes)) for key, codes in index.items()}
