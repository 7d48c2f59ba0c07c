"""Cells from rows of text, and from rows of typed values.

Belongs here: typing cells, printing numbers in plain notation.
Does not belong here: opening files.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from pipelines.readers.encodings import clean, clean_unless_old
from pipelines.readers.model import Cell

_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_EXACT = 2**53


def cells_from_rows(rows: Sequence[Sequence[str]]) -> tuple[Cell, ...]:
    """Return the cells of rows of text; whole numbers without separators are numbers, the rest stays text."""
    return tuple(
        Cell(number, column, text, kind_of(text))
        for number, row in enumerate(rows, 1)
        for column, raw in enumerate(row, 1)
        if (text := clean(raw).strip())
    )


def kind_of(text: str) -> str:
    """Return ``number`` for a whole number without separators, whose notation no one can mistake, else ``text``."""
    return "number" if _WHOLE.fullmatch(text) else "text"


def from_tuples(found: Iterable[tuple[int, int, str, str]]) -> tuple[Cell, ...]:
    """Return (row, column, text, kind) tuples as cells in reading order."""
    return tuple(Cell(*each) for each in sorted(found))


def cells_from_values(rows: Sequence[Sequence[object]]) -> tuple[Cell, ...]:
    """Return the cells of a rectangle of typed values (``""`` is no cell), as calamine yields them.

    Texts that may hold old letters are left for `old_letters.repair_sheet` to clean.
    """
    found: list[Cell] = []
    cell = Cell._make
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            if value == "":
                continue
            if type(value) is float:
                # most figures are small whole numbers
                text = (
                    str(int(value))
                    if value.is_integer() and -_EXACT <= value <= _EXACT
                    else print_number(value)
                )
                kind = "number"
            else:
                text, kind = _spell(value)
            if text:
                found.append(cell((row, column, text, kind)))
    return tuple(found)


def print_number(value: object) -> str:
    """Return a number in plain notation: ``11813``, ``83.98``; at most 15 significant digits, as Excel shows.

    The sixteenth and seventeenth digit of a stored double are noise of binary arithmetic (46.760000000000005).
    """
    if not isinstance(value, float):
        return str(value)
    if value.is_integer() and abs(value) <= _EXACT:
        return str(int(value))
    short = f"{value:.15g}"
    return f"{Decimal(short):f}" if "e" in short else short


@lru_cache(maxsize=1 << 14)
def _clean_cell(text: str) -> str:
    """Return a cell's text in normal form; a form repeats its labels from department to department."""
    return clean_unless_old(text).strip()


def _spell(value: object) -> tuple[str, str]:
    if isinstance(value, str):
        return _clean_cell(value), "text"
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), "boolean"
    if isinstance(value, int):
        return str(value), "number"
    if isinstance(value, dt.datetime):
        has_time = value.time() != dt.time()
        return (value.isoformat(sep=" ") if has_time else value.date().isoformat()), "date"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat(), "date"
    return str(value), "date"
