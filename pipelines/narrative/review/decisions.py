"""What people decide about a figure of prose: it is as read, it is something else, it is no statistic.

Every decision is one event with an id of the caller's, so that a retry is one decision, and with the version of
the figure's stream that the person saw, so that nobody decides over somebody else's decision.

Belongs here: the conditions of each decision. Does not belong here: what waits (`queue`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pipelines.events.figure_types import FigureAccepted, FigureCorrected, FigureReading, FigureRefused
from pipelines.events.model import NewEvent
from pipelines.events.types import EventBody
from pipelines.narrative.review.queue import FigureCase
from pipelines.problems import Problem, Text, ThadsError
from pipelines.reference import units
from pipelines.reference.indicators import all_indicators
from pipelines.reference.periods import Period

_QUALIFIERS = ("exact", "more_than", "nearly", "about")


def accept(case: FigureCase, *, decision_id: str, actor: str) -> NewEvent:
    """Return the event that confirms a reading.

    Raises:
        ThadsError: a part of the reading is missing; then it can only be corrected or refused.
    """
    read = case.item.candidate.read
    if not case.has(decision_id):
        _require_complete(case, read)
    body = FigureAccepted(**_common(case, decision_id))
    return _decided(case, body, decision_id, actor, read)


def correct(
    case: FigureCase, *, changes: dict[str, str], reason: str, decision_id: str, actor: str
) -> NewEvent:
    """Return the event that puts another reading in the place of the one offered.

    Args:
        case: the figure.
        changes: parts of `FigureReading` by name; a measure that is not given follows from the indicator.
        reason: why, in words.
        decision_id: names this decision.
        actor: who decides.

    Raises:
        ThadsError: nothing changes, or the result is no figure the registries know.
    """
    read = case.item.candidate.read
    told = _with_measure(case, read.model_copy(update=changes), is_measure_given="measure" in changes)
    told = told.model_copy(update={"value": _plain(case, told.value)})
    if not case.has(decision_id):
        _require_text(case, "reason", reason)
        _require_complete(case, told)
        if told == read:
            raise _refused(
                "nothing_changed",
                Text("Không có phần nào được sửa.", "No part of the reading was changed."),
                f"figure/{case.item.candidate.figure_id}",
                expected="--indicator, --unit, --period, --value, --qualifier",
                found="–",
                next_step=Text(
                    "Nếu máy đọc đúng thì xác nhận (accept).", "Accept the figure if it was read rightly."
                ),
            )
    body = FigureCorrected(**_common(case, decision_id), told=told, reason=reason.strip())
    return _decided(case, body, decision_id, actor, told)


def refuse(case: FigureCase, *, reason: str, decision_id: str, actor: str) -> NewEvent:
    """Return the event that keeps a figure out of the marts.

    Raises:
        ThadsError: there is no reason.
    """
    if not case.has(decision_id):
        _require_text(case, "reason", reason)
    body = FigureRefused(**_common(case, decision_id), reason=reason.strip())
    return _decided(case, body, decision_id, actor, case.item.candidate.read)


def _common(case: FigureCase, decision_id: str) -> dict[str, Any]:
    candidate = case.item.candidate
    return {
        "figure_id": candidate.figure_id, "decision_id": decision_id, "report_id": candidate.report_id,
        "locator": candidate.locator, "printed": candidate.printed, "read": candidate.read,
        "confidence": round(candidate.confidence, 4),
    }  # fmt: skip


def _decided(
    case: FigureCase, body: EventBody, decision_id: str, actor: str, reading: FigureReading
) -> NewEvent:
    """Return the event with the period it speaks of; the log knows a repeated decision by its id."""
    start, end = _span(reading.period_code)
    event = NewEvent(body, actor=actor, valid_from=start, valid_to=end, expected_version=case.version)
    return replace(event, expected_version=None) if case.has(decision_id) else event


def _span(period_code: str) -> tuple[date | None, date | None]:
    try:
        period = Period.parse(period_code)
    except ThadsError:
        return None, None
    return period.start, period.end


def _with_measure(case: FigureCase, told: FigureReading, *, is_measure_given: bool) -> FigureReading:
    """Take the measure the indicator has: the one read if it has that, else its only one."""
    if is_measure_given or (told.indicator_code, told.measure) in all_indicators():
        return told
    measures = sorted({measure for code, measure in all_indicators() if code == told.indicator_code})
    if len(measures) == 1:
        return told.model_copy(update={"measure": measures[0]})
    if measures:
        raise _refused(
            "which_measure",
            Text("Chỉ tiêu này có nhiều đơn vị đo.", "This indicator has several measures."),
            f"figure/{case.item.candidate.figure_id}: measure",
            expected=", ".join(measures),
            found=told.measure,
            next_step=Text("Nêu --measure.", "Give --measure."),
        )
    return told


def _require_complete(case: FigureCase, told: FigureReading) -> None:
    where = f"figure/{case.item.candidate.figure_id}"
    if (told.indicator_code, told.measure) not in all_indicators():
        raise _incomplete(
            f"{where}: indicator", "thads trace · docs/reference/indicators.md", told.indicator_code
        )
    if told.unit_code not in units.all_units():
        raise _incomplete(f"{where}: unit", "P63-26, D-381, TH-1, VN …", told.unit_code)
    if _span(told.period_code) == (None, None):
        raise _incomplete(f"{where}: period", "FY2021, FY2021-C08, CY2020, FY2016..FY2020", told.period_code)
    if told.qualifier not in _QUALIFIERS:
        raise _incomplete(f"{where}: qualifier", ", ".join(_QUALIFIERS), told.qualifier)


def _require_text(case: FigureCase, part: str, text: str) -> None:
    if not text.strip():
        raise _refused(
            "missing_text",
            Text("Thiếu lý do.", "A reason is missing."),
            f"figure/{case.item.candidate.figure_id}: {part}",
            expected="có nội dung / some text",
            found="",
            next_step=Text("Điền --reason rồi thực hiện lại.", "Give --reason and repeat."),
        )


def _plain(case: FigureCase, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise _incomplete(
            f"figure/{case.item.candidate.figure_id}: value", "11831 · 83.98 (dấu chấm / a point)", value
        )
    return f"{number.normalize():f}"


def _incomplete(where: str, expected: str, found: str) -> ThadsError:
    return _refused(
        "incomplete_reading",
        Text(
            "Số liệu chưa đủ chỉ tiêu, đơn vị, kỳ và giá trị hợp lệ.",
            "The figure lacks a valid indicator, unit, period or value.",
        ),
        where,
        expected=expected,
        found=found or "–",
        next_step=Text(
            "Dùng «correct» để bổ sung phần còn thiếu, hoặc «refuse».",
            "Use “correct” to supply what is missing, or “refuse”.",
        ),
    )


def _refused(code: str, what: Text, where: str, *, expected: str, found: str, next_step: Text) -> ThadsError:
    return ThadsError(
        Problem(code=code, what=what, where=where, expected=expected, found=found, next_step=next_step)
    )
