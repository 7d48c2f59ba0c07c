"""One cell's text as a figure: Vietnamese notation, a unit or a footnote mark behind it.

Belongs here: what a text in a cell of a known measure is worth. Does not belong here: whole columns (`cells`), the
notation of digits itself (`numerals`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from pipelines.forms.words import data_table, money_scale, normal
from pipelines.numerals import parse_decimal, parse_figure
from pipelines.readers.model import Cell

_PARTS = re.compile(r"(?P<figure>[(+−–-]*\s*\d[\d.,\s]*\)?)\s*(?P<unit>[^\d\s(+*][^\d*]*)?\s*\**", re.DOTALL)
#: What people type before digits to keep a spreadsheet from changing them.
_TEXT_MARKS = "'`’‘\u00b4"
#: No figure of the sector comes near this many đồng or cases; what does is a slip of the keyboard.
LARGEST = 10**17


@dataclass(frozen=True, slots=True)
class FigureText:
    """What a text is worth.

    Attributes:
        scale: đồng per printed unit when the text names its own unit of money, else ``None``.
    """

    value: Decimal
    scale: int | None = None


def read_figure(text: str, measure: str, *, is_fraction: bool = False) -> FigureText | None:
    """Return the worth of a cell's text under a measure, ``None`` when it is no figure of that measure.

    Args:
        text: the cell's text; an apostrophe that forces text upon spreadsheets does not count.
        measure: of the column.
        is_fraction: three digits behind a single sign are known to be a fraction here (`notation`).
    """
    match = _PARTS.fullmatch(text.strip().lstrip(_TEXT_MARKS))
    if match is None:
        return None
    unit = (match["unit"] or "").strip()
    scale = money_scale(unit) if measure == "vnd" and unit else None
    if unit and scale is None and not _fits(unit, measure):
        return None
    bare = match["figure"].strip()
    value = parse_decimal(bare) if measure == "percent" or is_fraction else parse_figure(bare)
    return FigureText(value, scale) if value is not None and abs(value) < LARGEST else None


def number_of(cell: Cell | None) -> Decimal | None:
    """Return the number a cell stores, ``None`` for texts and for what is no figure anyone could report."""
    if cell is None or cell.kind != "number":
        return None
    try:
        value = Decimal(cell.text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < LARGEST else None


def _fits(unit: str, measure: str) -> bool:
    if unit == "%":
        return measure == "percent"
    return (normal(unit), measure) in _units()


@cache
def _units() -> frozenset[tuple[str, str]]:
    return frozenset((normal(word), measure) for word, measure in data_table("unit_words").iter_rows())
