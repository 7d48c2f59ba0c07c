"""The lines of text of a block of cells, each with its cell.

Belongs here: cells to lines. Does not belong here: what lines say (`letterhead`, `blocks`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.forms.block import Block
from pipelines.readers.model import cell_address


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one cell."""

    row: int
    column: int
    text: str

    @property
    def address(self) -> str:
        """The cell's address, ``""`` for a line of text above the table of a document."""
        return cell_address(self.row, self.column) if self.row > 0 else ""


def lines_of(block: Block) -> Iterator[Line]:
    """Yield the lines of a block, by rows; dates as letterheads print them (``31/03/2021``)."""
    for row, column, text, kind in block.cells:
        whole = _day(text) if kind == "date" else text
        for part in whole.split("\n"):
            if part.strip():
                yield Line(row, column, part.strip())


def _day(text: str) -> str:
    year, _, rest = text[:10].partition("-")
    month, _, day = rest.partition("-")
    return f"{day}/{month}/{year}"
