"""From a form map's header paths to merged header cells.

Belongs here: the geometry of a multi-level header. Does not belong here: writing or styling cells (`template`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.forms.maps import FormColumn


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One header cell; rows and columns count from 0 inside the header, corners included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    text: str


def header_depth(columns: Sequence[FormColumn]) -> int:
    """Return how many header rows the columns need."""
    return max(len(column.path) for column in columns)


def header_cells(columns: Sequence[FormColumn]) -> Iterator[HeaderCell]:
    """Yield the cells of the header: groups span their columns, leaves reach down to the last row."""
    yield from _level(columns, 0, 0, header_depth(columns))


def _level(columns: Sequence[FormColumn], first: int, level: int, depth: int) -> Iterator[HeaderCell]:
    start = 0
    while start < len(columns):
        path = columns[start].path
        if len(path) == level + 1:
            yield HeaderCell(level, first + start, depth - 1, first + start, path[-1])
            start += 1
            continue
        stop = start + 1
        while stop < len(columns) and _same_group(columns[stop].path, path, level):
            stop += 1
        yield HeaderCell(level, first + start, level, first + stop - 1, path[level])
        yield from _level(columns[start:stop], first + start, level + 1, depth)
        start = stop


def _same_group(path: Sequence[str], other: Sequence[str], level: int) -> bool:
    return len(path) > level + 1 and path[: level + 1] == other[: level + 1]
