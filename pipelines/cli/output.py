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
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from pipelines.cli.environment import problem_behind
from pipelines.numerals import in_notation
from pipelines.problems import Problem, ThadsError
from pipelines.settings import Lang, Settings, is_debugging

#: Longer texts may go over lines in a table.
_FOLDED = 24

console = Console()
error_console = Console(stderr=True)


def print_json(data: object) -> None:
    """Print one JSON document; decimals become strings only when a float would lose digits."""
    text = orjson.dumps(data, default=_json_default, option=orjson.OPT_INDENT_2).decode()
    sys.stdout.write(text + "\n")


def print_table(rows: Sequence[Mapping[str, object]], title: str = "", to: Console = console) -> None:
    """Print rows as a table; columns are the keys of the first row, numbers are in the reader's notation.

    What is wider than the screen loses the lines between its columns; what is wider still is printed without columns,
    the parts of a row one behind the other, so that codes and numbers are never broken.
    """
    lang = Settings().lang
    names = list(rows[0]) if rows else []
    cells = [[_cell(value, lang) for value in row.values()] for row in rows]
    needed = [max(cell_len(name), *(_least_width(row[at]) for row in cells)) for at, name in enumerate(names)]
    if sum(needed) + 2 * len(needed) > to.width:
        _print_joined(names, cells, title, to)
        return
    is_boxed = sum(needed) + 3 * len(needed) + 1 <= to.width
    table = Table(title=title or None, title_justify="left", header_style="bold")
    if not is_boxed:
        table.box, table.padding, table.pad_edge = SIMPLE_HEAD, (0, 1, 0, 0), False
    for name, width in zip(names, needed, strict=True):
        numeric = isinstance(rows[0][name], int | float | Decimal) and not isinstance(rows[0][name], bool)
        table.add_column(name, justify="right" if numeric else "left", overflow="fold", min_width=width)
    for row in cells:
        table.add_row(*map(Line, row))
    to.print(table)


def _print_joined(names: Sequence[str], cells: Sequence[Sequence[str]], title: str, to: Console) -> None:
    if title:
        to.print(Line(title, style="italic"))
    lines = Table.grid(padding=(0, 1, 0, 0))
    lines.add_column()
    lines.add_column(overflow="fold")
    lines.add_row("", Line(" · ".join(filter(None, names)), style="bold"))
    for row in cells:
        lines.add_row("–", Line(" · ".join(each if each not in ("", "·") else "—" for each in row)))
    to.print(lines)


def _least_width(text: str) -> int:
    """Return how narrow a column may be for a text: long ones may go over lines between words, not within."""
    whole = cell_len(text)
    return whole if whole <= _FOLDED else max(_FOLDED, *map(cell_len, text.split()))


def fail(problem: Problem, lang: Lang, exit_code: int = 1) -> NoReturn:
    """Print a problem on stderr and leave with an exit code."""
    error_console.print(problem.render(lang), style="red", markup=False, highlight=False)
    raise typer.Exit(exit_code)


@contextmanager
def problems_shown(lang: Lang, exit_code: int = 1) -> Iterator[None]:
    """Turn a `ThadsError` of the work inside, and a disk that refuses, into a message and an exit code."""
    try:
        yield
    except ThadsError as error:
        fail(error.problem, lang, exit_code)
    except Exception as error:
        problem = None if is_debugging() else problem_behind(error)
        if problem is None:
            raise
        fail(problem, lang, exit_code)


def grouped(value: int | Decimal, lang: Lang) -> str:
    """Return a number with thousands marks, in the notation of the language: ``2.746``, ``2,746``."""
    return in_notation(f"{value:,}", lang)


def _cell(value: object, lang: Lang) -> str:
    if value is None:
        return "·"
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return grouped(value, lang)
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
