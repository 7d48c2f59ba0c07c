"""What the figures themselves say: which columns add up to which, which rate recomputes, on how many rows.

Sums are exact, on whole numbers. A few wrong cells must not hide a relation, so it may fail on some rows; a relation
that few rows or small figures show could be chance, so its weight is the number of bits that had to agree.

Belongs here: judging one relation. Does not belong here: finding relations (`discovery`), what columns mean
(`assignment`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import comb, log2

import numpy as np
from numpy.typing import NDArray

from pipelines.forms.learning.relations import Relation, stated_relations
from pipelines.forms.learning.table import SheetTable

#: A relation holds when it does on this share of the rows that can show it.
_ENOUGH = 0.8
_BITS_PER_ROW = 12.0
_BITS_OF_CERTAINTY = 24.0
#: Weight of a formula the form prints, where no figure speaks against it.
_STATED = 0.75

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Support:
    """How well one relation between columns is borne out.

    Attributes:
        rows: rows that can show it; ``held`` of them do.
        strength: 0 (could be chance) to 1 (could not).
    """

    rows: int
    held: int
    strength: float

    @property
    def is_met(self) -> bool:
        """Say whether the relation holds."""
        return self.rows > 0 and self.held >= _ENOUGH * self.rows

    @property
    def is_broken(self) -> bool:
        """Say whether the figures speak against it."""
        return self.rows > 0 and self.held < 0.5 * self.rows


class Evidence:
    """The figures of one table, prepared for questions about relations."""

    def __init__(self, table: SheetTable) -> None:
        self.stated = stated_relations(table)
        values = np.nan_to_num(table.figures)
        self.count = len(table.columns)
        self.decimals = [_decimals(values[:, column]) for column in range(self.count)]
        self.is_zero = ~np.any(values != 0, axis=0)
        self.is_rate = np.array(
            [self._looks_like_rate(values[:, c], c) for c in range(self.count)], dtype=bool
        )
        places = max((self.decimals[c] for c in range(self.count) if not self.is_rate[c]), default=0)
        self.exact: Ints = np.round(values * 10 ** min(places, 3)).astype(np.int64)
        self.values: Floats = values
        self.summable = [
            c for c in range(self.count) if not (self.is_zero[c] or self.is_rate[c] or table.is_text[c])
        ]
        self.rates = [c for c in range(self.count) if self.is_rate[c]]
        self.support = cache(self._support)

    def _looks_like_rate(self, values: Floats, column: int) -> bool:
        """Say whether a column holds rates: between 0 and some hundreds, mostly with decimals."""
        used = values[values != 0]
        is_small = len(used) > 0 and used.min() >= 0 and used.max() <= 1000
        return bool(is_small and self.decimals[column] > 0 and np.mean(used != np.round(used)) > 0.4)

    # --- one relation ---------------------------------------------------------------------------------------

    def _support(self, relation: Relation) -> Support:
        shown = self._sum_support(relation) if relation.whole is None else self._rate_support(relation)
        if relation not in self.stated or (shown.rows and not shown.is_met):
            return shown
        return Support(max(1, shown.rows), max(1, shown.held), max(_STATED, shown.strength))

    def _sum_support(self, relation: Relation) -> Support:
        target = self.exact[:, relation.target]
        plus, minus = self.exact[:, list(relation.plus)], self.exact[:, list(relation.minus)]
        terms = np.hstack([plus, minus])
        shows = (target != 0) | np.any(terms != 0, axis=1)
        held = shows & (target == plus.sum(axis=1) - minus.sum(axis=1))
        # A row in which one term is the whole sum says little about the others.
        telling = np.count_nonzero(terms, axis=1) >= min(2, terms.shape[1])
        bits = np.minimum(np.log2(1 + np.abs(target)), _BITS_PER_ROW) * np.where(telling, 1.0, 0.25)
        chances = log2(max(1, comb(max(1, len(self.summable)), min(3, terms.shape[1])) * self.count))
        return self._judged(int(shows.sum()), int(held.sum()), float(bits[held].sum()) - chances)

    def _rate_support(self, relation: Relation) -> Support:
        rate, whole = self.values[:, relation.target], self.values[:, relation.whole or 0]
        part = self.values[:, list(relation.plus)].sum(axis=1)
        shows = (whole != 0) & (rate != 0)
        expected = np.divide(100 * part, whole, out=np.zeros_like(part), where=whole != 0)
        near = 10.0 ** -min(self.decimals[relation.target], 4) * 1.001
        held = shows & ((np.abs(expected - rate) <= near) | (np.abs(expected / 100 - rate) <= near / 100))
        bits = held.sum() * log2(max(2.0, 50 / near)) - log2(max(2, self.count**2))
        return self._judged(int(shows.sum()), int(held.sum()), float(bits))

    def _judged(self, rows: int, held: int, bits: float) -> Support:
        return Support(rows, held, float(np.clip(bits / _BITS_OF_CERTAINTY, 0.0, 1.0)))

    def at_most(self, small: int, large: int) -> Support:
        """Return on how many rows one column is at most another; equal ones show nothing."""
        a, b = self.exact[:, small], self.exact[:, large]
        rows = int(np.count_nonzero(a != b))
        held = int(np.count_nonzero(a < b))
        return Support(rows, held, min(1.0, held / 8))


def _decimals(values: Floats) -> int:
    for places in range(5):
        if np.allclose(
            values,
            np.round(values, places),
            rtol=0,
            atol=1e-9 * max(1.0, float(np.abs(values).max(initial=0))),
        ):
            return places
    return 5
