"""What a reader says when it cannot read a file, or noticed something while reading it.

Belongs here: turning a code and what was found into the sentence a department reads (wording is data).
Does not belong here: deciding that a file is refused (each reader and guard does).
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from pipelines.problems import Problem, Text, ThadsError

DATA = Path(__file__).parent / "data"


def refusal(code: str, where: str, *, expected: str = "", found: str = "") -> ThadsError:
    """Return the error that refuses a file; ``code`` is a row of ``data/refusals.csv``."""
    return ThadsError(_problem("refusals.csv", code, where, expected, found))


def note(code: str, where: str, *, expected: str = "", found: str = "") -> Problem:
    """Return a remark that did not stop the reading; ``code`` is a row of ``data/notes.csv``."""
    return _problem("notes.csv", code, where, expected, found)


def _problem(table: str, code: str, where: str, expected: str, found: str) -> Problem:
    what, next_step = _wording(table)[code]
    return Problem(code, what, _printable(where), expected, _printable(found), next_step)


def _printable(text: str) -> str:
    """Return ``text`` fit for a screen: no control or direction characters, at most 200 characters."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[:200])


@cache
def _wording(table: str) -> dict[str, tuple[Text, Text]]:
    with (DATA / table).open(encoding="utf-8", newline="") as lines:
        return {
            row["code"]: (Text(row["what_vi"], row["what_en"]), Text(row["next_vi"], row["next_en"]))
            for row in csv.DictReader(lines)
        }
