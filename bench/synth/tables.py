"""The rows of every form of one department and month: labels, and a matrix of figures by the form map's columns.

Belongs here: which leaves make up which row, which figure stands in which column. Does not belong here: counting,
files (`frames`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from bench.synth.anchors import Ints
from bench.synth.cases import KINDS, REVENUES, SUBKINDS
from bench.synth.counting import COLUMN, Tally
from bench.synth.figures import budget, membership, results
from bench.synth.nation import Department, Seat, departments, offices, seats, successor
from pipelines.forms.maps import FormMap
from pipelines.forms.template import agency_name, blank_rows
from pipelines.forms.words import data_table
from pipelines.reference import units
from pipelines.reference.periods import Period
from pipelines.reference.units import Unit

#: A cell without a figure: a rate of nothing.
BLANK = -1
_REGIONS = "II. Các Phòng THADS khu vực"
_WAYS = ("ex_officio", "on_request")


@dataclass(frozen=True, slots=True)
class Table:
    """One form's table.

    Attributes:
        labels: text of the first column, row by row.
        values: rows × value columns: counts, thousand đồng, hundredths of a percent; `BLANK` for none.
    """

    form_map: FormMap
    labels: tuple[str, ...]
    values: Ints


@dataclass(frozen=True, slots=True)
class Counted:
    """All that was counted of the first departments that report together.

    Attributes:
        matters: of each first department, figures by office (see `matters`).
    """

    first: tuple[str, ...]
    tally: Tally
    matters: tuple[dict[str, Ints], ...]


def tables(maps: Sequence[FormMap], period: Period, counted: Counted, seed: int) -> list[Table]:
    """Return the tables of every form that has columns, for a department and period."""
    shelf = _Shelf(period, counted, seed)
    return [shelf.table(form_map) for form_map in maps]


class _Shelf:
    """One department's month, from which each form takes its rows."""

    def __init__(self, period: Period, counted: Counted, seed: int) -> None:
        self._period = period
        self._counted = counted
        self._unit = units.get(successor(counted.first[0], period.end))
        self._seats = seats(counted.first, seed, period.end)
        self._codes = ["", *(office.code for office in offices(self._unit.code, period.end))]
        self._departments = [departments(seed)[code] for code in counted.first]
        self._rows: list[tuple[str, str]] = []

    def table(self, form_map: FormMap) -> Table:
        axis = form_map.row_axis
        if axis == "kind of case":
            labels, groups = self._by_kind(form_map)
            return self._results(
                form_map, labels, groups, self._counted.tally.kind_cases, self._counted.tally.kind_money
            )
        if axis == "kind of revenue":
            return self._budget(form_map)
        if "enforcer" in axis:
            labels, groups = self._by_enforcer(form_map)
            return self._results(
                form_map, labels, groups, self._counted.tally.desk_cases, self._counted.tally.desk_money
            )
        return self._by_office(form_map)

    def _results(
        self, form_map: FormMap, labels: tuple[str, ...], groups: list[list[int]], cases: Ints, money: Ints
    ) -> Table:
        counted = money if form_map.has_money else cases
        summed = membership(groups, len(counted)) @ counted
        return _laid_out(form_map, labels, results(summed, form_map.regime, is_money=form_map.has_money))

    def _by_kind(self, form_map: FormMap) -> tuple[tuple[str, ...], list[list[int]]]:
        labels = [label for label, _ in blank_rows(form_map, self._unit, self._period)]
        known = {
            row["label_vi"]: row["breakdown"]
            for row in data_table("rows").to_dicts()
            if row["axis"] == form_map.row_axis
        }
        way, groups = "", []
        for label in labels:
            breakdown = known.get(re.sub(r"^[IVX\d.]+\. ", "", label), "")
            if breakdown.startswith("initiative="):
                way = breakdown.partition("=")[2]
            groups.append(_leaves_of(way, breakdown))
        return tuple(labels), groups

    def _budget(self, form_map: FormMap) -> Table:
        labels = tuple(label for label, _ in blank_rows(form_map, self._unit, self._period))
        groups = [list(range(1, len(REVENUES))), *([number] for number in range(1, len(REVENUES)))]
        summed = membership(groups, len(REVENUES)) @ self._counted.tally.revenue_cases
        return _laid_out(form_map, labels, budget(summed, form_map.regime))

    def _by_enforcer(self, form_map: FormMap) -> tuple[tuple[str, ...], list[list[int]]]:
        labels: list[str] = []
        groups: list[list[int]] = []
        for label, code in self._office_rows(form_map):
            desks = self._desks_of(code)
            labels.append(label)
            groups.append(desks)
            if code not in ("*", "**"):
                ordered = sorted(desks, key=lambda desk: self._seats[desk].number)
                labels += [f"CHV {self._seats[desk].number:02d}" for desk in ordered]
                groups += [[desk] for desk in ordered]
        return tuple(labels), groups

    def _by_office(self, form_map: FormMap) -> Table:
        labels = tuple(label for label, _ in self._office_rows(form_map))
        return _laid_out(form_map, labels, self._office_columns)

    def _office_rows(self, form_map: FormMap) -> list[tuple[str, str]]:
        """Return label and office of each row: ``*`` the total, ``""`` the own office, ``**`` all others."""
        if not self._rows:
            labels = [label for label, _ in blank_rows(form_map, self._unit, self._period)]
            codes = ["*", "", *(["**", *self._codes[1:]] if self._codes[1:] else [])]
            if len(labels) < len(codes):  # offices of a region are in no registry the template could ask
                regions = enumerate(offices(self._unit.code, self._period.end), start=1)
                labels += [_REGIONS, *(f"{n}. {agency_name(office)}" for n, office in regions)]
            self._rows = list(zip(labels, codes, strict=True))
        return self._rows

    def _desks_of(self, code: str) -> list[int]:
        if code == "*":
            return list(range(len(self._seats)))
        if code == "**":
            return [desk for office, desks in self._desks.items() if office for desk in desks]
        return self._desks.get(code, [])

    @cached_property
    def _desks(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for desk, seat in enumerate(self._seats):
            found.setdefault(seat.office, []).append(desk)
        return found

    @cached_property
    def _office_columns(self) -> dict[str, Ints]:
        """The figures of the smaller forms, whose rows are offices only."""
        codes = ["*", "", *(["**", *self._codes[1:]] if self._codes[1:] else [])]
        shown = _shown_offices(self._departments, self._seats)
        groups = [
            [at for at, office in enumerate(shown) if code in ("*", office) or (code == "**" and office)]
            for code in codes
        ]
        matrix = membership(groups, len(shown))
        names = self._counted.matters[0]
        columns = {
            name: matrix @ np.concatenate([each[name] for each in self._counted.matters]) for name in names
        }
        desks = membership([self._desks_of(code) for code in codes], len(self._seats))
        number = COLUMN["reduced"]
        columns["remission/cases"] = desks @ self._counted.tally.desk_cases[:, number]
        columns["remission/vnd"] = desks @ self._counted.tally.desk_money[:, number]
        return columns


def _shown_offices(found: list[Department], seated: tuple[Seat, ...]) -> list[str]:
    """Return where each office of the first departments is shown: at the seat of its first desk."""
    shown, start = [], 0
    for department in found:
        for office in department.offices:
            shown.append(seated[start].office)
            start += office.desks
    return shown


def _leaves_of(way: str, breakdown: str) -> list[int]:
    """Return the leaves of a row: all, one way of starting, one kind under it, or an «of which» kind."""
    width = len(SUBKINDS)
    ways = [_WAYS.index(way)] if way else [0, 1]
    kind = breakdown.partition("=")[2] if breakdown.startswith("kind=") else ""
    base, _, sub = kind.partition("_") if kind not in KINDS else (kind, "", "")
    kinds = [KINDS.index(base)] if base else range(len(KINDS))
    subs = [SUBKINDS.index(sub)] if sub else range(width)
    return [(w * len(KINDS) + k) * width + s for w in ways for k in kinds for s in subs]


def _laid_out(form_map: FormMap, labels: tuple[str, ...], columns: dict[str, Ints]) -> Table:
    found = []
    for column in form_map.value_columns:
        name = "rate" if column.measure == "percent" else column.key
        if name not in columns:
            raise KeyError(f"{form_map.form_code} {form_map.regime}: nothing is counted for {column.key}")
        found.append(columns[name])
    return Table(form_map, labels, np.stack(found, axis=1))


def of_office(table: Table, office: Unit) -> Table | None:
    """Return an office's part of a form by office and officer as its own report; ``None`` when it has no row."""
    name = agency_name(office)
    start = next((at for at, label in enumerate(table.labels) if label.partition(". ")[2] == name), None)
    if start is None:
        return None
    stop = start + 1
    while stop < len(table.labels) and table.labels[stop].startswith("CHV "):
        stop += 1
    labels = ("Tổng số", *table.labels[start + 1 : stop])
    return Table(table.form_map, labels, table.values[start:stop]) if stop > start + 1 else None


def maps_in_force(book_maps: Sequence[FormMap], on: date) -> tuple[FormMap, ...]:
    """Return the forms with known columns that are used for periods ending on a day, in order of their numbers."""
    return tuple(
        sorted(
            (m for m in book_maps if m.columns and not m.analogy and m.is_in_force(on)),
            key=lambda each: each.form_code,
        )
    )
