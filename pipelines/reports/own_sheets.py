"""The department's own sheets once more, with the cells to correct coloured and commented.

Values are written, never formulas: what is sent back computes nothing, and a text that looks like a formula stays text.

Belongs here: one sheet of the file onto one worksheet. Does not belong here: how the original looks (`look`), which
cells are coloured (`tasks`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from xlsxwriter.exceptions import OverlappingRange

from pipelines.forms.layout import Layout
from pipelines.readers.model import Merge, Sheet
from pipelines.readers.percent import is_percent
from pipelines.reports.book_styles import BookStyles
from pipelines.reports.look import SheetLook
from pipelines.reports.task import Mark

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = tuple[int, int]

#: Beyond 15 digits a spreadsheet would change the number.
_EXACT_DIGITS = 15
_LARGEST_MERGE = 10_000
_WIDEST, _NARROWEST, _LABEL_WIDTH = 40.0, 9.0, 34.0
_A4, _A3, _WIDE = 9, 8, 14
_COMMENT_WIDTH, _COMMENT_LINE, _COMMENT_CHARACTERS = 320, 17, 46


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """A coloured cell: the worst mark on it, and what its comment says."""

    mark: Mark
    comment: str


class OwnSheet:
    """Writes one sheet; used once."""

    def __init__(
        self,
        target: Worksheet,
        styles: BookStyles,
        source: Sheet,
        look: SheetLook | None,
        layouts: tuple[Layout, ...],
        marked: Mapping[Cell, MarkedCell],
    ) -> None:
        self._target = target
        self._styles = styles
        self._source = source
        self._look = look
        self._layouts = layouts
        self._marked = marked
        self._cells: dict[Cell, tuple[str, str]] = {
            (cell.row, cell.column): (cell.text, cell.kind) for cell in source.grid
        }

    def write(self) -> None:
        """Write cells, merges, marks and the page set-up."""
        merges = {(each.first_row, each.first_column): each for each in self._source.merges}
        for cell in sorted(self._cells.keys() | self._marked.keys() | self._blank_formats()):
            merge = merges.get(cell)
            if merge is None or not self._merge(merge):
                self._write(cell, self._format(cell))
        for cell, marked in self._marked.items():
            self._comment(cell, marked)
        self._sizes()
        self._page()

    def _blank_formats(self) -> set[Cell]:
        """Return cells without a value that still have a look: borders, fills; inside a merge its corner has it."""
        inside = {
            cell
            for merge in self._source.merges
            if _area(merge) <= _LARGEST_MERGE
            for cell in _cells_of(merge)
        }
        corners = {(merge.first_row, merge.first_column) for merge in self._source.merges}
        known = self._look.formats if self._look else self._frame()
        return {cell for cell in known if cell not in inside or cell in corners}

    def _frame(self) -> Mapping[Cell, Mapping[str, object]]:
        """Return borders for the tables of a file that has no look of its own (.xls, .ods, .csv)."""
        return {
            (row, column): {}
            for layout in self._layouts
            for row in range(layout.header_rows[0], layout.table_end + 1)
            for column in (layout.label_column, *layout.columns)
        }

    def _merge(self, merge: Merge) -> bool:
        if _area(merge) > _LARGEST_MERGE or (merge.first_row, merge.first_column) == (
            merge.last_row,
            merge.last_column,
        ):
            return False
        cell = (merge.first_row, merge.first_column)
        shape = (merge.first_row - 1, merge.first_column - 1, merge.last_row - 1, merge.last_column - 1)
        try:
            self._target.merge_range(*shape, "", self._format(cell))
        except OverlappingRange:  # a damaged file may say so; Excel shows the first
            return False
        self._write(cell, self._format(cell))
        return True

    def _write(self, cell: Cell, cell_format: Format) -> None:
        row, column = cell[0] - 1, cell[1] - 1
        text, kind = self._cells.get(cell, ("", ""))
        digits = sum(character.isdigit() for character in text)
        if not text:
            self._target.write_blank(row, column, None, cell_format)
        elif kind == "number" and digits <= _EXACT_DIGITS:
            stored = Decimal(text).scaleb(-2) if self._shows_percentage(cell) else text
            self._target.write_number(row, column, float(stored), cell_format)
        elif kind == "boolean":
            self._target.write_boolean(row, column, text == "TRUE", cell_format)
        else:
            self._target.write_string(row, column, text, cell_format)

    def _shows_percentage(self, cell: Cell) -> bool:
        """Say whether the department's number format multiplies by a hundred what is stored."""
        look = self._look.formats.get(cell, {}) if self._look else {}
        return is_percent(str(look.get("num_format", "")))

    def _format(self, cell: Cell) -> Format:
        marked = self._marked.get(cell)
        text, kind = self._cells.get(cell, ("", ""))
        base = self._look.formats.get(cell, {}) if self._look else self._plain_look(cell, kind)
        return self._styles.own(
            base,
            mark=marked.mark if marked else None,
            is_quoted=kind != "number" and text[:1] in {"=", "+", "-", "@"},
        )

    def _plain_look(self, cell: Cell, kind: str) -> Mapping[str, object]:
        row, column = cell
        layout = next((each for each in self._layouts if each.covers(self._source.name, row)), None)
        if layout is None:
            return {"text_wrap": True, "valign": "top"} if kind == "text" else {}
        first, last = layout.header_rows
        if row < first:
            return {"align": "center", "text_wrap": True, "bold": row <= first - 3}
        if row <= last:
            return {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        if row > layout.table_end:
            return {"text_wrap": True}
        known = layout.columns.get(column)
        if known is None:
            return {"border": 1, "text_wrap": column == layout.label_column}
        return {
            "border": 1,
            "align": "right",
            "num_format": "0.00" if known.measure == "percent" else "#,##0",
        }

    def _comment(self, cell: Cell, marked: MarkedCell) -> None:
        lines = sum(1 + len(line) // _COMMENT_CHARACTERS for line in marked.comment.split("\n"))
        self._target.write_comment(
            cell[0] - 1,
            cell[1] - 1,
            marked.comment,
            {
                "author": "Kho dữ liệu THADS",
                "width": _COMMENT_WIDTH,
                "height": _COMMENT_LINE * (lines + 1),
                "font_size": 9,
                "color": self._styles.comment_colour(marked.mark),
            },
        )

    def _sizes(self) -> None:
        widths = self._look.widths if self._look and self._look.widths else dict(self._guessed_widths())
        for column, width in widths.items():
            self._target.set_column(column - 1, column - 1, width)
        for row in {*(self._look.heights if self._look else {}), *self._source.hidden_rows}:
            height = self._look.heights.get(row) if self._look else None
            self._target.set_row(row - 1, height, None, {"hidden": row in self._source.hidden_rows})
        for column in self._source.hidden_columns:
            self._target.set_column(column - 1, column - 1, None, None, {"hidden": True})

    def _guessed_widths(self) -> Iterator[tuple[int, float]]:
        labels = {layout.label_column for layout in self._layouts}
        figures = {column for layout in self._layouts for column in layout.columns}
        longest: dict[int, int] = {}
        for (_, column), (text, _) in self._cells.items():
            longest[column] = max(longest.get(column, 0), len(text))
        for column, length in longest.items():
            if column in labels:
                yield column, _LABEL_WIDTH
            else:
                yield column, 12.0 if column in figures else min(max(float(length), _NARROWEST), _WIDEST)

    def _page(self) -> None:
        columns = max((column for _, column in self._cells), default=1)
        self._target.set_landscape()
        self._target.set_paper((self._look.paper if self._look else 0) or (_A3 if columns > _WIDE else _A4))
        self._target.fit_to_pages(1, 0)
        self._target.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self._target.set_footer("&L&8&A&C&8&P/&N")
        freeze = self._look.freeze if self._look else None
        if self._layouts and len(self._layouts) == 1:
            layout = self._layouts[0]
            freeze = freeze or (layout.header_rows[1] + 1, layout.label_column + 1)
            self._target.repeat_rows(layout.header_rows[0] - 1, layout.header_rows[1] - 1)
        if freeze:
            self._target.freeze_panes(freeze[0] - 1, freeze[1] - 1)
        if self._look and not self._look.has_gridlines:
            self._target.hide_gridlines(2)
        worst = any(each.mark.severity == "blocking" for each in self._marked.values())
        if self._marked:
            self._target.set_tab_color(self._styles.tab_colour("blocking" if worst else "warning"))


def _area(merge: Merge) -> int:
    return (merge.last_row - merge.first_row + 1) * (merge.last_column - merge.first_column + 1)


def _cells_of(merge: Merge) -> Iterator[Cell]:
    for row in range(merge.first_row, merge.last_row + 1):
        for column in range(merge.first_column, merge.last_column + 1):
            yield row, column
