"""From cases to figures: how many, and how much money, of every kind stand where at the end of a month.

Belongs here: counting. Does not belong here: lives of cases (`cases`), which form shows what (`figures`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.synth.anchors import Ints
from bench.synth.cases import ATOM, ATOMS, KINDS, REVENUES, SUBKINDS, Cases
from bench.synth.lives import CaseYear
from bench.synth.nation import Department

#: Columns of a tally: the atoms, then what was carried in, what is new, the separate register, remissions.
COLUMNS = (*ATOMS, "carried_in", "newly_accepted", "without_conditions_separate_register", "reduced")
COLUMN = {name: number for number, name in enumerate(COLUMNS)}
LEAVES = 2 * len(KINDS) * len(SUBKINDS)


@dataclass(frozen=True, slots=True)
class Tally:
    """Figures of one department at the end of one month; cases, and money in thousand đồng.

    Attributes:
        desk_cases: desks × `COLUMNS`; ``desk_money`` likewise.
        kind_cases: (way × kind × subkind) × `COLUMNS`; ``kind_money`` likewise.
        revenue_cases: revenues × `COLUMNS` (the first row: no revenue to the state budget).
    """

    desk_cases: Ints
    desk_money: Ints
    kind_cases: Ints
    kind_money: Ints
    revenue_cases: Ints


def tally(department: Department, year: CaseYear, months: int) -> Tally:
    """Count a department's cases at the end of a month (1-12) of a year."""
    cases, register = year.cases, year.register
    seen = cases.born <= months
    atom = np.where(cases.ended <= months, cases.ending, cases.state).astype(np.int64)
    atom[~seen] = -1
    desks, leaves = cases.desk.astype(np.int64), _leaf(cases)
    remitted = (cases.ended <= months) & (cases.reduced > 0)

    def count(group: Ints, groups: int, registered: Ints, money: bool) -> Ints:
        table = np.zeros((groups, len(COLUMNS)), dtype=np.int64)
        key, amount = group[seen] * len(ATOMS) + atom[seen], cases.amount[seen] if money else None
        table[:, : len(ATOMS)] = _count(key, groups * len(ATOMS), amount).reshape(groups, len(ATOMS))
        for name, chosen in (("carried_in", cases.born == 0), ("newly_accepted", seen & (cases.born > 0))):
            table[:, COLUMN[name]] = _count(group[chosen], groups, cases.amount[chosen] if money else None)
        table[:, COLUMN["without_conditions_separate_register"]] = _count(
            registered, groups, register.amount if money else None
        )
        table[:, COLUMN["reduced"]] = _count(
            group[remitted], groups, cases.reduced[remitted] if money else None
        )
        if money:
            table[:, ATOM["completed"]] -= table[:, COLUMN["reduced"]]
        return table

    register_desk, register_leaf = register.desk.astype(np.int64), _leaf(register)
    return Tally(
        count(desks, department.desks, register_desk, money=False),
        count(desks, department.desks, register_desk, money=True),
        count(leaves, LEAVES, register_leaf, money=False),
        count(leaves, LEAVES, register_leaf, money=True),
        count(cases.revenue.astype(np.int64), len(REVENUES), register.revenue.astype(np.int64), money=False),
    )


def added(tallies: list[Tally]) -> Tally:
    """Return several departments as one: desks one after the other, everything else added."""
    return Tally(
        np.concatenate([each.desk_cases for each in tallies]),
        np.concatenate([each.desk_money for each in tallies]),
        np.sum([each.kind_cases for each in tallies], axis=0),
        np.sum([each.kind_money for each in tallies], axis=0),
        np.sum([each.revenue_cases for each in tallies], axis=0),
    )


def _leaf(cases: Cases) -> Ints:
    return cases.kind.astype(np.int64) * len(SUBKINDS) + cases.subkind


def _count(key: Ints, size: int, amount: NDArray[np.int64] | None) -> Ints:
    """Count keys, or add up amounts by key (sums stay far below 2**53, where floats are exact)."""
    return np.bincount(key, weights=amount, minlength=size).astype(np.int64)
