"""Blocks of a document (paragraphs and tables) put together into one text and its tables.

Belongs here: the common shape of docx and html: text lines, `` | `` rows, ``table N`` sheets.
Does not belong here: finding the blocks (each reader does).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipelines.readers import cells
from pipelines.readers.encodings import clean
from pipelines.readers.model import Merge, Sheet

_SPACES = re.compile(r"[ \t\n]+")
_INNER = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a table and the grid fields it covers, counted from 1."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class Blocks:
    """Collects blocks in reading order."""

    lines: list[str] = field(default_factory=list)
    _tables: list[Sheet] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)

    def paragraph(self, text: str) -> None:
        """Add a paragraph; inner line breaks stay, other white space shrinks; empty ones are left out."""
        for line in clean(text).split("\n"):
            if line := _INNER.sub(" ", line).strip():
                self.lines.append(line)

    def table(self, table: list[TableCell]) -> None:
        """Add a table: one line per row to the text, and a sheet; a one-cell table is a mere frame of text."""
        filled = [cell for cell in table if cell.text.strip()]
        if len({cell.column for cell in filled}) <= 1:
            for cell in filled:
                self.paragraph(cell.text)
            return
        above = tuple(self.lines[self._ends[-1] if self._ends else 0 :])
        by_row: dict[int, list[TableCell]] = {}
        for cell in sorted(table, key=lambda cell: (cell.row, cell.column)):
            by_row.setdefault(cell.row, []).append(cell)
        for row in by_row.values():
            line = " | ".join(_one_line(cell.text) for cell in row)
            if line.strip(" |"):
                self.lines.append(line.strip())
        self._tables.append(replace(_sheet(f"table {len(self._tables) + 1}", table), above=above))
        self._ends.append(len(self.lines))

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Return the tables, each with the text above it, the last one with the text below it too."""
        if not self._tables:
            return ()
        return (*self._tables[:-1], replace(self._tables[-1], below=tuple(self.lines[self._ends[-1] :])))

    @property
    def text(self) -> str:
        """Return the whole text."""
        return "\n".join(self.lines)


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", clean(text)).strip()


def _sheet(name: str, table: list[TableCell]) -> Sheet:
    found = [
        (cell.row, cell.column, text, cells.kind_of(text)) for cell in table if (text := _one_line(cell.text))
    ]
    merges = tuple(
        Merge(cell.row, cell.column, cell.row + cell.rows - 1, cell.column + cell.columns - 1)
        for cell in table
        if cell.rows > 1 or cell.columns > 1
    )
    return Sheet(name, cells.from_tuples(found), merges=merges)
