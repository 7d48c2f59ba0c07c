"""Spans of time that sentences name: fiscal years, cumulative months, ranges, relative wordings.

The constructions are `data/times.csv`: expressions in which ``<Y>`` is a year, ``<N>`` a small number in digits or
words, ``<DMY>`` a date and ``<KIND>`` what a year can be called. Each row names words of which a line needs one.

Belongs here: wording to `Mention`. Does not belong here: which figure a mention governs (`resolve`).
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from pipelines.narrative.tables import rows
from pipelines.reference.periods import Period, fiscal_year_of

_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12, "nửa": 6,
}  # fmt: skip
_N = r"(\d{1,2}|mười một|mười hai|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_Y = r"((?:19|20)\d{2})"
_DMY = rf"(?:ngày )?(\d{{1,2}})\s?[/.-]\s?(\d{{1,2}})\s?[/.-]\s?{_Y}"
_KIND = r"(?:(?:công tác|thi hành án|kế hoạch|ngân sách|báo cáo|thống kê|tài chính) )?"

_YEAR = re.compile(_Y)
_GATE = re.compile(r"(?:19|20)\d{2}|năm|tháng|nhiệm kỳ|hiện|đến nay|hôm nay|quý|tính|lũy kế")
#: Openings that look at what stands before themselves; others must not begin inside a word or a number.
_ANCHORED = ("\\(", "^", "(?<=", "(?:^", "(?<!")
_BASE = re.compile(
    r"(?:\bso(?: sánh)?(?: với)?|cùng kỳ|cùng thời (?:điểm|kỳ)|\bhơn|\blên trên|\blần|\bbằng|\bngang|\bvới|của)"
    r"(?: cùng kỳ| kết quả| số liệu| cả| thời điểm| giai đoạn| mức| con số| của| nhiệm kỳ| các)*(?: năm)? ?$"
)
_COMPARES = re.compile(r"\bso\b|cùng kỳ|cùng thời|\bhơn|lên trên|\blần|bằng|ngang")
_ISSUED = re.compile(
    r"(?:luật|bộ luật|pháp lệnh|hiến pháp|nghị định|nghị quyết|thông tư|quyết định|kế hoạch|phương hướng|"
    r"nhiệm vụ|mục tiêu|triển khai công tác|(?:triển khai|phát động) công tác thi đua, khen thưởng|chỉ thị|từ nay đến hết|đăng ký thi đua)"
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
    for wording in _wordings():
        if not (has_year or wording.is_yearless) or not any(word in line for word in wording.needs):
            continue
        name = wording.name
        found = [
            (match.start(), match.end(), name, _numbers(match, name))
            for match in wording.pattern.finditer(line)
            if _is_free(taken, match.start(), match.end())
        ]
        taken = sorted(taken + found) if found else taken
    return [_mention(line, start, hit) for hit in taken]


@dataclass(frozen=True, slots=True)
class Wording:
    """One row of `times.csv`.

    Attributes:
        name: the construction; is_yearless: it names no year.
        needs: one of these stands in every line that it can be found in, which is quickly seen.
    """

    name: str
    is_yearless: bool
    needs: tuple[str, ...]
    pattern: re.Pattern[str]


@cache
def _wordings() -> tuple[Wording, ...]:
    """Return the constructions in the order of the file: the first wins at a place."""
    found = []
    for row in rows("times"):
        wording = row["wording"]
        for mark, piece in (("<DMY>", _DMY), ("<KIND>", _KIND), ("<N>", _N), ("<Y>", _Y)):
            wording = wording.replace(mark, piece)
        if not wording.startswith(_ANCHORED):
            wording = rf"(?<![\w/.])(?:{wording})"
        needs = tuple(row["needs"].split(";"))
        found.append(Wording(row["name"], row["yearless"] == "yes", needs, re.compile(wording, re.M)))
    return tuple(found)


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
