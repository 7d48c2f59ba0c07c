"""Cells as frames: from rows of text, and from rows of typed values.

Belongs here: building frames of `CELL_SCHEMA`, printing numbers in plain notation.
Does not belong here: opening files.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain, compress

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
    is_float = [kind is float for kind in map(type, flat)]
    others = [
        (place, *_spell(value))
        for place, value in compress(enumerate(flat), map(operator.not_, is_float))
        if value != ""
    ]
    numbers = pl.Series("value", list(compress(flat, is_float)), dtype=pl.Float64)
    frame = pl.concat(
        [
            pl.DataFrame(
                {
                    "place": pl.Series(is_float, dtype=pl.Boolean).arg_true().cast(pl.Int64),
                    "text": _print_all(numbers),
                }
            ).with_columns(kind=pl.lit("number", KINDS)),
            pl.DataFrame(others, schema={"place": pl.Int64, "text": pl.String, "kind": KINDS}, orient="row"),
        ]
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


def _print_all(numbers: pl.Series) -> pl.Series:
    """Return `print_number` of every value; whole numbers, the bulk, are printed without a step into Python."""
    is_whole = (numbers == numbers.floor()) & (numbers.abs() <= _EXACT)
    whole = numbers.cast(pl.Int64, strict=False).cast(pl.String)
    if is_whole.all():
        return whole
    broken = pl.Series(list(map(print_number, numbers.filter(~is_whole).to_list())), dtype=pl.String)
    return whole.scatter((~is_whole).arg_true(), broken)


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
    return clean(text).strip()


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
