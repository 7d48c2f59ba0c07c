"""What people decide about a finding: take it, let it stand, correct a figure, ask for the report again.

Every decision is one event. Its id comes from the caller, so that a button pressed twice, or a retry after a lost
connection, is one decision; the version of the case the person saw goes with it, so that nobody decides over
somebody else's decision.

Belongs here: the conditions of each decision. Does not belong here: the order of states (`events.lifecycle`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from pipelines.events.model import NewEvent
from pipelines.events.types import (
    FindingAssigned,
    FindingCorrected,
    FindingWaived,
    ResubmissionRequested,
)
from pipelines.problems import Text
from pipelines.validation.cases import Case, decided, refused
from pipelines.validation.registry import Reason

#: A waiver is looked at again after a year at the latest.
LONGEST_WAIVER = timedelta(days=366)


def assign(case: Case, *, assignee: str, decision_id: str, actor: str) -> NewEvent:
    """Return the event that gives a finding to somebody."""
    _require(case, "assignee", assignee)
    body = FindingAssigned(
        finding_id=case.finding.finding_id, decision_id=decision_id, assignee=assignee.strip()
    )
    return decided(case, body, decision_id, actor)


def waive(
    case: Case,
    *,
    reasons: Sequence[Reason],
    reason_code: str,
    reason: str,
    expires: date,
    approver: str,
    decision_id: str,
    actor: str,
    today: date | None = None,
) -> NewEvent:
    """Return the event that lets a finding stand until a day.

    Raises:
        ThadsError: the reason is not in the list or has no text, the end is not within a year from today, or a
            blocking finding is approved by the one who asks.
    """
    finding_id = case.finding.finding_id
    if not case.has(decision_id):
        _require(case, "reason", reason)
        _require(case, "approver", approver)
        _require_reason(finding_id, reasons, reason_code)
        _require_expiry(finding_id, expires, today or datetime.now(UTC).date())
        if case.finding.severity == "blocking":
            _require_other_person(finding_id, approver, actor)
    body = FindingWaived(
        finding_id=finding_id,
        decision_id=decision_id,
        reason_code=reason_code,
        reason=reason.strip(),
        expires=expires,
        requester=actor,
        approver=approver.strip(),
    )
    return decided(case, body, decision_id, actor)


def correct(
    case: Case,
    *,
    observation_id: str,
    expected_printed: str,
    printed: str | None,
    value: str,
    reason: str,
    decision_id: str,
    actor: str,
) -> NewEvent:
    """Return the event that replaces one figure of a finding.

    Args:
        case: the finding.
        observation_id: the figure, one of those the finding names.
        expected_printed: what the person believes the source prints; the guard of the correction.
        printed: what the source prints, ``None`` when the figure is not there any more.
        value: the corrected value as a plain decimal with a point.
        reason: why, in words.
        decision_id: names this decision.
        actor: who decides.

    Raises:
        ThadsError: the figure is not of this finding, the guard does not hold, or the value is no number.
    """
    finding_id = case.finding.finding_id
    if not case.has(decision_id):
        _require(case, "reason", reason)
        if observation_id not in case.finding.observation_ids:
            raise refused(
                "not_of_this_finding",
                Text(
                    "Số liệu này không thuộc phát hiện.", "This figure is not one that the finding is about."
                ),
                f"case/{finding_id}: observation",
                expected=", ".join(case.finding.observation_ids) or "–",
                found=observation_id,
                next_step=Text(
                    "Chọn một mã số liệu trong «thads findings show».",
                    "Choose one of the observations that “thads findings show” lists.",
                ),
            )
        if printed != expected_printed:
            raise refused(
                "guard_does_not_hold",
                Text(
                    "Nguồn không còn in số mà đính chính này dựa vào; chưa có gì được ghi.",
                    "The source does not print what this correction relies on; nothing was written.",
                ),
                f"case/{finding_id}: observation {observation_id}",
                expected=expected_printed,
                found=printed if printed is not None else "–",
                next_step=Text(
                    "Xem lại nguồn rồi đính chính lại.", "Look at the source, then correct again."
                ),
            )
    body = FindingCorrected(
        finding_id=finding_id,
        decision_id=decision_id,
        observation_id=observation_id,
        expected_printed=expected_printed,
        value=_plain_decimal(finding_id, value),
        reason=reason.strip(),
    )
    return decided(case, body, decision_id, actor)


def request_resubmission(
    case: Case, *, report_id: str, message: str, decision_id: str, actor: str
) -> NewEvent:
    """Return the event that asks the department for the report again.

    Raises:
        ThadsError: the report is not one the finding is about, or there is no message.
    """
    finding = case.finding
    if not case.has(decision_id):
        _require(case, "message", message)
        if report_id not in finding.report_ids:
            raise refused(
                "not_of_this_finding",
                Text("Báo cáo này không thuộc phát hiện.", "The finding is not about this report."),
                f"case/{finding.finding_id}: report",
                expected=", ".join(finding.report_ids),
                found=report_id,
                next_step=Text(
                    "Chọn một báo cáo trong «thads findings show».",
                    "Choose a report that “thads findings show” lists.",
                ),
            )
    body = ResubmissionRequested(
        finding_id=finding.finding_id, decision_id=decision_id, report_id=report_id, message=message.strip()
    )
    return decided(case, body, decision_id, actor)


def _require(case: Case, where: str, text: str) -> None:
    if not text.strip():
        raise refused(
            "missing_text",
            Text("Thiếu nội dung bắt buộc.", "A required text is missing."),
            f"case/{case.finding.finding_id}: {where}",
            expected="có nội dung / some text",
            found="",
            next_step=Text("Điền nội dung rồi thực hiện lại.", "Fill it in and repeat."),
        )


def _require_reason(finding_id: str, reasons: Sequence[Reason], reason_code: str) -> None:
    codes = [reason.reason_code for reason in reasons]
    if reason_code not in codes:
        raise refused(
            "unknown_reason",
            Text(f"Không có mã lý do «{reason_code}».", f"There is no reason with the code “{reason_code}”."),
            f"case/{finding_id}: reason_code",
            expected=", ".join(codes),
            found=reason_code,
            next_step=Text("Chọn một mã trong danh sách.", "Choose a code from the list."),
        )


def _require_expiry(finding_id: str, expires: date, today: date) -> None:
    if not today < expires <= today + LONGEST_WAIVER:
        raise refused(
            "bad_expiry",
            Text(
                "Thời hạn chấp nhận phải sau hôm nay và không quá một năm.",
                "A waiver must end after today and within a year.",
            ),
            f"case/{finding_id}: expires",
            expected=f"{today + timedelta(days=1)} … {today + LONGEST_WAIVER}",
            found=str(expires),
            next_step=Text("Chọn một ngày trong khoảng đó.", "Choose a day in that range."),
        )


def _require_other_person(finding_id: str, approver: str, actor: str) -> None:
    if approver.strip().casefold() == actor.strip().casefold():
        raise refused(
            "same_approver",
            Text(
                "Phát hiện mức chặn phải do người khác người đề nghị phê duyệt.",
                "A blocking finding must be approved by someone other than the one who asks.",
            ),
            f"case/{finding_id}: approver",
            expected=f"≠ {actor}",
            found=approver,
            next_step=Text("Nêu tên người phê duyệt khác.", "Name another approver."),
        )


def _plain_decimal(finding_id: str, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise refused(
            "bad_value",
            Text("Giá trị đính chính không phải là số.", "The corrected value is not a number."),
            f"case/{finding_id}: value",
            expected="11831 · 83.98",
            found=value,
            next_step=Text(
                "Ghi số không dấu phân cách nghìn, dấu thập phân là dấu chấm.",
                "Write the number without separators, with a point as the decimal sign.",
            ),
        )
    return f"{number:f}"
