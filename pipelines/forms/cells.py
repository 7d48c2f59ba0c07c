"""Cells × column map × row map → observations, a whole workbook at a time.

Belongs here: the joins, figures in Vietnamese notation, money to whole đồng. Does not belong here: recognising.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from pipelines.forms import notes
from pipelines.forms.block import Block
from pipelines.forms.figure_notes import notation_open, rates_are_shares
from pipelines.forms.figure_text import LARGEST, read_figure
from pipelines.forms.headers import HeaderColumn
from pipelines.forms.maps import FormColumn
from pipelines.forms.notation import NONE, OPEN, Notation, notation_of
from pipelines.forms.rows import RowSubject
from pipelines.forms.words import is_missing, money_scale
from pipelines.observations import SCHEMA
from pipelines.problems import Problem
from pipelines.readers.model import Cell, column_letters
from pipelines.reference.periods import Period

_VALUE = pl.Decimal(38, 10)
_SEPARATOR = "\x1f"
_BRACKETED = re.compile(r"\(([^()]*)\)")


class _Row(NamedTuple):
    """What the figures of one row share."""

    row: str
    unit_code: str
    breakdown: str
    period_code: str
    fiscal_year: int
    months: int | None
    years: int | None


class _Column(NamedTuple):
    """What the figures of one column share; ``prefix`` and the row make the locator."""

    indicator_code: str
    measure: str
    scale: int
    confidence: float
    prefix: str


_ROW_SCHEMA = {name: SCHEMA.get(name, pl.String()) for name in _Row._fields}
_COLUMN_SCHEMA = {
    **{name: pl.String() for name in _Column._fields},
    "scale": pl.Decimal(18, 0),
    "confidence": pl.Float64(),
}


class Figures:
    """The figures of a workbook while its sheets are read: texts, and which row and column each stands in.

    A month of the nation has 350,000 of them, so the loop over cells does four appends a figure; what rows and
    columns mean is spread over them at the end, a column at a time.
    """

    def __init__(self) -> None:
        self._rows: list[_Row] = []
        self._columns: list[_Column] = []
        self._printed: list[str] = []
        self._plain: list[str] = []
        self._at_row: list[int] = []
        self._at_column: list[int] = []

    def add(
        self,
        table: Block,
        sheet: str,
        columns: Sequence[tuple[HeaderColumn, FormColumn]],
        subjects: Sequence[RowSubject],
        period: Period,
        scale: int,
    ) -> tuple[Problem, ...]:
        """Take the figures of one sheet; cells without a figure drop out.

        Returns:
            Notes on figures whose notation the table leaves open, which are not read, and on rates read as shares.

        Args:
            table: the cells below the header.
            sheet: its name, for locators.
            columns: which column of the sheet is which of the form.
            subjects: what each row is about; rows without a unit are not read.
            period: what the form covers.
            scale: đồng per printed unit of money.
        """
        notation = notation_of(table, columns, subjects)
        open_cells: list[str] = []
        plans = [
            (number, (at.column, each.measure, _scale(at, each, scale)))
            for number, (at, each) in enumerate(columns, start=len(self._columns))
        ]
        for at, each in columns:
            times = 100 if each.measure == "percent" and notation.has_shares else _scale(at, each, scale)
            self._columns.append(
                _Column(
                    each.indicator, each.measure, times, each.trust, f"{sheet}!{column_letters(at.column)}"
                )
            )
        when = (period.code, period.fiscal_year, period.months, period.years)
        for subject in subjects:
            if subject.unit_code and subject.row in table.rows:
                self._add_row(table.rows[subject.row], plans, len(self._rows), notation, open_cells)
                self._rows.append(_Row(str(subject.row), subject.unit_code, subject.breakdown, *when))
        return (
            *([notation_open(sheet, open_cells)] if open_cells else ()),
            *([rates_are_shares(sheet)] if notation.has_shares else ()),
        )

    def _add_row(
        self,
        line: dict[int, Cell],
        plans: list[tuple[int, tuple[int, str, int]]],
        row: int,
        notation: Notation,
        open_cells: list[str],
    ) -> None:
        for number, (at, measure, scale) in plans:
            cell = line.get(at)
            if cell is None:
                continue
            _, _, text, kind = cell
            if kind == "number":
                plain = text
            elif is_missing(text):
                continue
            elif kind != "text":
                plain = ""
            elif notation is NONE or measure != "vnd" or not (found := OPEN.fullmatch(text)):
                plain = _plain_text(text, measure, scale)
            elif found["sign"] in notation.undecided:
                open_cells.append(f"{column_letters(at)}{cell.row}: {text}")
                continue
            else:
                plain = _plain_text(
                    text, measure, scale, is_fraction=found["sign"] in notation.reads_as_fraction
                )
            self._printed.append(text)
            self._plain.append(plain)
            self._at_row.append(row)
            self._at_column.append(number)

    def frame(self) -> pl.DataFrame:
        """Return the figures with what their rows and columns mean, in the order of the sheets."""
        rows = pl.DataFrame(self._rows, schema=_ROW_SCHEMA, orient="row")
        columns = pl.DataFrame(self._columns, schema=_COLUMN_SCHEMA, orient="row")
        texts = {"printed": self._printed, "plain": self._plain}
        return pl.concat(
            [
                pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String())),
                rows.select(pl.all().gather(pl.Series(self._at_row, dtype=pl.UInt32))),
                columns.select(pl.all().gather(pl.Series(self._at_column, dtype=pl.UInt32))),
            ],
            how="horizontal",
        )


def is_figure(cell: Cell) -> bool:
    """Say whether a cell holds more than a mark of «no figure» (``-``, ``x``, ``…``; never zero)."""
    return cell.kind == "number" or not is_missing(cell.text)


def observations(found: Figures, report_id: str, parser: str) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """Return the rows of `pipelines.observations.SCHEMA`, one per id, and a note for each cell that is no figure."""
    read = found.frame().with_columns(value=_value(), locator=pl.concat_str("prefix", "row"))
    bad = read.filter(pl.col("value").is_null())
    unreadable = tuple(notes.cell_unreadable(*pair) for pair in bad.select("locator", "printed").iter_rows())
    frame = read.filter(pl.col("value").is_not_null()).with_columns(
        report_id=pl.lit(report_id),
        qualifier=pl.lit("exact"),
        parser=pl.lit(parser),
        derived=pl.lit(False),  # noqa: FBT003
        parents=pl.lit([], dtype=pl.List(pl.String)),
    )
    rows = with_ids(frame).select([pl.col(name).cast(kind) for name, kind in SCHEMA.items()])
    return rows.unique("observation_id", keep="first").sort("observation_id"), unreadable


def _value() -> pl.Expr:
    """Return the expression for the exact value: plain numbers times their scale, null beyond any sum."""
    number = pl.col("plain").cast(_VALUE, strict=False)
    sane = pl.when(number.abs() < LARGEST).then(number)
    return (sane * pl.col("scale")).cast(_VALUE).round(4).cast(SCHEMA["value"], strict=False)


def with_ids(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``observation_id`` exactly as `Observation.observation_id` makes it, a whole column at a time."""
    identity = (
        "report_id", "unit_code", "period_code", "indicator_code", "measure", "breakdown", "value", "qualifier", "locator",
    )  # fmt: skip
    keys = frame.select(
        pl.concat_str([pl.col(name).cast(pl.String) for name in identity], separator=_SEPARATOR)
    )
    sha256 = hashlib.sha256
    digests = [sha256(key).digest() for key in keys.to_series().cast(pl.Binary).to_list()]
    hexed = pl.Series("observation_id", digests, dtype=pl.Binary).bin.encode("hex")
    return frame.with_columns(hexed.str.slice(0, 32))


@lru_cache(maxsize=1 << 16)
def _plain_text(text: str, measure: str, scale: int, *, is_fraction: bool = False) -> str:
    """Return a text's figure in plain notation, in the column's own unit; ``""`` when it is none."""
    read = read_figure(text, measure, is_fraction=is_fraction)
    if read is None:
        return ""
    value = read.value if read.scale is None else read.value * read.scale / scale
    return f"{value:f}"


@lru_cache(maxsize=1 << 12)
def _scale(sheet_column: HeaderColumn, column: FormColumn, scale: int) -> int:
    """Return đồng per printed unit: as the column's own header says in brackets, else as the form says."""
    if column.measure != "vnd":
        return 1
    bracketed = (part for text in reversed(sheet_column.printed) for part in _BRACKETED.findall(text))
    own = (money_scale(part.removeprefix("ĐVT:").strip()) for part in bracketed)
    return next((each for each in own if each), scale)
