"""What the log says today about reports, findings, corrections, slots and reference tables.

Belongs here: the records a fold keeps. Does not belong here: how events change them (`steps`), the frames they
become (`columns`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from pipelines.events.columns import REPORTS as REPORTS
from pipelines.events.lifecycle import FigureStateName, FigureVerdict, FindingStateName, FormMapStatus
from pipelines.events.types import Severity

ReportStatus = Literal["received", "accepted", "held", "rejected"]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One reading of a report in the marts: from its acceptance until another reading or version replaced it."""

    report_id: str
    facts_sha256: str
    known_from: datetime
    known_to: datetime | None = None


@dataclass(slots=True)
class ReportState:
    """One report: what it is, how its reading went, whether its figures are in the marts.

    Attributes:
        kind: ``form``, ``narrative``, or empty while it is not known what the report is.
        version: highest version it has among its slots, 1 for prose.
        status: ``received`` until a decision; a new reading of an accepted or held report keeps its status until
            the next decision; a reading after a rejection starts again. A report of which a reading is in the
            marts stays ``accepted`` when a newer reading is held back.
        accepted_at: when the reading ``accepted_facts_sha256`` entered the marts, ``None`` when not in them.
        acceptances: every reading that was ever in the marts; what was known once is never forgotten.
        ended_at: when the last of its slots went to another version, ``None`` while one is its own.
        facts_sha256: the newest reading.
        facts_files: the archived Parquet file of every reading, by content hash of its rows.
        form_maps: accepted maps its newest reading used.
        forms_refused: official forms in it that its newest reading could not read.
        review_file: the archived file of the figures that the newest reading left for review.
        held_by: ids of the blocking findings.
        held_at: when blocking findings first kept it out, ``None`` when they never did.
        declined: why a steward declined it, ``""`` when nobody did.
    """

    report_id: str
    file_name: str
    path: str
    received_at: datetime
    size: int
    folder_unit: str
    folder_year: int | None
    kind: str = ""
    form_codes: tuple[str, ...] = ()
    regime: str = ""
    unit_code: str = ""
    period_code: str = ""
    published: date | None = None
    title: str = ""
    version: int = 1
    status: ReportStatus = "received"
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    is_synthetic: bool = False
    parser: str = ""
    encoding: str = ""
    rows: int = 0
    problem_vi: str = ""
    problem_en: str = ""
    held_by: tuple[str, ...] = ()
    held_at: datetime | None = None
    declined: str = ""
    reading: int = 0
    facts_sha256: str = ""
    facts_files: dict[str, str] = field(default_factory=dict)
    form_maps: tuple[str, ...] = ()
    forms_refused: int = 0
    review_file: str = ""
    review_rows: int = 0
    accepted_facts_sha256: str = ""
    acceptances: tuple[Acceptance, ...] = ()
    seen_paths: tuple[str, ...] = ()

    @property
    def newest_path(self) -> str:
        """Return where its bytes were last seen in the inbox: a file that was renamed goes by its new name."""
        return (self.path, *self.seen_paths)[-1]

    def enter_marts(self, facts_sha256: str, at: datetime) -> None:
        """Put a reading into the marts in place of the one before; what is in them already stays as it is."""
        is_in_marts = bool(self.acceptances) and self.acceptances[-1].known_to is None
        if not is_in_marts or self.accepted_facts_sha256 != facts_sha256:
            self.leave_marts(at)
            self.accepted_at, self.accepted_facts_sha256 = at, facts_sha256
            self.acceptances = (*self.acceptances, Acceptance(self.report_id, facts_sha256, at))

    def leave_marts(self, at: datetime) -> None:
        """Take what is in the marts out of them; what was known until now stays known of the past."""
        if self.acceptances and self.acceptances[-1].known_to is None:
            self.acceptances = (*self.acceptances[:-1], replace(self.acceptances[-1], known_to=at))


@dataclass(slots=True)
class FindingState:
    """One finding: what failed, both sides, and where its case stands.

    Attributes:
        closed_at: when it entered one of `lifecycle.CLOSED`, ``None`` while somebody has to act.
        lhs: plain decimal, empty when there is none; so are ``rhs`` and ``difference``.
    """

    finding_id: str
    rule_id: str
    severity: Severity
    level: str
    responsibility: str
    state: FindingStateName
    unit_code: str
    period_code: str
    indicator_code: str
    measure: str
    breakdown: str
    lhs: str
    rhs: str
    difference: str
    message_vi: str
    message_en: str
    observation_ids: tuple[str, ...]
    report_ids: tuple[str, ...]
    opened_at: datetime
    closed_at: datetime | None = None
    assignee: str | None = None
    waiver_reason: str | None = None
    waiver_expires: date | None = None
    waiver_approver: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure a steward replaced; ``value`` is a plain decimal."""

    finding_id: str
    observation_id: str
    expected_printed: str
    value: str
    reason: str
    actor: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class FigureDecision:
    """What a steward decided about one figure of prose, and how long it held.

    Attributes:
        read: the reading that was offered; told: the one that holds since, ``None`` when the figure was refused.
        ended_at: when another decision or a reopening took its place, ``None`` while it holds.
    """

    figure_id: str
    decision_id: str
    verdict: FigureVerdict
    report_id: str
    locator: str
    printed: str
    read: dict[str, str]
    told: dict[str, str] | None
    confidence: float
    reason: str
    actor: str
    recorded_at: datetime
    ended_at: datetime | None = None


@dataclass(slots=True)
class FigureState:
    """One figure of prose that a person looked at, with every decision about it, oldest first."""

    figure_id: str
    report_id: str
    locator: str
    state: FigureStateName
    decisions: tuple[FigureDecision, ...] = ()

    @property
    def standing(self) -> FigureDecision | None:
        """Return the decision that holds, ``None`` when the review is open again."""
        return self.decisions[-1] if self.decisions[-1].ended_at is None else None


@dataclass(slots=True)
class SlotVersion:
    """One report in one slot."""

    report_id: str
    version: int
    submitted_at: datetime
    accepted_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(slots=True)
class SlotState:
    """The versions sent for one (unit, form, period), by report id, and which of them is in force.

    Attributes:
        rejections: reports meant for the slot whose form cannot be read, and when that was found.
    """

    unit_code: str
    form_code: str
    period_code: str
    versions: dict[str, SlotVersion] = field(default_factory=dict)
    in_force: str | None = None
    rejections: dict[str, datetime] = field(default_factory=dict)


@dataclass(slots=True)
class FormMapState:
    """A map that was learned or written, and whether it is in force.

    Attributes:
        columns_sha256: its rows, a CSV in the archive.
        decided_seq: position of the last decision; of several accepted maps the newest comes first.
    """

    map_id: str
    form_code: str
    regime: str
    title_vi: str
    title_en: str
    instrument: str
    valid_from: date
    valid_to: date | None
    row_axis: str
    measures: tuple[str, ...]
    money_unit: str
    columns_sha256: str
    columns: int
    certainty: float
    learned_from: str
    sheet: str
    based_on: str
    proposed_at: datetime
    proposed_by: str
    state: FormMapStatus = "proposed"
    decided_at: datetime | None = None
    decided_by: str = ""
    decided_seq: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceState:
    """The edition of a reference table in force."""

    table: str
    edition: int
    sha256: str
    rows: int
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class Anomaly:
    """An event that could not happen in the state it met; it changed nothing and is kept for the operator."""

    seq: int
    stream: str
    type: str
    state: str
