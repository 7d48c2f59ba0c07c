"""Plants errors into the tables of one workbook: each kind changes cells as a tired hand would.

Belongs here: which cells, and how they change. Does not belong here: what errors there are (`planted`), whole files
(`damage`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.random import Generator

from bench.synth.planted import Cell, Kind, Planted, kinds
from bench.synth.tables import BLANK, Table
from pipelines.forms.sheet_writer import emphasis

#: Columns that a whole case adds to: a row shifted by them keeps its own identities.
_OF_A_CASE = (
    "accepted_total",
    "newly_accepted",
    "enforceable_total",
    "without_conditions",
    "carried_forward",
)
_TEXT = ' t="inlineStr"><is><t>{}</t></is></c>'
_UNREADABLE, _UNKNOWN = "xem phụ lục", "Mục chưa rõ"
_KIND_ROW, _OFFICER = re.compile(r"\d+\. "), re.compile(r"CHV \d+")

#: How many of the money forms drawn to be in another unit as a whole really are: it takes all their other errors.
_WHOLE_FORMS = 0.15

#: (table, row, column).
Place = tuple[int, int, int]


@dataclass
class Sown:
    """The tables with their errors, and what was done to them."""

    tables: list[Table]
    overrides: dict[int, dict[tuple[int, int], str]] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)


class Planter:
    """Plants errors into one workbook; every row gets at most one."""

    def __init__(
        self, file: str, tables: Sequence[Table], address: Callable[[int, int, int], str], chooser: Generator
    ) -> None:
        self._sown = Sown([replace(each, values=each.values.copy()) for each in tables])
        self._original = [each.values for each in tables]
        self._file, self._address, self._chooser = file, address, chooser
        self._used: set[tuple[int, int]] = set()

    def sow(self, count: int, *, has_earlier: bool) -> Sown:
        """Plant errors of kinds drawn by weight; those that need an earlier month only when there is one."""
        possible = [
            kind for kind in kinds().values() if kind.weight and (has_earlier or kind.level != "cross_period")
        ]
        weights = np.array([kind.weight for kind in possible])
        drawn = [
            possible[number]
            for number in self._chooser.choice(len(possible), size=count, p=weights / weights.sum())
        ]
        for kind in sorted(drawn, key=lambda each: each.change != "money_unit"):  # it needs untouched forms
            self._plant(kind)
        return self._sown

    def raise_whole(self, kind: str) -> Sown:
        """Raise the total of the only table and its first officer by as many cases: the form itself adds up."""
        column = self._columns[0]["newly_accepted"]
        slip = self._slip(self._value((0, 0, column)))
        changes = [cell for row in (0, 1) for cell in self._whole_row((0, row, column), slip)]
        self._write(kinds()[kind], changes)
        return self._sown

    def _plant(self, kind: Kind) -> None:
        plant: dict[str, Callable[[Kind], None]] = {
            "add": self._add, "rate": self._rate, "exceed": self._exceed, "negate": self._negate,
            "thousandfold": self._thousandfold, "shift": self._shift, "opening": self._opening, "fall": self._fall,
            "money_only": self._money_only, "exceed_form": self._exceed_form, "text": self._text,
            "formula": self._formula, "unreadable": self._unreadable, "label": self._label,
            "money_unit": self._money_unit,
        }  # fmt: skip
        plant[kind.change](kind)

    def _add(self, kind: Kind) -> None:
        place = self._detail(kind.arguments)
        if place:
            value = self._value(place)
            self._write(kind, [(place, value + self._slip(value))])

    def _rate(self, kind: Kind) -> None:
        place = self._detail("rate")
        if place and self._value(place) != BLANK:
            points = int(kind.arguments) * 100 + int(self._chooser.integers(5, 90))
            self._write(kind, [(place, self._value(place) + points)])

    def _exceed(self, kind: Kind) -> None:
        part, whole = kind.arguments.split(">")
        place = self._detail(part)
        if place:
            over = self._value((*place[:2], self._columns[place[0]][whole]))
            self._write(kind, [(place, over + self._slip(over))])

    def _exceed_form(self, kind: Kind) -> None:
        part, whole = kind.arguments.split(">")
        forms = [at for at, columns in enumerate(self._columns) if part in columns]
        totals = [at for at, columns in enumerate(self._columns) if whole in columns]
        if forms and totals and (forms[0], 0) not in self._used:
            place = (forms[0], 0, self._columns[forms[0]][part])
            over = int(self._original[totals[0]][0, self._columns[totals[0]][whole]])
            self._write(kind, [(place, over + self._slip(over))])

    def _negate(self, kind: Kind) -> None:
        place = self._detail(kind.arguments, least=1)
        if place:
            self._write(kind, [(place, -self._value(place))])

    def _thousandfold(self, kind: Kind) -> None:
        place = self._detail(kind.arguments, least=1, money=True)
        if place:
            self._write(kind, [(place, self._value(place) * 1000)])

    def _shift(self, kind: Kind) -> None:
        """Shift whole rows: a detail row alone, an office with one officer, or a kind with all totals above it."""
        if kind.arguments == "office":
            rows = self._office_rows()
        else:
            found = self._detail("newly_accepted", by_kind=True if kind.arguments == "upwards" else None)
            rows = self._upwards(found) if found and kind.arguments == "upwards" else [found] if found else []
        if rows:
            slip = self._slip(self._value(rows[0]))
            self._write(kind, [cell for place in rows for cell in self._whole_row(place, slip)])

    def _opening(self, kind: Kind) -> None:
        place = self._detail("newly_accepted", least=2)
        if place:
            slip = max(1, self._value(place) // 3)
            opening = (*place[:2], self._columns[place[0]]["carried_in"])
            self._write(kind, [(opening, self._value(opening) + slip), (place, self._value(place) - slip)])

    def _fall(self, kind: Kind) -> None:
        place = self._detail("newly_accepted", least=40)
        if place:
            outside = self._value((*place[:2], self._columns[place[0]]["without_conditions"]))
            fall = min(outside, self._value(place) * 6 // 10)
            if fall * 100 > self._value(place) * 40:
                self._write(kind, self._whole_row(place, -fall))

    def _money_only(self, kind: Kind) -> None:
        """Give money to a row without a case; its row of cases is the evidence, so no other error may touch it."""
        for money, cases in self._twins:
            columns, others = self._columns[money], self._columns[cases]
            zero = np.flatnonzero(self._original[cases][:, others[kind.arguments]] == 0)
            free = [
                int(row) for row in zero if self._is_free(money, int(row)) and self._is_free(cases, int(row))
            ]
            if free:
                row = free[int(self._chooser.integers(len(free)))]
                self._write(
                    kind, [((money, row, columns[kind.arguments]), int(self._chooser.integers(900, 90_000)))]
                )
                self._used.add((cases, row))
                return

    def _text(self, kind: Kind) -> None:
        place = self._any()
        if place:
            value = self._value(place)
            grouped = f"{value:,}".replace(",", ("." if value % 2 else " "))
            self._override(kind, place, _TEXT.format(grouped), grouped)

    def _formula(self, kind: Kind) -> None:
        place = self._any()
        if place:
            self._override(kind, place, "><f>0+0</f></c>", "=0+0")

    def _unreadable(self, kind: Kind) -> None:
        place = self._any()
        if place:
            self._override(kind, place, _TEXT.format(_UNREADABLE), _UNREADABLE)

    def _label(self, kind: Kind) -> None:
        place = self._detail("newly_accepted", by_kind=True)
        if place:
            table = self._sown.tables[place[0]]
            labels = list(table.labels)
            before, labels[place[1]] = labels[place[1]], _UNKNOWN
            self._sown.tables[place[0]] = replace(table, labels=tuple(labels))
            self._used.add(place[:2])
            cell = Cell(self._address(place[0], place[1], -1), before, _UNKNOWN)
            self._sown.planted.append(Planted(self._file, "", self._sheet(place[0]), kind.kind, (cell,)))

    def _money_unit(self, kind: Kind) -> None:
        """Write all money forms in đồng below a header that says thousand đồng; at most once, on untouched forms."""
        money = [at for at, table in enumerate(self._sown.tables) if _is_money(table)]
        if not money or self._chooser.random() > _WHOLE_FORMS or any(at in money for at, _ in self._used):
            return
        for at in money:
            columns = [c for name, c in self._columns[at].items() if name != "rate"]
            rows = [
                0,
                *self._details[at],
                *(row for row, label in enumerate(self._sown.tables[at].labels) if _KIND_ROW.match(label)),
            ]
            places = [(at, row, self._columns[at]["accepted_total"]) for row in dict.fromkeys(rows)]
            self._sown.tables[at].values[:, columns] *= 1000
            self._used |= {(at, row) for row in range(len(self._sown.tables[at].labels))}
            cells = tuple(self._cell(place, self._value(place)) for place in places)
            self._sown.planted.append(Planted(self._file, "", self._sheet(at), kind.kind, cells))

    # -- places ---------------------------------------------------------------------------------------------------

    def _detail(
        self, indicator: str, *, least: int = 0, money: bool = False, by_kind: bool | None = None
    ) -> Place | None:
        """Return an untouched detail row that shows an indicator: an officer's, a kind's, or an office's."""
        tables = [at for at, columns in enumerate(self._columns) if indicator in columns]
        tables = [at for at in tables if _is_money(self._sown.tables[at]) or not money]
        if by_kind is not None:
            tables = [
                at for at in tables if (self._sown.tables[at].form_map.row_axis == "kind of case") == by_kind
            ]
        self._chooser.shuffle(tables)
        for at in tables:
            column = self._columns[at][indicator]
            rows = [row for row in self._details[at] if self._is_free(at, row)]
            rows = [row for row in rows if int(self._original[at][row, column]) >= least]
            if rows:
                return at, rows[int(self._chooser.integers(len(rows)))], column
        return None

    def _any(self) -> Place | None:
        return self._detail(("newly_accepted", "in_progress", "completed")[int(self._chooser.integers(3))])

    def _office_rows(self) -> list[Place]:
        """Return an office's row and that of its first officer."""
        tables = [at for at, table in enumerate(self._sown.tables) if "enforcer" in table.form_map.row_axis]
        for at in tables[int(self._chooser.integers(max(len(tables), 1))) :]:
            labels = self._sown.tables[at].labels
            starts = [
                row for row, label in enumerate(labels[:-1])
                if _KIND_ROW.match(label) and _OFFICER.match(labels[row + 1])
                and self._is_free(at, row) and self._is_free(at, row + 1)
            ]  # fmt: skip
            if starts:
                row = starts[int(self._chooser.integers(len(starts)))]
                column = self._columns[at]["newly_accepted"]
                return [(at, row, column), (at, row + 1, column)]
        return []

    def _upwards(self, place: Place) -> list[Place]:
        """Return a kind's row with its initiative and the total above it, the total first."""
        at, row, column = place
        labels = self._sown.tables[at].labels
        section = next(above for above in range(row, -1, -1) if emphasis(labels[above])[1])
        rows = (0, section, row)
        return [(at, each, column) for each in rows] if all(self._is_free(at, each) for each in rows) else []

    def _whole_row(self, place: Place, slip: int) -> list[tuple[Place, int]]:
        at, row, _ = place
        places = [(at, row, self._columns[at][name]) for name in _OF_A_CASE]
        return [(each, self._value(each) + slip) for each in places]

    # -- writing --------------------------------------------------------------------------------------------------

    def _write(self, kind: Kind, changes: Sequence[tuple[Place, int]]) -> None:
        cells = tuple(self._cell(place, after) for place, after in changes)
        for (at, row, column), after in changes:
            self._sown.tables[at].values[row, column] = after
            self._used.add((at, row))
        self._sown.planted.append(Planted(self._file, "", self._sheet(changes[0][0][0]), kind.kind, cells))

    def _override(self, kind: Kind, place: Place, inside: str, after: str) -> None:
        at, row, column = place
        self._sown.overrides.setdefault(at, {})[row, column] = inside
        self._used.add((at, row))
        cell = Cell(self._address(at, row, column), str(self._value(place)), after)
        self._sown.planted.append(Planted(self._file, "", self._sheet(at), kind.kind, (cell,)))

    def _cell(self, place: Place, after: int) -> Cell:
        before = int(self._original[place[0]][place[1], place[2]])
        return Cell(self._address(*place), self._printed(place, before), self._printed(place, after))

    def _printed(self, place: Place, value: int) -> str:
        is_rate = place[2] == self._columns[place[0]].get("rate")
        return f"{value // 100}.{value % 100:02d}" if is_rate else str(value)

    def _value(self, place: Place) -> int:
        return int(self._original[place[0]][place[1], place[2]])

    def _slip(self, value: int) -> int:
        """Return a slip of the hand: a few more, or a digit too much."""
        few = int(self._chooser.integers(2, 9))
        return few if value < 100 else few * 10 ** (len(str(value)) - 2)

    def _is_free(self, at: int, row: int) -> bool:
        return (at, row) not in self._used

    def _sheet(self, at: int) -> str:
        return self._sown.tables[at].form_map.form_code.replace("/", "-")

    @cached_property
    def _columns(self) -> list[dict[str, int]]:
        """The columns of each table by indicator; rates go by one name."""
        return [
            {
                ("rate" if c.measure == "percent" else c.key): i
                for i, c in enumerate(table.form_map.value_columns)
            }
            for table in self._sown.tables
        ]

    @cached_property
    def _details(self) -> list[list[int]]:
        """Rows of each table that nothing else on it is the sum of, except through them."""
        return [
            [
                row for row, label in enumerate(table.labels)
                if (_OFFICER if "enforcer" in table.form_map.row_axis else _KIND_ROW).match(label)
                and "Trong đó" not in label
            ]
            for table in self._sown.tables
        ]  # fmt: skip

    @cached_property
    def _twins(self) -> list[tuple[int, int]]:
        """Pairs of tables with the same rows: money, cases."""
        tables = self._sown.tables
        return [
            (money, cases)
            for money in range(len(tables)) if _is_money(tables[money]) and "withdrawn_up" in self._columns[money]
            for cases in range(len(tables))
            if not _is_money(tables[cases]) and tables[cases].labels == tables[money].labels
            and "withdrawn_up" in self._columns[cases]
        ]  # fmt: skip


def _is_money(table: Table) -> bool:
    return table.form_map.has_money and "newly_accepted" in {c.key for c in table.form_map.value_columns}
