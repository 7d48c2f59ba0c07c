"""Figures of another time told beside those of the period: the same months of last year, and "from … to …".

"đạt 69% (cùng kỳ: 66%)", "cùng kỳ năm trước chỉ xong 1.400 việc", "tăng từ 77% năm 2022 lên 78% năm 2023",
"đi từ 9.100 việc lên 9.900 việc, thêm 800 việc".

Belongs here: telling that a figure is such a level, and of which period. Does not belong here: changes against that
time (`comparisons`), wordings of time (`times`).
"""

from __future__ import annotations

import re

from pipelines.narrative import figures
from pipelines.narrative.line import Line
from pipelines.narrative.phrases import expression
from pipelines.narrative.relations import year_before
from pipelines.narrative.tokens import Token

_LAST_YEAR = re.compile(r"cùng (?:kỳ|thời điểm|giai đoạn)|năm (?:trước|ngoái|liền trước)")
#: What makes of the year before something to compare with instead of something that is told.
_COMPARED = re.compile(
    r"(?:\bso(?: sánh)?(?: với)?|\bhơn|\bvới|\bbằng|\bngang|\bcủa|\btừ|\blần|\bvượt|\bkỳ)(?: mức| con số| kết quả| số| tỷ lệ)* ?$"
)
#: What may stand between the year before and its figure.
_PASSED = ("colon", "rate", "anaphor", "concept", "dim", "versus", "base", "respectively")
_JOINS = ("comma", "and", "dim", "equals", "that_is", "open")
_FROM = re.compile(r"\btừ(?: mức| con số| tỷ lệ| chỗ)*(?: chỉ)?(?: đạt)?(?: hơn| trên| gần| khoảng)? ?$")
_TO = re.compile(
    r"[^,;.\d]{0,12}(?:\(?[^,;.()]{0,40}\)?)? ?\b(?:lên|xuống|còn)(?: mức| tới| còn| đến| đạt| hơn| trên| gần| khoảng)* ?"
)
_TO_COUNT = r"(?:đồng|đ)?[^;.\d]{0,24}(?:năm \d{4})?[^;.\d]{0,24}\b<risen>(?: mức| tới| còn| đến| đạt| hơn| trên| gần| khoảng| có| thành)*"
_PAIRED = re.compile(r"(?:đồng|đ)?(?:,| và| với| /|/| -|, tương ứng| tương ứng|, tương đương| =)")
_BOTH_ENDS = 4
_ADDED = r"(?:đồng|đ)?[^;.\d]{0,14}[,(] ?(?:tức |tức là |là |nghĩa là )*"
_MORE, _LESS = _ADDED + r"<more>(?: hơn| gần| khoảng)?", _ADDED + r"<less>(?: hơn| gần| khoảng)?"
_TIMES = ("time", "versus", "aside_time")


def of_last_year(line: Line, index: int, period: str, known: set[int]) -> str:
    """Return the period of a figure that is told of the same months of last year, ``""`` for any other.

    Args:
        line: the line, with its tokens.
        index: token of the figure.
        period: the period in force.
        known: indexes of the figures before that were told of last year.
    """
    at = index - 1
    while at >= 0 and line.tokens[at].kind in _JOINS:
        at -= 1
    if at in known and not any(line.tokens[each].kind == "open" for each in range(at, index)):
        return year_before(period)
    for at in range(index - 1, max(index - 7, -1), -1):
        token = line.tokens[at]
        if token.kind in ("base", "versus") and _is_told(line, at, index):
            return year_before(period)
        if token.kind not in _PASSED and not (token.kind == "comma" and _opens_sentence(line, at - 1)):
            return ""
    return ""


def _is_told(line: Line, at: int, index: int) -> bool:
    """Say whether the year before is spoken of, not compared with, and nothing grows between it and the figure."""
    token = line.tokens[at]
    head = line.text[max(line.start, token.start - 40) : token.start]
    said = line.text[token.start : token.end]
    if token.kind == "versus":
        # "cùng kỳ năm 2022": the year is the token, the words before it say how it is meant.
        named = re.search(r"cùng (?:kỳ|thời điểm|giai đoạn)(?: của)? $", head)
        return named is not None and _COMPARED.search(head[: named.start()]) is None
    if _LAST_YEAR.match(said) is None or _COMPARED.search(head) is not None:
        return False
    return not any(each.kind == "cmp" for each in line.tokens[at + 1 : index])


def _opens_sentence(line: Line, at: int) -> bool:
    """Say whether a token is the first of its sentence."""
    return at >= 0 and line.sentence_start(line.tokens[at].start) >= line.tokens[at].start - 2


def from_to(line: Line) -> dict[int, dict[str, str]]:
    """Return what "từ a … lên b …" assigns, by token index; a first rate only when its time is named.

    A count carries ``level``: ``before`` is of the year before the one in force, ``now`` of the one in force.
    """
    found: dict[int, dict[str, str]] = {}
    numbers = [index for index, token in enumerate(line.tokens) if token.kind == "num"]
    for first, second, third in zip(numbers, numbers[1:], [*numbers[2:], -1], strict=False):
        head = line.text[max(line.start, line.tokens[first].start - 40) : line.tokens[first].start]
        if not _FROM.search(head):
            continue
        if _is_risen(line, first, second):
            found |= _levels(line, first, second)
        elif expression(_TO_COUNT).fullmatch(_gap(line, first, second)):
            found |= _counts(line, first, second, third)
        elif third >= 0 and _PAIRED.fullmatch(_gap(line, first, second)):
            found |= _pairs(line, first)
    return found


def _pairs(line: Line, first: int) -> dict[int, dict[str, str]]:
    """Return what việc and tiền say that rose together: "từ 7.100 việc, 41 tỷ đồng lên 7.500 việc, 45 tỷ đồng"."""
    ends = [
        index for index in range(first, min(first + 16, len(line.tokens))) if line.tokens[index].kind == "num"
    ][:4]
    if len(ends) < _BOTH_ENDS or not expression(_TO_COUNT).fullmatch(_gap(line, ends[1], ends[2])):
        return {}
    measures = [line.figure(index).measure for index in ends]
    concept = _concept(line, first)
    if not _PAIRED.fullmatch(_gap(line, ends[2], ends[3])) or not concept or measures[:2] != measures[2:]:
        return {}
    return {
        index: {"kind": "count", "concept": concept, "dim": "money" if measure == "vnd" else "cases"}
        | {"level": "before" if index in ends[:2] else "now"}
        for index, measure in zip(ends, measures, strict=True)
        if set(measures) == {"cases", "vnd"}
    }


def _concept(line: Line, index: int) -> str:
    """Return what is told to have risen, ``""`` when nothing before names it for sure."""
    named = [token.value for token in line.left(index) if token.kind == "concept"]
    return named[-1] if named and named[-1] != "handled" else ""


def _gap(line: Line, first: int, second: int) -> str:
    low = line.figure(first)
    return line.text[line.tokens[first].end : line.tokens[second].start].strip().removeprefix(low.noun)


def _counts(line: Line, first: int, second: int, third: int) -> dict[int, dict[str, str]]:
    """Return what two levels of a count say, and what was added between them."""
    low, high = line.figure(first), line.figure(second)
    cues = line.left(first)
    if low.measure == high.measure == "people" and cues and cues[-1].kind == "cmp":
        return {first: {"level": "only"}}
    if high.measure not in ("cases", "vnd") or low.measure not in (high.measure, "bare"):
        return {}
    concept = _concept(line, first)
    if not concept:
        # Two sums that nothing names are the bounds of something: "các vụ từ 5 tỷ đồng lên đến 10 tỷ đồng".
        is_said = any(token.kind in ("concept", "theme", "anaphor") for token in cues)
        return {} if is_said else {first: {"level": "only"}, second: {"level": "only"}}
    if low.measure == "bare":
        low.measure = high.measure
        low.value *= figures.scale_of(line.text, high) if high.is_scaled and not low.is_scaled else 1
    told = {"kind": "count", "concept": concept, "dim": "money" if high.measure == "vnd" else "cases"}
    earlier, later = _time(line.between(first, second)), _time(line.tokens[second + 1 : second + 2])
    levels = {
        first: told | {"level": "before"} | ({"period": earlier} if earlier else {}),
        second: told | {"level": "now"} | ({"period": later} if later else {}),
    }
    added = _added(line, second, third)
    return levels | ({third: told | {"kind": "change", "level": "now", "sign": added}} if added else {})


def _added(line: Line, second: int, third: int) -> str:
    """Return the sign of what the next figure adds or takes away: "…, thêm 800 việc", ``""`` for any other."""
    if third < 0 or line.figure(third).measure != line.figure(second).measure:
        return ""
    gap = _gap(line, second, third)
    if expression(_MORE).fullmatch(gap):
        return "+"
    return "-" if expression(_LESS).fullmatch(gap) else ""


def _is_risen(line: Line, first: int, second: int) -> bool:
    low, high = line.figure(first), line.figure(second)
    gap = line.text[low.end : line.tokens[second].start].removeprefix("%").removeprefix(low.noun)
    return low.measure == high.measure and low.measure == "percent" and _TO.fullmatch(gap) is not None


def _levels(line: Line, first: int, second: int) -> dict[int, dict[str, str]]:
    at = line.tokens[first].start
    start = line.sentence_start(at)
    if line.last("share", start, at) is not None or line.last("rate", start, at) is None:
        return {}
    behind = line.tokens[second + 1 : second + 3]
    named = line.last("dim", start, at) or next((token for token in behind if token.kind == "dim"), None)
    if named is None:
        return {}
    told = {"kind": "rate", "dim": named.value}
    earlier = _time(line.between(first, second))
    later = _time([token for token in behind if token.kind != "comma"])
    levels = {second: told | ({"period": later} if later else {})}
    return levels | ({first: told | {"period": earlier}} if earlier else {})


def _time(tokens: list[Token]) -> str:
    return next((token.value for token in tokens if token.kind in _TIMES and token.value), "")
