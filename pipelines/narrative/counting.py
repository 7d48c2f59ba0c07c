"""What a number of cases or an amount of money counts.

Belongs here: the decision for one count from its neighbours. Does not belong here: percentages, other nouns.
"""

from __future__ import annotations

import re

from pipelines.narrative import figures
from pipelines.narrative.catalogue import Meaning
from pipelines.narrative.state import Scene
from pipelines.narrative.stream import Line
from pipelines.narrative.tokens import Token

_FILLER = re.compile(r"[\s]*(?:đồng|đ|vnđ|là|được|đã|thuộc diện|thuộc|nêu trên|trên|thi hành án|án)?[\s]*$")
_NOUN_GAP = re.compile(
    r"^\s?(?:đồng|vnđ|đ)?\s?(?:được|đã|thuộc diện|thuộc diện|là|thi hành án|án|đang|bị|còn)?\s?$"
)
_WEAK = ("mới", "cũ", "xong", "tổng", "tổng số")


def read(line: Line, index: int, scene: Scene) -> tuple[Meaning | None, float]:
    """Return the meaning of the count at ``index`` and how sure it is (0-1)."""
    figure = line.figure(index)
    dim = "money" if figure.measure == "vnd" else "cases"
    cues = line.left(index)
    behind = _behind(line, index)
    last = scene.last.meaning if scene.last else None
    if last is not None and last.kind == "rate" and _opens_fraction(line, index, cues):
        return Meaning("count", last.theme, "completed", dim), 0.9
    verb = _verb(cues)
    if verb is not None:
        return _changed(cues, verb, dim, scene)
    before = _before(cues)
    after = (
        behind
        if behind is not None and (_follows(line, index, behind) or _reaches(line, index, behind, before))
        else None
    )
    if after is not None and (before is None or _prefers_after(line, index, before, after)):
        after.used = True
        return Meaning("count", scene.theme, _sub(after.value, scene, dim), dim), 0.97
    if before is None and (shared := _behind_pair(line, index)) is not None:
        return Meaning("count", scene.theme, _sub(shared.value, scene, dim), dim), 0.9
    if before is not None:
        sure = 0.97 if not _is_far(line, index, before) else 0.85
        return Meaning("count", scene.theme, _sub(before.value, scene, dim), dim), sure
    return _inherited(line, index, cues, dim, scene)


def _verb(cues: list[Token]) -> Token | None:
    """Return the growth word that governs the count, unless a concept stands between."""
    for token in reversed(cues):
        if token.kind == "concept" and not token.used:
            return None
        if token.kind == "cmp":
            return token
        if token.kind in ("rate", "open", "colon"):
            return None
    return None


def _changed(cues: list[Token], verb: Token, dim: str, scene: Scene) -> tuple[Meaning | None, float]:
    if verb.value in ("over", "short", "equal"):
        return None, 0.0
    if verb.value == "down" and scene.in_breakdown and dim == "money":
        return Meaning("count", scene.theme, "reduced", dim), 0.93
    before = [token for token in cues if token.start < verb.start and token.kind == "concept"]
    if before:
        return Meaning("change", scene.theme, before[-1].value, dim), 0.95
    last = scene.last.meaning if scene.last else None
    if last is not None and last.kind in ("count", "change", "change_pct") and last.concept:
        return Meaning("change", last.theme, last.concept, dim), 0.95
    if scene.concept:
        return Meaning("change", scene.theme, scene.concept, dim), 0.85
    count = scene.count.meaning if scene.count else None
    if (
        (last is None or last.kind in ("rate", "share", "rank_share", "rank"))
        and count is not None
        and count.concept
    ):
        return Meaning("change", count.theme, count.concept, dim), 0.85
    return None, 0.0


def _before(cues: list[Token]) -> Token | None:
    """Return the concept before the count, the nearest one, not beyond a closing of the clause."""
    for token in reversed(cues):
        if token.kind == "concept" and not token.used:
            return token
    return None


def _behind(line: Line, index: int) -> Token | None:
    for token in line.tokens[index + 1 : index + 4]:
        if token.kind == "concept":
            return token
        if token.kind in ("time", "dim"):
            continue
        return None
    return None


def _behind_pair(line: Line, index: int) -> Token | None:
    """Return the concept behind a pair of việc and tiền: "118 việc, 640 tỷ đồng đã giải quyết xong"."""
    ahead = line.tokens[index + 1 : index + 4]
    if [token.kind for token in ahead] != ["comma", "num", "concept"] and [token.kind for token in ahead] != [
        "and", "num", "concept",
    ]:  # fmt: skip
        return None
    is_pair = {line.figure(index).measure, line.figure(index + 2).measure} == {"cases", "vnd"}
    return ahead[2] if is_pair and _follows(line, index + 2, ahead[2]) else None


def _follows(line: Line, index: int, concept: Token) -> bool:
    """Say whether the concept stands right behind the count ("2.468 việc đã thi hành xong")."""
    figure = line.figure(index)
    gap = line.text[line.tokens[index].end : concept.start]
    gap = gap.replace(figure.noun, "", 1) if figure.noun else gap
    return _NOUN_GAP.match(gap) is not None


def _reaches(line: Line, index: int, concept: Token, before: Token | None) -> bool:
    """A concept a few words behind serves when nothing stands before ("đưa 20 việc về trạng thái …")."""
    gap = line.text[line.tokens[index].end : concept.start]
    return before is None and len(gap) <= 28 and not any(mark in gap for mark in ",;:()=")


def _prefers_after(line: Line, index: int, before: Token, after: Token) -> bool:
    """Decide between "xong 5 việc" and "5 việc xong" when both neighbours are there."""
    position = next(at for at in range(index + 1, len(line.tokens)) if line.tokens[at] is after)
    following = line.tokens[position + 1 : position + 2]
    introduces = bool(following) and following[0].kind == "num"
    gap = line.text[before.end : line.tokens[index].start]
    is_tight = len(gap) <= 12 and not any(mark in gap for mark in ",;:(=")
    if introduces:
        return False
    return not is_tight or line.text[before.start : before.end] in ("giải quyết", "phải giải quyết")


def _is_far(line: Line, index: int, concept: Token) -> bool:
    return line.tokens[index].start - concept.end > 60


def _inherited(
    line: Line, index: int, cues: list[Token], dim: str, scene: Scene
) -> tuple[Meaning | None, float]:
    """Return the meaning of a count that names no concept itself."""
    last = scene.last.meaning if scene.last else None
    if last is None and _is_listed_year(line, index, cues) and (told := _carried(scene)) is not None:
        return Meaning("count", told.theme, told.concept, dim), 0.88
    if last is not None and last.kind == "rank" and last.concept and last.dim == dim:
        return Meaning("count", last.theme, last.concept, dim), 0.85
    if last is not None and (paired := _paired(line, index, cues, dim, last, scene)) is not None:
        return paired
    if _is_collected(line, index):
        return Meaning("count", scene.theme, "completed", dim), 0.92
    count = scene.count.meaning if scene.count else None
    if scene.theme and last is None and count is not None and count.concept == "completed":
        return Meaning("count", scene.theme, "completed", dim), 0.85
    if any(token.kind == "total" for token in cues):
        concept = "enforceable" if scene.theme else "accepted"
        return Meaning("count", scene.theme, concept, dim), 0.9 if scene.theme else 0.6
    if scene.concept and last is None:
        return Meaning("count", scene.theme, scene.concept, dim), 0.85
    return _collected_for(line, index, dim, scene)


def _paired(
    line: Line, index: int, cues: list[Token], dim: str, last: Meaning, scene: Scene
) -> tuple[Meaning | None, float] | None:
    """Let the second of a pair go with the first: "20 việc với 3 tỷ đồng", "5 tỷ/9 tỷ đồng"."""
    is_whole = figures.is_out_of(line.text, line.tokens[index].start)
    if is_whole and last.kind == "count" and last.concept == "completed" and last.dim == dim:
        return Meaning("count", scene.theme, "with_conditions", dim), 0.85
    is_joined = not any(token.kind in ("rate", "share", "base", "cmp") for token in cues)
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
    goes_on = (
        cues[-1:] and cues[-1].kind == "and" and all(each.kind not in ("concept", "cmp") for each in cues)
    )
    if last.kind == "rate" and goes_on and count is not None and count.dim != dim:
        return Meaning("count", count.theme, count.concept, dim), 0.85
    return None


def _is_listed_year(line: Line, index: int, cues: list[Token]) -> bool:
    """Say whether only a year stands before: "Năm 2017: 6.488 việc, …", told like the year before."""
    marks = [token.kind for token in cues if token.kind not in ("comma", "colon", "unit", "place")]
    start = line.sentence_start(line.tokens[index].start)
    return marks == ["time"] and cues[0].start - start < 12


def _carried(scene: Scene) -> Meaning | None:
    meaning = scene.carried.meaning if scene.carried else None
    return meaning if meaning is not None and meaning.kind == "count" else None


def _opens_fraction(line: Line, index: int, cues: list[Token]) -> bool:
    """Say whether a bracket behind a rate gives its two numbers: "đạt 91% (5 việc/6 việc)"."""
    if not (cues and cues[-1].kind == "open"):
        return False
    if line.figure(index).out_of is not None:
        return True
    following = line.tokens[index + 1 : index + 2]
    return bool(following) and following[0].kind == "num" and figures.is_out_of(line.text, following[0].start)


def _collected_for(line: Line, index: int, dim: str, scene: Scene) -> tuple[Meaning | None, float]:
    """Money collected for a theme, assets handed over: finished by the verb."""
    if scene.theme == "paid_to_persons" or (scene.theme != "" and dim == "money" and _collects(line, index)):
        return Meaning("count", scene.theme, "completed", dim), 0.92
    if scene.theme == "asset_handover" and _hands_over(line, index):
        return Meaning("count", scene.theme, "completed", dim), 0.9
    return None, 0.0


_COLLECTED = re.compile(
    r"\bthu(?: nộp| về| được| cho| hồi)*(?: số tiền| tổng số tiền| tổng cộng)? ?(?:hơn|gần|trên|khoảng|xấp xỉ)? ?$"
)


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
    head = line.text[max(line.start, line.tokens[index].start - 70) : line.tokens[index].start]
    return re.search(r"(?<!phải )(?<!thể )(?<!chưa )\b(?:thu|nộp)\b", head) is not None


def _hands_over(line: Line, index: int) -> bool:
    head = line.text[max(line.start, line.tokens[index].start - 70) : line.tokens[index].start]
    return re.search(r"(?:đã giao|giao được|giao xong|giao thành công|bàn giao)", head) is not None


def _sub(concept: str, scene: Scene, dim: str) -> str:
    """Inside a breakdown of what was finished, "xong" is the part without discontinued cases."""
    if concept == "completed" and scene.in_breakdown:
        return "completed_only"
    last = scene.last.meaning if scene.last else None
    if concept == "with_conditions" and last is not None and last.concept == "carried_forward":
        return "carried_forward_wc"
    if concept == "handled":
        # "giải quyết" without "xong" is the workload, unless the workload has been told already.
        known = [
            (scene.unit, scene.theme, each, dim) for each in ("accepted", "enforceable", "with_conditions")
        ]
        return "completed" if any(each in scene.seen for each in known) else "accepted"
    return concept
