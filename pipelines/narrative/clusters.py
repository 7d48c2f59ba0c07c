"""Emulation clusters and offices of a region: by number inside a department, or by the provinces they join.

Belongs here: recognising them. Does not belong here: departments and district offices (`gazetteer`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from functools import cache

from pipelines.narrative.fold import fold
from pipelines.reference import units

_NUMBERED = re.compile(r"\b(?:cụm|khối)(?: thi đua)?(?: số)? (\d{1,2}|i{1,3}|iv|v)\b(?! cụm)")
#: "các Cụm 1, 2 và 3": the word is said once.
_SEVERAL = re.compile(
    r"\bcác (?:cụm|khối)(?: thi đua)?(?: số)? (\d{1,2}(?:, \d{1,2})* và \d{1,2})\b(?![.,]\d| (?:cụm|việc|đơn vị))"
)
_DIGITS = re.compile(r"\d{1,2}")
_REGION = re.compile(
    r"\bphòng (?:thads|thi hành án dân sự|tha dân sự|tha)?(?: ?số)? ?khu vực (\d{1,2})\b|"
    r"\bthads khu vực (\d{1,2})\b"
)
_NAMED = re.compile(r"\b(?:khối|cụm|khu vực) thi đua\b[^.;\n]{4,90}")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
#: Words that every cluster's name has.
_GENERIC = re.compile(
    r"\b(?:khối|cụm|khu vực|thi đua|các|chi cục|cục|thads|thi hành án dân sự|tỉnh|thành phố|sở tư pháp|miền|số|và|bộ tư pháp)\b|[,()]"
)


def find(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return (start, end, ``cluster:<n>`` | ``region:<n>`` | ``code:<cluster>``) of a span, in order."""
    found = [(m.start(), m.end(), f"cluster:{number(m[1])}") for m in _NUMBERED.finditer(text, start, end)]
    several = [hit for match in _SEVERAL.finditer(text, start, end) for hit in _several(match)]
    found = without(found, several) + several
    found += [
        (m.start(), m.end(), f"region:{number(m[1] or m[2])}") for m in _REGION.finditer(text, start, end)
    ]
    for match in _NAMED.finditer(text, start, end):
        code = _named(match[0])
        if code is not None:
            found.append((match.start(), match.start() + len("cụm thi đua"), f"code:{code}"))
    return sorted(found)


def _several(match: re.Match[str]) -> list[tuple[int, int, str]]:
    """Return each cluster of "các Cụm 1, 2 và 3", the first with the words before it."""
    digits = list(_DIGITS.finditer(match.string, match.start(1), match.end(1)))
    starts = [match.start(), *(each.start() for each in digits[1:])]
    return [(low, each.end(), f"cluster:{number(each[0])}") for low, each in zip(starts, digits, strict=True)]


def without(
    hits: list[tuple[int, int, str]], others: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """Return the hits that begin in none of the others, which are in order and do not overlap."""
    starts = [low for low, _, _ in others]
    before = (bisect_right(starts, hit[0]) - 1 for hit in hits)
    return [hit for hit, at in zip(hits, before, strict=True) if at < 0 or others[at][1] <= hit[0]]


def number(printed: str) -> str:
    """Return a number as printed in digits: "II", "02" → "2"."""
    return _ROMAN.get(printed, printed.lstrip("0"))


def is_cluster(code: str) -> bool:
    """Say whether a code is that of a cluster, registered or named after its department."""
    unit = units.all_units().get(code)
    return unit.level == "cluster" if unit else "-C" in code


def code_of(printed: str, owner: str, on: date) -> str:
    """Return the cluster of that number: the registered one, else one named after its department."""
    for name in (f"Cụm {printed}", f"Cụm số {printed}", f"Cụm thi đua số {printed}"):
        for unit in units.find(name, on, level="cluster", parent=owner):
            return unit.code
    return units.unregistered(owner, "cluster", int(printed))


def _named(window: str) -> str | None:
    """Return the registered cluster all of whose own words stand in a window."""
    best, most = None, 0
    for code, words in _own_words().items():
        if all(word in window for word in words) and sum(map(len, words)) > most:
            best, most = code, sum(map(len, words))
    return best


@cache
def _own_words() -> dict[str, tuple[str, ...]]:
    """Return the words that tell a cluster beyond one department from the others."""
    found: dict[str, tuple[str, ...]] = {}
    for unit in units.all_units().values():
        if unit.level != "cluster" or unit.kind == "within_province":
            continue
        rest = re.split(r" - |\s{2,}|;", _GENERIC.sub("  ", fold(unit.name)))
        words = tuple(
            word.strip(" -") for word in rest if len(word.strip(" -")) > 2 and word.strip(" -") not in _ROMAN
        )
        if words:
            found[unit.code] = words
    return found
