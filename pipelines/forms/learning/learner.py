"""From an unknown sheet to what each of its columns most likely is.

Belongs here: the order of the steps. Does not belong here: the steps, words for people (`reasons`), map rows
(`proposal`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from math import exp

import numpy as np
from numpy.typing import NDArray

from pipelines.forms.learning.assignment import Choice, Search
from pipelines.forms.learning.discovery import Discovery
from pipelines.forms.learning.evidence import Evidence
from pipelines.forms.learning.likelihood import expectation, kept, with_numbers_and_order, worth_of
from pipelines.forms.learning.options import Catalogue, Option, choose_base, options_for
from pipelines.forms.learning.relations import Relation
from pipelines.forms.learning.table import SheetTable
from pipelines.forms.learning.templates import Family, Shape, families
from pipelines.forms.learning.weighing import Met, Weighing
from pipelines.forms.maps import FormMap

_MARGIN, _SLOPE = 1.2, 0.9
_CLOSE = 3.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another option for a column, and how much less the whole reading would be worth with it."""

    option: Option | None
    behind: float


@dataclass(frozen=True, slots=True)
class LearnedColumn:
    """What one column of the sheet most likely is.

    Attributes:
        place: its place in the table's columns.
        option: ``None`` when it is no column of any form.
        likeness: of the header to the option's names, 0 to 1.
        certainty: 0 to 1, from how far the next best reading is behind.
        met: identities it takes part in that the figures bear out.
        alternatives: what else it could be, when close.
    """

    place: int
    option: Option | None
    likeness: float
    certainty: float
    met: tuple[Met, ...]
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """The reading of a whole table."""

    table: SheetTable
    base: FormMap | None
    columns: tuple[LearnedColumn, ...]
    evidence: Evidence


def learn_table(
    table: SheetTable, catalogue: Catalogue, base: FormMap | None = None, on: date | None = None
) -> Learned:
    """Find out what the columns of a table are.

    Args:
        table: the unknown table.
        catalogue: the maps and indicators that are known.
        base: the known form to start from; the one most like the sheet when not given.
        on: a day of the period the sheet speaks of, for identities that came or went.
    """
    likeness = catalogue.likeness(table)
    base = base or choose_base(catalogue.book, table, likeness)
    evidence = Evidence(table)
    options = options_for(catalogue.book, base)
    worth = worth_of(table, evidence, options, likeness.of(options), expectation(table, base))
    chosen = kept(worth, options)
    worth = worth[:, [*chosen, *range(len(options), worth.shape[1])]]
    options = [options[place] for place in chosen]
    known = families(on or _day_of(table))
    likely = [int(column) for column in np.argsort(-worth[:, : len(options)].max(axis=1), kind="stable")]
    discovery = Discovery(evidence, likely)
    search, solution = _solved(worth, options, known, discovery, evidence)
    adjusted = with_numbers_and_order(worth, table, options, solution)
    if not np.array_equal(adjusted, worth):
        search, solution = _solved(adjusted, options, known, discovery, evidence)
    columns = _columns(search, solution, options, likeness.of(options))
    return Learned(table, base, columns, evidence)


def _day_of(table: SheetTable) -> date:
    period = next(iter(table.letterhead.periods), None)
    return period.end if period else datetime.now(UTC).date()


def _solved(
    worth: Floats,
    options: Sequence[Option],
    known: Sequence[Family],
    discovery: Discovery,
    evidence: Evidence,
) -> tuple[Search, tuple[int, ...]]:
    weighing = Weighing(worth, [option.key for option in options], known, evidence)
    choices = _choices(weighing, discovery)
    search = Search(weighing, choices)
    solution = search.solve()
    if weighing.is_at_odds(solution):
        # Figures that break everything (made up, or slips all over) must not drive well-named columns out.
        search = Search(replace(weighing, loss=0.0), choices)
        solution = search.solve()
    return search, solution


def _choices(weighing: Weighing, discovery: Discovery) -> list[list[Choice]]:
    """Return for each identity how it could show itself in this table."""
    evidence = weighing.evidence
    empty = int(evidence.is_zero.sum())
    found = []
    for family in weighing.families:
        choices: list[Choice] = []
        for shape in family.shapes if family.kind != "at_most" else ():
            if {shape.target, *((shape.whole,) if shape.whole else ())} <= weighing.place.keys():
                is_rate = family.kind == "ratio"
                relations = (
                    discovery.rates()
                    if is_rate
                    else discovery.sums(len(shape.plus), len(shape.minus), empty + 1)
                )
                stated = [each for each in evidence.stated if (each.whole is None) != is_rate]
                tried = (
                    _choice(weighing, family, shape, each, empty)
                    for each in dict.fromkeys((*relations, *stated))
                )
                choices += [choice for choice in tried if choice]
        found.append(choices)
    return found


def _choice(
    weighing: Weighing, family: Family, shape: Shape, relation: Relation, empty: int
) -> Choice | None:
    known = weighing.place.keys()
    plus, minus = (tuple(key for key in side if key in known) for side in (shape.plus, shape.minus))
    fits = len(relation.plus) <= len(plus) and len(relation.minus) <= len(minus)
    terms = len(shape.plus) + len(shape.minus)
    there = len(relation.plus) + len(relation.minus)
    support = weighing.evidence.support(relation)
    if not fits or there + empty + max(1, terms // 3) < terms or not support.is_met:
        return None
    bonus = weighing.gain(family, support) * min(1.0, (there + empty) / terms)
    return Choice(family, Shape(shape.target, plus, minus, shape.whole), relation, bonus)


def _columns(
    search: Search, solution: tuple[int, ...], options: Sequence[Option], likeness: Floats
) -> tuple[LearnedColumn, ...]:
    weighing = search.weighing
    total, met = weighing.total(solution), weighing.met(solution)
    columns = []
    for place, chosen in enumerate(solution):
        behind = {moved[place]: total - weighing.total(moved) for moved in search.moves(solution, place)}
        least = min(behind.values(), default=2 * _CLOSE)
        option = options[chosen] if chosen < len(options) else None
        close = sorted((gap, other) for other, gap in behind.items() if gap < _CLOSE)[:3]
        columns.append(
            LearnedColumn(
                place=place,
                option=option,
                likeness=float(likeness[place, chosen]) if option else 0.0,
                certainty=round(1 / (1 + exp(-(least - _MARGIN) / _SLOPE)), 3),
                met=tuple(each for each in met if option and place in each.relation.columns),
                alternatives=tuple(
                    Alternative(options[other] if other < len(options) else None, round(gap, 2))
                    for gap, other in close
                ),
            )
        )
    return tuple(columns)
