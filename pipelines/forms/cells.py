"""Cells × column map × row map → observations, in columns rather than cell by cell.

Belongs here: the joins, figures in Vietnamese notation, money to whole đồng. Does not belong here: recognising.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from pipelines.forms import notes
from pipelines.forms.headers import HeaderColumn
from pipelines.forms.maps import FormColumn
from pipelines.forms.rows import RowSubject
from pipelines.forms.words import missing_marks
from pipelines.numerals import parse_decimal, parse_figure
from pipelines.observations import SCHEMA
from pipelines.problems import Problem
from pipelines.reference.periods import Period

_CELL_MAP = {
    "row": pl.Int32(),
    "column": pl.Int32(),
    "text": pl.String(),
    "kind": pl.String(),
    "unit_code": pl.String(),
    "breakdown": pl.String(),
    "indicator_code": pl.String(),
    "measure": pl.String(),
    "locator": pl.String(),
}
_VALUE = pl.Decimal(38, 10)
#: No figure of the sector comes near this many đồng or cases; what does is a slip of the keyboard.
_LARGEST = 10**17
_SEPARATOR = "\x1f"


def figures(
    cells: pl.DataFrame,
    sheet: str,
    columns: Sequence[tuple[HeaderColumn, FormColumn]],
    subjects: Sequence[RowSubject],
) -> pl.DataFrame:
    """Join the table's cells with what their columns and rows mean; cells without a figure drop out.

    Returns:
        Frame of row, column, text, kind, unit_code, breakdown, indicator_code, measure, locator.
    """
    column_map = pl.DataFrame(
        [(sheet_column.column, column.indicator, column.measure) for sheet_column, column in columns],
        schema={"column": pl.Int32, "indicator_code": pl.String, "measure": pl.String},
        orient="row",
    )
    letters = [(sheet_column.column, _letters(sheet_column.column)) for sheet_column, _ in columns]
    letter_map = pl.DataFrame(letters, schema={"column": pl.Int32, "letters": pl.String}, orient="row")
    row_map = pl.DataFrame(
        [(each.row, each.unit_code, each.breakdown) for each in subjects if each.unit_code],
        schema={"row": pl.Int32, "unit_code": pl.String, "breakdown": pl.String},
        orient="row",
    )
    joined = (
        cells.join(column_map.join(letter_map, on="column"), on="column")
        .join(row_map, on="row")
        .with_columns(
            pl.col("kind").cast(pl.String),
            locator=pl.lit(f"{sheet}!") + pl.col("letters") + pl.col("row").cast(pl.String),
        )
    )
    return joined.filter(has_figure()).select(list(_CELL_MAP))


def has_figure() -> pl.Expr:
    """Return the expression that is false for marks of «no figure» (never zero): blank, ``-``, ``x``, ``…``."""
    bare = pl.col("text").str.strip_chars().str.to_lowercase()
    return ~bare.is_in(list(missing_marks())) & (bare.str.strip_chars(".… -–—").str.len_chars() > 0)


def values(found: pl.DataFrame, scale: int) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """Add ``value``: numbers as they are, texts in Vietnamese notation, money in whole đồng.

    Args:
        found: frame of `figures`.
        scale: đồng per printed unit of money.

    Returns:
        The rows with a value, and a note for each cell that is not a figure.
    """
    parsed = found.with_columns(
        pl.when(pl.col("kind") == "number")
        .then(pl.col("text").cast(_VALUE, strict=False))
        .otherwise(pl.lit(None, dtype=_VALUE))
        .alias("value")
    )
    rest = parsed.filter(pl.col("value").is_null() & ~pl.col("kind").is_in(["error", "date", "boolean"]))
    pairs = rest.select("text", "measure").unique().rows()
    read = pl.DataFrame(
        [(text, measure, _value_of(text, measure)) for text, measure in pairs],
        schema={"text": pl.String, "measure": pl.String, "read": _VALUE},
        orient="row",
    )
    factor = (
        pl.when(pl.col("measure") == "vnd").then(pl.lit(scale)).otherwise(pl.lit(1)).cast(pl.Decimal(18, 0))
    )
    is_plain = pl.col("kind").is_in(["number", "text"])
    parsed = (
        parsed.join(read, on=["text", "measure"], how="left")
        .with_columns(pl.when(is_plain).then(pl.coalesce("value", "read")).alias("value"))
        .with_columns(pl.when(pl.col("value").abs() < _LARGEST).then(pl.col("value")).alias("value"))
        .with_columns((pl.col("value") * factor).cast(_VALUE).round(4).alias("value"))
        .with_columns(pl.col("value").cast(SCHEMA["value"], strict=False))
        .drop("read")
        .sort("row", "column")
    )
    bad = parsed.filter(pl.col("value").is_null())
    unreadable = tuple(notes.cell_unreadable(*pair) for pair in bad.select("locator", "text").iter_rows())
    return parsed.filter(pl.col("value").is_not_null()), unreadable


def observations(found: pl.DataFrame, report_id: str, period: Period, parser: str) -> pl.DataFrame:
    """Return the rows of `pipelines.observations.SCHEMA` for a frame of `values`."""
    constant = {
        "report_id": report_id,
        "period_code": period.code,
        "qualifier": "exact",
        "parser": parser,
    }
    frame = found.rename({"text": "printed"}).with_columns(
        **{name: pl.lit(value) for name, value in constant.items()},
        fiscal_year=pl.lit(period.fiscal_year, dtype=pl.Int16),
        months=pl.lit(period.months, dtype=pl.Int16),
        years=pl.lit(period.years, dtype=pl.Int16),
        confidence=pl.lit(1.0),
        derived=pl.lit(False),  # noqa: FBT003
        parents=pl.lit([], dtype=pl.List(pl.String)),
    )
    return (
        with_ids(frame)
        .select([pl.col(name).cast(kind) for name, kind in SCHEMA.items()])
        .sort("observation_id")
    )


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


def _value_of(text: str, measure: str) -> Decimal | None:
    bare = text.strip().rstrip("%").strip()
    value = parse_decimal(bare) if measure == "percent" else parse_figure(bare)
    return value if value is not None and abs(value) < _LARGEST else None


def _letters(column: int) -> str:
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
