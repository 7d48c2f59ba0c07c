"""The one consistent reading of all columns: words, numbers and identities weighed together.

A branch-and-bound search: each identity either shows itself in the figures as one of a few relations, which fixes
its total and narrows its parts, or it does not; what is left open is a linear assignment by words, which is also the
bound. Swaps of two columns then settle what only inequalities tell.

Belongs here: the search. Does not belong here: where likeness (`wording`) and relations (`evidence`) come from, what
a solution is worth (`weighing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from pipelines.forms.learning.relations import Relation
from pipelines.forms.learning.templates import Family, Key, Shape
from pipelines.forms.learning.weighing import Weighing

_FORBIDDEN = -1e6
_MOST_NODES = 250
_MOST_CHOICES = 16
#: A relation that costs more words than this beyond what it brings is left aside.
_SLACK = 8.0

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Solution = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way an identity could show itself in the figures, and what it rules out."""

    family: Family
    shape: Shape
    relation: Relation
    bonus: float


@dataclass
class Search:
    """One search; used once.

    Attributes:
        choices: for each identity the ways it could show itself.
    """

    weighing: Weighing
    choices: Sequence[Sequence[Choice]]
    nodes: int = field(default=0, init=False)
    _best: tuple[float, Solution] = field(default=(-np.inf, ()), init=False)
    _ruled_out: dict[Choice, Bools] = field(default_factory=dict, init=False)

    def solve(self) -> Solution:
        """Return the option of each column; places from ``len(keys)`` on are «none»."""
        worth = self.weighing.worth
        likely = [found for each in self.choices if (found := self._likely(worth, each))]
        # What costs no words is settled first: the same sums hold for cases and for money.
        order = [choices for _, choices in sorted(likely, key=lambda each: -each[0])]
        self._branch(worth, order, 0.0)
        return self._improved(self._best[1])

    def _likely(self, worth: Floats, choices: Sequence[Choice]) -> tuple[float, list[Choice]] | None:
        """Return the choices worth trying and what the best of them leaves; ``None`` without any."""
        free = _assign(worth)[0]
        valued = [
            (_assign(self._narrowed(worth, each))[0] + each.bonus, -n) for n, each in enumerate(choices)
        ]
        best = sorted(valued, reverse=True)[:_MOST_CHOICES]
        kept = [choices[-n] for value, n in best if value > free - _SLACK]
        return (best[0][0], kept) if kept else None

    def _branch(self, worth: Floats, order: Sequence[Sequence[Choice]], bonus: float) -> None:
        value, solution = _assign(worth)
        self.nodes += 1
        rest = sum(max(choice.bonus for choice in each) for each in order)
        if value < _FORBIDDEN / 2 or value + bonus + rest <= self._best[0] + 1e-9:
            return
        total = self.weighing.total(solution)
        if total > self._best[0]:
            self._best = (total, solution)
        if not order or self.nodes > _MOST_NODES:
            return
        tried = [(self._narrowed(worth, choice), choice) for choice in order[0]]
        valued = [(_assign(narrowed)[0] + choice.bonus, -n) for n, (narrowed, choice) in enumerate(tried)]
        for reached, n in sorted(valued, reverse=True):
            if reached > _FORBIDDEN / 2:
                self._branch(tried[-n][0], order[1:], bonus + tried[-n][1].bonus)
        self._branch(worth, order[1:], bonus)

    def _narrowed(self, worth: Floats, choice: Choice) -> Floats:
        """Return the worth with everything forbidden that the relation rules out."""
        if choice not in self._ruled_out:
            self._ruled_out[choice] = self._mask(choice)
        return np.where(self._ruled_out[choice], _FORBIDDEN, worth)

    def _mask(self, choice: Choice) -> Bools:
        shape, relation = choice.shape, choice.relation
        mask = np.zeros(self.weighing.worth.shape, dtype=bool)
        self._rule_out(mask, [relation.target], [shape.target], is_exact=True)
        self._rule_out(mask, relation.plus, shape.plus)
        self._rule_out(mask, relation.minus, shape.minus)
        if relation.whole is not None and shape.whole is not None:
            self._rule_out(mask, [relation.whole], [shape.whole], is_exact=True)
        return mask

    def _rule_out(
        self, mask: Bools, columns: Sequence[int], keys: Sequence[Key], *, is_exact: bool = False
    ) -> None:
        """Let these columns be only these options, and these options only these columns (or empty ones)."""
        options = [self.weighing.place[key] for key in keys if key in self.weighing.place]
        outside = np.ones(mask.shape[1], dtype=bool)
        outside[options] = False
        mask[list(columns)] |= outside
        others = np.ones(mask.shape[0], dtype=bool) if is_exact else ~self.weighing.evidence.is_zero
        others[list(columns)] = False
        mask[:, options] |= others[:, None]

    # --- swaps --------------------------------------------------------------------------------------------------

    def _improved(self, solution: Solution) -> Solution:
        """Return the best solution that swaps of two columns, or a free option, lead to."""
        best, value = solution, self.weighing.total(solution)
        while True:
            moved = (each for column in range(len(best)) for each in self.moves(best, column))
            found = max(((self.weighing.total(each), each) for each in moved), default=(value, best))
            if found[0] <= value + 1e-9:
                return best
            value, best = found

    def moves(self, solution: Solution, column: int) -> Iterator[Solution]:
        """Yield the solutions in which a column is something else: swapped, or moved to a free option."""
        worth, count = self.weighing.worth, len(self.weighing.keys)
        holder = {option: other for other, option in enumerate(solution)}
        floor = np.sort(worth[column])[-8:].min()
        for option in (*range(count), count + column):
            if option == solution[column] or (option not in holder and worth[column, option] < floor):
                continue
            moved = list(solution)
            moved[column] = option
            if option in holder:
                other, taken = holder[option], solution[column]
                moved[other] = taken if taken < count else count + other
            yield tuple(moved)


def _assign(worth: Floats) -> tuple[float, Solution]:
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return float(worth[rows, columns].sum()), tuple(int(column) for column in columns)
