"""What a trace is made of, from the mart cell down to the printed place.

Belongs here: the records. Does not belong here: finding them (`tracing`), drawing them (`cli`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

from pipelines.problems import Text

FormulaKind = Literal["value", "sum", "rate", "implied_target", "difference", "choice", "none"]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The printed figure with what stands around it.

    Attributes:
        before: the sentence up to the figure, or for a cell the names of its row and column.
        printed: as the observation has it.
        after: the rest of the sentence.
        is_cell: the place is a cell of a table.
        is_confirmed: the archived bytes show ``printed`` at the locator, read just now.
        note: why not, in two languages, when they do not.
    """

    before: str
    printed: str
    after: str
    is_cell: bool = False
    is_confirmed: bool = True
    note: Text | None = None

    @property
    def sentence(self) -> str:
        """Return the whole in one line."""
        return f"{self.before}{self.printed}{self.after}"


@dataclass(frozen=True, slots=True)
class EventNote:
    """One event in the life of a report or a finding."""

    seq: int
    type: str
    recorded_at: datetime
    actor: str
    stream: str


@dataclass(frozen=True, slots=True)
class ReportNote:
    """The report a figure stands in."""

    report_id: str
    file_name: str
    path: str
    kind: str
    unit_code: str
    received_at: datetime
    published: object
    version: int
    status: str
    parser: str
    is_synthetic: bool
    events: tuple[EventNote, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingNote:
    """A finding that touches the figure, with its waiver when there is one."""

    finding_id: str
    rule_id: str
    severity: str
    state: str
    message: Text
    opened_at: datetime
    waiver_reason: str | None = None
    waiver_expires: object = None
    waiver_approver: str | None = None


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """A steward's value in place of the printed one."""

    finding_id: str
    value: Decimal
    reason: str
    actor: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """What a steward decided about a figure of prose.

    Attributes:
        verdict: ``accepted`` · ``corrected`` · ``refused``.
        read: the reading that was offered, told: the one that holds, each in one line.
        ended_at: when the decision ended, ``None`` while it holds.
    """

    figure_id: str
    verdict: str
    read: str
    told: str
    confidence: float
    reason: str
    actor: str
    recorded_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LoserNote:
    """What another place says about the same figure, and why it is not shown."""

    value: Decimal
    qualifier: str
    reason: str
    report_id: str
    file_name: str
    observation_id: str
    printed: str
    locator: str
    excerpt: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class ObservationNote:
    """One figure as a report prints it, and all that hangs on it.

    Attributes:
        role: what it does in the formula: ``value``, ``part``, ``numerator``, ``denominator``, …
        reviews: decisions about the place it is printed at, oldest first.
        parents: for a derived figure, those it follows from.
    """

    observation_id: str
    role: str
    unit_code: str
    unit_name: str
    period_code: str
    indicator_code: str
    indicator_name: str
    measure: str
    breakdown: str
    value: Decimal
    qualifier: str
    printed: str
    locator: str
    parser: str
    confidence: float
    report: ReportNote | None
    excerpt: Excerpt | None
    findings: tuple[FindingNote, ...] = ()
    corrections: tuple[CorrectionNote, ...] = ()
    reviews: tuple[ReviewNote, ...] = ()
    losers: tuple[LoserNote, ...] = ()
    parents: tuple[ObservationNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """How a cell is made of its observations.

    Attributes:
        worked: the formula with the figures in it, e.g. ``100 × 6.400 ÷ 8.000 = 80``; empty where it is one figure.
    """

    kind: FormulaKind
    title: Text
    worked: Text = Text("", "")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a mart.

    Attributes:
        key: key columns and their values, in the order of the mart.
        row: columns of the same row that help to read the cell (names, months, flags, its source).
    """

    mart: str
    column: str
    key: dict[str, object]
    row: dict[str, object]
    value: object
    formula: Formula
    observations: tuple[ObservationNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """The answer of ``thads trace``.

    Attributes:
        is_cut: more rows fit the condition than are shown.
        query_ms: time spent in the warehouse; ``source_ms``: time spent in the archive.
    """

    version: str
    as_of: datetime | None
    cells: tuple[Cell, ...]
    is_cut: bool = False
    query_ms: float = 0.0
    source_ms: float = field(default=0.0)

    def as_dict(self) -> dict[str, object]:
        """Return a JSON-ready dict; every excerpt carries its whole sentence."""
        plain = asdict(self)
        for cell in plain["cells"]:
            for observation in cell["observations"]:
                _add_sentence(observation)
        return plain


def _add_sentence(observation: dict[str, object]) -> None:
    excerpt = observation["excerpt"]
    if isinstance(excerpt, dict):
        excerpt["sentence"] = f"{excerpt['before']}{excerpt['printed']}{excerpt['after']}"
    for name in ("parents", "losers"):
        below = observation.get(name)
        for each in below if isinstance(below, list | tuple) else ():
            _add_sentence(each)
