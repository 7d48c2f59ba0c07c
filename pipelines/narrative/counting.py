"""What a number of cases or an amount of money counts.

Belongs here: the decision for one count from its neighbours. Does not belong here: percentages, other nouns.
"""

from __future__ import annotations

import re

from pipelines.narrative import figures, inherited
from pipelines.narrative.catalogue import Meaning
from pipelines.narrative.line import Line
from pipelines.narrative.phrases import expression
from pipelines.narrative.state import Scene
from pipelines.narrative.tokens import Token

_NOUN_GAP = re.compile(
    r"^\s?(?:đồng|vnđ|đ)?\s?(?:còn lại )?(?:được|đã|đang trong diện|trong diện|thuộc diện|(?:được )?(?:xếp |đưa )?vào (?:loại|diện|nhóm)|thuộc (?:loại|nhóm)|được coi là|được phân loại(?: là)?|được xác định là|là|thi hành án|án|đang|bị|còn)?\s?$"
)
#: What joins a count to its theme.
_ABOUT = re.compile(
    r" (?:liên quan(?: đến| tới)?|thuộc(?: nhóm| loại| lĩnh vực| diện)?(?: án)?|về|trong lĩnh vực|án|của nhóm) $"
)
_FROM = re.compile(r"\btừ (?:hơn |trên |gần |khoảng )?$")
_TO = re.compile(r" ?(?:đồng|đ|việc|vụ việc|vụ)? ?(?:đến|tới) (?:dưới |hơn |gần )?\d")
#: Decisions are revoked by the case; money is recovered.
_REVOKED = re.compile(r"\bthu hồi:? $")
_WITHIN = re.compile(r"\btrong (?:tổng )?số (?:việc |tiền |án |đã |phải )*$")
_UPWARDS = r"[^,;.:\d]{0,30}\b<floor_behind>\b"
#: "900 việc (70%) có điều kiện": the bracket stands between, it does not part.
_BRACKET = re.compile(r" ?\([^()]{0,60}\) ?")
#: No gap with such a bracket in it is wider; how far behind a count a concept reaches it over other words.
_WIDEST, _NEAR = 400, 28


def read(line: Line, index: int, scene: Scene) -> tuple[Meaning | None, float]:
    """Return the meaning of the count at ``index`` and how sure it is (0-1)."""
    figure = line.figure(index)
    dim = "money" if figure.measure == "vnd" else "cases"
    cues = line.left(index)
    behind = _behind(line, index)
    last = scene.last.meaning if scene.last else None
    if last is not None and last.kind == "rate" and _opens_fraction(line, index, cues):
        return Meaning("count", last.theme, "completed", dim), 0.9
    verb = _verb(line, index, cues, behind)
    if verb is not None and (level := inherited.of_another_year(line, index, cues, dim, scene)) is not None:
        return level, 0.88
    if _is_bound(line, index, grows=verb is not None):
        return None, 0.0
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
        return Meaning("count", scene.theme, _sub(after, scene, dim), dim), 0.97
    if before is None and (whole := _whole(line, index, cues)):
        return Meaning("count", scene.theme, whole, dim), 0.93
    if before is None and (shared := _behind_pair(line, index)) is not None:
        return Meaning("count", scene.theme, _sub(shared, scene, dim), dim), 0.9
    if before is not None:
        sure = 0.97 if not _is_far(line, index, before) else 0.85
        concept = "enforceable" if _is_rest(line, before) else _sub(before, scene, dim)
        return Meaning("count", scene.theme, concept, dim), sure
    if part := _part(line, index, dim):
        return Meaning("count", scene.theme, part, dim), 0.85
    return inherited.read(line, index, cues, dim, scene)


def _verb(line: Line, index: int, cues: list[Token], behind: Token | None) -> Token | None:
    """Return the growth word that governs the count, unless a concept stands between."""
    for token in reversed(cues):
        if token.kind == "concept" and not token.used:
            return None
        if token.kind == "cmp":
            return None if _adds(line, index, token, behind) else token
        if token.kind in ("rate", "open", "colon"):
            return None
    return None


def _adds(line: Line, index: int, verb: Token, behind: Token | None) -> bool:
    """Say whether new cases come to those told before, instead of growing: "cộng thêm 90 việc vừa thụ lý"."""
    is_new = behind is not None and behind.value == "newly" and _follows(line, index, behind)
    return is_new and expression("<adding>").fullmatch(line.text, verb.start, verb.end) is not None


def _changed(cues: list[Token], verb: Token, dim: str, scene: Scene) -> tuple[Meaning | None, float]:
    is_last_year = any(token.kind == "versus" or token.value == "last_year" for token in cues)
    if verb.value == "equal" or (verb.value in ("over", "short") and not is_last_year):
        return None, 0.0
    if verb.value == "down" and (scene.in_breakdown or verb.start < scene.parts_end) and dim == "money":
        return Meaning("count", scene.theme, "reduced", dim), 0.93
    before = [
        token for token in cues if token.start < verb.start and token.kind == "concept" and not token.used
    ]
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


def _is_bound(line: Line, index: int, *, grows: bool) -> bool:
    """Say whether a count only is an end: "tăng từ 7.100 việc …", "từ 5 việc trở lên"."""
    token = line.tokens[index]
    if _FROM.search(line.text, max(line.start, token.start - 12), token.start) is None:
        return False
    end = min(line.end, token.end + 40)
    return (
        grows
        or _TO.match(line.text, token.end, end) is not None
        or expression(_UPWARDS).match(line.text, token.end, end) is not None
    )


def _before(cues: list[Token]) -> Token | None:
    """Return the concept before the count, the nearest one, not beyond a closing of the clause."""
    named = [token for token in reversed(cues) if token.kind == "concept" and not token.used]
    if named and named[0].value == "handled":
        return next((token for token in named if token.value.startswith("legacy")), named[0])
    return named[0] if named else None


def _whole(line: Line, index: int, cues: list[Token]) -> str:
    """Return what is split when its own number follows: "trong tổng số phải thi hành 862 việc", ``""`` otherwise."""
    if not cues or cues[-1].kind != "share":
        return ""
    said = line.text[cues[-1].start : cues[-1].end]
    is_tight = not line.text[cues[-1].end : line.tokens[index].start].strip(" .")
    return (
        "enforceable"
        if is_tight and said.startswith(("trong", "trên")) and said.endswith("phải thi hành")
        else ""
    )


def _behind(line: Line, index: int) -> Token | None:
    at = index + 1
    if line.tokens[at : at + 1] and line.tokens[at].kind == "open":
        at = line.behind_bracket(at)
    for token in line.tokens[at : at + 3]:
        if token.kind == "concept":
            return None if token.used else token
        is_rest = token.kind == "but" and line.text.startswith("còn lại", token.start)
        if token.kind in ("time", "dim", "theme") or is_rest:
            continue
        return None
    return None


def _behind_pair(line: Line, index: int) -> Token | None:
    """Return the concept behind a pair of việc and tiền: "118 việc, 640 tỷ đồng đã giải quyết xong"."""
    ahead = [token.kind for token in line.tokens[index + 1 : index + 4]]
    is_wide = ahead[1:] == ["dim", "num"] or ahead == ["comma", "and", "num"]
    second = index + 3 if is_wide else index + 2
    if ahead[:1] not in (["comma"], ["and"], ["equals"], ["that_is"]) or ahead[second - index - 1 :][:1] != [
        "num"
    ]:
        return None
    if {line.figure(index).measure, line.figure(second).measure} != {"cases", "vnd"}:
        return None
    for position in range(second + 1, min(second + 4, len(line.tokens))):
        token = line.tokens[position]
        if token.kind == "concept":
            introduces = [each.kind for each in line.tokens[position + 1 : position + 2]] == ["num"]
            gap = line.text[line.tokens[second].end : token.start]
            return token if not introduces and (len(gap) <= 40 or _follows(line, second, token)) else None
        if token.kind not in ("theme", "theme_again", "but", "dim"):
            return None
    return None


def _follows(line: Line, index: int, concept: Token) -> bool:
    """Say whether the concept stands right behind the count ("2.468 việc đã thi hành xong")."""
    figure = line.figure(index)
    if concept.start - line.tokens[index].end > _WIDEST:
        return False
    gap = _BRACKET.sub(" ", _without_theme(line, line.tokens[index].end, concept.start))
    # Of "119 việc án tín dụng …" the theme has taken the second word of the noun.
    noun = figure.noun if figure.noun in gap else figure.noun.partition(" ")[0]
    gap = gap.replace(noun, "", 1) if noun else gap
    return _NOUN_GAP.match(gap) is not None


def _without_theme(line: Line, start: int, end: int) -> str:
    """Return the text between a count and its concept without a theme: "67 việc liên quan tín dụng được xử lý xong"."""
    themes = [token for token in line.tokens_in(start, end) if token.kind == "theme"]
    if len(themes) != 1:
        return line.text[start:end]
    head = _ABOUT.sub(" ", line.text[start : themes[0].start])
    return f"{head.rstrip()} {line.text[themes[0].end : end].lstrip()}"


def _reaches(line: Line, index: int, concept: Token, before: Token | None) -> bool:
    """A concept a few words behind serves when nothing stands before ("đưa 20 việc về trạng thái …")."""
    if before is not None or concept.start - line.tokens[index].end > _NEAR:
        return False
    gap = line.text[line.tokens[index].end : concept.start]
    return not any(mark in gap for mark in ",;:()=")


def _prefers_after(line: Line, index: int, before: Token, after: Token) -> bool:
    """Decide between "xong 5 việc" and "5 việc xong" when both neighbours are there."""
    position = line.position(after)
    following = line.tokens[position + 1 : position + 2]
    introduces = bool(following) and following[0].kind == "num"
    gap = line.text[before.end : line.tokens[index].start]
    is_tight = len(gap) <= 12 and not any(mark in gap for mark in ",;:(=")
    if _parts_whole(line, before, gap):
        return True
    if introduces:
        return False
    return not is_tight or line.text[before.start : before.end] in ("giải quyết", "phải giải quyết")


def _parts_whole(line: Line, whole: Token, gap: str) -> bool:
    """Say whether a concept before a count only names what it is a part of: "trong tổng số việc thụ lý có 900 việc cũ"."""
    return gap.strip() in ("có", "thì có", "gồm", "gồm có", "bao gồm") and (
        _WITHIN.search(line.text, max(line.start, whole.start - 30), whole.start) is not None
    )


def _is_rest(line: Line, concept: Token) -> bool:
    """Say whether "còn phải thi hành" is what is left when something was taken off, not what is carried forward."""
    if line.text[concept.start : concept.end] != "còn phải thi hành":
        return False
    start, at = line.sentence_start(concept.start), concept.start
    taken_off = [line.last("concept", start, at, value) for value in ("entrusted", "revoked", "withdrawn")]
    return any(taken_off) and line.last("concept", start, at, "completed") is None


def _part(line: Line, index: int, dim: str) -> str:
    """Return the concept of a count that only its surroundings tell: a part of what can be enforced, cases revoked."""
    at = line.tokens[index].start
    if dim == "cases" and _REVOKED.search(line.text, max(line.start, at - 12), at):
        return "revoked"
    return "completed" if _is_part(line, index, dim) else ""


def _is_part(line: Line, index: int, dim: str) -> bool:
    """Say whether the whole that can be enforced stands behind: "230 tỷ đồng trong 1.400 tỷ đồng đủ điều kiện"."""
    ahead = line.tokens[index + 1 : index + 3]
    if [token.kind for token in ahead] != ["num", "concept"] or ahead[1].value != "with_conditions":
        return False
    return (ahead[0].value == "vnd") == (dim == "money") and figures.is_out_of(line.text, ahead[0].start)


def _is_far(line: Line, index: int, concept: Token) -> bool:
    return line.tokens[index].start - concept.end > 60


def _opens_fraction(line: Line, index: int, cues: list[Token]) -> bool:
    """Say whether a bracket behind a rate gives its two numbers: "đạt 91% (5 việc/6 việc)"."""
    if not (cues and cues[-1].kind == "open"):
        return False
    if line.figure(index).out_of is not None:
        return True
    following = line.tokens[index + 1 : index + 2]
    return bool(following) and following[0].kind == "num" and figures.is_out_of(line.text, following[0].start)


def _sub(token: Token, scene: Scene, dim: str) -> str:
    """Inside a breakdown of what was finished, "xong" is the part without discontinued cases."""
    concept = token.value
    if concept == "completed" and (scene.in_breakdown or token.start < scene.parts_end):
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
