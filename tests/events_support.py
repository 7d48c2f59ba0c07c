"""What tests of the event log share: events of every kind and a clock that stands still.

Belongs here: builders and strategies. Does not belong here: assertions.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from pipelines.events.figure_types import FigureReading
from pipelines.events.form_types import FormMapAccepted, FormMapProposed, FormMapWithdrawn
from pipelines.events.model import NewEvent
from pipelines.events.types import (
    EventBody,
    FigureAccepted,
    FigureCorrected,
    FigureRefused,
    FigureReviewReopened,
    FindingAssigned,
    FindingChanged,
    FindingCorrected,
    FindingOpened,
    FindingReopened,
    FindingResolved,
    FindingWaived,
    ReferenceLoaded,
    RefreshCompleted,
    ReportAccepted,
    ReportDeclined,
    ReportHeld,
    ReportIdentified,
    ReportParsed,
    ReportReceived,
    ReportRejected,
    ReportSeenAgain,
    ResubmissionRequested,
    SlotVersionAccepted,
    SlotVersionRejected,
    SlotVersionSubmitted,
)

ACTOR = "người thử"


class Clock:
    """A clock that moves only when told."""

    def __init__(self, now: int = 1_700_000_000_000_000) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


def report(number: int) -> str:
    return f"{number:064x}"


def new(body: EventBody, **fields: object) -> NewEvent:
    return NewEvent(body, actor=ACTOR, **fields)  # type: ignore[arg-type]


def seen(number: int, path: str = "P63-38/2021/báo cáo.docx", **fields: object) -> NewEvent:
    return new(ReportSeenAgain(report_id=report(number), path=path), **fields)


def received(number: int, **fields: object) -> ReportReceived:
    values = {"file_name": "a.docx", "path": "P63-38/2021/a.docx", "size": 3, "folder_unit": "P63-38"}
    return ReportReceived(report_id=report(number), **{**values, **fields})  # type: ignore[arg-type]


def opened(finding: str, refresh: str = "r0", **fields: object) -> FindingOpened:
    values = {
        "rule_id": "row_total",
        "severity": "blocking",
        "level": "row",
        "responsibility": "department",
        "unit_code": "P63-38",
        "period_code": "FY2021",
        "message_vi": "Không khớp",
        "message_en": "Does not add up",
    }
    return FindingOpened(finding_id=finding, refresh_id=refresh, **{**values, **fields})  # type: ignore[arg-type]


def slot(kind: type[EventBody], number: int, version: int, form: str = "01", **fields: object) -> EventBody:
    return kind(
        unit_code="P63-38",
        form_code=form,
        period_code="FY2021",
        report_id=report(number),
        version=version,
        **fields,
    )


def figure(number: int, **fields: object) -> dict[str, Any]:
    """Return what every decision about a figure of prose tells."""
    values = {"locator": "char:10-12", "printed": "12", "read": FigureReading(unit_code="P63-38", value="12")}
    return {"figure_id": f"figure-{number}", "report_id": report(number), **values, **fields}


def named_map(number: int) -> dict[str, Any]:
    """Return what every decision about a learned map names."""
    return {
        "map_id": f"map-{number}",
        "form_code": "04/TK-THA",
        "regime": "R2026",
        "columns_sha256": report(number),
    }


def without(fields: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key != name}


def form_map(number: int, **fields: object) -> FormMapProposed:
    values = {
        "title_vi": "Kết quả", "instrument": "TT 05/2026/TT-BTP", "valid_from": date(2026, 7, 1), "row_axis": "office",
        "measures": ("cases",), "columns": 3,
    }  # fmt: skip
    return FormMapProposed(**{**named_map(number), **values, **fields})  # type: ignore[arg-type]


_reports = st.integers(0, 4)
_findings = st.sampled_from(["f1", "f2", "f3"])
_runs = st.integers(0, 50).map(str)
_facts = st.sampled_from(["facts-a", "facts-b"])


@st.composite
def bodies(draw: st.DrawFn) -> EventBody:
    """Draw any event about a few reports, slots and findings, in any order, sensible or not."""
    number, finding, run = draw(_reports), draw(_findings), draw(_runs)
    version = draw(st.integers(1, 3))
    form = draw(st.sampled_from(["01", "02"]))
    choices: list[EventBody] = [
        received(number),
        ReportSeenAgain(report_id=report(number), path=run),
        ReportIdentified(
            report_id=report(number), reading=int(run), parser="p", kind="form", unit_code="P63-38",
            period_code="FY2021", form_codes=(form,), published=date(2021, 10, 1),
        ),
        ReportParsed(report_id=report(number), reading=int(run), parser="p", facts_sha256=draw(_facts), rows=version),
        ReportRejected(
            report_id=report(number), reading=int(run), parser="p", problem={"what": {"vi": "Hỏng", "en": "Bad"}}
        ),
        ReportAccepted(report_id=report(number), refresh_id=run, facts_sha256=draw(_facts)),
        ReportHeld(report_id=report(number), refresh_id=run, facts_sha256="x", finding_ids=(finding,)),
        ReportDeclined(report_id=report(number), decision_id=run, reason="sai tệp"),
        slot(SlotVersionSubmitted, number, version, form),
        SlotVersionRejected(
            unit_code="P63-38", form_code=form, period_code="FY2021", report_id=report(number), reading=version,
            basis="content",
        ),
        slot(SlotVersionAccepted, number, version, form, refresh_id=run),
        opened(finding, run, lhs="1.5", rhs="2", difference="-0.5"),
        FindingChanged(finding_id=finding, refresh_id=run, lhs=run, message_vi="m", message_en="m"),
        FindingResolved(finding_id=finding, refresh_id=run),
        FindingReopened(
            finding_id=finding, refresh_id=run, reason=draw(st.sampled_from(["fails_again", "source_changed"]))
        ),
        FindingAssigned(finding_id=finding, decision_id=run, assignee="a"),
        FindingWaived(
            finding_id=finding, decision_id=run, reason_code="c", reason="r", expires=date(2030, 1, 1),
            requester="a", approver="b",
        ),
        FindingCorrected(
            finding_id=finding, decision_id=run, observation_id=str(version), expected_printed="1", value="2",
            reason="r",
        ),
        ResubmissionRequested(finding_id=finding, decision_id=run, report_id=report(number), message="m"),
        FigureAccepted(decision_id=run, **figure(number)),
        FigureCorrected(decision_id=run, told=FigureReading(unit_code="VN", value=run), reason="r", **figure(number)),
        FigureRefused(decision_id=run, reason="r", **figure(number)),
        FigureReviewReopened(
            figure_id=f"figure-{number}", report_id=report(number), reading=int(run), reason="reading_changed"
        ),
        form_map(number),
        FormMapAccepted(decision_id=run, reason="r", **named_map(number)),
        FormMapWithdrawn(decision_id=run, reason="r", **without(named_map(number), "columns_sha256")),
        ReferenceLoaded(table="units", edition=int(run), sha256=report(number), rows=version),
        RefreshCompleted(
            refresh_id=run, warehouse_version="v", position=version, observations=number, findings_open=0
        ),
    ]  # fmt: skip
    return draw(st.sampled_from(choices))
