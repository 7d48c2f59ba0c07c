r"""Numbers that are no statistics: dates, decree numbers, articles of law, telephones, list numbers.

Every expression is a plain chain of bounded pieces, so that scanning stays linear.

Belongs here: spans to leave out. Does not belong here: periods (`times`), figures without an indicator.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_DATE = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)\d{2}(?!\d)"
_NAMED = (
    "thông tư|thông tư liên tịch|nghị định|nghị quyết|quyết định|chỉ thị|kế hoạch|công văn|kết luận|luật|"
    "quy chế|hướng dẫn|báo cáo|tờ trình|thông báo|văn bản|bản án|công điện|pháp lệnh|quy định|đề án"
)
_PLACED = (
    "điều|khoản|điểm|chương|mục|phụ lục|phần|quyển|tập|trang|tầng|phòng số|số nhà|ấp|tổ|khu phố|tổ dân phố|km|"
    "quốc lộ|tỉnh lộ|lớp|khóa|kỳ họp thứ|lần thứ|bài|biểu|biểu mẫu|mẫu|mẫu số|bảng|hình|phường|phiên|"
    "vòng|phiên bản|hồ sơ số|biên lai số|tài khoản|covid|đường|ngõ|ngách|hẻm|lô|thửa|tờ bản đồ|loại|thế kỷ|"
    "ki-ốt|xe|kênh|số hiệu|mã số|cmnd|cccd|quyển số|stt|quân khu|hội trường|phòng họp|đại hội|fax|id|itemid"
)
_PATTERNS = (
    _DATE,
    r"(?:ngày|sáng|chiều|tối|mồng|mùng) (?:ngày )?\d{1,2}(?:\s?(?:,|-|và)\s?\d{1,2}){0,4}"
    r"(?:\s?[/.-]\s?\d{1,2}(?:[/.-]\d{4})?| tháng \d{1,2}(?: năm \d{4})?)?",
    r"\btháng \d{1,2}(?:\s?/\s?\d{4}| năm \d{4})?(?!\d)",
    r"\btháng \d{1,2} (?:và|đến) (?:tháng )?\d{1,2}\b",
    r"\b\d{1,2}/(?:19|20)\d{2}\b(?![/\d])",
    r"\b\d{1,4}\s?/\s?(?:19|20)\d{2}\s?/\s?[a-zđ][\w-]*",
    r"\b\d{1,5}\s?[/-]\s?(?!chv\b|năm\b|tháng\b)[a-zđ]{2,}[\wđ]*(?:[-/][\wđ]+){0,4}",
    rf"(?:{_NAMED})(?: liên tịch)? (?:số )?\d{{1,5}}(?:/\d+)?(?:[/-][\wđ/-]+)?(?![.,]\d|\d)"
    rf"(?! ?(?:%|tỷ|triệu|nghìn|ngàn|trăm|đồng|việc|vụ|đ\b|người|trường hợp|đơn|bản án|cuộc))",
    rf"\b(?<!dứt )(?:{_PLACED}):? (?:số )?\d{{1,4}}[a-zđ]?\b(?![.,]\d)"
    rf"(?! ?(?:%|tỷ|triệu|nghìn|ngàn|trăm|đồng|việc|vụ|đ\b|người|trường hợp))",
    r"\[\d{1,2}\]",
    r"(?:đơn vị(?: tính)?|đvt|tính bằng)(?: là)?:? ?1[.,]?000 ?(?:đồng|đ)\b",
    r"\b(?:bình quân|trung bình) (?:mỗi|một|hằng|hàng) (?:năm|tháng|quý|ngày|tuần|huyện|đơn vị|chi cục)\b[^.;:\n\d]{0,40}\d[\d.,]*",
    r"\bmỗi (?:năm|tháng|quý|ngày|tuần) (?:bình quân|trung bình)\b[^.;:\n\d]{0,40}\d[\d.,]*",
    r"\bcứ (?:mỗi )?\d{1,3} (?:việc|vụ|án|đồng)[^.;\n]{0,60}",
    r"\bcovid[ -]{0,3}\d{1,2}\b",
    r"\b(?:số|thẻ số|quyết định số|bản án số): ?\d[\d./-]*",
    r"\b\d{1,2} ?(?:giờ|h|g)(?: ?\d{1,2})?(?: phút|')?\b",
    r"(?:điện thoại|đt|hotline|tel|fax|đường dây nóng|liên hệ|zalo)[:. ]{0,3}(?:số )?\(?[\d][\d .()-]{5,20}",
    r"(?<![\d.,])0\d{2,4}[. -]\d{3}[. -]?\d{3,4}(?!\d)",
    r"(?<![\d.,])0\d{9,10}(?![\d.,])",
    r"\b\d{1,3} năm (?:ngày|truyền thống|thành lập|xây dựng|hình thành|kỷ niệm|tuổi|công tác|kinh nghiệm|tù|"
    r'lịch sử|đổi mới|áp dụng|sau|trước|đầu|cuối|liền|liên tiếp|liên tục|thực hiện luật|ngành|")',
    r"(?:truyền thống|kỷ niệm|chặng đường|chào mừng|lần thứ) \d{1,3} năm\b",
    r"\b(?:https?|www)[^\s]{1,300}",
    r"\b[\w.]{1,64}@[\w.]{1,64}",
)
#: What one person says of himself is no statistic of an office.
_QUOTED = re.compile(r'"[^"\n]{0,60}?\b(?:(?<!chúng )tôi|(?<!chúng )mình)\b[^"\n]{0,200}?"')
_NOISE = re.compile("|".join(_PATTERNS))
_DIGIT_LINE = re.compile(r"^[^\d\n]*\d.*$", re.M)
_LIST_STRICT = re.compile(r"^[ \t*•+-]*\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)/:\-]+(?=\s|[a-zđ])", re.M)
#: "not counting those in the separate register": the terms inside name what is NOT counted.
_MUTED = re.compile(
    r"(?:\(?\btrừ|không kể|không tính|không bao gồm|không gồm|chưa kể|chưa tính|ngoài|sau khi trừ đi|sau khi trừ|"
    r"đã trừ|loại trừ)(?: đi)? (?:các )?(?:số|khoản|phần|việc|lượng|án|trường hợp|điểm|những)[^;.:\n()\d]{0,90}?(?=[,;.:\n()]|$)"
    r"|\((?:trừ|không kể|không tính|chưa kể|không gồm) [^()\n]{0,90}\)"
)


class Spans:
    """Sorted spans of a folded text, with a membership test."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def covers(self, start: int) -> bool:
        """Say whether an offset lies in one of the spans."""
        index = bisect_right(self._starts, start) - 1
        return index >= 0 and start < self._spans[index][1]


def find(text: str) -> Spans:
    """Return the spans whose numbers are no statistics."""
    spans: list[tuple[int, int]] = []
    for line in _DIGIT_LINE.finditer(text):
        spans += [match.span() for match in _NOISE.finditer(text, line.start(), line.end())]
    spans += [match.span() for match in _LIST_STRICT.finditer(text)]
    spans += [match.span() for match in _QUOTED.finditer(text)]
    return Spans(spans)


def muted(text: str) -> Spans:
    """Return the spans whose terms say what a figure leaves out."""
    return Spans([match.span() for match in _MUTED.finditer(text)])
