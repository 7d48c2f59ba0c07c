"""Tables that name offices in one column and officers in the next, as rows under each other.

Belongs here: that one shape of table. Does not belong here: what a row is about (`rows`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipelines.forms.rows import Row
from pipelines.forms.words import normal


def with_officers(rows: Iterable[Row], names: Mapping[int, str]) -> list[Row]:
    """Return the rows of a table that names offices in one column and officers in the next, as rows under each other.

    Args:
        rows: the rows, labelled by the offices' column (merged cells name the office once, others on every row).
        names: what stands in the officers' column, by row.
    """
    found: list[Row] = []
    office = ""
    for row in rows:
        name = names.get(row.row, "")
        if row.label and (not name or normal(row.label) != office):
            # The office of an officer's row opens above it, without figures of its own.
            found.append(replace(row, row=-row.row, has_figures=False) if name else row)
            office = normal(row.label)
        if name or not row.label:
            found.append(replace(row, label=name, ordinal="") if name else row)
    return found
