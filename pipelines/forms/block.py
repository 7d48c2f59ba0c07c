"""The cells of one form on a sheet: the shape the engine walks over.

Frames come back where a whole workbook's figures are turned into observations (`cells`).

Belongs here: cells by place. Does not belong here: what any of them means.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pipelines.readers.model import Cell


@dataclass(frozen=True)
class Block:
    """Cells in reading order.

    Attributes:
        lines: the same by row and column, when the block was cut from one that knew them.
    """

    cells: tuple[Cell, ...]
    lines: dict[int, dict[int, Cell]] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def rows(self) -> dict[int, dict[int, Cell]]:
        """Cells by row and column; rows without a cell are not there."""
        if self.lines is not None:
            return self.lines
        found: dict[int, dict[int, Cell]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, {})[cell.column] = cell
        return found

    @property
    def first_row(self) -> int:
        """The first row that holds a cell, 1 when there is none."""
        return self.cells[0].row if self.cells else 1

    @property
    def last_row(self) -> int:
        """The last row that holds a cell, 0 when there is none."""
        return self.cells[-1].row if self.cells else 0

    @property
    def texts(self) -> Iterator[Cell]:
        """The cells that hold text."""
        return (cell for cell in self.cells if cell.kind == "text")

    def between(self, first: int, last: int) -> Block:
        """Return the cells of the rows from ``first`` to ``last``, both included."""
        start, stop = (bisect_left(self.cells, (row,)) for row in (first, last + 1))
        if stop - start == len(self.cells):
            return self
        lines = {row: line for row, line in self.rows.items() if first <= row <= last}
        return Block(self.cells[start:stop], lines)

    def row_texts(self, columns: Iterable[int]) -> dict[int, str]:
        """Return the texts of some columns by row, joined by a space in the order of the columns."""
        wanted = sorted(set(columns))
        joined = {
            row: " ".join(line[column].text for column in wanted if column in line)
            for row, line in self.rows.items()
        }
        return {row: text for row, text in joined.items() if text}
