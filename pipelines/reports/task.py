"""One thing to correct, and the cells it colours.

Belongs here: the records. Does not belong here: making them (`tasks`, `note_tasks`), showing them (`workbook`).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.events.types import Severity
from pipelines.reports.original import Place


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell to colour."""

    place: Place
    severity: Severity
    is_likeliest: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to correct.

    Attributes:
        place: the cell to begin with, ``None`` when the task is about a sheet or the whole file.
        where: the sheet or file.
        printed: what stands in the cell, as Vietnamese is written and in the unit the form prints; so are
            ``expected`` (what should stand there) and ``difference``.
        sentences: what is wrong, one sentence per check that fails.
        marks: every cell involved, the one to begin with first.
        finding_ids: empty for notes of the reading.
    """

    severity: Severity
    place: Place | None
    where: str
    printed: str
    expected: str
    difference: str
    sentences: tuple[str, ...]
    to_do: str
    marks: tuple[Mark, ...] = ()
    finding_ids: tuple[str, ...] = ()
