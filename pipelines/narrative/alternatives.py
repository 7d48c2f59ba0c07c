"""What else a doubtful figure could be: other indicators, units and periods that the text names near it.

Belongs here: offers for a person who reviews. Does not belong here: choosing one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache

from pipelines.narrative.catalogue import Meaning, code_of
from pipelines.narrative.document import Document
from pipelines.narrative.state import Reading
from pipelines.narrative.tokens import Token

#: How far around a figure names and terms are looked for, and how many offers of a kind are made.
_BEFORE, _BEHIND, _MOST = 400, 120, 6
_IN_PERCENT = ("percent", "pp")
_RATES = ("rate", "share", "over", "short", "target", "change_pct", "change_pp")


def alternatives_of(document: Document, reading: Reading) -> dict[str, tuple[str, ...]]:
    """Return offers by part of the reading (``indicator``, ``unit``, ``period``), the nearest first."""
    low, high = reading.start - _BEFORE, reading.end + _BEHIND
    offers = {
        "indicator": _indicators(document, reading, low, high),
        "unit": _units(document, reading, low, high),
        "period": _periods(document, reading, low, high),
    }
    taken = {"indicator": reading.code, "unit": reading.unit, "period": reading.period}
    return {name: tuple(_few(each, taken[name])) for name, each in offers.items()}


def _few(offers: Iterable[str], taken: str) -> list[str]:
    return [each for each in dict.fromkeys(offers) if each and each not in (taken, "?")][:_MOST]


def _indicators(document: Document, reading: Reading, low: int, high: int) -> list[str]:
    """Return the codes that the terms around a figure make with its measure."""
    terms = sorted(_slice(document.terms, low, high), key=lambda token: abs(token.start - reading.start))
    concepts = [token.value for token in terms if token.kind == "concept"]
    named = concepts[:3] if reading.figure.measure in _IN_PERCENT else dict.fromkeys(concepts)
    themes = [token.value for token in terms if token.kind == "theme"]
    found: list[str] = []
    for theme in dict.fromkeys([*themes[:2], ""]):
        found += _codes(reading.figure.measure, theme, tuple(named))
    return found


@lru_cache(maxsize=4096)
def _codes(measure: str, theme: str, concepts: tuple[str, ...]) -> tuple[str, ...]:
    codes = [code_of(meaning) for meaning in _meanings(measure, theme, concepts)]
    return tuple(code[0] for code in codes if code)


def _meanings(measure: str, theme: str, concepts: tuple[str, ...]) -> list[Meaning]:
    dims = {"cases": ("cases",), "vnd": ("money",)}.get(measure, ("cases", "money"))
    if measure in _IN_PERCENT:
        kinds = _RATES
        return [
            Meaning(kind, theme, concept, dim)
            for kind in kinds
            for concept in concepts or ("",)
            for dim in dims
        ]
    return [
        Meaning(kind, theme, each, dim) for each in concepts for kind in ("count", "change") for dim in dims
    ]


def _units(document: Document, reading: Reading, low: int, high: int) -> list[str]:
    places = document.places
    start = bisect_left(places, low, key=lambda place: place.start)
    end = bisect_right(places, high, lo=start, key=lambda place: place.start)
    near = sorted(places[start:end], key=lambda place: abs(place.start - reading.start))
    nation = ["VN"] if reading.unit in ("", "?") else []
    return [*(code for place in near for code in place.codes), document.own, *nation]


def _periods(document: Document, reading: Reading, low: int, high: int) -> list[str]:
    lines = document.lines
    first = max(0, bisect_right(lines, low, key=lambda line: line[0]) - 1)
    last = bisect_right(lines, reading.start, key=lambda line: line[0])
    named: list[tuple[int, str]] = []
    for start, _ in lines[first:last]:
        mentions = document.mentions.get(start, [])
        at = bisect_left(mentions, low, key=lambda mention: mention.start)
        end = bisect_right(mentions, high, lo=at, key=lambda mention: mention.start)
        for mention in mentions[at:end]:
            named.append((abs(mention.start - reading.start), document.timeline.code(mention) or ""))
    return [*(code for _, code in sorted(named)), document.title_period]


def _slice(tokens: list[Token], low: int, high: int) -> list[Token]:
    start = bisect_left(tokens, low, key=lambda token: token.start)
    return tokens[start : bisect_right(tokens, high, lo=start, key=lambda token: token.start)]
