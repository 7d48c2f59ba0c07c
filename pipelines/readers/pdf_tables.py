"""Ruled tables of a PDF: what pdfplumber sees between the lines of a page, put on a grid.

Belongs here: cells with spans from ruled rectangles, words into cells, tables that go on over pages.
Does not belong here: the text of a page (`pdf`), tables without rules (nothing says where their columns end).
"""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import PdfminerException

from pipelines.readers import cells
from pipelines.readers.encodings import clean_unless_old
from pipelines.readers.model import Cell, Merge, Sheet

#: What pdfminer raises on files that pdfium, which reads the text, still puts up with.
BROKEN = (
    PDFException, PSException, PdfminerException, ValueError, TypeError, KeyError, IndexError, AttributeError,
    AssertionError, OverflowError, RecursionError, ZeroDivisionError, NotImplementedError,
)  # fmt: skip
_MAX_PAGES = 60
_TOLERANCE = 3.0
#: A table of a form has at least this many ruled cells.
_LEAST_CELLS = 6
_DIGITS = re.compile(r"[(+−–-]?[\d., ]*[\d.,]")
_DIGITS_GO_ON = re.compile(r"[\d.,][\d., ]*\)?(?:\s*%|\s+\D.*)?$")
_GROUP = re.compile(r"\d{3}(?!\d)")
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Piece:
    """One table on one page; ``edges`` are its vertical lines, ``above`` and ``below`` the lines around it."""

    page: int
    edges: tuple[float, ...]
    grid: tuple[Cell, ...]
    merges: tuple[Merge, ...]
    rows: int
    above: tuple[str, ...]
    below: tuple[str, ...]


def ruled_tables(data: bytes, pages: Sequence[int]) -> tuple[Sheet, ...]:
    """Return the ruled tables of some pages (counted from 0), a table that goes on over pages as one.

    Raises:
        one of `BROKEN` for a file that pdfminer cannot follow.
    """
    pieces: list[_Piece] = []
    with pdfplumber.open(io.BytesIO(data), pages=[number + 1 for number in pages[:_MAX_PAGES]]) as pdf:
        for page in pdf.pages:
            pieces += _pieces(page)
            page.close()
    return tuple(_sheets(pieces))


def _pieces(page: Page) -> Iterator[_Piece]:
    tables = [table for table in page.find_tables() if len(table.cells) >= _LEAST_CELLS]
    tables.sort(key=lambda table: table.bbox[1])
    words = page.extract_words(use_text_flow=False)
    tops = [table.bbox[1] for table in tables]
    outside = [word for word in words if not any(_holds(table.bbox, word) for table in tables)]
    lines = _lines(outside)
    for number, table in enumerate(tables):
        above_top = tables[number - 1].bbox[3] if number else 0.0
        above = tuple(text for top, text in lines if above_top <= top < tops[number])
        is_last = number + 1 == len(tables)
        below = tuple(text for top, text in lines if is_last and top >= table.bbox[3])
        yield _piece(
            page.page_number, table, [word for word in words if _holds(table.bbox, word)], above, below
        )


def _piece(
    page: int,
    table: Table,
    words: Iterable[dict[str, object]],
    above: tuple[str, ...],
    below: tuple[str, ...],
) -> _Piece:
    xs = _edges(x for box in table.cells for x in (box[0], box[2]))
    ys = _edges(y for box in table.cells for y in (box[1], box[3]))
    boxes = [_place(box, xs, ys) for box in table.cells]
    owner = {
        (r, c): box for box in boxes for r in range(box[0], box[2] + 1) for c in range(box[1], box[3] + 1)
    }
    inside: dict[tuple[int, int, int, int], list[dict[str, object]]] = defaultdict(list)
    for word in words:
        at = (bisect_right(ys, _middle(word, "top", "bottom")), bisect_right(xs, _middle(word, "x0", "x1")))
        if at in owner:
            inside[owner[at]].append(word)
    texts = {box: _cell_text([text for _, text in _lines(found)]) for box, found in inside.items()}
    grid = cells.from_tuples(
        (box[0], box[1], text, cells.kind_of(text)) for box, text in texts.items() if text
    )
    merges = tuple(Merge(*box) for box in boxes if box[:2] != box[2:])
    return _Piece(page, xs, grid, merges, len(ys) - 1, above, below)


def _cell_text(lines: Sequence[str]) -> str:
    """Return the lines of a cell as one text; a figure broken at the edge of its cell is one figure again."""
    whole = ""
    for line in map(str.strip, map(clean_unless_old, lines)):
        is_broken = _DIGITS.fullmatch(whole) is not None and _DIGITS_GO_ON.match(line) is not None
        is_group = " " in whole and _GROUP.match(line) is not None
        whole += line if not whole or (is_broken and not is_group) else f" {line}"
    return whole


def _edges(values: Iterable[float]) -> tuple[float, ...]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _TOLERANCE:
            found.append(value)
    return tuple(found)


def _place(box: Box, xs: Sequence[float], ys: Sequence[float]) -> tuple[int, int, int, int]:
    """Return first row, first column, last row, last column of a ruled cell, counted from 1."""
    left, top, right, bottom = box
    slack = _TOLERANCE
    first_row, first_column = bisect_right(ys, top + slack), bisect_right(xs, left + slack)
    return (
        first_row,
        first_column,
        max(first_row, bisect_right(ys, bottom + slack) - 1),
        max(first_column, bisect_right(xs, right + slack) - 1),
    )


def _holds(box: Box, word: dict[str, object]) -> bool:
    x, y = _middle(word, "x0", "x1"), _middle(word, "top", "bottom")
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _middle(word: dict[str, object], first: str, last: str) -> float:
    return (float(str(word[first])) + float(str(word[last]))) / 2


def _lines(words: Iterable[dict[str, object]]) -> list[tuple[float, str]]:
    """Return (top, text) of the lines that words stand in, words far apart as lines of their own."""
    found: list[tuple[float, list[dict[str, object]]]] = []
    for word in sorted(words, key=lambda word: (_middle(word, "top", "bottom"), float(str(word["x0"])))):
        middle = _middle(word, "top", "bottom")
        if found and abs(found[-1][0] - middle) <= _TOLERANCE:
            found[-1][1].append(word)
        else:
            found.append((middle, [word]))
    return [(middle, text) for middle, line in found for text in _runs(line)]


def _runs(line: list[dict[str, object]]) -> Iterator[str]:
    run: list[str] = []
    end = 0.0
    for word in sorted(line, key=lambda word: float(str(word["x0"]))):
        height = float(str(word["bottom"])) - float(str(word["top"]))
        if run and float(str(word["x0"])) - end > 2 * height:
            yield " ".join(run)
            run = []
        run.append(str(word["text"]))
        end = float(str(word["x1"]))
    if run:
        yield " ".join(run)


def _sheets(pieces: Sequence[_Piece]) -> Iterator[Sheet]:
    """Yield a sheet per table; a piece at the head of the next page with the same columns goes on."""
    open_sheet: Sheet | None = None
    rows, last = 0, None
    number = 0
    for piece in pieces:
        if open_sheet is not None and last is not None and _goes_on(last, piece):
            shifted = tuple(cell._replace(row=cell.row + rows) for cell in piece.grid)
            merges = tuple(
                Merge(m.first_row + rows, m.first_column, m.last_row + rows, m.last_column)
                for m in piece.merges
            )
            open_sheet = replace(
                open_sheet,
                grid=open_sheet.grid + shifted,
                merges=open_sheet.merges + merges,
                below=piece.below,
            )
            rows += piece.rows
        else:
            if open_sheet is not None:
                yield open_sheet
            number += 1
            name = f"page {piece.page} table {number}"
            open_sheet = Sheet(name, piece.grid, piece.merges, above=piece.above, below=piece.below)
            rows = piece.rows
        last = piece
    if open_sheet is not None:
        yield open_sheet


def _goes_on(before: _Piece, piece: _Piece) -> bool:
    """Say whether a table continues the one on the page before: same columns, no letterhead between."""
    is_next_page = piece.page == before.page + 1
    is_same = len(before.edges) == len(piece.edges) and all(
        abs(one - other) <= _TOLERANCE for one, other in zip(before.edges, piece.edges, strict=True)
    )
    return is_next_page and is_same and sum(len(line) > _SHORT_LINE for line in piece.above) <= 1


#: Longer lines above a table are a letterhead, shorter ones a page number or «(tiếp theo)».
_SHORT_LINE = 24
