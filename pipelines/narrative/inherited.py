"""What a number of cases or an amount of money says that names no concept itself.

Belongs here: what such a count takes over from the figure before, from its theme or from a verb of collecting.
Does not belong here: counts with a concept beside them (`counting`).
"""

from __future__ import annotations

import re
from decimal import Decimal

from pipelines.narrative import dealt, figures
from pipelines.narrative.catalogue import Meaning
from pipelines.narrative.line import Line
from pipelines.narrative.phrases import expression
from pipelines.narrative.state import Scene
from pipelines.narrative.tokens import Token

_COLLECTING = re.compile(r"(?<!phải )(?<!chưa )\bthu (?:nộp|hồi|được|cho|về|ngân sách)\b[^.;:()]{0,60}: ?$")
_RESULT = re.compile(r"\bkết quả\b[^;.()\d]{0,60}$")
_LABELLED = re.compile(
    r"(?:kết quả|thu hồi|thu nộp|thu cho|đã thu|xử lý|giải quyết|thi hành)[^;.]{0,60}: ?(?:là )?(?:hơn|trên|gần|khoảng)? ?$"
)
_COLLECTED = re.compile(
    r"\bthu(?: nộp| về| được| cho| hồi)*(?: số tiền| tổng số tiền| tổng cộng)? ?(?:hơn|gần|trên|khoảng|xấp xỉ)? ?$"
)


#: "tập trung 29 vụ trên 20 tỷ đồng": how large each one is.
_BAND = re.compile(
    r" ?(?:việc|vụ việc|vụ án|vụ|án)?(?: có)?(?: giá trị| số tiền)?(?: phải thi hành)? (?:trên|dưới|từ) \d[\d.,]* ?(?:tỷ|triệu|nghìn tỷ)\b"
)
#: How far behind "tổng cộng" its number stands.
_NEXT = 24
_COPULA = r" ?(?:là|có|chỉ có|chỉ là|mới là|mới có|:|<reached>)? ?(?:chỉ |trên |hơn |gần |khoảng )?"
#: "tăng lên", "giảm xuống" also stand before what was added; a level is of the size of the one before.
_MOVED = re.compile(r"\b(?:tăng|giảm)\b")
_SIZE = Decimal(4)


def read(line: Line, index: int, cues: list[Token], dim: str, scene: Scene) -> tuple[Meaning | None, float]:
    """Return the meaning of a count that names no concept itself."""
    if (repeated := _repeated(line, index, cues, dim, scene)) is not None:
        return repeated, 0.88
    last = scene.last.meaning if scene.last else None
    if last is not None and (paired := _paired(line, index, cues, dim, last, scene)) is not None:
        return paired
    if sure := _is_done(line, index, dim, scene):
        return Meaning("count", scene.theme, "completed", dim), sure
    if any(token.kind == "total" for token in cues):
        concept = "enforceable" if scene.theme else "accepted"
        return Meaning("count", scene.theme, concept, dim), 0.9 if scene.theme else 0.6
    if scene.concept and last is None:
        return Meaning("count", scene.theme, scene.concept, dim), 0.85
    return _collected_for(line, index, dim, scene)


def _is_done(line: Line, index: int, dim: str, scene: Scene) -> float:
    """Return how surely a count is what was finished by its label, its verb or its sum, 0 when nothing says so."""
    if _is_collected(line, index) or _is_result(line, index):
        return 0.92
    if 0 <= line.tokens[index].start - scene.parts_end < _NEXT and scene.parts_end >= 0:
        return 0.9
    if _BAND.match(line.text, line.tokens[index].end) is not None:
        return 0.0
    if scene.theme and dim == "cases" and _is_labelled_as_collected(line, index):
        return 0.88
    count = scene.count.meaning if scene.count else None
    goes_on = scene.theme != "" and count is not None and count.concept == "completed"
    return 0.85 if scene.last is None and (goes_on or _is_labelled_result(line, index)) else 0.0


def _repeated(line: Line, index: int, cues: list[Token], dim: str, scene: Scene) -> Meaning | None:
    """Let a count say for another unit or year what one before it said."""
    if 0 <= scene.echo < len(scene.series) and scene.series[scene.echo].dim == dim:
        scene.echo += 1
        return scene.series[scene.echo - 1]
    told = scene.previous.meaning if scene.previous else None
    if told is not None and told.kind == "count" and told.dim == dim and _points_back(line, cues):
        return Meaning("count", told.theme, told.concept, dim)
    again = scene.told.get(dim)
    if again is not None and again.meaning is not None and _points_back(line, cues):
        return Meaning("count", again.meaning.theme, again.meaning.concept, dim)
    last = scene.last.meaning if scene.last else None
    if last is not None and last.kind == "rank" and last.concept and last.dim == dim:
        return Meaning("count", last.theme, last.concept, dim)
    if (other := of_another_year(line, index, cues, dim, scene)) is not None:
        return other
    head = scene.head.meaning if scene.head else None
    if (
        head is not None
        and head.dim == dim
        and scene.head
        and scene.head.unit != scene.unit
        and dealt.names_unit_only(cues)
    ):
        return Meaning("count", head.theme, head.concept, dim)
    if (part := dealt.part_of_total(line, index, cues, dim, scene)) is not None:
        return part
    if scene.last is None and _is_listed_year(line, index, cues) and (carried := _carried(scene)) is not None:
        return Meaning("count", carried.theme, carried.concept, dim)
    return None


def _is_labelled_result(line: Line, index: int) -> bool:
    """Say whether a label before a colon says that something was done: "Thu hồi tài sản …: 5 việc, 2 tỷ đồng"."""
    token = line.tokens[index]
    start = max(line.sentence_start(token.start), token.start - 110)
    return _LABELLED.search(line.text, start, token.start) is not None


def _points_back(line: Line, cues: list[Token]) -> bool:
    """Say whether "con số này", "số đó" takes up the count told before, for another time or unit."""
    return not any(token.kind in ("theme", "among_them") for token in cues) and any(
        token.kind == "anaphor" and not line.text[token.start : token.end].startswith("tỷ lệ")
        for token in cues
    )


def _is_result(line: Line, index: int) -> bool:
    """Say whether an amount stands between "kết quả" and its rate: "Về tiền, kết quả: 531 tỷ đồng, đạt 51%"."""
    at = line.tokens[index].start
    start = max(line.sentence_start(at), at - 80)
    ahead = [token.kind for token in line.tokens[index + 1 : index + 4]]
    is_rated = ahead in (["comma", "rate", "num"], ["open", "rate", "num"]) or ahead[:2] == ["rate", "num"]
    return is_rated and _RESULT.search(line.text, start, at) is not None


def _paired(
    line: Line, index: int, cues: list[Token], dim: str, last: Meaning, scene: Scene
) -> tuple[Meaning | None, float] | None:
    """Let the second of a pair go with the first: "20 việc với 3 tỷ đồng", "5 tỷ/9 tỷ đồng"."""
    is_whole = figures.is_out_of(line.text, line.tokens[index].start)
    if is_whole and last.kind == "count" and last.concept == "completed" and last.dim == dim:
        return Meaning("count", scene.theme, "with_conditions", dim), 0.85
    opens = index > 0 and line.tokens[index - 1].kind == "semi"
    is_joined = not (opens and dim == "cases") and not any(
        token.kind in ("share", "base", "cmp") or (token.kind == "rate" and not _leads_up(line, token))
        for token in cues
    )
    if is_joined and last.kind in ("count", "change") and last.dim != dim:
        if last.kind == "change" and cues and all(token.kind == "comma" for token in cues):
            # "tăng 5 việc, 2 tỷ đồng": both grew, unless the sentence has told a count before.
            both = scene.head is None
            return (Meaning("change", last.theme, last.concept, dim), 0.85) if both else (None, 0.0)
        kind = "change" if last.kind == "change" and _is_tight_pair(cues) else "count"
        return Meaning(kind, scene.theme or last.theme, last.concept, dim), 0.93
    count = scene.count.meaning if scene.count else None
    is_amount = count is not None and count.dim != dim and dim == "money" and scene.head is not None
    is_led = (
        bool(cues)
        and {each.kind for each in cues} <= {"and", "dim", "comma"}
        and any(each.kind == "dim" for each in cues)
    )
    if count is not None and is_amount and is_led and last.kind in ("change", "change_pct", "share", "rate"):
        return Meaning("count", count.theme, count.concept, dim), 0.88
    if (
        count is not None
        and opens
        and count.dim != dim
        and last.kind in ("share", "rate", "change_pp", "over", "short")
    ):
        return Meaning("count", count.theme, count.concept, dim), 0.85
    goes_on = (
        cues[-1:] and cues[-1].kind == "and" and all(each.kind not in ("concept", "cmp") for each in cues)
    )
    if last.kind == "rate" and goes_on and count is not None and count.dim != dim:
        return Meaning("count", count.theme, count.concept, dim), 0.85
    return None


def _leads_up(line: Line, token: Token) -> bool:
    """Say whether a word for a rate only stands before a large amount: "900 việc, lên tới 70 tỷ đồng"."""
    return line.text.startswith("lên", token.start)


def of_another_year(line: Line, index: int, cues: list[Token], dim: str, scene: Scene) -> Meaning | None:
    """Return what a count says that only a year parts from the one before.

    "năm 2013 thụ lý 2.418 việc, năm 2012 là 2.196 việc", "năm ngoái có 5.300 việc, năm nay lên 5.900 việc".
    """
    start = line.sentence_start(line.tokens[index].start)
    again = scene.told.get(dim) if scene.last is None else scene.last
    if again is None or again.meaning is None or again.start < start:
        return None
    meaning = again.meaning
    year = next((token for token in reversed(cues) if token.kind == "time"), None)
    if meaning.kind != "count" or meaning.dim != dim or year is None:
        return None
    if any(token.kind not in ("comma", "but", "and") for token in cues if token.start < year.start):
        return None
    between = line.text[year.end : line.tokens[index].start]
    if expression(_COPULA).fullmatch(between) is None:
        return None
    value, size = line.figure(index).value, abs(again.value)
    if _MOVED.search(between) and not size / _SIZE <= value <= size * _SIZE:
        return None
    return Meaning("count", meaning.theme, meaning.concept, dim)


def _is_listed_year(line: Line, index: int, cues: list[Token]) -> bool:
    """Say whether only a year stands before: "Năm 2017: 6.488 việc, …", told like the year before."""
    marks = [token.kind for token in cues if token.kind not in ("comma", "colon", "unit", "place")]
    start = line.sentence_start(line.tokens[index].start)
    return marks == ["time"] and cues[0].start - start < 12


def _carried(scene: Scene) -> Meaning | None:
    meaning = scene.carried.meaning if scene.carried else None
    return meaning if meaning is not None and meaning.kind == "count" else None


def _collected_for(line: Line, index: int, dim: str, scene: Scene) -> tuple[Meaning | None, float]:
    """Money collected for a theme, assets handed over: finished by the verb."""
    if scene.theme == "paid_to_persons" or (scene.theme != "" and dim == "money" and _collects(line, index)):
        return Meaning("count", scene.theme, "completed", dim), 0.92
    if scene.theme == "asset_handover" and _hands_over(line, index):
        return Meaning("count", scene.theme, "completed", dim), 0.9
    return None, 0.0


def _is_tight_pair(cues: list[Token]) -> bool:
    """A growth in việc goes on in tiền only over one joining word: "tăng 5 việc và 2 tỷ đồng"."""
    return len(cues) == 1 and cues[0].kind == "and"


def _is_collected(line: Line, index: int) -> bool:
    """Say whether the verb "thu" stands right before an amount."""
    token = line.tokens[index]
    if token.value != "vnd":
        return False
    return _COLLECTED.search(line.text, max(line.start, token.start - 50), token.start) is not None


def _collects(line: Line, index: int) -> bool:
    at = line.tokens[index].start
    head = line.text[max(line.sentence_start(at), at - 70) : at]
    return re.search(r"(?<!phải )(?<!thể )(?<!chưa )\b(?:thu|nộp)\b", head) is not None


def _is_labelled_as_collected(line: Line, index: int) -> bool:
    """Say whether cases stand behind a label of collecting: "Thu nộp ngân sách: 902 việc = 14 tỷ đồng"."""
    if line.tokens[index - 1].kind != "colon":
        return False
    at = line.tokens[index].start
    head = line.text[max(line.sentence_start(at), at - 90) : at]
    return _COLLECTING.search(head) is not None


def _hands_over(line: Line, index: int) -> bool:
    head = line.text[max(line.start, line.tokens[index].start - 70) : line.tokens[index].start]
    return (
        re.search(r"(?:đã giao|giao được|giao xong|giao thành công|giao tài sản thành|bàn giao)", head)
        is not None
    )
