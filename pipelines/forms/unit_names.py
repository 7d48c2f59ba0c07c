"""From the name a form prints to the unit it means on that day.

Belongs here: the ways forms shorten agency names. Does not belong here: the units (`reference.units`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from pipelines.forms.words import data_table, normal, normal_words, starts_with, words
from pipelines.reference import units
from pipelines.reference.units import Level, Unit

_LONG = re.compile(
    r"thi\s+hành\s+án\s+dân\s+sự|thi\s+hành\s+án\s+ds|tha\s*-?\s*ds|t\.h\.a\.d\.s\.?|tha\s+dân\s+sự"
    r"|thi\s+hành\s+án(?!\s+hành)|\btha\b",
    re.IGNORECASE,
)
#: «CCTHADS», «CTHADS»: the agency in one word.
_ONE_WORD = re.compile(r"^\s*(?P<office>c?c)\.?\s?(?=tha(?:ds)?\b)", re.IGNORECASE)
#: «(*)», «(khối văn phòng)», «:» behind a name.
_BEHIND = re.compile(r"\s*(?:\([^()]*\)|[:;.*])\s*$")
_REGION = re.compile(r"(?:số )?khu vực (\d{1,2})\b\s*(.*)", re.IGNORECASE)
_PLACE = re.compile(r"\s*[,(–-]\s*(?=(?:tỉnh|thành phố|tp)\b)", re.IGNORECASE)


def level_of(name: str) -> Level | None:
    """Return the level that the words before the place name claim, ``None`` for a bare name."""
    key = normal(_spelled(name))
    if starts_with("unit_national").match(key):
        return None
    if starts_with("unit_district").match(key):
        return "district"
    is_department = starts_with("unit_province").match(key) or starts_with("unit_city").match(key)
    return "province" if is_department else None


@lru_cache(maxsize=1 << 14)
def resolve(name: str, on: date, within: str) -> tuple[Unit, ...]:
    """Return the units a row label can mean among ``within`` and the units under it; best reading first.

    Args:
        name: label without its ordinal.
        on: end of the period.
        within: code of the reporting unit.
    """
    if region := _region(name, within):
        return (region,)
    # «THADS thành phố …» may be a department or one of its offices.
    level = None if starts_with("unit_city").match(normal(name)) else level_of(name)
    for variant in (*variants(name), *variants(_split_place(name)[0])):
        found = [
            unit
            for unit in units.find(variant, on, level=level)
            if within in (unit.code, units.parent_of(unit, on)) and unit.level != "cluster"
        ]
        if found:
            return tuple([unit for unit in found if unit.code != within] or found)
    return ()


def claims_unit(name: str) -> bool:
    """Say whether a label begins with the words of an agency or of a kind of area («Huyện …», «TX. …»)."""
    return level_of(name) is not None or starts_with("unit_claim").match(normal(name)) is not None


def names_agency(name: str) -> bool:
    """Say whether a name holds words of an agency, not of a territory alone."""
    key = f" {normal(name)} "
    return any(f" {normal(word)} " in key for word in words("unit_strip"))


def has_place(name: str) -> bool:
    """Say whether a name says more than what kind of agency it is."""
    short = normal(_LONG.sub("THADS", _spelled(name)))
    agency = {word for use in ("unit_strip", "unit_kind") for word in normal_words(use)} | {normal("THADS")}
    words_of_agency = {part for word in agency for part in word.split()}
    return any(word not in words_of_agency for word in short.split())


def resolve_reporter(name: str, days: tuple[date, ...], hint: str) -> list[Unit]:
    """Return the units a letterhead's «Đơn vị báo cáo» can mean on any of the days, narrowed by the folder.

    Args:
        name: as printed, e.g. ``Chi cục THADS quận 1, TP. Hồ Chí Minh``.
        days: end of the period first, then the day of signature.
        hint: unit code of the folder, ``""`` when unknown.
    """
    office, _, place = _split_place(name)
    level = level_of(name)
    for variant in variants(office):
        found = _distinct(unit for day in days for unit in units.find(variant, day, level=level))
        found = [unit for unit in found if unit.level != "cluster"]
        if place:
            parents = {u.code for d in days for u in units.find(place, d, level="province")}
            found = [unit for unit in found if unit.parent in parents]
        if found:
            return _nearest(found, hint)
    return []


def candidates(name: str, on: date, within: str) -> list[str]:
    """Return the names of the units a misspelt label may have meant: those that share a word with it."""
    key = set(normal(_bare(name)).split())
    offices = units.children(within, on, level="district") or units.children(within, on, level="province")
    close = [u.name for u in offices if key & set(normal(u.short_name).split())]
    return (close or [u.name for u in offices])[:8]


def variants(name: str) -> Iterator[str]:
    """Yield the name as printed, abbreviated, without the agency's words, and without the kind of area."""
    spelled = _spelled(name)
    short = _LONG.sub("THADS", spelled).strip()
    place = _strip(short, "unit_strip")
    yield from dict.fromkeys((name, spelled, short, place, _long_kind(place), _strip(place, "unit_kind")))


@lru_cache(maxsize=1 << 14)
def _spelled(name: str) -> str:
    """Return a name with its agency in words of its own, without remarks behind it."""
    while (match := _BEHIND.search(name)) and match.start():
        name = name[: match.start()]
    return _ONE_WORD.sub(lambda found: "Chi cục " if len(found["office"]) > 1 else "Cục ", name)


def _long_kind(place: str) -> str:
    """Return «TX. Bỉm Sơn» as «thị xã Bỉm Sơn»: towns and districts of one name are told apart by these words."""
    head, _, rest = place.replace(".", ". ", 1).partition(" ")
    long = dict(data_table("unit_kinds").iter_rows()).get(head.rstrip(".").casefold())
    return f"{long} {rest.strip()}" if long and rest else place


def _region(name: str, within: str) -> Unit | None:
    """Return the office of a region a label means: they are numbered inside their department (since July 2025)."""
    match = _REGION.search(name) if level_of(name) == "district" else None
    owner = units.all_units().get(within)
    if match is None or owner is None or owner.level != "province":
        return None
    named = normal(match[2])
    is_own = not named or normal(owner.short_name) in named
    return units.region_office(within, int(match[1])) if is_own else None


def _bare(name: str) -> str:
    return list(variants(name))[-1]


def _strip(name: str, use: str) -> str:
    rest = name
    while match := _prefix(use).match(rest):
        rest = rest[match.end() :]
    return rest.strip() or name


@cache
def _prefix(use: str) -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:{'|'.join(re.escape(word) for word in words(use))})(?=[\s.]|$)\.?\s*", re.IGNORECASE
    )


def _split_place(name: str) -> tuple[str, str, str]:
    """Split «Chi cục THADS quận 1, TP. Hồ Chí Minh» into office and place; other names stay whole."""
    match = _PLACE.search(name) if level_of(name) == "district" else None
    return (name[: match.start()], ",", name[match.end() :].rstrip(") ")) if match else (name, "", "")


def _nearest(found: list[Unit], hint: str) -> list[Unit]:
    """Let the folder choose between namesakes; it never overrules a name that means one unit."""
    preferred = [unit for unit in found if hint and hint in (unit.code, unit.parent)]
    exact = [unit for unit in preferred if unit.code == hint]
    return exact or preferred or found


def _distinct(found: Iterator[Unit]) -> list[Unit]:
    return list({unit.code: unit for unit in found}.values())
