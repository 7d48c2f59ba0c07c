"""Which cell is likeliest wrong: the one whose change repairs the most equations and breaks none that hold.

A wrong cell shows in every equation it takes part in, along its row, down its column, on the other form; the cells
beside it are cleared by the equations of theirs that hold. Where a spreadsheet computes the totals, a wrong detail is
in its totals too: a change is tried with the totals above moving along. What the evidence does not tell stays open.

Belongs here: weighing cells. Does not belong here: the equations (`relations`), words for people (`reports`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from pipelines.validation.relations import Figure, Rate, Relation, Sum, figures_of_frame, relations_of
from pipelines.validation.slips import is_slip

Interval = tuple[Decimal, Decimal]

#: Beyond this many wrong cells a report is not mended cell by cell.
_MOST = 40
#: Stands for «without limit»; a limit that far out is none.
_FAR = Decimal(10) ** 30
_EDGE = Decimal(10) ** 24


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell that is likely wrong.

    Attributes:
        value: what would make the equations hold, in the unit of the figure (whole đồng, cases, percent).
        totals: the totals above it, with what they become; empty when they are right as they stand.
        repairs: the cells of each failing equation that the change repairs.
        is_slip: the two values differ as a slip of the keyboard makes them differ.
    """

    observation_id: str
    printed: Decimal
    value: Decimal
    totals: tuple[tuple[str, Decimal], ...]
    repairs: tuple[frozenset[str], ...]
    is_slip: bool


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of one cell by ``delta``, with the totals above it moving along or not."""

    cell: int
    moved: frozenset[int]
    delta: Decimal
    repaired: tuple[int, ...]
    broken: int
    is_slip: bool

    @property
    def gain(self) -> int:
        return len(self.repaired) - self.broken

    @property
    def rank(self) -> tuple[int, bool, int]:
        return self.gain, self.is_slip, -len(self.moved)

    def yields_to(self, other: _Change) -> bool:
        """Say whether another cell explains some of the same failures, and no worse."""
        is_rival = other.cell != self.cell and not set(self.repaired).isdisjoint(other.repaired)
        return is_rival and (other.gain, other.is_slip) >= (self.gain, self.is_slip)


def locate(observations: pl.DataFrame, terms: pl.DataFrame, unit_code: str) -> list[Suspect]:
    """Return the likeliest wrong cells of one report, the best supported first; none where the evidence is even.

    Args:
        observations: the report's rows (`pipelines.observations.SCHEMA`).
        terms: the identities, frame of `identities.TERMS`.
        unit_code: whose report it is.
    """
    figures = figures_of_frame(observations)
    search = _Search(figures, relations_of(figures, terms, unit_code))
    return list(search.suspects())


class _Search:
    """The cells' values, changed suspect by suspect, and the equations over them."""

    def __init__(self, figures: Sequence[Figure], relations: Sequence[Relation]) -> None:
        self._figures = figures
        self._values = [each.value for each in figures]
        self._relations = relations
        self._of_cell: dict[int, list[int]] = defaultdict(list)
        self._totals: dict[int, list[int]] = defaultdict(list)
        for number, relation in enumerate(relations):
            for cell in relation.members:
                self._of_cell[cell].append(number)
            if isinstance(relation, Sum) and relation.is_total:
                for part in relation.members[1:]:
                    self._totals[part].append(relation.members[0])

    def suspects(self) -> Iterator[Suspect]:
        """Yield suspects one by one, each sought after the ones before it were put right."""
        failing = {number for number, each in enumerate(self._relations) if not self._holds(each)}
        for _ in range(_MOST):
            change = self._best(failing)
            if change is None:
                return
            yield self._suspect(change)
            for cell in change.moved:
                self._values[cell] += change.delta
            failing = {number for number in failing if not self._holds(self._relations[number])}

    def _best(self, failing: set[int]) -> _Change | None:
        """Return the best change nobody else has a claim against, ``None`` when all claims are even."""
        cells = sorted({cell for number in failing for cell in self._relations[number].members})
        changes = [change for cell in cells for change in self._changes(cell, failing) if change.gain > 0]
        ranked = sorted(changes, key=lambda change: change.rank, reverse=True)
        return next(
            (change for change in ranked if not any(change.yields_to(each) for each in changes)), None
        )

    def _changes(self, cell: int, failing: set[int]) -> Iterator[_Change]:
        alone, lifted = frozenset({cell}), self._with_totals(cell)
        for moved in {alone, lifted}:
            touched = {
                number: span
                for member in moved
                for number in self._of_cell[member]
                if (span := self._span(self._relations[number], moved)) is not None
            }
            wrong = {number: span for number, span in touched.items() if number in failing}
            for delta in {self._whole(cell, span) for span in wrong.values()}:
                if delta and self._values[cell] + delta >= 0:
                    yield self._change(cell, moved, delta, touched, failing)

    def _change(
        self,
        cell: int,
        moved: frozenset[int],
        delta: Decimal,
        touched: dict[int, Interval],
        failing: set[int],
    ) -> _Change:
        fits = {number for number, (low, high) in touched.items() if low <= delta <= high}
        return _Change(
            cell,
            moved,
            delta,
            repaired=tuple(sorted(fits & failing)),
            broken=sum(number not in failing and number not in fits for number in touched),
            is_slip=is_slip(self._values[cell], self._values[cell] + delta),
        )

    def _with_totals(self, cell: int) -> frozenset[int]:
        moved, open_cells = {cell}, [cell]
        while open_cells:
            for total in self._totals[open_cells.pop()]:
                if total not in moved:
                    moved.add(total)
                    open_cells.append(total)
        return frozenset(moved)

    def _span(self, relation: Relation, moved: frozenset[int]) -> Interval | None:
        """Return the changes of ``moved`` under which an equation holds, ``None`` when they do not matter to it."""
        if isinstance(relation, Rate):
            return self._span_of_rate(relation, moved)
        weight = sum(coefficient for cell, coefficient in relation.cells if cell in moved)
        if weight == 0:
            return None
        residual = sum(self._values[cell] * coefficient for cell, coefficient in relation.cells)
        low = -_FAR if relation.is_bound else -relation.tolerance
        ends = sorted(((low - residual) / weight, (relation.tolerance - residual) / weight))
        return ends[0], ends[1]

    def _span_of_rate(self, relation: Rate, moved: frozenset[int]) -> Interval | None:
        rate, part, whole = (self._values[cell] for cell in relation.members)
        low, high = _rate_bounds(rate, relation.tolerance)
        inside = [cell for cell in relation.members if cell in moved]
        if len(inside) != 1 or whole <= 0:
            return None
        if inside[0] == relation.rate:
            exact = 100 * part / whole - rate
            return exact - relation.tolerance, exact + relation.tolerance
        if inside[0] == relation.part:
            return low * whole / 100 - part, high * whole / 100 - part
        return (100 * part / high - whole, 100 * part / low - whole) if low > 0 else None

    def _holds(self, relation: Relation) -> bool:
        if isinstance(relation, Rate):
            rate, part, whole = (self._values[cell] for cell in relation.members)
            low, high = _rate_bounds(rate, relation.tolerance)
            return whole <= 0 or low <= 100 * part / whole <= high
        residual = sum(self._values[cell] * coefficient for cell, coefficient in relation.cells)
        return residual <= relation.tolerance and (relation.is_bound or residual >= -relation.tolerance)

    def _whole(self, cell: int, span: Interval) -> Decimal:
        """Return the middle of an interval of changes as a figure of this measure can show it."""
        low, high = span
        # A bound tells how far at least: to its edge.
        middle = high if low < -_EDGE else low if high > _EDGE else (low + high) / 2
        quantum = Decimal("0.01") if self._figures[cell].measure == "percent" else Decimal(1)
        return middle.quantize(quantum)

    def _suspect(self, change: _Change) -> Suspect:
        cell = change.cell
        return Suspect(
            observation_id=self._figures[cell].observation_id,
            printed=self._values[cell],
            value=self._values[cell] + change.delta,
            totals=tuple(
                (self._figures[each].observation_id, self._values[each] + change.delta)
                for each in sorted(change.moved - {cell})
            ),
            repairs=tuple(
                frozenset(self._figures[each].observation_id for each in self._relations[number].members)
                for number in change.repaired
            ),
            is_slip=change.is_slip,
        )


def _rate_bounds(rate: Decimal, tolerance: Decimal) -> Interval:
    """Return the values a printed rate can stand for: rounded or cut after its last digit."""
    digits = -int(rate.normalize().as_tuple().exponent)
    granularity = Decimal(1).scaleb(-max(digits, 0))
    return rate - granularity / 2 - tolerance, rate + granularity + tolerance
