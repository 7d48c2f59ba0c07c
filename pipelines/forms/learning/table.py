"""An unknown sheet's table: where its header ends, what its columns print, the figures under them.

Belongs here: geometry and numbers. Does not belong here: what a column could mean (`options`, `wording`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.forms.block import Block
from pipelines.forms.codes import code_of
from pipelines.forms.headers import Header, HeaderColumn, header_between
from pipelines.forms.letterhead import Letterhead, label_of, read_letterhead
from pipelines.forms.maps import default_book
from pipelines.forms.parts import parts_of
from pipelines.forms.words import circulars_of, is_missing, normal, normal_words
from pipelines.numerals import parse_figure
from pipelines.readers.model import Document, Merge, Sheet

#: A mark of the printed number row: «A», «6», «(6)», «6 = 1 - 4 - 5», «Cột 6».
_MARK = re.compile(
    r"\(?\s*(?:cột\s*)?\(?\s*([A-Za-z]|\d{1,2}[a-z]?)\s*\)?\s*(=.*)?", re.IGNORECASE | re.DOTALL
)
_MAX_HEADER_ROWS = 9
_LONG_TEXT = 160
_MAX_ROWS = 400

Grid = dict[int, dict[int, str]]


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One table of a sheet.

    Attributes:
        columns: the columns of figures, left to right.
        label: the column that names the rows.
        formulae: what is printed beside a column's number, by sheet column (``=1-4-5``).
        figures: rows × columns; ``nan`` where there is no figure.
        is_text: columns whose cells are words.
        row_labels: what the rows call themselves.
    """

    sheet: str
    header: Header
    columns: tuple[HeaderColumn, ...]
    label: HeaderColumn | None
    formulae: dict[int, str]
    figures: NDArray[np.float64]
    is_text: tuple[bool, ...]
    row_labels: tuple[str, ...]
    letterhead: Letterhead
    block: Block
    merges: tuple[Merge, ...]


def tables_of(document: Document, sheet_name: str = "") -> list[SheetTable]:
    """Return every table of a document that could be a form, or those of one sheet."""
    sheets = [sheet for sheet in document.sheets if sheet.grid and sheet_name in ("", sheet.name)]
    found = [
        table_of(sheet, part.block)
        for sheet in sheets
        for part in parts_of(Block(sheet.grid), default_book())
    ]
    return [table for table in found if table is not None]


def table_of(sheet: Sheet, block: Block) -> SheetTable | None:
    """Return the table of one block of cells, ``None`` when none of its rows looks like a header."""
    grid = _grid(block)
    numbers = _number_row(grid)
    first_figures = _first_row_of_figures(block, grid, numbers)
    bottom = numbers - 1 if numbers else (first_figures - 1 if first_figures else _widest_row(grid))
    while bottom and bottom not in grid:
        bottom -= 1
    if not bottom:
        return None
    header = header_between(block, sheet.merges, _top(grid, sheet.merges, bottom), bottom, numbers)
    body = block.between(header.last_row + 1, block.last_row)
    label = _label_column(header, body)
    columns = tuple(column for column in header.columns if _is_value_column(column, label))
    if not columns:
        return None
    figures, is_text, labels = _figures(body, columns, label)
    formulae = {at: mark[2] or "" for at, mark in _marks(grid.get(numbers or 0, {})).items() if mark[2]}
    return SheetTable(
        sheet.name, header, columns, label, formulae, figures, is_text, labels, read_letterhead(block, header.first_row), block,
        sheet.merges,
    )  # fmt: skip


def _grid(block: Block) -> Grid:
    lines = {
        row: {column: text for column, cell in line.items() if (text := cell.text.strip())}
        for row, line in block.rows.items()
    }
    return {row: line for row, line in lines.items() if line}


def _marks(line: dict[int, str]) -> dict[int, re.Match[str]]:
    found = {column: _MARK.fullmatch(text) for column, text in line.items()}
    return {column: mark for column, mark in found.items() if mark}


def _number_row(grid: Grid) -> int | None:
    """Return the row of column numbers: marks only, all different, more than half of them numbers from 1."""
    for row in sorted(grid):
        line = grid[row]
        marks = [mark[1].upper() for mark in _marks(line).values()]
        numbers = {int(mark) for mark in marks if mark.isdigit()}
        is_marks = len(marks) == len(line) >= 2 and len(set(marks)) == len(marks)
        if is_marks and 1 in numbers and (2 in numbers or len(line) == 2) and max(numbers) <= len(line) + 9:
            return row
    return None


def _first_row_of_figures(block: Block, grid: Grid, numbers: int | None) -> int | None:
    """Return the first row with a label and figures in a third of the columns (one, in a narrow table)."""
    width = max((len(line) for line in grid.values()), default=0)
    enough = max(1, width // 3 if width > 3 else 1)
    is_number = {(cell.row, cell.column) for cell in block.cells if cell.kind == "number"}
    for row in sorted(grid):
        if numbers is not None and row <= numbers:
            continue
        figures = [at for at, text in grid[row].items() if (row, at) in is_number or _is_figure(text)]
        blanks = sum(is_missing(text) for text in grid[row].values())
        has_label = any(at < figures[0] for at in grid[row] if figures)
        if figures and has_label and len(figures) + blanks >= enough:
            return row
    return None


def _is_figure(text: str) -> bool:
    return parse_figure(text.rstrip("% ")) is not None


def _widest_row(grid: Grid) -> int:
    """Return the row with most texts: a form without figures and without numbers ends its header there."""
    return max(grid, key=lambda row: (len(grid[row]), row)) if grid else 0


def _top(grid: Grid, merges: tuple[Merge, ...], bottom: int) -> int:
    """Return the first header row: upwards while rows are joined to it by merges or hold several short texts."""
    top = bottom
    floor = max(1, bottom - _MAX_HEADER_ROWS)
    while True:
        joined = [m.first_row for m in merges if m.first_row < top <= m.last_row and m.first_row >= floor]
        if joined:
            top = min(joined)
        elif top > floor and _is_header_line(grid.get(top - 1, {})):
            top -= 1
        else:
            return top


def _is_header_line(line: dict[int, str]) -> bool:
    """Say whether a line can belong to a header; lines of the letterhead cannot."""
    texts = list(line.values())
    if len(texts) < 2 or any(len(text) > _LONG_TEXT or code_of(text) or circulars_of(text) for text in texts):
        return False
    return not any(":" in text and label_of(text)[0] for text in texts)


def _label_column(header: Header, body: Block) -> HeaderColumn | None:
    """Return the column of row names: marked A, else the one with most words beneath it."""
    columns = [column for column in header.columns if not _is_side_column(column)]
    marked = next((column for column in columns if column.number == "A"), None)
    if marked:
        return marked
    lengths: dict[int, int] = defaultdict(int)
    for cell in body.texts:
        lengths[cell.column] += len(cell.text)
    first = columns[: max(2, len(columns) // 3)]
    return max(first, key=lambda column: (lengths.get(column.column, 0), -column.column), default=None)


def _is_side_column(column: HeaderColumn) -> bool:
    return normal(column.leaf) in normal_words("side_column") or column.number == "B"


def _is_value_column(column: HeaderColumn, label: HeaderColumn | None) -> bool:
    is_label = label is not None and (column.column == label.column or column.path == label.path)
    return not is_label and not _is_side_column(column) and bool(column.path or column.number)


def _figures(
    body: Block, columns: tuple[HeaderColumn, ...], label: HeaderColumn | None
) -> tuple[NDArray[np.float64], tuple[bool, ...], tuple[str, ...]]:
    """Return the matrix of figures of all rows that hold one, which columns are words, and the rows' names."""
    at = {column.column: index for index, column in enumerate(columns)}
    values: dict[int, dict[int, float]] = defaultdict(dict)
    words = [0] * len(columns)
    for row, column, text, kind in (cell for cell in body.cells if cell.column in at):
        value = None if kind in ("date", "error", "boolean") else _value(text, kind)
        if value is not None:
            values[row][at[column]] = value
        elif not is_missing(text):
            words[at[column]] += 1
    rows = sorted(values)[:_MAX_ROWS]
    figures = np.full((len(rows), len(columns)), np.nan)
    for index, row in enumerate(rows):
        for column, value in values[row].items():
            figures[index, column] = value
    counts = np.sum(~np.isnan(figures), axis=0)
    is_text = tuple(words[index] > counts[index] for index in range(len(columns)))
    labels = body.row_texts([label.column]) if label else {}
    return figures, is_text, tuple(labels.get(row, "") for row in rows)


def _value(text: str, kind: str) -> float | None:
    if kind == "number":
        return float(text)
    value = parse_figure(text.strip().rstrip("% ").strip())
    return None if value is None else float(value)
