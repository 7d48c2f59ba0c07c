"""How many columns of distorted sheets were proposed right, and of those that an identity determines.

Belongs here: comparing a proposal with the truth. Does not belong here: drawing sheets (`sheets`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

import numpy as np

from bench.learning.sheets import Case
from pipelines.forms import MapBook
from pipelines.forms.block import Block
from pipelines.forms.learning.evidence import Evidence
from pipelines.forms.learning.learner import learn_table
from pipelines.forms.learning.options import Catalogue
from pipelines.forms.learning.relations import Relation
from pipelines.forms.learning.table import SheetTable, table_of
from pipelines.forms.learning.templates import Key, families

Stripped = Literal["regime", "form", "all"]


@dataclass
class Score:
    """Counts over some sheets."""

    sheets: int = 0
    whole_sheets: int = 0
    columns: int = 0
    right: int = 0
    determined: int = 0
    determined_right: int = 0
    wrong: list[tuple[str, int, str, str, str]] = field(default_factory=list)
    certainty: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Columns proposed right, in percent."""
        return 100 * self.right / max(1, self.columns)

    @property
    def share_determined(self) -> float:
        """Of the columns an identity determines, in percent."""
        return 100 * self.determined_right / max(1, self.determined)

    def add(self, other: Score) -> None:
        """Count another score in."""
        for name in ("sheets", "whole_sheets", "columns", "right", "determined", "determined_right"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.wrong += other.wrong
        self.certainty += other.certainty


def stripped(book: MapBook, case: Case, how: Stripped) -> MapBook:
    """Return the book without the map of the case: of its regime, of the form in any regime, or without all maps."""
    code, regime = case.form_map.form_code, case.form_map.regime
    keep = {
        "regime": lambda each: (each.form_code, each.regime) != (code, regime),
        "form": lambda each: each.form_code != code,
        "all": lambda _each: False,
    }[how]
    return MapBook(tuple(each for each in book.maps if keep(each)))


@lru_cache(maxsize=64)
def catalogue_of(book: MapBook) -> Catalogue:
    """Return the catalogue of a book; the same for all sheets of one form."""
    return Catalogue(book)


def score(case: Case, book: MapBook, how: Stripped) -> Score:
    """Learn one sheet without its map and count."""
    found = Score(sheets=1)
    table = table_of(case.sheet, Block(case.sheet.grid))
    learned = learn_table(table, catalogue_of(stripped(book, case, how))) if table else None
    at = {table.columns[each.place].column: each for each in learned.columns} if table and learned else {}
    fixed = determined(case, table) if table else set()
    for column, truth in case.truth.items():
        each = at.get(column)
        wanted = (truth.indicator, truth.measure) if truth else None
        got = each.option.key if each and each.option else None
        is_right = each is not None and got == wanted
        found.columns += 1
        found.right += is_right
        found.determined += column in fixed
        found.determined_right += is_right and column in fixed
        if each:
            found.certainty.append((each.certainty, is_right))
        if not is_right:
            header = " > ".join(table.columns[each.place].path) if table and each else "?"
            found.wrong.append(
                (
                    f"{case.form_map.form_code} {case.form_map.regime}",
                    column,
                    header,
                    str(wanted),
                    str(got) + (" *" if column in fixed else ""),
                )
            )
    found.whole_sheets = int(found.right == found.columns)
    return found


def determined(case: Case, table: SheetTable) -> set[int]:
    """Return the sheet columns that an identity determines: exchanged with any other, some identity breaks.

    Only identities that the sheet's figures show count, and only exchanges of columns of figures with each other.
    """
    evidence = Evidence(table)
    place = {column.column: index for index, column in enumerate(table.columns)}
    at: dict[Key, int] = {
        (truth.indicator, truth.measure): place[column]
        for column, truth in case.truth.items() if truth and column in place
    }  # fmt: skip
    relations = _shown(at, evidence, case)
    involved = {key for key in at if any(at[key] in relation.columns for relation in relations)}
    columns = [column for column, truth in case.truth.items() if truth and column in place]
    fixed = set()
    for column in columns:
        truth = case.truth[column]
        if truth is None or (truth.indicator, truth.measure) not in involved:
            continue
        others = [place[other] for other in case.truth if other != column and other in place]
        if all(_breaks(relations, evidence, place[column], other) for other in others):
            fixed.add(column)
    return fixed


def _shown(at: dict[Key, int], evidence: Evidence, case: Case) -> list[Relation]:
    year = case.form_map.valid_to or date(2025, 9, 30)
    found = []
    for family in families(year):
        for shape in family.shapes:
            if family.is_in_force and family.kind != "at_most" and shape.keys <= at.keys():
                plus, minus = ([at[key] for key in side] for side in (shape.plus, shape.minus))
                relation = Relation.of(
                    at[shape.target], plus, minus, at[shape.whole] if shape.whole else None
                )
                support = evidence.support(relation)
                if support.is_met and support.strength > 0.3:
                    found.append(relation)
    return found


def _breaks(relations: Iterable[Relation], evidence: Evidence, a: int, b: int) -> bool:
    """Say whether an identity no longer holds when two columns change places."""
    change = {a: b, b: a}

    def moved(places: Sequence[int]) -> list[int]:
        return [change.get(place, place) for place in places]

    for relation in relations:
        whole = None if relation.whole is None else change.get(relation.whole, relation.whole)
        swapped = Relation.of(
            change.get(relation.target, relation.target), moved(relation.plus), moved(relation.minus), whole
        )
        if swapped != relation and not evidence.support(swapped).is_met:
            return True
    return False


def calibration(pairs: Sequence[tuple[float, bool]]) -> list[tuple[str, int, float]]:
    """Return, by stated certainty, how often the proposal was right."""
    edges = [0.0, 0.5, 0.7, 0.9, 0.97, 1.01]
    rows = []
    for low, high in zip(edges, edges[1:], strict=False):
        inside = [right for certainty, right in pairs if low <= certainty < high]
        if inside:
            rows.append((f"{low:.2f}–{min(high, 1.0):.2f}", len(inside), float(np.mean(inside))))
    return rows
