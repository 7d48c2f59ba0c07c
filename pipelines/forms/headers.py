"""A table's multi-level header: its rows, its merged groups, the path of texts above each column.

Belongs here: finding the header and the printed number row. Does not belong here: what columns mean (`columns`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pipelines.forms.block import Block
from pipelines.forms.maps import FormColumn, FormMap
from pipelines.forms.words import normal, normal_words
from pipelines.readers.model import Merge, cell_address
from pipelines.reference import indicators

_NUMBER = re.compile(r"\(?\s*([A-Z]|\d{1,2}[a-z]?)\s*\)?(?:\s*=.*)?")
_SEARCH_ROWS = 40
_MAX_HEADER_ROWS = 8
LEVELS = " > "


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """One column of a sheet's header.

    Attributes:
        path: header texts from the outermost group to the leaf, as printed.
        number: what the printed number row says, ``""`` without one.
    """

    column: int
    path: tuple[str, ...]
    number: str

    @property
    def leaf(self) -> str:
        """The innermost header text."""
        return self.path[-1] if self.path else ""

    @property
    def text(self) -> str:
        """The whole path in one line."""
        return LEVELS.join(self.path)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one table: its rows and columns."""

    first_row: int
    last_row: int
    columns: tuple[HeaderColumn, ...]


def find_header(block: Block, merges: tuple[Merge, ...], form_map: FormMap) -> Header | None:
    """Find the table's header: the rows that hold the map's words, down to the printed number row.

    Returns:
        The header, ``last_row`` being the number row when there is one; ``None`` when no row fits.
    """
    grid = _grid(block)
    known = _segments(form_map)
    hits = {row: sum(normal(text) in known for text in line.values()) for row, line in grid.items()}
    enough = min(2, len(form_map.columns))
    first = next((row for row in sorted(hits) if hits[row] >= enough), None)
    if first is None:
        return None
    last, number_row = _last_header_row(grid, hits, merges, first)
    columns = _columns(grid, merges, range(first, last + 1), grid.get(number_row or -1, {}))
    return Header(first, number_row or last, columns)


def header_between(
    block: Block, merges: tuple[Merge, ...], first: int, last: int, number_row: int | None
) -> Header:
    """Return the header that stands in these rows, whatever its words are."""
    grid = _grid(block.between(first, number_row or last))
    columns = _columns(grid, merges, range(first, last + 1), grid.get(number_row or -1, {}))
    return Header(first, number_row or last, columns)


def _grid(block: Block) -> dict[int, dict[int, str]]:
    end = block.first_row + _SEARCH_ROWS
    return {
        row: {column: cell.text.strip() for column, cell in line.items()}
        for row, line in block.rows.items()
        if row < end
    }


def _last_header_row(
    grid: dict[int, dict[int, str]], hits: dict[int, int], merges: tuple[Merge, ...], first: int
) -> tuple[int, int | None]:
    """Return the last header row and the printed number row below it, if there is one."""
    bottom = max((m.last_row for m in merges if m.first_row == first), default=first)
    reach = range(first + 1, first + _MAX_HEADER_ROWS + 1)
    for row in reach:
        if row in grid and _is_number_row(grid[row]):
            return row - 1, row
    last = first
    for row in reach:
        if row <= bottom or hits.get(row, 0) >= 2:
            last = row
        elif row in grid:
            break
    return last, None


def _is_number_row(line: dict[int, str]) -> bool:
    """Say whether a row is «A | 1 | 2 | 3 …»: short marks only, distinct, starting at 1 or A."""
    matches = [_NUMBER.fullmatch(text) for text in line.values() if text]
    marks = [match[1] for match in matches if match]
    is_all = len(marks) == len(matches) and len(marks) >= 2
    return (
        is_all
        and len(set(marks)) == len(marks)
        and {"1", "2"} <= set(marks) | ({"2"} if "A" in marks else set())
    )


def _columns(
    grid: dict[int, dict[int, str]], merges: tuple[Merge, ...], rows: range, numbers: dict[int, str]
) -> tuple[HeaderColumn, ...]:
    inside = [m for m in merges if m.first_row in rows or m.last_row in rows]
    used = {column for row in rows for column in grid.get(row, {})}
    used |= {column for m in inside for column in range(m.first_column, m.last_column + 1)}
    anchors = _merged_anchors(inside, rows) if inside else _spread_anchors(grid, rows, sorted(used))
    columns = [
        HeaderColumn(column, _path(grid, anchors, rows, column), _mark(numbers.get(column, "")))
        for column in sorted(used)
    ]
    return tuple(column for column in columns if column.path or column.number)


def _merged_anchors(merges: list[Merge], rows: range) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (row, column): (merge.first_row, merge.first_column)
        for merge in merges
        for row in range(max(merge.first_row, rows.start), min(merge.last_row + 1, rows.stop))
        for column in range(merge.first_column, merge.last_column + 1)
    }


def _spread_anchors(
    grid: dict[int, dict[int, str]], rows: range, columns: list[int]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Without merges (CSV, tables of documents) a group's text reaches right, as far as its own group does."""
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    for row in rows:
        for left, column in pairwise(columns):
            is_blank = not grid.get(row, {}).get(column)
            has_leaf = any(grid.get(below, {}).get(column) for below in range(row + 1, rows.stop))
            above, above_left = (anchors.get((row - 1, c), (row - 1, c)) for c in (column, left))
            if is_blank and has_leaf and (row == rows.start or above == above_left):
                anchors[row, column] = anchors.get((row, left), (row, left))
    return anchors


def _path(
    grid: dict[int, dict[int, str]], anchors: dict[tuple[int, int], tuple[int, int]], rows: range, column: int
) -> tuple[str, ...]:
    cells = dict.fromkeys(anchors.get((row, column), (row, column)) for row in rows)
    texts = (" ".join(grid.get(row, {}).get(at, "").split()) for row, at in cells)
    return tuple(text for text in texts if text)


def _mark(text: str) -> str:
    match = _NUMBER.fullmatch(text)
    return match[1] if match else ""


def path_keys(path: Iterable[str]) -> list[str]:
    """Return the comparison keys of a path without words such as «Chia ra» that say nothing."""
    fillers = normal_words("header_filler")
    return [key for key in map(normal, path) if key and key not in fillers]


def _segments(form_map: FormMap) -> frozenset[str]:
    """Return every header text the map knows, as comparison keys."""
    texts = {text for column in form_map.columns for text in (*column.path, column.label)}
    aliases = {key for column in form_map.value_columns for key in alias_keys(column)}
    return frozenset(map(normal, texts)) | aliases


def address_of(header: Header, column: HeaderColumn) -> str:
    """Return the address of a column's bottom header cell."""
    return cell_address(header.last_row, column.column)


def alias_keys(column: FormColumn) -> list[str]:
    """Return the comparison keys of the catalogue's names for a column's indicator."""
    try:
        found = indicators.get(column.indicator, column.measure)
    except KeyError:
        return []
    return [normal(alias) for alias in (found.term, *found.aliases)]
