"""Cells × column map × row map → observations, a whole workbook at a time.

Belongs here: the joins, figures in Vietnamese notation, money to whole đồng. Does not belong here: recognising.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from pipelines.forms import notes
from pipelines.forms.block import Block
from pipelines.forms.headers import HeaderColumn
from pipelines.forms.maps import FormColumn
from pipelines.forms.rows import RowSubject
from pipelines.forms.words import is_missing
from pipelines.numerals import parse_decimal, parse_figure
from pipelines.observations import SCHEMA
from pipelines.problems import Problem
from pipelines.readers.model import Cell, column_letters
from pipelines.reference.periods import Period

_VALUE = pl.Decimal(38, 10)
#: No figure of the sector comes near this many đồng or cases; what does is a slip of the keyboard.
_LARGEST = 10**17
_SEPARATOR = "\x1f"


class Figure(NamedTuple):
    """One cell that holds a figure, with what its row and column mean.

    Attributes:
        plain: the number in plain notation, ``""`` when the cell holds none that can be read.
        scale: what the number is multiplied by: đồng per printed unit of money, else 1.
    """

    printed: str
    plain: str
    scale: int
    unit_code: str
    breakdown: str
    indicator_code: str
    measure: str
    locator: str
    period_code: str
    fiscal_year: int
    months: int | None
    years: int | None


_FIGURE_SCHEMA = {
    **{name: pl.String() for name in Figure._fields},
    **{name: SCHEMA[name] for name in ("fiscal_year", "months", "years")},
    "scale": pl.Decimal(18, 0),
}


def figures(
    table: Block,
    sheet: str,
    columns: Sequence[tuple[HeaderColumn, FormColumn]],
    subjects: Sequence[RowSubject],
    period: Period,
    scale: int,
) -> list[Figure]:
    """Join the table's cells with what their columns and rows mean; cells without a figure drop out.

    Args:
        table: the cells below the header.
        sheet: its name, for locators.
        columns: which column of the sheet is which of the form.
        subjects: what each row is about; rows without a unit are not read.
        period: what the form covers.
        scale: đồng per printed unit of money.
    """
    when = (period.code, period.fiscal_year, period.months, period.years)
    plans = [
        (at.column, column.measure, scale if column.measure == "vnd" else 1, column.indicator,
         f"{sheet}!{column_letters(at.column)}")
        for at, column in columns
    ]  # fmt: skip
    found = []
    for subject in subjects:
        line = table.rows.get(subject.row, {}) if subject.unit_code else {}
        for at, measure, times, indicator, prefix in plans:
            cell = line.get(at)
            if cell is None or not is_figure(cell):
                continue
            whose = (subject.unit_code, subject.breakdown, indicator, measure, f"{prefix}{cell.row}")
            found.append(Figure(cell.text, _plain(cell, measure), times, *whose, *when))
    return found


def is_figure(cell: Cell) -> bool:
    """Say whether a cell holds more than a mark of «no figure» (``-``, ``x``, ``…``; never zero)."""
    return cell.kind == "number" or not is_missing(cell.text)


def observations(
    found: Sequence[Figure], report_id: str, parser: str
) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """Return the rows of `pipelines.observations.SCHEMA`, one per id, and a note for each cell that is no figure."""
    columns = dict(zip(Figure._fields, zip(*found, strict=True), strict=True)) if found else {}
    read = pl.DataFrame(columns, schema=_FIGURE_SCHEMA).with_columns(value=_value())
    bad = read.filter(pl.col("value").is_null())
    unreadable = tuple(notes.cell_unreadable(*pair) for pair in bad.select("locator", "printed").iter_rows())
    frame = read.filter(pl.col("value").is_not_null()).with_columns(
        report_id=pl.lit(report_id),
        qualifier=pl.lit("exact"),
        parser=pl.lit(parser),
        confidence=pl.lit(1.0),
        derived=pl.lit(False),  # noqa: FBT003
        parents=pl.lit([], dtype=pl.List(pl.String)),
    )
    rows = with_ids(frame).select([pl.col(name).cast(kind) for name, kind in SCHEMA.items()])
    return rows.unique("observation_id", keep="first").sort("observation_id"), unreadable


def _value() -> pl.Expr:
    """Return the expression for the exact value: plain numbers times their scale, null beyond any sum."""
    number = pl.col("plain").cast(_VALUE, strict=False)
    sane = pl.when(number.abs() < _LARGEST).then(number)
    return (sane * pl.col("scale")).cast(_VALUE).round(4).cast(SCHEMA["value"], strict=False)


def with_ids(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``observation_id`` exactly as `Observation.observation_id` makes it, a whole column at a time."""
    identity = (
        "report_id", "unit_code", "period_code", "indicator_code", "measure", "breakdown", "value", "qualifier", "locator",
    )  # fmt: skip
    keys = frame.select(
        pl.concat_str([pl.col(name).cast(pl.String) for name in identity], separator=_SEPARATOR)
    )
    digests = [hashlib.sha256(key.encode()).hexdigest()[:32] for key in keys.to_series()]
    return frame.with_columns(pl.Series("observation_id", digests, dtype=pl.String))


def _plain(cell: Cell, measure: str) -> str:
    """Return numbers as they are, texts out of Vietnamese notation."""
    if cell.kind == "number":
        return cell.text
    return _plain_text(cell.text, measure) if cell.kind == "text" else ""


@lru_cache(maxsize=1 << 16)
def _plain_text(text: str, measure: str) -> str:
    value = _value_of(text, measure)
    return "" if value is None else f"{value:f}"


def _value_of(text: str, measure: str) -> Decimal | None:
    bare = text.strip().rstrip("%").strip()
    value = parse_decimal(bare) if measure == "percent" else parse_figure(bare)
    return value if value is not None and abs(value) < _LARGEST else None
