"""Frames and catalogues as tables on the screen.

Belongs here: columns, alignment, number notation. Does not belong here: which rows are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from pipelines.cli.output import console
from pipelines.numerals import in_notation
from pipelines.problems import Text
from pipelines.settings import Lang

if TYPE_CHECKING:
    import polars as pl

#: Whole numbers that name something; thousands marks would make them amounts.
_NAMING = ("year", "years", "seq", "version", "position", "năm_báo_cáo")

#: Longer texts may be folded in a table.
_FOLDED = 24

_HEADERS: Mapping[str, tuple[str, str]] = {
    "name": ("Tên", "Name"),
    "type": ("Kiểu", "Type"),
    "description": ("Ý nghĩa", "Meaning"),
    "rows": ("Số dòng", "Rows"),
    "columns": ("Số cột", "Columns"),
}


def print_frame(to: Console, frame: pl.DataFrame, titles: Mapping[str, str], lang: Lang) -> None:
    """Print the rows of a query; missing values are a middle dot, numbers are aligned right.

    Rows that are wider than the screen are printed one below the other, a line for each column.
    """
    if is_wider(to, frame, titles, lang):
        _print_rows(to, frame, titles, lang)
        return
    needed = _needed_widths(frame, titles, lang)
    table = Table(header_style="bold", show_lines=False)
    for (name, kind), width in zip(frame.schema.items(), needed, strict=True):
        table.add_column(
            titles.get(name, name),
            justify="right" if kind.is_numeric() else "left",
            overflow="fold",
            min_width=width,
        )
    names = frame.columns
    for row in frame.iter_rows():
        table.add_row(*(RichText(cell(value, name, lang)) for name, value in zip(names, row, strict=True)))
    to.print(table)


def is_wider(to: Console, frame: pl.DataFrame, titles: Mapping[str, str], lang: Lang) -> bool:
    """Say whether the rows are wider than the screen as a table."""
    needed = _needed_widths(frame, titles, lang)
    return sum(needed) + 3 * len(needed) + 1 > to.width


def _needed_widths(frame: pl.DataFrame, titles: Mapping[str, str], lang: Lang) -> list[int]:
    """Return the least width of each column in characters: long texts may go over lines, all else stays whole."""
    import polars as pl

    widths = []
    for name, kind in frame.schema.items():
        longest = max((cell_len(cell(value, name, lang)) for value in frame[name]), default=0)
        widths.append(
            max(cell_len(titles.get(name, name)), min(longest, _FOLDED) if kind == pl.String else longest)
        )
    return widths


def _print_rows(to: Console, frame: pl.DataFrame, titles: Mapping[str, str], lang: Lang) -> None:
    names = [titles.get(name, name) for name in frame.columns]
    widest = min(max(map(cell_len, names)), to.width // 2)
    for position, row in enumerate(frame.iter_rows(), start=1):
        to.rule(Text(f"dòng {position}", f"row {position}").of(lang), align="left", style="dim")
        lines = Table.grid(padding=(0, 2, 0, 0))
        lines.add_column(width=widest, overflow="fold", style="bold")
        lines.add_column(overflow="fold")
        for name, title, value in zip(frame.columns, names, row, strict=True):
            lines.add_row(RichText(title), RichText(cell(value, name, lang)))
        to.print(lines)


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
                RichText(one_language(str(value), lang) if name == "description" else cell(value, name, lang))
                for name, value in row.items()
            )
        )
    console.print(table)


def one_language(description: str, lang: Lang) -> str:
    """Return the part of a bilingual description (``tiếng Việt · English``) in one language."""
    vi, mark, en = description.partition(" · ")
    return (vi if lang == "vi" else en) if mark else description


def cell(value: object, name: str = "", lang: Lang = "en") -> str:
    """Return one value as the screen shows it, numbers in the notation of the language."""
    if value is None:
        return "·"
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, int) and (name.rpartition("_")[2] in _NAMING or name in _NAMING):
        return str(value)
    if isinstance(value, int | float | Decimal):
        return in_notation(_number(value), lang)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def _number(value: float | Decimal) -> str:
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1 else f"{value:,.2f}"
    if value == int(value):
        return f"{int(value):,}"
    return f"{Decimal(value).normalize():,f}"
