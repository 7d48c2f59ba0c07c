"""Spans of time that sentences name: fiscal years, cumulative months, ranges, relative wordings.

Belongs here: wording to `Mention`. Does not belong here: which figure a mention governs (`resolve`).
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.reference.periods import Period, fiscal_year_of

_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12, "nửa": 6,
}  # fmt: skip
_N = r"(\d{1,2}|mười một|mười hai|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_Y = r"((?:19|20)\d{2})"
_DMY = rf"(?:ngày )?(\d{{1,2}})\s?[/.-]\s?(\d{{1,2}})\s?[/.-]\s?{_Y}"
_KIND = r"(?:(?:công tác|thi hành án|kế hoạch|ngân sách|báo cáo|thống kê|tài chính) )?"

#: (name, expression): tried as alternatives, first wins at a place, longest wordings first.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("dates", rf"(?:từ |kỳ |giai đoạn )?{_DMY} ?(?:-|đến|tới)(?: hết)? ?{_DMY}"),
    ("dates_short", rf"từ (?:ngày )?(\d{{1,2}})/(\d{{1,2}}) ?(?:-|đến|tới)(?: hết)? ?{_DMY}"),
    (
        "range_until",
        rf"từ (?:năm )?{_Y} (?:cho )?(?:đến|tới)(?: hết)? tháng (\d{{1,2}})(?: ?/ ?| năm | ){_Y}",
    ),
    ("range_until_day", rf"từ (?:năm )?{_Y} (?:cho )?(?:đến|tới)(?: hết)? {_DMY}"),
    ("until", rf"(?:tính |lũy kế |cộng dồn |kể từ đầu năm )*(?:đến|tới|hết)(?: hết)?(?: thời điểm)? {_DMY}"),
    ("until_words", rf"(?:đến|tới|hết)(?: hết)? (?:ngày )?(\d{{1,2}}) tháng (\d{{1,2}}) năm {_Y}"),
    ("until_month", rf"(?:đến|tới|hết)(?: hết)? tháng (\d{{1,2}})(?: ?/ ?| năm | ){_Y}"),
    (
        "enumeration",
        rf"(?:các )?năm {_Y}(?:, (?:năm )?(?:19|20)\d{{2}}){{0,6}} và "
        rf"(?:{_N} tháng (?:đầu )?|(?:những|các) tháng đầu )?(?:của )?(?:năm )?{_Y}",
    ),
    ("months", rf"{_N} tháng(?: đầu)?(?: của)?(?: năm)? {_KIND}(?:năm )?{_Y}"),
    ("months", rf"{_N} tháng ?/ ?{_Y}"),
    ("half", rf"(?:nửa đầu|nửa năm đầu|sáu tháng đầu)(?: của)?(?: năm)? {_KIND}{_Y}"),
    ("quarters", rf"{_N} quý đầu (?:của )?(?:năm )?{_KIND}{_Y}"),
    ("nine", rf"ba quý (?:đầu )?(?:của )?(?:năm )?{_Y}"),
    ("early", rf"(?:những|các|mấy) tháng đầu (?:của )?năm {_Y}"),
    ("quarter", rf"quý (iv|iii|ii|i|[1-4])(?: ?/ ?| năm | ){_Y}"),
    (
        "range",
        rf"(?:(?:từ|các|trong|giai đoạn|nhiệm kỳ|thời kỳ|khóa)\b ?)*(?:các )?(?:năm )?{_Y} ?(?:-|đến|tới|\.\.)"
        rf"(?: hết)?(?: năm)? ?{_Y}",
    ),
    ("year", rf"(?<=cùng kỳ ){_Y}"),
    ("year", rf"năm (?:trước đó|trước|ngoái|nay|liền trước|vừa qua) \({_Y}\)"),
    (
        "origin",
        rf"(?:tồn|chuyển|cũ|dư|còn lại|để lại|mang)(?: đọng| lại| sang)?(?: từ| của)? năm {_Y}(?: chuyển sang| sang)?",
    ),
    ("origin", rf"năm {_Y} (?:chuyển sang|chuyển qua|để lại|mang sang|tồn lại|còn lại)"),
    ("index", rf"\({_Y}\)"),
    ("year", rf"(?:cả )?năm {_KIND}(?:\d{{4}}/)?{_Y}(?! ?[-/]\d)"),
    (
        "past_years",
        rf"(?:trong |sau |qua |suốt )*{_N} năm(?: liền)?(?: qua| gần đây| gần nhất| vừa qua| trở lại đây)",
    ),
    ("past_years", rf"(?:sau|trong|qua|suốt) {_N} năm(?=[ ,])"),
    ("past_years", r"(hai) năm (?=triển khai|thực hiện)"),
    ("past_years", rf"^{_N} năm(?=,)"),
    ("past_years", rf"(?<=\. ){_N} năm(?=,)"),
    (
        "term",
        r"(?:(?:cả|trong|suốt|hết|đầu|toàn) )?nhiệm kỳ(?: vừa qua| qua| này| 5 năm)?(?! mới| trước| tới)",
    ),
    (
        "months_now",
        rf"(?:trong |qua |sau )?{_N} tháng(?: đầu năm| đầu| qua| vừa qua)(?: công tác)?(?: nay)?(?! \d)",
    ),
    (
        "months_now",
        rf"(?:trong|qua|sau|kết quả|của) {_N} tháng(?=,| (?:triển khai|thực hiện|toàn|ngành|các|cơ quan|công tác))",
    ),
    ("months_now", rf"(?:^|(?<=[.:;] )|(?<=\) )){_N} tháng(?=,)"),
    ("months_now", rf"(?:trong|qua|sau) (?:hơn |gần ){_N} tháng(?= (?:triển khai|thực hiện|qua|đầu))"),
    ("half_now", r"(?:nửa đầu|nửa năm đầu|sáu tháng đầu)(?: của)?(?: năm)?(?: nay| công tác)?\b"),
    ("quarter_now", r"(?:trong |kết thúc |hết )?quý (iv|iii|ii|i|[1-4])\b(?! ?[/-]? ?\d| năm)"),
    (
        "until_now",
        r"(?:tính|lũy kế|chốt|cộng dồn)(?: số liệu)? (?:đến|tới|hết)(?: hết)?(?: thời điểm)?(?: ngày)? (\d{1,2}) ?[/-] ?(\d{1,2})(?![/.\d-])",
    ),
    (
        "until_now",
        r"(?:^|(?<=[.:;] )|(?<=\) ))(?:đến|hết)(?: hết)? ngày (\d{1,2}) ?[/-] ?(\d{1,2})(?![/.\d-])",
    ),
    ("month_now", r"(?<!nay )(?:tính |lũy kế )?đến (?:hết|cuối) tháng (\d{1,2})(?! ?[/\d]| năm)"),
    ("since_start", r"(?:tính |kể )?từ đầu năm(?: công tác)? (?:đến nay|tới nay)|lũy kế từ đầu năm"),
    ("this_year", r"(?:trong )?năm nay\b"),
    ("past_year", r"(?:trong )?năm (?:công tác |thi hành án )?(?:vừa )?qua\b|một năm công tác"),
    (
        "now",
        r"hiện nay|hiện tại|hiện có|đến nay|hiện,|tính đến thời điểm này|hiện đang có|hiện toàn|(?:đến )?hôm nay|hiện đơn vị|"
        r"hiện ngành|hiện cơ quan|thời điểm hiện tại",
    ),
    ("always", r"hàng năm|hằng năm"),
)
_YEAR = re.compile(_Y)
_YEARLESS = (
    "half_now",
    "quarter_now",
    "until_now",
    "month_now",
    "since_start",
    "past_years",
    "term",
    "months_now",
    "this_year",
    "past_year",
    "now",
    "always",
)
_GATE = re.compile(r"(?:19|20)\d{2}|năm|tháng|nhiệm kỳ|hiện|đến nay|hôm nay|quý|tính|lũy kế")
_COMPILED = [(name, re.compile(rf"(?<![\w/.]){pattern}" if not pattern.startswith(("\\(", "^", "(?<=", "(?:^"))
                               else pattern, re.M)) for name, pattern in _PATTERNS]  # fmt: skip
_BASE = re.compile(
    r"(?:\bso(?: sánh)?(?: với)?|cùng kỳ|cùng thời (?:điểm|kỳ)|\bhơn|\blần|\bbằng|\bngang|\bvới|của)"
    r"(?: cùng kỳ| kết quả| số liệu| cả| thời điểm| giai đoạn| mức| con số| của| nhiệm kỳ| các)*(?: năm)? ?$"
)
_COMPARES = re.compile(r"\bso\b|cùng kỳ|cùng thời|\bhơn|\blần|bằng|ngang")
_ISSUED = re.compile(
    r"(?:luật|bộ luật|pháp lệnh|hiến pháp|nghị định|nghị quyết|thông tư|quyết định|kế hoạch|phương hướng|"
    r"nhiệm vụ|mục tiêu|triển khai công tác|công tác thi đua, khen thưởng|chỉ thị|từ nay đến hết|đăng ký thi đua)"
    r"[^.;:\n]{0,40}$|triển khai(?: nhiệm vụ| công tác)[^.;:\n]{0,90}$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One wording of time; ``start``/``end`` are folded offsets.

    Attributes:
        name: which construction it is.
        numbers: what its groups hold, in order.
        is_base: it is what a figure is compared with, not what the figure speaks of.
        is_aside: it dates a law, a plan or an assignment.
    """

    name: str
    start: int
    end: int
    numbers: tuple[int, ...]
    is_base: bool
    is_aside: bool


def find(text: str, start: int, end: int) -> list[Mention]:
    """Return the wordings of time in one line of folded text, in order."""
    line = text[start:end]
    if not _GATE.search(line):
        return []
    taken: list[tuple[int, int, str, tuple[int, ...]]] = []
    has_year = _YEAR.search(line) is not None
    for name, pattern in _COMPILED:
        if not has_year and name not in _YEARLESS:
            continue
        found = [
            (match.start(), match.end(), name, _numbers(match, name))
            for match in pattern.finditer(line)
            if _is_free(taken, match.start(), match.end())
        ]
        taken = sorted(taken + found) if found else taken
    return [_mention(line, start, hit) for hit in taken]


def _is_free(taken: list[tuple[int, int, str, tuple[int, ...]]], start: int, end: int) -> bool:
    """Say whether a span overlaps none of the spans, which are in order and do not overlap."""
    index = bisect_left(taken, (end,)) - 1
    return index < 0 or taken[index][1] <= start


def _mention(line: str, offset: int, hit: tuple[int, int, str, tuple[int, ...]]) -> Mention:
    low, high, name, numbers = hit
    head = line[max(0, low - 60) : low]
    base = _BASE.search(head)
    is_base = base is not None and _COMPARES.search(base[0]) is not None
    if name in ("now", "index", "always"):
        is_base = False
    return Mention(name, offset + low, offset + high, numbers, is_base, _ISSUED.search(head) is not None)


def _numbers(match: re.Match[str], name: str) -> tuple[int, ...]:
    roman = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
    values = []
    for group in match.groups():
        if group is None:
            continue
        if group.isdigit():
            values.append(int(group))
        else:
            values.append(roman[group] if name.startswith("quarter_") or name == "quarter" else _WORDS[group])
    return tuple(values)


def months_until(day: date) -> tuple[int, int]:
    """Return (fiscal year, whole months elapsed) at the end of a day; a day or two of delay is forgiven."""
    if day.day <= 5:
        day = day.replace(day=1) - timedelta(days=1)
    fiscal_year = fiscal_year_of(day)
    months = (day.month - 10) % 12 + 1
    if day.day < calendar.monthrange(day.year, day.month)[1] - 5:
        months -= 1
    return fiscal_year, months


def cumulative(fiscal_year: int, months: int) -> str | None:
    """Return the code of the first months of a fiscal year, ``None`` when there is no such period."""
    if not (1 <= months <= 12 and 1945 <= fiscal_year <= 2100):
        return None
    return Period.cumulative(fiscal_year, months).code
