"""A sheet cut into forms: each letterhead with the table under it, and where that table begins.

Belongs here: which rows belong together. Does not belong here: what the lines say (`letterhead`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pipelines.forms.block import Block
from pipelines.forms.codes import code_of
from pipelines.forms.headers import grid_of, is_number_row
from pipelines.forms.letterhead import is_continued
from pipelines.forms.lines import Line, lines_of
from pipelines.forms.maps import MapBook
from pipelines.forms.terms import book_segments, is_known
from pipelines.forms.unit_names import level_of
from pipelines.forms.words import looks_like_figure, normal
from pipelines.readers.model import Cell

_LETTERHEAD_ROWS = 40
_WIDE = 5
_SHORTEST_TITLE = 15


@dataclass(frozen=True, slots=True)
class Part:
    """The cells of one form on a sheet, and the row its table begins in."""

    block: Block
    table_row: int


def parts_of(sheet: Block, maps: MapBook) -> list[Part]:
    """Cut a sheet where a new number or title of a form stands below figures of the one before."""
    starts = _starts(sheet, maps)
    bounds = [sheet.first_row, *starts[1:], sheet.last_row + 1]
    blocks = [sheet.between(first, after - 1) for first, after in zip(bounds, bounds[1:], strict=False)]
    return [Part(block, _table_row(block, maps)) for block in blocks if block.cells]


def _starts(sheet: Block, maps: MapBook) -> list[int]:
    """Return the rows where forms begin; a repeated number that only goes on («tiếp theo») begins nothing."""
    texts = Block(tuple(cell for cell in sheet.texts if _may_be_sign(cell)))
    signs = [line for line in lines_of(texts) if _is_sign(line.text, maps)]
    rows = sorted({line.row for line in signs})
    if len(rows) < 2:
        return rows
    starts: list[int] = []
    busy = [row for row, line in sheet.rows.items() if has_figures(line)]
    last_sign = 0
    for row in rows:
        is_below_figures = any(last_sign < at < row for at in busy)
        goes_on = any(is_continued(line.text) for line in lines_of(sheet.between(row, row)))
        if (not starts or is_below_figures) and not goes_on:
            starts.append(_reach_up(row, sheet, set(busy)))
        last_sign = row
    return starts


def _may_be_sign(cell: Cell) -> bool:
    return "/" in cell.text or "-" in cell.text or len(cell.text) >= _SHORTEST_TITLE


@lru_cache(maxsize=1 << 14)
def _is_sign(text: str, maps: MapBook) -> bool:
    if code_of(text):
        return True
    return len(text) >= _SHORTEST_TITLE and maps.has_title(normal(text))


def has_figures(line: dict[int, Cell]) -> bool:
    """Say whether a row holds at least two figures."""
    found = 0
    for cell in line.values():
        found += cell.kind == "number" or looks_like_figure(cell.text)
    return found >= 2


def _reach_up(row: int, sheet: Block, busy: set[int]) -> int:
    """Take the lines of the letterhead above its number into the block, over one blank row at most."""
    while row > sheet.first_row and row - 1 not in busy:
        if row - 1 in sheet.rows:
            row -= 1
        elif row - 2 in sheet.rows and any(map(_is_head, lines_of(sheet.between(row - 2, row - 2)))):
            row -= 2
        else:
            break
    return row


def _is_head(line: Line) -> bool:
    """Say whether a line is one of those that letters of agencies begin with."""
    begins = ("cộng hòa xã hội", "độc lập", "bộ tư pháp", "tổng cục")
    return bool(level_of(line.text)) or normal(line.text).startswith(tuple(map(normal, begins)))


def _table_row(block: Block, maps: MapBook) -> int:
    """Return the first row that holds words of a header, or is as wide as a table."""
    known = book_segments(maps)
    for row, line in grid_of(block, block.first_row - 1, _LETTERHEAD_ROWS):
        named = sum(len(text) < 200 and is_known(text, known) for text in line.values())
        if named >= 2 or len(line) >= _WIDE or (len(line) > 2 and is_number_row(line)):
            return row
    return block.first_row + _LETTERHEAD_ROWS
