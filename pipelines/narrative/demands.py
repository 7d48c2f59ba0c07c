"""What a directive asks for: a rate to reach, a backlog to cut.

"đạt tỷ lệ từ 84% trở lên về việc", "giảm ít nhất 3% số việc chuyển kỳ sau so với năm 2024".

A floor alone only sorts units ("12 đơn vị đạt từ 85% trở lên"); it is a target where something is assigned: under a
headline or in a sentence that names the year aimed at.

Belongs here: those decisions. Does not belong here: targets named as such ("chỉ tiêu 84%": `shares`), the year a
target is of (`emission`).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pipelines.narrative.catalogue import Meaning
from pipelines.narrative.percent import PART_OF_TARGET, Percent
from pipelines.narrative.phrases import expression

_LEAST_TARGET = Decimal(10)
#: How far around a figure what is asked for may be said.
_REACH = 240
_ASSIGNED_REACH = 120
_FLOOR_BEFORE = r"\b<floor>(?: là| đạt)? ?$"
_FLOOR_BEHIND = r"[^;.]{0,50}?\b<floor_behind>\b"
_MORE = r"\bthêm(?: <floor>)? $"
_STILL_DUE = r"\b<still_due>(?: <floor>)? $"
#: "được giao chỉ tiêu thi hành xong đạt 84%": what is assigned, up to the figure without a stop.
_ASSIGNED = r"\b<assigned>\b[^,;.:()\d]{0,60}?\b(?:thi hành|giải quyết)(?: án)?(?: xong)?\b[^,;.:()\d]{0,40}$"
_REACHED_BY = r"\b<reached_by>\b[^,;.:()\d]{0,40}$"
_FROM = r"\btừ $"
#: "đạt từ 20% đến 25%": a span of rates is a milestone.
_SPAN_BEHIND, _SPAN_BEFORE = r"\s?%? ?(?:đến|-|tới) ?\d", r"\d ?%? ?(?:đến|-|tới) $"
#: The list number, the duty and the year that may stand before "giảm".
_OPENING = r"[\s\d.)+-]*(?:<duty>)?(?: năm \d{4})?[: ]*(?:<asking> ?)*"
_MOVES = r"[^;.]{0,40}?\b(?:xuống|còn|(?<!trở )lên)\b"
_ASKS = r"(?<!so với )(?<!với )\b<asking>\b"
_TOLD = r"\b<told>\b"
_SORTS = r"\b<sorted>(?: nào)?(?: có)?(?: kết quả| tỷ lệ)* (?:đạt|có|hoàn thành|thi hành xong)\b[^;.]{0,60}$"
_MILESTONE = r"\b<milestone>\b[^;.]{0,60}$"
_CASES_OF = r"\s?%? ?(?:tổng )?(?:số )?(?:việc|vụ việc|án) (?:khiếu nại|tố cáo|hành chính|cưỡng chế|làm)"
_BACKLOG = r"\b(?:chuyển|gối|tồn)\b[^;.,]{0,14}\b(?:(?:kỳ|năm) sau|năm \d{4})\b|\b(?:án tồn|tồn đọng)\b"


def read(percent: Percent) -> Meaning | None:
    """Return the target that is set, ``None`` when nothing is asked for."""
    again = _goes_on(percent)
    if again is not None:
        return again
    if percent.scene.theme:
        return None
    if _is_missing(percent):
        return Meaning("short", "", "", percent.any_dim)
    if not percent.dim:
        return None
    if _is_assigned(percent):
        return Meaning("target", "", "", percent.dim)
    if _is_cut(percent):
        return Meaning("target_cut", "", "", percent.dim)
    return Meaning("target", "", "", percent.dim) if _is_rate(percent) else None


def is_floor(head: str) -> bool:
    """Say whether the words before a figure only say that a target is the least to reach: "ít nhất"."""
    return expression(_FLOOR_BEFORE).search(head) is not None


def is_still_due(head: str) -> bool:
    """Say whether the words before a figure ask for so much more: "cần thêm", "còn phải phấn đấu"."""
    return expression(_MORE).search(head) is not None or expression(_STILL_DUE).search(head) is not None


def _is_missing(percent: Percent) -> bool:
    """Say whether a percentage is what is missing to a target: "cần thêm 9% nữa để đạt chỉ tiêu"."""
    is_planned = bool(percent.cues) and percent.cues[-1].kind == "plan" and is_still_due(percent.head(24))
    if not is_planned and expression(_STILL_DUE).search(percent.head(40)) is None:
        return False
    line, end = percent.line, percent.token.end
    sentence = line.tokens_in(_start(percent), min(line.sentence_end(end), end + _REACH))
    return any(token.kind == "base" and token.value == "target" for token in sentence)


def _is_assigned(percent: Percent) -> bool:
    """Say whether the words right before a rate assign it: "được giao chỉ tiêu thi hành xong đạt 84% về việc"."""
    head = percent.head(_ASSIGNED_REACH)
    said = expression(_ASSIGNED).search(head)
    return (
        said is not None
        and percent.value >= _LEAST_TARGET
        and expression(_REACHED_BY).search(head[: said.start()]) is None
    )


def _goes_on(percent: Percent) -> Meaning | None:
    """Return the other target of a pair when the floor is said again: "từ 84% về việc và từ 47% về tiền"."""
    last = percent.last
    if last is None or last.kind not in ("target", "target_cut") or percent.lead is not None:
        return None
    is_said = expression(_FROM).search(percent.head(8)) or is_floor(percent.head(24))
    is_cut = last.kind == "target_cut" and all(
        token.kind in ("dim", "comma", "and") or token.value.startswith("carried_forward")
        for token in percent.cues
    )
    is_other = percent.dim not in ("", last.dim)
    return replace(last, dim=percent.dim) if (is_said or is_cut) and is_other else None


def _is_cut(percent: Percent) -> bool:
    verb = next((token for token in reversed(percent.cues) if token.kind == "cmp"), None)
    if verb is None or verb.value != "down":
        return False
    line, start = percent.line, _start(percent)
    end = line.sentence_end(percent.token.end)
    if expression(_BACKLOG).search(line.text, start, min(end, percent.token.end + 90)) is None:
        return False
    has_from = _is_aimed(percent) and expression(_FROM).search(percent.head(8)) is not None
    is_opening = (
        _is_aimed(percent) and expression(_OPENING).fullmatch(line.text, start, verb.start) is not None
    )
    moves = expression(_MOVES).match(percent.tail(60)) is not None
    return is_floor(percent.head(24)) or (not moves and (has_from or is_opening or _reaches_up(percent)))


def _is_rate(percent: Percent) -> bool:
    if not _is_aimed(percent) or percent.value < _LEAST_TARGET or _is_something_else(percent):
        return False
    if any(token.kind in ("cmp", "share", "fulfil") for token in percent.cues):
        return False
    start, at = _start(percent), percent.token.start
    before = percent.line.text[start:at]
    if percent.scene.is_plan or _is_asked(percent, start):
        # What an office only hopes to reach is a plan; a directive assigns it.
        return _has_floor(percent) or (percent.scene.assigns and _is_governed(percent))
    is_told = expression(_TOLD).search(before) is not None or any(
        token.kind == "time" for token in percent.line.tokens_in(start, at)
    )
    return not is_told and _has_floor(percent)


def _is_asked(percent: Percent, start: int) -> bool:
    """Say whether the words before the first figure of the sentence, or right before this one, ask for it."""
    line, at = percent.line, percent.token.start
    first = next((token.start for token in line.tokens_in(start, at) if token.kind == "num"), at)
    own = line.text[percent.cues[0].start if percent.cues else at : at]
    if expression(_ASKS).search(own) is not None:
        return True
    return expression(_ASKS).search(line.text, start, first) is not None and not expression(_TOLD).search(own)


def _has_floor(percent: Percent) -> bool:
    return is_floor(percent.head(24)) or _reaches_up(percent)


def _is_governed(percent: Percent) -> bool:
    is_open = percent.line.figure(percent.index).qualifier == "more_than"
    return is_open or any(token.kind in ("rate", "plan", "concept") for token in percent.cues)


def _start(percent: Percent) -> int:
    """Return where the sentence starts, as far as it is looked at."""
    at = percent.token.start
    return max(percent.line.sentence_start(at), at - _REACH)


def _is_aimed(percent: Percent) -> bool:
    """Say whether the report, its list or the sentence names the year something is assigned for."""
    return percent.scene.assigns or bool(percent.scene.aim)


def _is_something_else(percent: Percent) -> bool:
    """Say whether it is a milestone, sorts units, or is a part of the target or of other matters."""
    head, tail = percent.head(120), percent.tail(60)
    return (
        any(expression(each).search(head) is not None for each in (_SPAN_BEFORE, _MILESTONE))
        or _sorts(head)
        or any(expression(each).match(tail) is not None for each in (_SPAN_BEHIND, _CASES_OF))
        or PART_OF_TARGET.match(tail) is not None
    )


def _sorts(head: str) -> bool:
    """Say whether a floor tells which units are meant: "đơn vị đạt từ 85% trở lên được khen", not "yêu cầu các đơn vị đạt …"."""
    named = expression(_SORTS).search(head)
    return named is not None and expression(_ASKS).search(head[: named.start()]) is None


def _reaches_up(percent: Percent) -> bool:
    """Say whether the floor stands behind: "84% trở lên về việc", "từ 84% về việc và 47% về tiền trở lên"."""
    return expression(_FLOOR_BEHIND).match(percent.tail(70)) is not None
