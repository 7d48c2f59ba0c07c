"""A table's multi-level header: its rows, its merged groups, the path of texts above each column.

Belongs here: finding the header and the printed number row. Does not belong here: what columns mean (`columns`),
which words headers use (`terms`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from pipelines.forms.block import Block
from pipelines.forms.maps import FormMap
from pipelines.forms.terms import is_known, known_segments, label_keys, split_number
from pipelines.forms.words import is_missing, looks_like_figure, normal
from pipelines.readers.model import Merge, cell_address

_NUMBER = re.compile(r"[(\[]?\s*(?:cột\s*)?([A-Z]|\d{1,2}[a-z]?)\s*[)\]]?(?:\s*=.*)?", re.IGNORECASE)
_SEARCH_ROWS = 60
_MAX_HEADER_ROWS = 8
_LONGEST_HEADER = 200
#: Letters in the first dozen cells of a column of names; ordinals and marks have fewer.
_WORDY = 24

#: Texts of a sheet: row → column → text.
Lines = Mapping[int, Mapping[int, str]]
#: The rows of a header as a key: row, its columns and texts.
HeaderRows = tuple[tuple[int, tuple[tuple[int, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """One column of a sheet's header.

    Attributes:
        path: header texts from the outermost group to the leaf, as printed.
        number: what the printed number row says, ``""`` without one.
        printed: the header texts above the column, numbers inside them included.
        is_wordy: the first cells below hold names rather than figures.
    """

    column: int
    path: tuple[str, ...]
    number: str
    printed: tuple[str, ...] = ()
    is_wordy: bool = False

    @property
    def leaf(self) -> str:
        """The innermost header text."""
        return self.path[-1] if self.path else ""

    @property
    def text(self) -> str:
        """The whole path in one line."""
        return " > ".join(self.path)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one table.

    Attributes:
        last_row: the printed number row when there is one.
        marks: what the number row prints, by column.
    """

    first_row: int
    last_row: int
    columns: tuple[HeaderColumn, ...]
    marks: tuple[tuple[int, str], ...]


def find_header(block: Block, merges: tuple[Merge, ...], form_map: FormMap, after: int = 0) -> Header | None:
    """Find the table's header: the rows that hold the map's words, down to the printed number row.

    Args:
        block: the cells of the form.
        merges: the sheet's merged rectangles.
        form_map: whose words are looked for.
        after: the last row above the search.

    Returns:
        The header, ``last_row`` being the number row when there is one; ``None`` when no row fits.
    """
    grid = dict(grid_of(block, after, _SEARCH_ROWS))
    known = known_segments(form_map)
    hits: dict[int, list[int]] = {}
    enough = min(2, len(form_map.columns))
    for row, line in grid.items():
        hits[row] = _known_cells(line, known)
        if len(hits[row]) >= enough and _has_text_only(line):
            break
    else:
        return None
    first = row
    for row in range(first + 1, first + _MAX_HEADER_ROWS + 1):
        hits[row] = _known_cells(grid.get(row, {}), known)
    first = _reach_up(grid, hits, merges, first)
    last, number_row = _last_header_row(grid, hits, merges, first, label_keys(form_map))
    marks = tuple(grid.get(number_row or -1, {}).items())
    columns = _columns(_header_rows(grid, first, last), merges, first, last, marks, _wordy(grid, last))
    return Header(first, number_row or last, columns, marks)


def header_between(
    block: Block, merges: tuple[Merge, ...], first: int, last: int, number_row: int | None
) -> Header:
    """Return the header that stands in these rows, whatever its words are."""
    grid = dict(grid_of(block, first - 1, _SEARCH_ROWS))
    marks = tuple(grid.get(number_row or -1, {}).items())
    columns = _columns(_header_rows(grid, first, last), merges, first, last, marks, _wordy(grid, last))
    return Header(first, number_row or last, columns, marks)


def grid_of(block: Block, after: int, count: int) -> Iterator[tuple[int, dict[int, str]]]:
    """Yield ``count`` rows below ``after`` as texts by column."""
    start = next((row for row in block.rows if row > after), after + 1)
    for row, line in block.rows.items():
        if start <= row < start + count:
            yield row, {column: text.strip() for column, (_, _, text, _) in line.items()}


def _known_cells(line: Mapping[int, str], known: frozenset[str]) -> list[int]:
    return [
        column
        for column, text in line.items()
        if len(text) < _LONGEST_HEADER and not text.isdecimal() and is_known(text, known)
    ]


def _has_text_only(line: Mapping[int, str]) -> bool:
    """Say whether a row can be a header: at most one of its cells is a bare figure."""
    return sum(looks_like_figure(text) for text in line.values()) <= len(line) // 4


def _reach_up(grid: Lines, hits: Mapping[int, list[int]], merges: tuple[Merge, ...], first: int) -> int:
    """Take rows above into the header: those whose merged cells reach down into it, or whose words are known."""
    above = [
        m.first_row
        for m in merges
        if m.first_row < first <= m.last_row and m.last_row - m.first_row < _MAX_HEADER_ROWS
    ]
    first = min([first, *(row for row in above if row in grid)])
    spans = [
        m.first_row
        for m in merges
        if m.first_row == m.last_row == first - 1 and m.last_column - m.first_column < 12
    ]
    while first - 1 in grid and (hits[first - 1] or len(spans) > 1):
        first -= 1
        spans = []
    return first


def _last_header_row(
    grid: Lines, hits: Mapping[int, list[int]], merges: tuple[Merge, ...], first: int, labels: frozenset[str]
) -> tuple[int, int | None]:
    """Return the last header row and the printed number row below it, if there is one."""
    bottom = max(
        (m.last_row for m in merges if m.first_row == first and m.last_row - first < _MAX_HEADER_ROWS),
        default=first,
    )
    reach = range(first + 1, first + _MAX_HEADER_ROWS + 1)
    for row in reach:
        if row in grid and is_number_row(grid[row]):
            return row - 1, row
    label = next((column for column, text in sorted(grid[first].items()) if normal(text) in labels), None)
    last = first
    for row in reach:
        line = grid.get(row, {})
        beside = [column for column in hits.get(row, []) if column != label]
        is_header = _has_text_only(line) and bool(beside) and not _is_data(line, label)
        if row <= bottom or is_header:
            last = row
        elif line:
            break
    return last, None


def _is_data(line: Mapping[int, str], label: int | None) -> bool:
    """Say whether a row names itself in the label column and holds figures or marks of «no figure» beside it."""
    beside = [text for column, text in line.items() if column != label]
    return label in line and any(is_missing(text) or looks_like_figure(text) for text in beside)


def is_number_row(line: Mapping[int, str]) -> bool:
    """Say whether a row is «A | 1 | 2 | 3 …»: short marks only, distinct, an unbroken run or led by a letter."""
    matches = [_NUMBER.fullmatch(text) for text in line.values() if text]
    marks = [match[1].upper() for match in matches if match]
    if len(marks) != len(matches) or len(marks) < 2 or len(set(marks)) != len(marks):
        return False
    numbers = sorted(int(re.sub(r"\D", "", mark)) for mark in marks if mark[0].isdigit())
    letters = len(marks) - len(numbers)
    if not numbers or letters > 2:
        return False
    is_run = numbers[-1] - numbers[0] <= len(numbers) + 4
    return is_run and (letters > 0 or (numbers[0] == 1 and len(numbers) >= 2))


def _header_rows(grid: Lines, first: int, last: int) -> HeaderRows:
    return tuple((row, tuple(grid[row].items())) for row in range(first, last + 1) if row in grid)


def _wordy(grid: Lines, last: int) -> frozenset[int]:
    """Return the columns that hold names rather than figures in the first dozen rows below the header."""
    letters: Counter[int] = Counter()
    for line in islice((line for row, line in grid.items() if row > last + 1), 12):
        for column, text in line.items():
            if not text.isdecimal():
                letters[column] += sum(map(str.isalpha, text))
    return frozenset(column for column, count in letters.items() if count > _WORDY)


@lru_cache(maxsize=1 << 10)
def _columns(
    lines: HeaderRows,
    merges: tuple[Merge, ...],
    first: int,
    last: int,
    marks: tuple[tuple[int, str], ...],
    wordy: frozenset[int],
) -> tuple[HeaderColumn, ...]:
    """Return the columns of a header; the departments of a country mostly print the very same one."""
    grid, rows, numbers = {row: dict(line) for row, line in lines}, range(first, last + 1), dict(marks)
    inside = [m for m in merges if m.first_row in rows or m.last_row in rows]
    used = {column for row in rows for column in grid.get(row, {})}
    used |= {column for m in inside for column in range(m.first_column, m.last_column + 1)}
    used |= set(numbers)
    anchors = _merged_anchors(inside, rows) if inside else _spread_anchors(grid, rows, sorted(used))
    columns = [
        _column(grid, anchors, rows, column, numbers.get(column, ""), column in wordy)
        for column in sorted(used)
    ]
    return tuple(column for column in columns if column.path or column.number)


def _column(
    grid: Lines,
    anchors: Mapping[tuple[int, int], tuple[int, int]],
    rows: range,
    column: int,
    mark: str,
    is_wordy: bool,
) -> HeaderColumn:
    cells = dict.fromkeys(anchors.get((row, column), (row, column)) for row in rows)
    texts = [" ".join(grid.get(row, {}).get(at, "").split()) for row, at in cells]
    split = [split_number(text) for text in texts if text]
    number = _mark(mark) or next((number for _, number in reversed(split) if number), "")
    return HeaderColumn(column, tuple(text for text, _ in split), number, tuple(texts), is_wordy)


def _merged_anchors(merges: list[Merge], rows: range) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (row, column): (merge.first_row, merge.first_column)
        for merge in merges
        for row in range(max(merge.first_row, rows.start), min(merge.last_row + 1, rows.stop))
        for column in range(merge.first_column, merge.last_column + 1)
    }


def _spread_anchors(grid: Lines, rows: range, columns: list[int]) -> dict[tuple[int, int], tuple[int, int]]:
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


def _mark(text: str) -> str:
    match = _NUMBER.fullmatch(text)
    return match[1].upper() if match and match[1].isalpha() else match[1] if match else ""


def address_of(header: Header, column: HeaderColumn) -> str:
    """Return the address of a column's bottom header cell."""
    return cell_address(header.last_row, column.column)


def repeated_headers(table: Block, header: Header) -> frozenset[int]:
    """Return the rows below the header that print it again, as a sheet does at the top of each page."""
    printed = {text for column in header.columns for text in column.printed}
    marks = dict(header.marks)
    found = set()
    first = printed | set(marks.values())
    for row, line in table.rows.items():
        if " ".join(next(iter(line.values())).text.split()) not in first:
            continue
        same_marks = sum(marks.get(column) == cell.text for column, cell in line.items())
        is_number_row = len(marks) > 1 and same_marks >= max(2, len(marks) - 1)
        if is_number_row or (
            len(line) > 1 and all(" ".join(cell.text.split()) in printed for cell in line.values())
        ):
            found.add(row)
    return frozenset(found)
