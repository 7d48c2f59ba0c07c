"""Wordings that constructions look for, as pieces of expressions.

Belongs here: `data/phrases.csv` to alternatives. Does not belong here: terms that are tokens (`lexicon`).
"""

from __future__ import annotations

import re
from functools import cache

from pipelines.narrative.fold import fold
from pipelines.narrative.tables import rows, terms


@cache
def any_of(name: str) -> str:
    """Return an expression for any wording of one row, the longest first.

    Raises:
        LookupError: the file has no such row.
    """
    for row in rows("phrases"):
        if row["name"] == name:
            wordings = sorted((fold(term) for term in terms(row["terms"])), key=len, reverse=True)
            return "(?:" + "|".join(re.escape(each) for each in wordings) + ")"
    raise LookupError(name)


@cache
def expression(pattern: str) -> re.Pattern[str]:
    """Return a compiled expression in which ``<name>`` stands for the wordings of that row."""
    return re.compile(re.sub(r"<([a-z_]+)>", lambda match: any_of(match[1]), pattern))
