"""A known form as some department might send it: columns renamed, moved, added, numbers gone, a few cells wrong.

Belongs here: drawing one distorted sheet and the truth about its columns. Does not belong here: the words
(`renames`), the figures (`world`), what a learner made of it (`score`).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bench.learning import world
from bench.learning.renames import Half, rename, shorten, vocabulary, without_accents
from pipelines.forms.header_layout import header_cells, header_depth
from pipelines.forms.maps import FormColumn, FormMap
from pipelines.readers.model import Cell, Merge, Sheet

_TABLE_ROW = 7
_COUNTS = (1, 2, 3, 4, 6, 9, 14, 22, 35)
_PERIODS = {"R2013": "năm 2018", "R2019": "năm 2022", "R2024": "năm 2025"}
_LABELS = ("Tên đơn vị", "Cơ quan, chấp hành viên", "Đơn vị", "Nội dung")


@dataclass(frozen=True, slots=True)
class Style:
    """How this department changes the form.

    Attributes:
        layout: ``grouped`` keeps merged groups, ``flat`` writes one line, ``leaves`` loses the groups' names.
        numbers: ``none``, ``plain``, ``formulae``, or ``kept`` (the circular's own).
        rows: rows of figures.
        wrong: share of cells with a slip.
    """

    layout: str
    numbers: str
    order: str
    letters: str
    rows: int
    wrong: float
    extras: int


@dataclass(frozen=True, slots=True)
class Case:
    """One sheet and what each of its columns truly is; ``None`` for a column the form does not have."""

    form_map: FormMap
    sheet: Sheet
    truth: dict[int, FormColumn | None]
    figures: tuple[world.Row, ...]
    style: Style


def draw(form_map: FormMap, half: Half, seed: int, rows: int | None = None) -> Case:
    """Return one distorted sheet of a form; the same seed gives the same sheet."""
    rng = random.Random(f"{form_map.form_code} {form_map.regime} {half} {seed}")
    style = Style(
        layout=rng.choice(("grouped", "grouped", "flat", "flat", "leaves")),
        numbers=rng.choice(("none", "none", "plain", "plain", "formulae", "kept")),
        order=rng.choice(("kept", "kept", "some", "some", "all")),
        letters=rng.choice(("plain",) * 6 + ("bare", "upper", "short", "short")),
        rows=rng.choice(_COUNTS) if rows is None else rows,
        wrong=rng.choice((0.0, 0.0, 0.005, 0.02)),
        extras=rng.choice((0, 0, 0, 1, 2)),
    )
    return _Drawing(form_map, half, style, rng).case()


class _Drawing:
    """Draws one sheet; used once."""

    def __init__(self, form_map: FormMap, half: Half, style: Style, rng: random.Random) -> None:
        self.form_map, self.half, self.style, self.rng = form_map, half, style, rng
        self.cells: list[tuple[int, int, str, str]] = []
        self.merges: list[Merge] = []
        self.groups: dict[str, str] = {}

    def case(self) -> Case:
        columns = self._extended(self._ordered(list(self.form_map.value_columns)))
        label = FormColumn(0, "", (self.rng.choice(_LABELS),), "A", "", "", "", "", "")
        printed = [label, *(self._renamed(column) for column in columns)]
        self._letterhead(len(printed))
        bottom = self._header(printed, [None, *columns])
        figures = world.rows(self.form_map, self.style.rows, self.rng)
        self._figures(bottom + 1, columns, figures)
        truth = {at: None if column.position < 0 else column for at, column in enumerate(columns, start=2)}
        sheet = Sheet("Sheet1", tuple(Cell(*cell) for cell in sorted(self.cells)), tuple(self.merges))
        return Case(self.form_map, sheet, truth, tuple(figures), self.style)

    def _ordered(self, columns: list[FormColumn]) -> list[FormColumn]:
        if self.style.order == "all":
            if self.style.layout == "grouped":
                return self._groups_moved(columns)
            self.rng.shuffle(columns)
        elif self.style.order == "some" and self.style.layout != "grouped" and len(columns) > 2:
            for _ in range(2):
                columns.insert(
                    self.rng.randrange(len(columns)), columns.pop(self.rng.randrange(len(columns)))
                )
        return columns

    def _groups_moved(self, columns: list[FormColumn]) -> list[FormColumn]:
        blocks: list[list[FormColumn]] = []
        for before, column in pairwise([None, *columns]):
            if before is not None and len(column.path) > 1 and before.path[0] == column.path[0]:
                blocks[-1].append(column)
            else:
                blocks.append([column])
        self.rng.shuffle(blocks)
        return [column for block in blocks for column in block]

    def _extended(self, columns: list[FormColumn]) -> list[FormColumn]:
        for number in range(self.style.extras):
            words = rename("extra", "", self.half, self.rng)
            extra = FormColumn(-1 - number, words, (words,), "", "", "cases", "", "", "")
            columns.insert(self.rng.randint(1, len(columns)), extra)
        return columns

    def _renamed(self, column: FormColumn) -> FormColumn:
        path = column.path if column.position < 0 else self._path(column)
        letters = {"bare": without_accents, "upper": str.upper, "short": shorten, "plain": str}
        path = tuple(letters[self.style.letters](text) for text in path)
        return FormColumn(column.position, "", path, "", column.indicator, column.measure, "", "", "")

    def _path(self, column: FormColumn) -> tuple[str, ...]:
        keys = (column.indicator, f"{column.indicator}/{column.measure}")
        words = next((w for key in keys if (w := rename("column", key, self.half, self.rng))), "")
        if self.style.layout == "flat":
            return (words if words and self.rng.random() < 0.85 else " - ".join(column.path),)
        path = tuple(self._segment(text) for text in column.path[:-1])
        is_vague = ("segment", column.path[-1]) in vocabulary(self.half) and len(column.path) > 1
        leaf = self._segment(column.path[-1]) if is_vague else (words or column.path[-1])
        leaf = leaf if self.rng.random() < 0.85 else column.path[-1]
        return (leaf,) if self.style.layout == "leaves" else (*path, leaf)

    def _segment(self, text: str) -> str:
        """Return one wording for a group's name, the same all over the sheet."""
        if text not in self.groups:
            words = rename("segment", text, self.half, self.rng)
            self.groups[text] = words if words and self.rng.random() < 0.85 else text
        return self.groups[text]

    def _letterhead(self, width: int) -> None:
        year = _PERIODS.get(self.form_map.regime, "năm 2023")
        money = (
            f", {self.form_map.money_unit}" if self.form_map.has_money and self.form_map.money_unit else ""
        )
        counted = "" if self.form_map.measures == ("vnd",) else "Việc"
        self._text(1, 1, f"Biểu số: {self.form_map.form_code}")
        self._text(1, max(3, width - 3), "Đơn vị báo cáo: Cục THADS tỉnh Thanh Hóa")
        self._text(2, max(2, width // 2), self.form_map.title_vi.upper())
        self._text(3, max(2, width // 2), f"Kỳ báo cáo: 12 tháng {year}")
        self._text(5, max(2, width - 2), f"Đơn vị tính: {(counted + money).strip(', ')}")

    def _header(self, printed: list[FormColumn], columns: list[FormColumn | None]) -> int:
        depth = header_depth(printed)
        for cell in header_cells(printed):
            rows = _TABLE_ROW + cell.first_row, _TABLE_ROW + cell.last_row
            self._text(rows[0], cell.first_column + 1, cell.text)
            if (cell.first_row, cell.first_column) != (cell.last_row, cell.last_column):
                self.merges.append(Merge(rows[0], cell.first_column + 1, rows[1], cell.last_column + 1))
        bottom = _TABLE_ROW + depth - 1
        marks = list(self._marks(columns))
        if any(marks):
            bottom += 1
            for at, mark in enumerate(marks, start=1):
                if mark:
                    self.cells.append((bottom, at, mark, "number" if mark.isdigit() else "text"))
        return bottom

    def _marks(self, columns: list[FormColumn | None]) -> Iterator[str]:
        """Yield what the number row prints; formulae are the map's, in the sheet's own numbers."""
        style = self.style.numbers
        if style == "none":
            return
        new = {c.number: str(at) for at, c in enumerate(columns) if c is not None and c.number}
        yield "A"
        for at, column in enumerate(columns[1:], start=1):
            if column is None or style == "kept":
                yield column.number if column else ""
                continue
            formula = column.formula if re.fullmatch(r"[\d+\-*/() ]+", column.formula) else ""
            used = re.findall(r"\d+", formula.replace("100*", ""))
            is_whole = bool(used) and all(number in new for number in used)
            if style == "formulae" and is_whole and column.position > 0:
                text = re.sub(r"\d+", lambda found: new.get(found[0], found[0]), formula.replace("100*", ""))
                yield f"{at}={text}"
            else:
                yield str(at)

    def _figures(self, row: int, columns: list[FormColumn], figures: list[world.Row]) -> None:
        blank = self.rng.choice(("0", "0", "-", ""))
        for number, line in enumerate(figures):
            self._text(row, 1, "Tổng số" if number == 0 else f"{number}. Đơn vị {number}")
            for at, column in enumerate(columns, start=2):
                if column.position < 0:
                    value = Decimal(self.rng.randint(0, 90)) if "chú" not in column.label else None
                else:
                    value = self._slip(line.get(column.key))
                if value:
                    self.cells.append((row, at, f"{value:f}", "number"))
                elif blank and column.position > 0:
                    self.cells.append((row, at, blank, "number" if blank == "0" else "text"))
            row += 1

    def _slip(self, value: Decimal | None) -> Decimal | None:
        if value is None or self.rng.random() >= self.style.wrong:
            return value
        return value + self.rng.choice((1, -1, 10, 9, 100)) if value > 100 else value + 1

    def _text(self, row: int, column: int, text: str) -> None:
        self.cells.append((row, column, text, "text"))
