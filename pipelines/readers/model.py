"""The semantics-free intermediate form: what every reader yields, whatever the file was.

Belongs here: sheets of addressed cells, text with offsets, and what was noticed while reading.
Does not belong here: any idea of what a cell or a sentence means (that is `forms` and `narrative`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

import polars as pl

from pipelines.problems import Problem

#: One row per non-empty cell. ``row`` and ``column`` count from 1; ``text`` is what stands in the cell,
#: Unicode NFC; a numeric cell is printed in plain notation with a decimal point and no grouping ("83.98"), and one
#: that its number format shows as a percentage is that percentage: 0.8398 under ``0.00%`` is "83.98" (ADR 0021).
CELL_SCHEMA: dict[str, pl.DataType] = {
    "row": pl.Int32(),
    "column": pl.Int32(),
    "text": pl.String(),
    "kind": pl.Enum(["text", "number", "boolean", "date", "error"]),
}


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged rectangle, corners included, counted from 1; its value stands in the top left cell."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Cell(NamedTuple):
    """One non-empty cell; see `CELL_SCHEMA`."""

    row: int
    column: int
    text: str
    kind: str


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, one CSV file, or one table of a document.

    Attributes:
        name: the sheet's name as the file shows it (``table 1`` for tables of documents).
        grid: the cells in reading order. Sheets of forms are small (some 500 cells): walking over tuples costs
            less than a handful of calls into polars.
        above: for a table of a document, the lines of text between it and the table before, in reading order.
        below: the lines after it, for the last table of a document.
    """

    name: str
    grid: tuple[Cell, ...]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    formulas_without_value: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    @cached_property
    def cells(self) -> pl.DataFrame:
        """The cells as a frame of `CELL_SCHEMA`."""
        return pl.DataFrame(self.grid, schema=CELL_SCHEMA, orient="row")


@dataclass(frozen=True, slots=True)
class Document:
    r"""What a file holds once its format is out of the way.

    Attributes:
        media_type: sniffed from the bytes, e.g. ``text/html``.
        encoding: character set(s) the text was converted from, ``""`` when the format fixes it.
        text: whole text in Unicode NFC with ``\n`` line ends; the offsets of ``char:`` locators count its
            characters. Tables of documents appear in it too, one line per row, cells joined by `` | ``.
        sheets: tables with addresses.
        notes: what was noticed and did not stop the reading (converted encoding, hidden sheet, …).
    """

    media_type: str
    encoding: str = ""
    text: str = ""
    sheets: tuple[Sheet, ...] = ()
    notes: tuple[Problem, ...] = field(default=())


def cell_address(row: int, column: int) -> str:
    """Return the spreadsheet address of a cell: ``cell_address(3, 28) == "AB3"``."""
    return f"{column_letters(column)}{row}"


@cache
def column_letters(column: int) -> str:
    """Return the letters of a column: ``column_letters(28) == "AB"``."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column: ``column_number("AB") == 28``."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def sheet_locator(sheet: str, row: int, column: int) -> str:
    """Return the locator of a cell as observations carry it: ``<sheet>!<cell>``."""
    return f"{sheet}!{cell_address(row, column)}"
