"""Cells as frames: from rows of text, and from rows of typed values.

Belongs here: building frames of `CELL_SCHEMA`, printing numbers in plain notation.
Does not belong here: opening files.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import chain

import polars as pl

from pipelines.readers.encodings import clean
from pipelines.readers.model import CELL_SCHEMA

_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_EXACT = 2**53
KINDS = pl.Enum(["text", "number", "boolean", "date", "error"])


def empty() -> pl.DataFrame:
    """Return a frame of no cells."""
    return pl.DataFrame(schema=CELL_SCHEMA)


def cells_from_rows(rows: Sequence[Sequence[str]]) -> pl.DataFrame:
    """Return the cells of rows of text; whole numbers without separators are numbers, the rest stays text."""
    found = [
        (number, column, text, kind_of(text))
        for number, row in enumerate(rows, 1)
        for column, raw in enumerate(row, 1)
        if (text := clean(raw).strip())
    ]
    return from_tuples(found)


def kind_of(text: str) -> str:
    """Return ``number`` for a whole number without separators, whose notation no one can mistake, else ``text``."""
    return "number" if _WHOLE.fullmatch(text) else "text"


def from_tuples(found: Sequence[tuple[int, int, str, str]]) -> pl.DataFrame:
    """Return (row, column, text, kind) tuples as a frame in reading order."""
    return pl.DataFrame(found, schema=CELL_SCHEMA, orient="row").sort("row", "column")


def cells_from_values(rows: Sequence[Sequence[object]]) -> pl.DataFrame:
    """Return the cells of a rectangle of typed values (``""`` is no cell), as calamine yields them.

    Numbers, the bulk of a form, are printed and addressed column-wise; only the few other cells are looked at
    one by one.
    """
    width = max(map(len, rows), default=0)
    flat: list[object] = list(chain.from_iterable(rows))
    if not width or len(flat) != width * len(rows):
        return empty()
    types = list(map(type, flat))
    floats = [place for place, kind in enumerate(types) if kind is float]
    printed = list(map(print_number, (flat[place] for place in floats)))
    others = [place for place, kind in enumerate(types) if kind is not float and flat[place] != ""]
    spelled = [_spell(flat[place]) for place in others]
    frame = pl.DataFrame(
        {
            "place": pl.Series([*floats, *others], dtype=pl.Int64),
            "text": pl.Series([*printed, *(text for text, _ in spelled)], dtype=pl.String),
            "kind": pl.Series([*["number"] * len(floats), *(kind for _, kind in spelled)], dtype=KINDS),
        }
    )
    return (
        frame.filter(pl.col("text") != "")
        .sort("place")
        .select(
            (pl.col("place") // width + 1).cast(pl.Int32).alias("row"),
            (pl.col("place") % width + 1).cast(pl.Int32).alias("column"),
            "text",
            "kind",
        )
    )


def print_number(value: object) -> str:
    """Return a number in plain notation: ``11813``, ``83.98``; at most 15 significant digits, as Excel shows.

    The sixteenth and seventeenth digit of a stored double are noise of binary arithmetic (46.760000000000005).
    """
    if not isinstance(value, float):
        return str(value)
    if value.is_integer() and abs(value) <= _EXACT:
        return str(int(value))
    short = f"{value:.15g}"
    return format(Decimal(short), "f") if "e" in short else short


def _spell(value: object) -> tuple[str, str]:
    if isinstance(value, str):
        return clean(value).strip(), "text"
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
