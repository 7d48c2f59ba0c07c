"""How commands print: JSON for machines, tables for people, problems on stderr.

Belongs here: the one way to print rows, messages and problems. Does not belong here: what is printed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import NoReturn

import orjson
import typer
from rich.console import Console
from rich.table import Table

from pipelines.problems import Problem, ThadsError
from pipelines.settings import Lang

console = Console()
error_console = Console(stderr=True)


def print_json(data: object) -> None:
    """Print one JSON document; decimals become strings only when a float would lose digits."""
    text = orjson.dumps(data, default=_json_default, option=orjson.OPT_INDENT_2).decode()
    sys.stdout.write(text + "\n")


def print_table(rows: Sequence[Mapping[str, object]], title: str = "") -> None:
    """Print rows as a table; columns are the keys of the first row."""
    table = Table(title=title or None, title_justify="left", header_style="bold")
    for name in rows[0] if rows else ():
        numeric = isinstance(rows[0][name], int | float | Decimal) and not isinstance(rows[0][name], bool)
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    console.print(table)


def fail(problem: Problem, lang: Lang, exit_code: int = 1) -> NoReturn:
    """Print a problem on stderr and leave with an exit code."""
    error_console.print(problem.render(lang), style="red", markup=False, highlight=False)
    raise typer.Exit(exit_code)


@contextmanager
def problems_shown(lang: Lang, exit_code: int = 1) -> Iterator[None]:
    """Turn a `ThadsError` of the work inside into its message and an exit code."""
    try:
        yield
    except ThadsError as error:
        fail(error.problem, lang, exit_code)


def _cell(value: object) -> str:
    if value is None:
        return "·"
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


def _json_default(value: object) -> object:
    if isinstance(value, Decimal):
        as_float = float(value)
        return (
            int(value)
            if value == value.to_integral_value()
            else (as_float if Decimal(repr(as_float)) == value.normalize() else str(value))
        )
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError(f"not JSON: {type(value).__name__}")
