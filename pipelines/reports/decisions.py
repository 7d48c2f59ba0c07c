"""What a steward decides about a version that waits: let it in although findings block it, or send it back.

Nothing here puts figures into the marts: the next refresh does, by the same rule as always (`intake.acceptance`).

Belongs here: the conditions of these decisions. Does not belong here: decisions about single findings
(`validation.decisions`).
"""

from __future__ import annotations

from datetime import date

from pipelines.events.log import EventLog
from pipelines.events.model import NewEvent
from pipelines.events.projections import LogState
from pipelines.events.states import ReportState
from pipelines.events.types import ReportDeclined
from pipelines.problems import Problem, Text, ThadsError
from pipelines.reports.standing import STATUS_TEXTS, Status, status_of
from pipelines.validation import decisions
from pipelines.validation.cases import open_case
from pipelines.validation.registry import load_registry


def accept(
    log: EventLog,
    state: LogState,
    report: ReportState,
    *,
    reason_code: str,
    reason: str,
    expires: date,
    approver: str,
    decision_id: str,
    actor: str,
) -> list[NewEvent]:
    """Return the events that let every blocking finding of a held report stand until a day.

    Each is a waiver of its own, under the conditions of one: a reason of the list, an end within a year, an approver
    who is somebody else.

    Raises:
        ThadsError: ``report_not_held``, or what `validation.decisions.waive` refuses.
    """
    _require(report, "held")
    reasons = load_registry().reasons
    return [
        decisions.waive(
            open_case(log, finding_id),
            reasons=reasons,
            reason_code=reason_code,
            reason=reason,
            expires=expires,
            approver=approver,
            decision_id=f"{decision_id}/{finding_id}",
            actor=actor,
        )
        for finding_id in report.held_by
        if state.findings[finding_id].state not in ("waived", "corrected", "resolved")
    ]


def decline(log: EventLog, report: ReportState, *, reason: str, decision_id: str, actor: str) -> NewEvent:
    """Return the event that sends a waiting or held report back; made on the state its stream had when it was read.

    Raises:
        ThadsError: ``report_not_held`` when it is in force, replaced, rejected or declined already; ``missing_text``.
    """
    body = ReportDeclined(report_id=report.report_id, decision_id=decision_id, reason=reason.strip())
    if report.declined and report.declined == body.reason:
        return NewEvent(
            body, actor=actor
        )  # a retry: the log answers with the event it has, or refuses a twist
    _require(report, "held", "waiting")
    if not body.reason:
        raise ThadsError(_missing_reason(report))
    return NewEvent(body, actor=actor, expected_version=log.stream_version(f"report/{report.report_id}"))


def _require(report: ReportState, *allowed: Status) -> None:
    status = status_of(report)
    if status not in allowed:
        raise ThadsError(
            Problem(
                code="report_not_held",
                what=Text(
                    "Báo cáo không ở trạng thái cho phép quyết định này.",
                    "The report is not in a state in which this can be decided.",
                ),
                where=report.path,
                expected=" | ".join(STATUS_TEXTS[each].vi for each in allowed),
                found=STATUS_TEXTS[status].vi,
                next_step=Text(
                    "Xem «thads reports show». Bản đang có hiệu lực chỉ được thay bằng bản mới hoặc đính chính.",
                    "See «thads reports show». What is in force is replaced by a new version or corrected.",
                ),
            )
        )


def _missing_reason(report: ReportState) -> Problem:
    return Problem(
        code="missing_text",
        what=Text("Thiếu lý do trả lại.", "A reason is missing."),
        where=report.path,
        expected="có nội dung / some text",
        found="",
        next_step=Text("Ghi lý do để đơn vị đọc.", "Say why; the department reads it."),
    )
