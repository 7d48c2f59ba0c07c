"""The equations between the cells of one report: the identities of a row, totals over rows, one figure on two forms.

The rules say in SQL which equations fail; here every equation is kept with its cells, those that hold too, because
a cell is cleared by the equations it satisfies.

Belongs here: which cells an equation ties together. Does not belong here: which cell is wrong (`locate`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from pipelines.reference.periods import Period

#: Rows of these dimensions add up to the row they detail (``expectations/sql/details_add_up.sql``).
_DIMENSIONS = ("initiative", "kind", "office", "officer")
_ADDITIVE = frozenset({"cases", "vnd", "people", "judgments", "visits"})

Key = tuple[str, str]
Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of the report; ``sheet`` keeps the forms of one workbook apart."""

    observation_id: str
    sheet: str
    unit_code: str
    period_code: str
    indicator_code: str
    measure: str
    breakdown: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Sum:
    """``Σ coefficient × cell`` is nothing, or at most nothing; ``cells`` are indices into the figures.

    Attributes:
        is_total: the first cell is the total of the others, which a spreadsheet usually computes.
    """

    name: str
    cells: tuple[tuple[int, int], ...]
    tolerance: Decimal
    is_bound: bool = False
    is_total: bool = False

    @property
    def members(self) -> tuple[int, ...]:
        """Return the cells it ties together."""
        return tuple(cell for cell, _ in self.cells)


@dataclass(frozen=True, slots=True)
class Rate:
    """``rate = 100 × part / whole``, as far as the printed digits of the rate tell."""

    name: str
    rate: int
    part: int
    whole: int
    tolerance: Decimal

    @property
    def members(self) -> tuple[int, ...]:
        """Return the cells it ties together."""
        return self.rate, self.part, self.whole


Relation = Sum | Rate


def figures_of_frame(frame: pl.DataFrame) -> list[Figure]:
    """Return the printed cells of a report's observations, in reading order; derived rows and prose are no cells."""
    names = (
        "observation_id",
        "locator",
        "unit_code",
        "period_code",
        "indicator_code",
        "measure",
        "breakdown",
        "value",
    )
    rows = frame.filter(~pl.col("derived") & pl.col("locator").str.contains("!", literal=True)).select(names)
    return [
        Figure(identity, locator.rpartition("!")[0], *rest) for identity, locator, *rest in rows.iter_rows()
    ]


def relations_of(figures: Sequence[Figure], terms: pl.DataFrame, unit_code: str) -> list[Relation]:
    """Return every equation that the cells of a report state in full.

    Args:
        figures: the report's cells.
        terms: the identities, frame of `identities.TERMS`.
        unit_code: the unit whose report it is; its offices add up to its total.
    """
    found: list[Relation] = []
    found += _identities(figures, terms)
    found += _details(figures)
    found += _offices(figures, unit_code)
    found += _repeated(figures)
    return found


def _identities(figures: Sequence[Figure], terms: pl.DataFrame) -> Iterator[Relation]:
    rows: dict[tuple[str, str, str, str], dict[Key, int]] = defaultdict(dict)
    for index, each in enumerate(figures):
        subject = (each.sheet, each.unit_code, each.period_code, each.breakdown)
        rows[subject].setdefault((each.indicator_code, each.measure), index)
    in_force = {code: _in_force(terms, Period.parse(code).end) for code in {key[2] for key in rows}}
    for subject, cells in rows.items():
        for identity in in_force[subject[2]]:
            relation = _of_row(identity, cells)
            if relation:
                yield relation


def _in_force(terms: pl.DataFrame, on: date) -> list[list[dict[str, object]]]:
    chosen = terms.filter(pl.col("valid_from") <= on, pl.col("valid_to") >= on)
    parts = chosen.partition_by("identity_id", "subject_measure", maintain_order=True)
    return [part.to_dicts() for part in parts]


def _of_row(identity: Sequence[Mapping[str, object]], cells: Mapping[Key, int]) -> Relation | None:
    found = [(term, cells.get((str(term["indicator_code"]), str(term["measure"])))) for term in identity]
    if any(index is None for _, index in found):
        return None
    first = identity[0]
    name, tolerance = str(first["identity_id"]), Decimal(str(first["tolerance"]))
    by_side = {str(term["side"]): index for term, index in found if index is not None}
    if "whole" in by_side and len(found) != len(by_side):
        return None  # a ratio of a sum: too many cells to point at one
    if "whole" in by_side:
        return Rate(name, by_side["lhs"], by_side["part"], by_side["whole"], tolerance)
    signed = tuple(
        (index, (1 if term["side"] == "lhs" else -1) * int(str(term["coefficient"])))
        for term, index in found
        if index is not None
    )
    return Sum(name, signed, tolerance, is_bound=first["operator"] == "<=")


def _details(figures: Sequence[Figure]) -> Iterator[Sum]:
    totals: dict[tuple[str, ...], int] = {}
    parts: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for index, each in enumerate(figures):
        if each.measure not in _ADDITIVE:
            continue
        column = (each.sheet, each.unit_code, each.period_code, each.indicator_code, each.measure)
        totals.setdefault((*column, each.breakdown), index)
        pairs = dict(pair.partition("=")[::2] for pair in each.breakdown.split(";") if pair)
        for dimension in _DIMENSIONS:
            if dimension in pairs:
                rest = ";".join(f"{key}={value}" for key, value in pairs.items() if key != dimension)
                parts[(*column, rest, dimension)].append((pairs[dimension], index))
    for (*place, dimension), members in parts.items():
        total = totals.get(tuple(place))
        counted = _without_of_which(members)
        if total is not None and (dimension != "office" or len(counted) == 2):
            yield _total(f"details/{dimension}", total, counted)


def _without_of_which(members: Iterable[tuple[str, int]]) -> list[int]:
    """Leave out rows whose kind continues another's: they detail that row, not the total."""
    known = list(members)
    names = [name for name, _ in known]
    return [index for name, index in known if not any(name.startswith(f"{other}_") for other in names)]


def _offices(figures: Sequence[Figure], unit_code: str) -> Iterator[Sum]:
    """Yield total = own office + the offices listed, for every column that has all three."""
    columns: dict[tuple[str, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, each in enumerate(figures):
        if each.measure not in {"cases", "vnd"}:
            continue
        role = _office_role(each, unit_code)
        if role:
            column = (each.sheet, each.period_code, each.indicator_code, each.measure)
            columns[column][role].append(index)
    for found in columns.values():
        if found["total"] and found["own"] and found["office"]:
            yield _total("offices", found["total"][0], [found["own"][0], *found["office"]])


def _office_role(figure: Figure, unit_code: str) -> str:
    if figure.unit_code == unit_code:
        return {"": "total", "office=own": "own"}.get(figure.breakdown, "")
    return "office" if figure.breakdown == "" and figure.unit_code.startswith("D-") else ""


def _repeated(figures: Sequence[Figure]) -> Iterator[Sum]:
    """Yield the equality of one figure printed on two forms of the workbook."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, each in enumerate(figures):
        subject = (each.unit_code, each.period_code, each.indicator_code, each.measure, each.breakdown)
        places[subject].append(index)
    for first, *others in places.values():
        for other in others:
            yield Sum("same", ((first, 1), (other, -1)), Decimal(0))


def _total(name: str, total: int, parts: Sequence[int]) -> Sum:
    return Sum(name, ((total, 1), *((part, -1) for part in parts)), Decimal(0), is_total=True)
