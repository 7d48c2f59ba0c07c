"""What happened, in the words of people who read a history: one phrase for every type of event.

Belongs here: the phrases. Does not belong here: what an event says beyond its type (`finding_history`), the types.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.problems import Text
from pipelines.settings import Lang

EVENT_WORDS: Mapping[str, Text] = {
    "ReportReceived": Text("nhận báo cáo", "report received"),
    "ReportSeenAgain": Text("thấy lại ở chỗ khác", "seen again elsewhere"),
    "ReportIdentified": Text("nhận dạng", "recognised"),
    "ReportParsed": Text("đọc xong", "read"),
    "ReportRejected": Text("không đọc được", "cannot be read"),
    "ReportAccepted": Text("chấp nhận", "accepted"),
    "ReportHeld": Text("giữ lại", "held back"),
    "ReportDeclined": Text("từ chối", "declined"),
    "SlotVersionSubmitted": Text("có bản mới", "version submitted"),
    "SlotVersionAccepted": Text("bản có hiệu lực", "version in force"),
    "SlotVersionRejected": Text("bản không đọc được", "version unreadable"),
    "FindingOpened": Text("phát hiện", "found"),
    "FindingChanged": Text("sai lệch khác trước", "fails otherwise"),
    "FindingResolved": Text("đã hết sai lệch", "resolved"),
    "FindingReopened": Text("mở lại", "reopened"),
    "FindingAssigned": Text("giao xử lý", "assigned"),
    "FindingWaived": Text("chấp nhận có thời hạn", "waived"),
    "FindingCorrected": Text("đính chính số liệu", "corrected"),
    "ResubmissionRequested": Text("yêu cầu gửi lại", "asked to send again"),
    "FigureAccepted": Text("xác nhận máy đọc đúng", "confirmed as read"),
    "FigureCorrected": Text("đọc lại", "read otherwise"),
    "FigureRefused": Text("loại", "refused"),
    "FigureReviewReopened": Text("cần xem lại", "to be looked at again"),
    "FormMapProposed": Text("đề xuất cách đọc biểu", "map proposed"),
    "FormMapAccepted": Text("áp dụng cách đọc biểu", "map in force"),
    "FormMapWithdrawn": Text("thôi áp dụng cách đọc biểu", "map withdrawn"),
    "ReferenceLoaded": Text("nạp danh mục", "reference loaded"),
    "RefreshCompleted": Text("công bố", "published"),
    "RefreshFailed": Text("chạy không thành", "refresh failed"),
}


def event_words(event_type: str, lang: Lang) -> str:
    """Return what happened in words; the name of a type that a newer program wrote stays as it is."""
    known = EVENT_WORDS.get(event_type)
    return known.of(lang) if known else event_type
