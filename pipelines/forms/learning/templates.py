"""The identities of the field in the shapes a sheet can show them in.

A form need not print every term: ``carried_forward = enforceable_total - completed_total`` shows itself on a form
without ``completed_total`` as ``enforceable_total - completed - discontinued``. Each identity is a family of shapes.

Belongs here: identities and formulae of the catalogue to shapes. Does not belong here: figures (`evidence`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from typing import Literal

from pipelines.reference import identities, indicators
from pipelines.reference.tables import table

Key = tuple[str, str]
Kind = Literal["sum", "ratio", "at_most"]
_MOST_SHAPES = 8


@dataclass(frozen=True, slots=True)
class Shape:
    """``target = Σ plus - Σ minus``, ``target = 100 * Σ plus / whole`` or ``target <= Σ plus``."""

    target: Key
    plus: tuple[Key, ...]
    minus: tuple[Key, ...] = ()
    whole: Key | None = None

    @property
    def keys(self) -> frozenset[Key]:
        """Every indicator that takes part."""
        return frozenset((self.target, *self.plus, *self.minus, *((self.whole,) if self.whole else ())))


@dataclass(frozen=True, slots=True)
class Family:
    """One identity and its shapes, the plainest first.

    Attributes:
        is_in_force: the identity holds on the day the sheet speaks of; others only count when they are met.
    """

    identity_id: str
    expression: str
    kind: Kind
    shapes: tuple[Shape, ...]
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class _Row:
    identity_id: str
    expression: str
    measure: str
    valid_from: date
    valid_to: date


def families(on: date) -> list[Family]:
    """Return every identity between columns of one form, and whether it is in force on a day."""
    return [family for row in _rows() if (family := _family(row, on))]


@cache
def _rows() -> tuple[_Row, ...]:
    found = [
        _Row(row["identity_id"], row["expression"], measure, _day(row["valid_from"], date.min),
             _day(row["valid_to"], date.max))
        for row in table("identities").to_dicts() if row["level"] in ("form", "cell")
        for measure in (row["measure"] or "").split("|")
    ]  # fmt: skip
    return (*found, *_catalogue_formulae({row.expression for row in found}))


def _catalogue_formulae(known: set[str]) -> Iterator[_Row]:
    """Yield the formulae of the catalogue that no identity states."""
    for row in table("indicators").to_dicts():
        expression = f"{row['code']} = {row['formula'] or ''}"
        if row["formula"] and expression not in known and row["theme"] != "core":
            measures = _measures_of(row["code"], row["measure"], row["formula"])
            yield from (_Row(row["code"], expression, measure, date.min, date.max) for measure in measures)


def _measures_of(code: str, measure: str, formula: str) -> tuple[str, ...]:
    """Return the measure of a formula's terms: a rate is told apart by its name."""
    if measure != "percent":
        return (measure,)
    parsed = identities.parse(f"{code} = {formula}")
    parts = [name for side, _, name in parsed[1] if side != "lhs"] if parsed else []
    possible = [{m for c, m in indicators.all_indicators() if c == part} for part in parts]
    shared = set.intersection(*possible) if possible else set()
    wanted = {"vnd"} if code.endswith("_money") else shared - {"vnd"} or shared
    return tuple(sorted(shared & wanted))


def _family(row: _Row, on: date) -> Family | None:
    parsed = identities.parse(row.expression)
    if parsed is None:
        return None
    operator, terms = parsed
    left = [(sign, name) for side, sign, name in terms if side == "lhs"]
    if len(left) != 1:
        if operator == "=" and all(sign > 0 for sign, _ in left) and len(terms) == len(left) + 1:
            left, terms = [(1, terms[-1][2])], [("lhs", 1, terms[-1][2]), *(("rhs", s, n) for s, n in left)]
        else:
            return None
    is_in_force = row.valid_from <= on <= row.valid_to
    whole = next((name for side, _, name in terms if side == "whole"), "")
    kind: Kind = "ratio" if whole else ("sum" if operator == "=" else "at_most")
    right = [(sign, name) for side, sign, name in terms if side in ("rhs", "part")]
    target = (left[0][1], "percent" if whole else row.measure)
    shapes = [
        Shape(
            target,
            tuple((name, row.measure) for sign, name in chosen if sign > 0),
            tuple((name, row.measure) for sign, name in chosen if sign < 0),
            (whole, row.measure) if whole else None,
        )
        for chosen in _spelled_out(right, row.measure)
    ]
    return Family(row.identity_id, row.expression, kind, tuple(dict.fromkeys(shapes)), is_in_force)


def _spelled_out(terms: Iterable[tuple[int, str]], measure: str) -> Iterator[tuple[tuple[int, str], ...]]:
    """Yield the terms as they are and with defined ones spelled out, fewest terms first."""
    choices = [
        [((sign, name),), *(tuple((sign * s, n) for s, n in parts) for parts in _definitions(name, measure))]
        for sign, name in terms
    ]
    combined = (tuple(term for part in parts for term in part) for parts in product(*choices))
    yield from sorted(combined, key=len)[:_MOST_SHAPES]


@cache
def _definitions(name: str, measure: str) -> tuple[tuple[tuple[int, str], ...], ...]:
    """Return the sums that define a total by parts that are no totals themselves (``completed_total``)."""
    if name not in {"completed_total", "postponed_suspended"}:
        return ()
    found = []
    for row in _rows():
        parsed = identities.parse(row.expression) if row.measure == measure else None
        if parsed and parsed[0] == "=" and parsed[1][0] == ("lhs", 1, name):
            found.append(tuple((sign, part) for side, sign, part in parsed[1] if side == "rhs"))
    return tuple(found)


def _day(text: str | None, default: date) -> date:
    return date.fromisoformat(text) if text else default
