"""Terms of the field found in folded text: one Aho-Corasick pass, the longest match at a place wins.

Belongs here: `data/lexicon.csv` and `data/areas.csv` to tokens. Does not belong here: figures, periods, units.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import ahocorasick  # type: ignore[import-not-found]

from pipelines.narrative.fold import fold
from pipelines.narrative.tables import rows, terms
from pipelines.narrative.tokens import Token


def longest(found: Iterable[tuple[int, int, str, str]]) -> Iterator[tuple[int, int, str, str]]:
    """Yield non-overlapping (start, end, kind, value), leftmost first, longest at each place."""
    at = 0
    for start, end, kind, value in sorted(found, key=lambda hit: (hit[0], -hit[1])):
        if start >= at:
            yield start, end, kind, value
            at = end


def whole_words(text: str, start: int, end: int) -> bool:
    """Say whether a span neither begins nor ends inside a word."""
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not before and not after


def scan(text: str) -> list[Token]:
    """Return the terms of a folded text in order, not overlapping."""
    hits = []
    for last, (term, kind, value) in _automaton().iter(text):
        start, end = last - len(term) + 1, last + 1
        if whole_words(text, start, end):
            hits.append((start, end, kind, value))
    return [Token(kind, start, end, value) for start, end, kind, value in longest(hits)]


def scan_areas(text: str) -> list[Token]:
    """Return words that tell what area of work a sentence speaks of; they may overlap other terms."""
    hits = []
    for last, (term, values) in _areas().iter(text):
        start, end = last - len(term) + 1, last + 1
        if whole_words(text, start, end):
            hits += [(start, -end, axis, value) for value, axis in values]
    return [Token("area", start, end, value) for start, end, value in _widest(sorted(hits))]


def _widest(hits: list[tuple[int, int, str, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield the areas; inside a longer term of the same axis a shorter one says nothing of its own."""
    reach: dict[str, int] = {}
    for start, negative_end, axis, value in hits:
        end = -negative_end
        if axis and end <= reach.get(axis, -1):
            continue
        if axis:
            reach[axis] = end
        yield start, end, value


@cache
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for row in rows("lexicon"):
        for term in terms(row["terms"]):
            key = fold(term)
            automaton.add_word(key, (key, row["kind"], row["value"]))
    automaton.make_automaton()
    return automaton


@cache
def _areas() -> ahocorasick.Automaton:
    by_term: dict[str, list[tuple[str, str]]] = {}
    for row in rows("areas"):
        for term in terms(row["terms"]):
            by_term.setdefault(fold(term), []).append((row["area"], row["axis"]))
    automaton = ahocorasick.Automaton()
    for term, values in by_term.items():
        automaton.add_word(term, (term, tuple(values)))
    automaton.make_automaton()
    return automaton
