"""The event types: every fact the warehouse remembers, in the past tense.

A type fixes its stream, its natural key (the same fact appended twice is one event, for ever) and its payload.
The event catalogue in ``docs/reference/events.md`` is generated from this module.

Belongs here: payload models. Does not belong here: how events are stored (`log`) or folded (`projections`).
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from pipelines.events.body import EventBody as EventBody
from pipelines.events.figure_types import (
    FigureAccepted as FigureAccepted,
)
from pipelines.events.figure_types import (
    FigureCorrected as FigureCorrected,
)
from pipelines.events.figure_types import (
    FigureRefused as FigureRefused,
)
from pipelines.events.figure_types import (
    FigureReviewReopened as FigureReviewReopened,
)
from pipelines.events.form_types import FormMapAccepted, FormMapProposed, FormMapWithdrawn
from pipelines.events.slot_types import (
    SlotVersionAccepted as SlotVersionAccepted,
)
from pipelines.events.slot_types import (
    SlotVersionRejected as SlotVersionRejected,
)
from pipelines.events.slot_types import (
    SlotVersionSubmitted as SlotVersionSubmitted,
)

Severity = Literal["blocking", "warning", "info"]

# --- reports ------------------------------------------------------------------------------------------------


class ReportReceived(EventBody):
    """A department's file arrived; its bytes are in the archive."""

    STREAM: ClassVar[str] = "report/{report_id}"
    KEY: ClassVar[tuple[str, ...]] = ("report_id",)

    report_id: str = Field(description="sha256 of the bytes")
    file_name: str = Field(description="name of the file as sent")
    path: str = Field(description="path inside the inbox, with / as separator")
    size: int = Field(description="bytes")
    folder_unit: str = Field(description="unit code of the folder it was dropped in, empty when unknown")
    folder_year: int | None = Field(default=None, description="fiscal year of the folder")


class ReportSeenAgain(EventBody):
    """The same bytes arrived under another path: a receipt, not a new report."""

    STREAM: ClassVar[str] = "report/{report_id}"
    KEY: ClassVar[tuple[str, ...]] = ("report_id", "path")

    report_id: str
    path: str


class ReportIdentified(EventBody):
    """It was recognised what the report is: which form or prose, whose, for which period."""

    STREAM: ClassVar[str] = "report/{report_id}"
    KEY: ClassVar[tuple[str, ...]] = ("report_id", "reading")
    SCHEMA_VERSION: ClassVar[int] = 2

    report_id: str
    reading: int = Field(default=1, description="how many times the report has been read, this one included")
    parser: str = Field(description="reader that recognised it, with its version")
    kind: Literal["form", "narrative"]
    unit_code: str = Field(description="department or office that reports")
    period_code: str = Field(description="period of the form, empty for prose that tells of several")
    form_codes: tuple[str, ...] = Field(default=(), description="official forms found, empty for prose")
    regime: str = Field(default="", description="regime of the forms, e.g. R2019")
    published: date | None = Field(default=None, description="date of the prose report")
    title: str = ""
    is_synthetic: bool = False
    form_maps: tuple[str, ...] = Field(
        default=(), description="accepted maps it was read with, empty for the maps of the reference tables"
    )
    forms_refused: int = Field(default=0, description="official forms in it that could not be read")


class ReportParsed(EventBody):
    """The report was read to the end; its observations are in a facts file."""

    STREAM: ClassVar[str] = "report/{report_id}"
    KEY: ClassVar[tuple[str, ...]] = ("report_id", "reading")
    SCHEMA_VERSION: ClassVar[int] = 2

    report_id: str
    reading: int = Field(default=1, description="how many times the report has been read, this one included")
    parser: str
    facts_sha256: str = Field(description="content hash of the observation rows")
    facts_file: str = Field(
        default="", description="sha256 of the Parquet file with the rows, in the archive"
    )
    rows: int = Field(description="number of observations")
    review_file: str = Field(
        default="", description="sha256 of the archived Parquet file with the figures left for review"
    )
    review_rows: int = Field(default=0, description="number of figures left for review")
    encoding: str = ""
    notes: tuple[dict[str, object], ...] = Field(
        default=(), description="problems that did not stop the reading"
    )


class ReportRejected(EventBody):
    """The report cannot be read; the bytes stay archived and the department is told why."""

    STREAM: ClassVar[str] = "report/{report_id}"
    KEY: ClassVar[tuple[str, ...]] = ("report_id", "reading")

    report_id: str
    reading: int = Field(default=1, description="how many times the report has been read, this one included")
    parser: str
    problem: dict[str, object] = Field(description="what, where, expected, found, what to do next")


class ReportAccepted(EventBody):
    """The report's figures entered the marts."""

    STREAM: ClassVar[str] = "report/{report_id}"
    KEY: ClassVar[tuple[str, ...]] = ("report_id", "refresh_id")

    report_id: str
    refresh_id: str
    facts_sha256: str = Field(description="the reading that was accepted")


class ReportHeld(EventBody):
    """Blocking findings keep the report's figures out of the marts; the version before stays in force."""

    STREAM: ClassVar[str] = "report/{report_id}"
    KEY: ClassVar[tuple[str, ...]] = ("report_id", "refresh_id")

    report_id: str
    refresh_id: str
    facts_sha256: str
    finding_ids: tuple[str, ...]


class ReportDeclined(EventBody):
    """A steward declined a report that waits: it will not come into force, the version before stays."""

    STREAM: ClassVar[str] = "report/{report_id}"
    KEY: ClassVar[tuple[str, ...]] = ("report_id", "decision_id")

    report_id: str
    decision_id: str
    reason: str = Field(description="why, in words the department reads")


# --- findings and decisions -------------------------------------------------------------------------------------


class FindingOpened(EventBody):
    """A rule failed for a subject; both sides and the observations involved are kept."""

    STREAM: ClassVar[str] = "case/{finding_id}"
    KEY: ClassVar[tuple[str, ...]] = ("finding_id", "refresh_id")

    finding_id: str
    refresh_id: str
    rule_id: str
    severity: Severity
    level: str
    responsibility: Literal["department", "directorate", "pipeline"]
    unit_code: str
    period_code: str
    indicator_code: str = ""
    measure: str = ""
    breakdown: str = ""
    lhs: str = Field(default="", description="left side as a plain decimal")
    rhs: str = Field(default="", description="right side as a plain decimal")
    difference: str = ""
    message_vi: str
    message_en: str
    observation_ids: tuple[str, ...] = ()
    report_ids: tuple[str, ...] = ()


class FindingChanged(EventBody):
    """The rule still fails for the subject, with other figures."""

    STREAM: ClassVar[str] = "case/{finding_id}"
    KEY: ClassVar[tuple[str, ...]] = ("finding_id", "refresh_id")

    finding_id: str
    refresh_id: str
    lhs: str = ""
    rhs: str = ""
    difference: str = ""
    message_vi: str
    message_en: str
    observation_ids: tuple[str, ...] = ()
    report_ids: tuple[str, ...] = ()


class FindingResolved(EventBody):
    """The rule passes again for the subject."""

    STREAM: ClassVar[str] = "case/{finding_id}"
    KEY: ClassVar[tuple[str, ...]] = ("finding_id", "refresh_id")

    finding_id: str
    refresh_id: str


class FindingReopened(EventBody):
    """The rule fails again, or the decision it rested on no longer holds (expired, source changed)."""

    STREAM: ClassVar[str] = "case/{finding_id}"
    KEY: ClassVar[tuple[str, ...]] = ("finding_id", "refresh_id")

    finding_id: str
    refresh_id: str
    reason: Literal["fails_again", "waiver_expired", "source_changed"]


class FindingAssigned(EventBody):
    """A steward took or was given a finding."""

    STREAM: ClassVar[str] = "case/{finding_id}"
    KEY: ClassVar[tuple[str, ...]] = ("finding_id", "decision_id")

    finding_id: str
    decision_id: str
    assignee: str


class FindingWaived(EventBody):
    """A steward lets a finding stand, with a reason and an end."""

    STREAM: ClassVar[str] = "case/{finding_id}"
    KEY: ClassVar[tuple[str, ...]] = ("finding_id", "decision_id")

    finding_id: str
    decision_id: str
    reason_code: str
    reason: str
    expires: date
    requester: str
    approver: str


class FindingCorrected(EventBody):
    """A steward replaced a figure; the correction fails when the source no longer shows what it corrects."""

    STREAM: ClassVar[str] = "case/{finding_id}"
    KEY: ClassVar[tuple[str, ...]] = ("finding_id", "decision_id")

    finding_id: str
    decision_id: str
    observation_id: str
    expected_printed: str = Field(description="guard: what the source printed when the decision was made")
    value: str = Field(description="the corrected value as a plain decimal")
    reason: str


class ResubmissionRequested(EventBody):
    """The department was asked to send the report again."""

    STREAM: ClassVar[str] = "case/{finding_id}"
    KEY: ClassVar[tuple[str, ...]] = ("finding_id", "decision_id")

    finding_id: str
    decision_id: str
    report_id: str
    message: str


# --- reference and refresh ---------------------------------------------------------------------------------------


class ReferenceLoaded(EventBody):
    """A reference table changed; its bytes are in the archive under their sha256."""

    STREAM: ClassVar[str] = "reference/{table}"
    KEY: ClassVar[tuple[str, ...]] = ("table", "edition")

    table: str
    edition: int = Field(description="1 for the first load, then counted up")
    sha256: str
    rows: int


class RefreshCompleted(EventBody):
    """A warehouse version was built, tested and published."""

    STREAM: ClassVar[str] = "refresh/{refresh_id}"
    KEY: ClassVar[tuple[str, ...]] = ("refresh_id",)

    refresh_id: str
    warehouse_version: str
    code: str = Field(default="", description="fingerprint of the rules and models it was built with")
    position: int = Field(description="log position W the build was pinned to")
    observations: int
    findings_open: int


class RefreshFailed(EventBody):
    """A refresh stopped; what was published before is still in force."""

    STREAM: ClassVar[str] = "refresh/{refresh_id}"
    KEY: ClassVar[tuple[str, ...]] = ("refresh_id",)

    refresh_id: str
    stage: str
    message: str


#: Every type by name, in the order of the catalogue.
EVENT_TYPES: dict[str, type[EventBody]] = {
    each.__name__: each
    for each in (
        ReportReceived, ReportSeenAgain, ReportIdentified, ReportParsed, ReportRejected, ReportAccepted, ReportHeld,
        ReportDeclined, SlotVersionSubmitted, SlotVersionAccepted, SlotVersionRejected,
        FindingOpened, FindingChanged, FindingResolved, FindingReopened, FindingAssigned, FindingWaived,
        FindingCorrected, ResubmissionRequested,
        FigureAccepted, FigureCorrected, FigureRefused, FigureReviewReopened,
        FormMapProposed, FormMapAccepted, FormMapWithdrawn,
        ReferenceLoaded, RefreshCompleted, RefreshFailed,
    )
}  # fmt: skip
