"""Frames and catalogues as tables on the screen.

Belongs here: columns, alignment, number notation. Does not belong here: which rows are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from pipelines.cli.output import console
from pipelines.settings import Lang

if TYPE_CHECKING:
    import polars as pl

#: Whole numbers that name something; thousands marks would make them amounts.
_NAMING = ("year", "years", "seq", "version", "position")

_HEADERS: Mapping[str, tuple[str, str]] = {
    "name": ("Tên", "Name"),
    "type": ("Kiểu", "Type"),
    "description": ("Ý nghĩa", "Meaning"),
    "rows": ("Số dòng", "Rows"),
    "columns": ("Số cột", "Columns"),
}


def print_frame(to: Console, frame: pl.DataFrame, titles: Mapping[str, str]) -> None:
    """Print the rows of a query; missing values are a middle dot, numbers are aligned right."""
    table = Table(header_style="bold", show_lines=False)
    for name, kind in frame.schema.items():
        table.add_column(
            titles.get(name, name), justify="right" if kind.is_numeric() else "left", overflow="fold"
        )
    names = frame.columns
    for row in frame.iter_rows():
        table.add_row(*(RichText(cell(value, name)) for name, value in zip(names, row, strict=True)))
    to.print(table)


def print_catalogue(rows: Sequence[Mapping[str, object]], lang: Lang, title: str) -> None:
    """Print marts or columns with their meaning in the reader's language."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for name in rows[0] if rows else ():
        vi, en = _HEADERS.get(name, (name, name))
        table.add_column(
            vi if lang == "vi" else en, justify="right" if name in ("rows", "columns") else "left"
        )
    for row in rows:
        table.add_row(
            *(
                RichText(one_language(str(value), lang) if name == "description" else cell(value, name))
                for name, value in row.items()
            )
        )
    console.print(table)


def one_language(description: str, lang: Lang) -> str:
    """Return the part of a bilingual description (``tiếng Việt · English``) in one language."""
    vi, mark, en = description.partition(" · ")
    return (vi if lang == "vi" else en) if mark else description


def cell(value: object, name: str = "") -> str:
    """Return one value as the screen shows it."""
    if value is None:
        return "·"
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, int):
        return str(value) if name.rpartition("_")[2] in _NAMING else f"{value:,}"
    if isinstance(value, Decimal):
        return (
            f"{value.to_integral_value():,}"
            if value == value.to_integral_value()
            else f"{value.normalize():,f}"
        )
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1 else f"{value:,.2f}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)
