"""Tasks from what the reading noticed, and from why a file was rejected.

Belongs here: problems worded for whoever sent the file. Does not belong here: findings of rules (`tasks`).
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import cast

from pipelines.events.states import FindingState
from pipelines.events.types import Severity
from pipelines.problems import Problem
from pipelines.reports.dossier import Dossier
from pipelines.reports.original import Original, Place
from pipelines.reports.task import Mark, Task

_TABLE = Path(__file__).parent / "data" / "notes.csv"
#: «(`thads forms template`)»: a department has no command line.
_COMMAND = re.compile(r"\s*\(\s*`?\s*thads [^)]*\)")
#: «tệp đọc được / a readable file»: the English half of a short text in both languages.
_ENGLISH_HALF = re.compile(r" / [A-Za-z][A-Za-z ,;:.()'=-]*$")


def tasks_of_notes(dossier: Dossier, original: Original) -> list[Task]:
    """Return a task per note of the reading; a rejected file has one, its reason."""
    if dossier.problem:
        return [_task(dossier.problem, original, "blocking")]
    return [_task(note, original, severity_of(note.code)) for note in dossier.notes]


def is_of_note(finding: FindingState) -> bool:
    """Say whether a finding tells of a note of the reading, which has tasks of its own, one per place."""
    return finding.breakdown.startswith("note=")


def severity_of(code: str) -> Severity:
    """Return how much a note matters: blocking when its form was not read, a warning when figures may be lost."""
    return _severities().get(code, "info")


def vietnamese_only(text: str) -> str:
    """Return a short text in both languages without its English half and without commands."""
    return _ENGLISH_HALF.sub("", _COMMAND.sub("", text)).strip()


def _task(problem: Problem, original: Original, severity: Severity) -> Task:
    place = _place(problem.where, original)
    return Task(
        severity=severity,
        place=place,
        where=place.sheet if place else problem.where,
        printed=vietnamese_only(problem.found),
        expected=vietnamese_only(problem.expected),
        difference="",
        sentences=(vietnamese_only(problem.what.vi),),
        to_do=vietnamese_only(problem.next_step.vi),
        marks=(Mark(place, severity),) if place else (),
    )


def _place(where: str, original: Original) -> Place | None:
    """Return the cell a note speaks of, if the file has such a sheet."""
    place = original.place(where)
    sheets = {sheet.name for sheet in original.sheets}
    return place if place and place.sheet in sheets else None


@cache
def _severities() -> dict[str, Severity]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: cast(Severity, row["severity"]) for row in csv.DictReader(file)}
