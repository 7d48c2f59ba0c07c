"""What a reading of all columns is worth: words and numbers, identities met less identities broken.

Belongs here: the value of one full reading. Does not belong here: finding the best one (`assignment`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipelines.forms.learning.evidence import Evidence, Support
from pipelines.forms.learning.relations import Relation
from pipelines.forms.learning.templates import Family, Key, Shape

_MET, _BROKEN, _AT_MOST = 6.0, 5.0, 1.5
_OUT_OF_FORCE = 0.6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Met:
    """An identity that holds under a reading, with the columns it holds between."""

    family: Family
    relation: Relation
    support: Support


@dataclass(frozen=True, slots=True)
class _Places:
    """A shape with options by their place; -1 for one that no column could be."""

    target: int
    plus: tuple[int, ...]
    minus: tuple[int, ...]
    whole: int | None

    def relation(self, at: Sequence[int]) -> tuple[Relation, float] | None:
        """Return the columns of the shape, and the share of its terms the sheet has; most must be there."""
        target = at[self.target]
        whole = None if self.whole is None else at[self.whole]
        if target < 0 or (whole is not None and whole < 0) or at[self.plus[0]] < 0:
            return None
        plus, minus = (
            [c for p in self.plus if (c := at[p]) >= 0],
            [c for p in self.minus if (c := at[p]) >= 0],
        )
        terms = len(self.plus) + len(self.minus)
        missing = terms - len(plus) - len(minus)
        if missing > (terms - 1) // 3:
            return None
        return Relation.of(target, plus, minus, whole), 1.0 - missing / terms


@dataclass
class Weighing:
    """How good each option is for each column, and what the figures say about identities between them.

    Attributes:
        worth: columns × (options, then «no option» once per column).
        keys: the options' (indicator, measure), in order.
        loss: what it costs that an identity in force is broken.
    """

    worth: Floats
    keys: Sequence[Key]
    families: Sequence[Family]
    evidence: Evidence
    loss: float = _BROKEN

    @cached_property
    def place(self) -> dict[Key, int]:
        """The options by (indicator, measure)."""
        return {key: place for place, key in enumerate(self.keys)}

    @cached_property
    def _relevant(self) -> list[tuple[Family, list[_Places]]]:
        found = [
            (family, [p for shape in family.shapes if (p := self._places(shape))]) for family in self.families
        ]
        return [(family, shapes) for family, shapes in found if shapes]

    def _places(self, shape: Shape) -> _Places | None:
        """Return the shape by places, ``None`` when its target or whole is no option; -1 reads the last cell, free."""
        place = self.place
        if shape.target not in place or (shape.whole and shape.whole not in place):
            return None
        return _Places(
            place[shape.target],
            tuple(place.get(key, -1) for key in shape.plus),
            tuple(place.get(key, -1) for key in shape.minus),
            place[shape.whole] if shape.whole else None,
        )

    def gain(self, family: Family, support: Support) -> float:
        """Return what it is worth that an identity shows itself."""
        gain = _AT_MOST if family.kind == "at_most" else _MET
        return gain * support.strength * (1.0 if family.is_in_force else _OUT_OF_FORCE)

    def total(self, solution: Sequence[int]) -> float:
        """Return what a reading is worth."""
        words = float(self.worth[np.arange(len(solution)), list(solution)].sum())
        at = self._columns(solution)
        return words + sum(self._of_family(family, shapes, at) for family, shapes in self._relevant)

    def met(self, solution: Sequence[int]) -> list[Met]:
        """Return the equalities that a reading meets."""
        at = self._columns(solution)
        found = [
            (family, self._best(family, shapes, at))
            for family, shapes in self._relevant
            if family.kind != "at_most"
        ]
        return [Met(family, best[0], best[1]) for family, best in found if best and best[1].is_met]

    def is_at_odds(self, solution: Sequence[int]) -> bool:
        """Say whether a reading breaks more identities in force than it meets."""
        at = self._columns(solution)
        found = [
            (family, best[1])
            for family, shapes in self._relevant
            if family.kind != "at_most" and (best := self._best(family, shapes, at))
        ]
        broken = sum(support.is_broken and family.is_in_force for family, support in found)
        return broken > sum(support.is_met for _, support in found)

    def _columns(self, solution: Sequence[int]) -> list[int]:
        """Return the column of each option, -1 for none; one free cell more at the end."""
        at = [-1] * (self.worth.shape[1] + 1)
        for column, option in enumerate(solution):
            at[option] = column
        return at

    def _of_family(self, family: Family, shapes: Sequence[_Places], at: Sequence[int]) -> float:
        found = self._best(family, shapes, at)
        if found is None:
            return 0.0
        _, support, share = found
        if support.is_met:
            return self.gain(family, support) * share
        loss = min(_AT_MOST, self.loss) if family.kind == "at_most" else self.loss
        return -loss * min(1.0, support.rows / 2) if support.is_broken and family.is_in_force else 0.0

    def _best(
        self, family: Family, shapes: Sequence[_Places], at: Sequence[int]
    ) -> tuple[Relation, Support, float] | None:
        """Return how the identity fares: the best of its shapes, ``None`` when the sheet cannot show it."""
        found = [each for shape in shapes if (each := shape.relation(at))]
        if not found:
            return None
        if family.kind == "at_most":
            judged = [
                (relation, self.evidence.at_most(relation.target, relation.plus[0]), share)
                for relation, share in found if len(relation.plus) == 1
            ]  # fmt: skip
        else:
            judged = [(relation, self.evidence.support(relation), share) for relation, share in found]
        return max(judged, key=lambda each: (each[1].is_met, each[1].strength * each[2]), default=None)
