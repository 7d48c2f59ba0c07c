"""What each row of a form's table speaks of: the reporting unit, an office, an officer, a kind of case.

Belongs here: classifying row labels. Does not belong here: columns and figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

from pipelines.forms import notes
from pipelines.forms.unit_names import candidates, level_of, resolve
from pipelines.forms.words import data_table, normal, normal_words, starts_with
from pipelines.problems import Problem
from pipelines.reference import units

Role = Literal["total", "own", "office", "subordinate", "officer", "section", "item", "unknown"]

#: «I.», «II -», «1.2)», «a)», «-», «+» in front of a label.
_ORDINAL = re.compile(
    r"\s*(?:(?:[IVXLC]+|\d+(?:\.\d+)*|[a-zđ])\s*[.)/:\-–]+(?=\s*\S)|[IVXLC]+\s+(?=\S)|[-+–•*])\s*"
)
_ROMAN = re.compile(r"\s*[IVXLC]+\s*[.)/:\-–\s]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: where it stands and what it calls itself."""

    row: int
    label: str
    address: str
    ordinal: str = ""


@dataclass(frozen=True, slots=True)
class RowSubject:
    """What the figures of one row are about.

    Attributes:
        unit_code: ``""`` when the row is not read.
        breakdown: ``key=value`` pairs, see `pipelines.observations.Observation`.
    """

    row: int
    role: Role
    unit_code: str
    breakdown: str


@dataclass(frozen=True, slots=True)
class Context:
    """Whose form it is: the reporting unit, the day units are looked up for, the form's row axis."""

    unit_code: str
    on: date
    row_axis: str
    where: str


@dataclass(frozen=True, slots=True)
class _Kind:
    role: str
    label: str
    breakdown: str


def classify(rows: Iterable[Row], context: Context) -> tuple[tuple[RowSubject, ...], tuple[Problem, ...]]:
    """Say what each row is about, top to bottom (an officer belongs to the office above).

    Args:
        rows: the rows that hold figures, in order.
        context: whose form it is.

    Returns:
        One subject per row, ``role == "unknown"`` for those that are not read, and a note for each of these.
    """
    walk = _Walk(context)
    subjects = [walk.step(row) for row in rows]
    subjects = _settle_own_rows(subjects)
    return tuple(subjects), (
        *walk.notes(),
        *_repeated(subjects, {row.row: row for row in walk.rows}, context),
    )


class _Walk:
    """The state of one walk down the label column: the open section and the open office."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.rows: list[Row] = []
        self._section = ""
        self._office: str | None = context.unit_code
        self._office_is_roman = False
        self._is_own = False
        self._problems: list[Problem] = []
        self._lost: list[tuple[Row, int]] = []

    def step(self, row: Row) -> RowSubject:
        """Classify the next row."""
        self.rows.append(row)
        label = strip_ordinal(row.label)
        kind = _kinds(self.context.row_axis).get(normal(label))
        if normal(label) in normal_words("total_row"):
            return self._subject(row, "total", self.context.unit_code, "")
        if kind is not None:
            return self._of_kind(row, kind)
        return self._of_office(row, label) or self._of_officer(row, label) or self._unknown(row, label)

    def notes(self) -> tuple[Problem, ...]:
        """Return the notes on rows that were not read."""
        lost = (
            notes.unit_unknown(
                strip_ordinal(row.label), f"{self.context.where}!{row.address}", self._near(row.label), count
            )
            for row, count in self._lost
        )
        return (*lost, *self._problems)

    def _near(self, label: str) -> list[str]:
        return candidates(strip_ordinal(label), self.context.on, self.context.unit_code)

    def _of_kind(self, row: Row, kind: _Kind) -> RowSubject:
        unit = self.context.unit_code
        if kind.role == "section":
            self._section = kind.breakdown
            return self._subject(row, "section", unit, kind.breakdown)
        if kind.role in ("own", "subordinate"):
            is_own = kind.role == "own"
            self._open(unit if is_own else None, row)
            return self._subject(row, "own" if is_own else "subordinate", unit, kind.breakdown)
        return self._subject(row, "item", unit, join_breakdown(self._section, kind.breakdown))

    def _of_office(self, row: Row, label: str) -> RowSubject | None:
        """Return the office of that name; a bare name under an open office is an officer, not an office."""
        if starts_with("officer_title").match(normal(label)):
            return None
        claims = level_of(label) is not None
        if not claims and self._is_below_office(row):
            return None
        found = resolve(label, self.context.on, self.context.unit_code)
        if len(found) == 1:
            code = found[0].code
            self._open(code, row)
            is_own = code == self.context.unit_code
            return self._subject(row, "own" if is_own else "office", code, "office=own" if is_own else "")
        if not claims and not found:
            return None
        self._open(None, row)
        self._lost.append((row, 0))
        return self._subject(row, "unknown", "", "")

    def _of_officer(self, row: Row, label: str) -> RowSubject | None:
        has_officers = "enforcer" in self.context.row_axis
        if not has_officers:
            return None
        if self._office is None and self._lost:
            lost_row, count = self._lost[-1]
            self._lost[-1] = (lost_row, count + 1)
            return self._subject(row, "unknown", "", "")
        name = _officer_name(label)
        if self._office is None or not name:
            return None
        # Beside other offices, the unit's own officers make up its own office, not the whole unit.
        own = "office=own" if self._is_own else ""
        return self._subject(row, "officer", self._office, join_breakdown(own, f"officer={name}"))

    def _unknown(self, row: Row, label: str) -> RowSubject:
        expected = " | ".join(kind.label for kind in _kinds(self.context.row_axis).values()) or "Tổng số"
        self._problems.append(notes.row_unknown(label, f"{self.context.where}!{row.address}", expected[:200]))
        return self._subject(row, "unknown", "", "")

    def _is_below_office(self, row: Row) -> bool:
        opened = len(self.rows) > 1 and self._office_is_roman
        return opened and not _is_roman(row)

    def _open(self, code: str | None, row: Row) -> None:
        self._office = code
        self._is_own = code == self.context.unit_code
        self._office_is_roman = _is_roman(row) and code is not None

    @staticmethod
    def _subject(row: Row, role: Role, unit_code: str, breakdown: str) -> RowSubject:
        return RowSubject(row.row, role, unit_code, breakdown)


def strip_ordinal(label: str) -> str:
    """Return the label without «I.», «1.2)», «-» in front of it."""
    rest = " ".join(label.split())
    while match := _ORDINAL.match(rest):
        if match.end() >= len(rest):
            break
        rest = rest[match.end() :]
    return rest


def join_breakdown(*parts: str) -> str:
    """Return the pairs of several breakdowns as one, in alphabetical order of their keys."""
    return ";".join(sorted(pair for part in parts for pair in part.split(";") if pair))


def _is_roman(row: Row) -> bool:
    return bool(_ROMAN.match(f"{row.ordinal} {row.label}"))


def _officer_name(label: str) -> str:
    """Return the officer's name without titles; pairs are joined by ``;`` and ``=``, so these become spaces."""
    words = label.replace(";", " ").replace("=", " ").replace(":", " ").split()
    while words and any(normal(" ".join(words[:n])) in normal_words("officer_title") for n in (1, 2, 3)):
        taken = max(n for n in (1, 2, 3) if normal(" ".join(words[:n])) in normal_words("officer_title"))
        words = words[taken:]
    return " ".join(words)


def _settle_own_rows(subjects: list[RowSubject]) -> list[RowSubject]:
    """A row that names the reporting unit is its own office's share only beside a total or other offices."""
    others = any(subject.role in ("total", "office", "subordinate") for subject in subjects)
    if others:
        return subjects
    return [_as_whole(each) for each in subjects]


def _as_whole(subject: RowSubject) -> RowSubject:
    """Return what a row of the own office says when that office is the whole unit."""
    pairs = (pair for pair in subject.breakdown.split(";") if pair != "office=own")
    role: Role = "total" if subject.role == "own" else subject.role
    return replace(subject, role=role, breakdown=join_breakdown(*pairs))


def _repeated(subjects: Iterable[RowSubject], rows: dict[int, Row], context: Context) -> list[Problem]:
    first: dict[tuple[str, str], int] = {}
    problems = []
    for subject in subjects:
        if not subject.unit_code:
            continue
        earlier = first.setdefault((subject.unit_code, subject.breakdown), subject.row)
        if earlier != subject.row:
            row = rows[subject.row]
            at = f"{context.where}!{row.address}"
            problems.append(notes.row_repeated(strip_ordinal(row.label), at, rows[earlier].address))
    return problems


@cache
def _kinds(axis: str) -> dict[str, _Kind]:
    """Return the rows an axis knows by comparison key; offices' collective rows belong to every axis."""
    found: dict[str, _Kind] = {}
    for row in data_table("rows").fill_null("").to_dicts():
        if row["axis"] not in (axis, "office"):
            continue
        kind = _Kind(row["role"], row["label_vi"], row["breakdown"])
        for name in (row["label_vi"], *row["aliases"].split(";")):
            found.setdefault(normal(name), kind)
    return found


def unit_level(code: str) -> str:
    """Return the level of a unit, ``""`` when there is no such unit."""
    unit = units.all_units().get(code)
    return unit.level if unit else ""
