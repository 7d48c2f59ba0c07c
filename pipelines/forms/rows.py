"""What each row of a form's table speaks of: the reporting unit, an office, an officer, a kind of case.

Belongs here: the walk down the label column. Does not belong here: what a single label says (`labels`), columns
and figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from pipelines.forms import notes
from pipelines.forms.labels import (
    Kind,
    Total,
    has_roman,
    is_part,
    join_breakdown,
    kinds_of,
    officer_name,
    strip_ordinal,
    total_of,
)
from pipelines.forms.unit_names import candidates, claims_unit, names_agency, resolve
from pipelines.forms.words import normal, starts_with
from pipelines.problems import Problem

Role = Literal["total", "own", "office", "subordinate", "officer", "section", "item", "unknown"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: where it stands, what it calls itself, whether it holds figures."""

    row: int
    label: str
    address: str
    ordinal: str = ""
    has_figures: bool = True


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
    """Whose form it is: the reporting unit, the day units are looked up for, the form's row axis.

    Attributes:
        breakdown: what every row of the form is a part of.
    """

    unit_code: str
    on: date
    row_axis: str
    where: str
    breakdown: str = ""


@dataclass(frozen=True, slots=True)
class _Open:
    """What is open at a row: the section, the office, and the subject a sum of its rows would be about.

    Attributes:
        office: ``None`` below an office nobody knows.
        has_parts: rows of the open office or section were seen.
        has_own_figures: the row that opened it holds figures itself.
        is_unknown_section: what opened it is numbered like a section, and nobody knows its name.
    """

    section: str = ""
    office: str | None = None
    subject: tuple[str, str] = ("", "")
    is_roman: bool = False
    has_parts: bool = False
    has_own_figures: bool = False
    is_group: bool = False
    is_unknown_section: bool = False


def classify(
    rows: Iterable[Row], context: Context, before: Sequence[Row] = ()
) -> tuple[tuple[RowSubject, ...], tuple[Problem, ...]]:
    """Say what each row is about, top to bottom (an officer belongs to the office above).

    Args:
        rows: the rows that have a label or figures, in order.
        context: whose form it is.
        before: the rows of the sheet that these go on with, for what is open where they begin.

    Returns:
        One subject per row with figures, ``role == "unknown"`` for those that are not read, and a note for each
        of these.
    """
    walk = _Walk(context, list(rows))
    above = walk.over(before)
    subjects = _settle_own_rows([*above, *walk.subjects()])[len(above) :]
    figures = {row.row: row for row in walk.rows if row.has_figures}
    kept = tuple(_within(subject, context.breakdown) for subject in subjects if subject.row in figures)
    return kept, (*walk.notes(), *_repeated(kept, figures, context, walk.sums))


def _within(subject: RowSubject, breakdown: str) -> RowSubject:
    """Return the subject as a part of what the whole form is about."""
    if not breakdown:
        return subject
    return replace(subject, breakdown=join_breakdown(breakdown, subject.breakdown))


class _Walk:
    """The state of one walk down the label column."""

    def __init__(self, context: Context, rows: Sequence[Row]) -> None:
        self.context = context
        self.rows = rows
        self.sums: set[int] = set()
        self._last = max((row.row for row in rows if row.has_figures), default=0)
        self._open = _Open(office=context.unit_code)
        self._has_total = False
        self._has_sums = False
        self._problems: list[Problem] = []
        self._lost: list[tuple[Row, int]] = []

    def subjects(self) -> list[RowSubject]:
        """Classify every row."""
        return [self._step(row) for row in self.rows]

    def over(self, before: Sequence[Row]) -> list[RowSubject]:
        """Walk over rows of another sheet, which told what is odd about them itself."""
        found = [self._step(row) for row in before]
        self.sums.clear()
        self._problems.clear()
        self._lost = [(replace(row, has_figures=False), 0) for row, _ in self._lost]
        return found

    def notes(self) -> tuple[Problem, ...]:
        """Return the notes on rows that were not read."""
        lost = (
            notes.unit_unknown(
                strip_ordinal(row.label), f"{self.context.where}!{row.address}", self._near(row.label), count
            )
            for row, count in self._lost
            if row.has_figures or count
        )
        return (*lost, *self._problems)

    def _near(self, label: str) -> list[str]:
        return candidates(strip_ordinal(label), self.context.on, self.context.unit_code)

    def _step(self, row: Row) -> RowSubject:
        label = strip_ordinal(row.label)
        kind = kinds_of(self.context.row_axis, label)
        if kind is not None:
            return self._of_kind(row, kind)
        if total := total_of(label):
            found = self._of_total(row, total)
            if found is not None:
                return found
        return self._of_office(row, label) or self._of_officer(row, label) or self._of_other_kind(row, label)

    # --- totals ---------------------------------------------------------------------------------------------

    def _of_total(self, row: Row, total: Total) -> RowSubject | None:
        """A bare «Cộng» is the sum of the open office or section, unless it stands first or last."""
        if total.name:
            kind = kinds_of(self.context.row_axis, total.name)
            if kind is not None and kind.role in ("own", "subordinate"):
                return self._of_kind(row, kind)
            found = resolve(total.name, self.context.on, self.context.unit_code)
            if len(found) != 1:
                return None
            if found[0].code != self.context.unit_code:
                self.sums.add(row.row)
                return self._subject(row, "office", found[0].code, "")
            return self._grand(row)
        is_first = self._open.subject == ("", "")
        is_last = row.row == self._last and not self._closes_block(total)
        return self._grand(row) if is_first or total.is_grand or is_last else self._sum(row)

    def _closes_block(self, total: Total) -> bool:
        """Say whether the last «Cộng» ends the last block only: the total was seen, or each block had its own."""
        if self._has_total:
            return self._open.has_parts or total.is_part
        return self._has_sums and self._open.has_parts and not self._open.has_own_figures

    def _grand(self, row: Row) -> RowSubject:
        self._has_total = self._has_total or row.has_figures
        if self._open.subject == ("", ""):
            self._open = _Open(office=self.context.unit_code)
        return self._subject(row, "total", self.context.unit_code, "")

    def _sum(self, row: Row) -> RowSubject:
        if not row.has_figures:
            return self._subject(row, "unknown", "", "")
        if self._open.office is None or not self._open.has_parts:
            return self._not_read(row)
        self._has_sums = True
        self.sums.add(row.row)
        unit, breakdown = self._open.subject
        role: Role = "section" if breakdown.startswith("initiative") else "own" if breakdown else "office"
        return self._subject(row, role, unit, breakdown)

    # --- kinds, offices, officers -----------------------------------------------------------------------------

    def _of_kind(self, row: Row, kind: Kind) -> RowSubject:
        unit = self.context.unit_code
        if kind.role == "section":
            self._open = _Open(kind.breakdown, unit, (unit, kind.breakdown), has_own_figures=row.has_figures)
            return self._subject(row, "section", unit, kind.breakdown)
        if kind.role in ("own", "subordinate"):
            is_own = kind.role == "own"
            self._enter(unit if is_own else None, row, (unit, kind.breakdown), is_group=not is_own)
            return self._subject(row, "own" if is_own else "subordinate", unit, kind.breakdown)
        if self._open.is_unknown_section:
            return self._not_read(row)
        self._open = replace(self._open, has_parts=True)
        return self._subject(row, "item", unit, join_breakdown(self._open.section, kind.breakdown))

    def _of_office(self, row: Row, label: str) -> RowSubject | None:
        """Return the office of that name; a bare name under an open office is an officer, not an office."""
        if starts_with("officer_title").match(normal(label)) and not self._is_office(label):
            return None
        claims = claims_unit(label)
        if not claims and self._is_below_office(row):
            return None
        found = resolve(label, self.context.on, self.context.unit_code)
        if len(found) == 1:
            code = found[0].code
            is_own = code == self.context.unit_code
            if is_own and not self._has_total and self._open.subject == ("", "") and not names_agency(label):
                # A bare «Tỉnh …» above everything is the whole territory, not the department's own office.
                return self._grand(row)
            breakdown = "office=own" if is_own else ""
            self._enter(code, row, (code, breakdown))
            return self._subject(row, "own" if is_own else "office", code, breakdown)
        if not claims and not found:
            return None
        self._enter(None, row, ("", "?"))
        self._lost.append((row, 0))
        return self._subject(row, "unknown", "", "")

    def _is_office(self, label: str) -> bool:
        """«Bà Rịa» is a town, «Bà Lê Thị …» an officer."""
        return bool(resolve(label, self.context.on, self.context.unit_code))

    def _of_officer(self, row: Row, label: str) -> RowSubject | None:
        if "enforcer" not in self.context.row_axis:
            return None
        if self._open.office is None and self._lost and not self._open.is_group:
            lost_row, count = self._lost[-1]
            self._lost[-1] = (lost_row, count + row.has_figures)
            return self._subject(row, "unknown", "", "")
        name, office = officer_name(label), self._open.office
        if office is None or not name:
            return None
        if row.has_figures:
            self._open = replace(self._open, has_parts=True)
        # Beside other offices, the unit's own officers make up its own office, not the whole unit.
        own = (
            "office=own" if office == self.context.unit_code and self._open.subject[1] == "office=own" else ""
        )
        return self._subject(row, "officer", office, join_breakdown(own, f"officer={name}"))

    def _of_other_kind(self, row: Row, label: str) -> RowSubject:
        """A kind of case on a form by offices breaks down the office above it; anything else is not read."""
        kind = kinds_of("kind of case", label) if "office" in self.context.row_axis else None
        office = self._open.office
        if kind is not None and office and kind.role in ("section", "item"):
            return self._subject(row, "item", office, join_breakdown(self._open.subject[1], kind.breakdown))
        if self.context.row_axis == "kind of case" and has_roman(f"{row.ordinal} {row.label}"):
            self._open = _Open(office=self.context.unit_code, subject=("", "?"), is_unknown_section=True)
        elif self._is_between_offices(row, label):
            # Whoever stands below it is not an officer of the office above it.
            is_nothing_open = self._open.subject == ("", "")
            self._open = _Open(office=None, subject=("", "") if is_nothing_open else ("", "?"))
        return self._not_read(row)

    def _is_between_offices(self, row: Row, label: str) -> bool:
        return "enforcer" in self.context.row_axis and row.has_figures and not is_part(label)

    def _not_read(self, row: Row) -> RowSubject:
        if row.has_figures:
            expected = " | ".join(kinds_of.labels(self.context.row_axis)) or "Tổng số"
            where = f"{self.context.where}!{row.address}"
            self._problems.append(notes.row_unknown(strip_ordinal(row.label), where, expected[:200]))
        return self._subject(row, "unknown", "", "")

    def _is_below_office(self, row: Row) -> bool:
        has_officers = "enforcer" in self.context.row_axis
        is_own = self._open.office == self.context.unit_code  # «I. Cục», then its offices by their bare names
        return (
            has_officers
            and self._open.is_roman
            and not is_own
            and not has_roman(f"{row.ordinal} {row.label}")
        )

    def _enter(self, code: str | None, row: Row, subject: tuple[str, str], *, is_group: bool = False) -> None:
        is_roman = has_roman(f"{row.ordinal} {row.label}") and code is not None
        self._open = _Open("", code, subject, is_roman, has_own_figures=row.has_figures, is_group=is_group)

    @staticmethod
    def _subject(row: Row, role: Role, unit_code: str, breakdown: str) -> RowSubject:
        return RowSubject(row.row, role, unit_code, breakdown)


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


def _repeated(
    subjects: Iterable[RowSubject], rows: dict[int, Row], context: Context, sums: set[int]
) -> list[Problem]:
    first: dict[tuple[str, str], int] = {}
    problems = []
    for subject in subjects:
        if not subject.unit_code or subject.row in sums:
            continue
        earlier = first.setdefault((subject.unit_code, subject.breakdown), subject.row)
        if earlier != subject.row:
            row = rows[subject.row]
            at = f"{context.where}!{row.address}"
            problems.append(notes.row_repeated(strip_ordinal(row.label), at, rows[earlier].address))
    return problems
