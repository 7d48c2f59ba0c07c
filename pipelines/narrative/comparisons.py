"""What a comparison says: points over or short of a target, growth, the lead over the pace.

Belongs here: "vượt", "thiếu", "tăng", "giảm" and what they compare with. Does not belong here: plain rates.
"""

from __future__ import annotations

import re

from pipelines.narrative.catalogue import Meaning
from pipelines.narrative.line import Line
from pipelines.narrative.percent import Percent
from pipelines.narrative.phrases import expression
from pipelines.narrative.state import Scene
from pipelines.narrative.tokens import Token

_CARRIED = re.compile(
    r"(?:chuyển (?:sang )?(?:kỳ|năm) sau|chuyển (?:tiếp|qua) (?:sang )?(?:kỳ|năm) sau|gối sang|tồn đọng|án tồn)"
)
#: "% " and "phần trăm " may stand before what has grown.
_TIGHT = 12
#: "(82% về việc) là 3%": what stands in the bracket is the target, what follows is how far it is missed or passed.
_BY_SO_MUCH = re.compile(r"[^()]{0,60}\),? ?(?:là |tới |đến )?(?:hơn |gần )?\d+(?:[.,]\d+)? ?(?:%|điểm)")
_BESIDE_TARGET = re.compile(
    r"\b(?P<way>cao hơn|vượt|hơn|thấp hơn|thiếu|kém|chưa đạt)\b[^,;.()]{0,20}\bchỉ tiêu\b[^,;.()]{0,40}\((?:[^()]){1,60}\),? ?"
    r"(?:là |tới |đến )?(?:hơn |gần )?$"
)
#: "tăng 200 việc và tăng 1,5% về tỷ lệ".
_OF_RATE = re.compile(r" ?%? về tỷ lệ\b(?! (?:việc|tiền))")
_AIMED = re.compile(
    r"chỉ tiêu|phải giảm|mức (?:đã|được) giao|giao (?:mức )?giảm|giao(?: cho)? [^,;.]{0,30}(?:phải |mức )?giảm"
)
#: "Bộ giao mức giảm … là 3%" needs no word of the backlog of its own when the text has just spoken of it.
_CUT_ASSIGNED = re.compile(r"giao mức giảm|mức giảm (?:được )?giao|giao chỉ tiêu giảm")


def read(percent: Percent, verb: Token) -> Meaning | None:
    """Return what a percentage governed by a comparison says, ``None`` when it is none of ours."""
    line, index, scene = percent.line, percent.index, percent.scene
    if verb.value == "down" and not _is_before_a_year(line, index) and _cuts_backlog(line, index, scene):
        return Meaning("target_cut", "", "", percent.dim or "cases")
    if _OF_RATE.match(percent.tail(20)) is not None:
        return Meaning("change_pp", scene.theme, "", percent.any_dim)
    base = _base(line, index, percent.cues, verb)
    if base in ("pace", "average"):
        return Meaning("pace", scene.theme, "", percent.any_dim)
    if verb.value == "equal":
        return None
    if _is_named_target(line, index):
        return Meaning("target", scene.theme, "", percent.any_dim)
    if base == "target" or (verb.value in ("over", "short") and base != "last_year"):
        kind = "over" if verb.value in ("over", "up") else "short"
        return Meaning(kind, scene.theme, "", percent.any_dim)
    behind = _amount_behind(line, index) if line.figure(index).measure != "pp" else None
    if behind is not None:
        return Meaning("change_pct", scene.theme, behind, percent.dim)
    return _change(percent.cues, verb, percent.dim, scene, line, index)


def _is_named_target(line: Line, index: int) -> bool:
    """Say whether a bracket tells the target itself: "cao hơn chỉ tiêu (82% về việc) là 3%"."""
    around = line.tokens[max(index - 2, 0) : index]
    is_opened = [token.kind for token in around] == ["base", "open"] and around[0].value == "target"
    return is_opened and _BY_SO_MUCH.match(line.text, line.tokens[index].end, line.end) is not None


def by_so_much(percent: Percent) -> Meaning | None:
    """Return the points over or short of a target told in a bracket before them: "cao hơn chỉ tiêu (82%) là 3%"."""
    said = _BESIDE_TARGET.search(percent.head(150))
    if said is None:
        return None
    kind = "short" if said["way"] in ("thấp hơn", "thiếu", "kém", "chưa đạt") else "over"
    return Meaning(kind, percent.scene.theme, "", percent.any_dim)


def _is_before_a_year(line: Line, index: int) -> bool:
    """Say whether the year compared with stands right behind: "giảm 6,1% so với năm 2011"."""
    behind = line.tokens[index + 1 : index + 3]
    return any(token.kind in ("versus", "base") and token.value != "target" for token in behind)


def _cuts_backlog(line: Line, index: int, scene: Scene) -> bool:
    """Say whether a fall is what a target asks for: "phải giảm 3% số việc chuyển kỳ sau"."""
    token = line.tokens[index]
    start = max(line.sentence_start(token.start), token.start - 200)
    end = min(line.sentence_end(token.end), token.end + 70)
    if turn := expression(r"\b<whereas>\b").search(line.text, token.end, end):
        end = turn.start()
    if not scene.is_plan and _AIMED.search(line.text, start, end) is None:
        return False
    if _CUT_ASSIGNED.search(line.text, start, token.start):
        start = max(line.start, start - 250)
    return _CARRIED.search(line.text, start, end) is not None


def _change(cues: list[Token], verb: Token, dim: str, scene: Scene, line: Line, index: int) -> Meaning | None:
    is_points = line.figure(index).measure == "pp"
    before = [token for token in cues if token.start < verb.start]
    subject = next((token for token in reversed(before) if _is_subject(token, line)), None)
    if is_points and subject is not None and subject.kind == "concept" and _is_whole_of_rate(line, subject):
        subject = None
    named = _named_amount(before, line) if subject is None else None
    if named is not None and (grown := _change_of_amount(named, scene, is_points=is_points)) is not None:
        return grown
    if subject is not None:
        return _change_of(subject, dim or scene.subject_dim, scene, is_points=is_points)
    last = scene.last.meaning if scene.last else None
    if last is not None and last.kind == "rate" and any(_names_count(token, line) for token in before):
        return Meaning("change_pct", last.theme, "completed", dim or last.dim)
    if (
        last is not None
        and is_points
        and last.kind == "count"
        and (rated := scene.rates.get(last.dim)) is not None
    ):
        return _change_after(rated, dim or rated.dim, is_points=True)
    if last is not None:
        return _change_after(last, dim or last.dim, is_points=is_points)
    if scene.is_rate_row or scene.concept:
        return _change_of_row(dim or scene.subject_dim, scene)
    if dim and (named_behind := _subject_behind(line, index)):
        return Meaning("change_pct", scene.theme, named_behind, dim)
    told = scene.head or scene.carried
    count = told.meaning if told else None
    if count is not None and dim:
        return Meaning("change_pct", count.theme, count.concept, dim)
    return None


def _amount_behind(line: Line, index: int) -> str | None:
    """Return the concept of "giảm 4% số việc chuyển kỳ sau", ``None`` when no amount stands right behind."""
    behind = line.tokens[index + 1 : index + 3]
    if [token.kind for token in behind] != ["dim", "concept"] or not line.text.startswith(
        "số ", behind[0].start
    ):
        return None
    is_tight = behind[1].start - behind[0].end <= 1 and behind[0].start - line.tokens[index].end <= _TIGHT
    return behind[1].value if is_tight else None


def _change_of_row(dim: str, scene: Scene) -> Meaning:
    """Return what grew by the label of a row or the heading: a rate in points, a count in percent."""
    if scene.is_rate_row:
        shared = "with_conditions" if scene.concept == "with_conditions" else ""
        return Meaning("change_pp", scene.theme, shared, dim)
    return Meaning("change_pct", scene.theme, scene.concept, dim)


def _is_whole_of_rate(line: Line, concept: Token) -> bool:
    """Say whether a concept is what the percentage right before it is a part of: "bằng 22,6% số có điều kiện"."""
    before = line.before(concept.start, 1)
    return bool(before) and before[-1].kind == "num" and before[-1].value == "percent"


def _named_amount(before: list[Token], line: Line) -> Token | None:
    """Return "số việc" or "số tiền" that stands before the verb: not the rate told last grew, but the count."""
    for token in reversed(before):
        if token.kind == "dim" and line.text.startswith(("số việc", "số tiền", "số vụ"), token.start):
            return token
        if token.kind in ("comma", "num", "semi"):
            return None
    return None


def _change_of_amount(token: Token, scene: Scene, *, is_points: bool) -> Meaning | None:
    told = scene.told.get(token.value) or scene.head or scene.carried
    meaning = told.meaning if told else None
    if meaning is None or is_points:
        return None
    if meaning.kind == "rate":
        return Meaning("change_pct", meaning.theme, "completed", token.value)
    return Meaning("change_pct", meaning.theme, meaning.concept, token.value)


def _subject_behind(line: Line, index: int) -> str:
    """Return what grows when it closes the list: "tăng 3% về số việc và giảm 1% về số tiền thi hành xong"."""
    for token in line.tokens[index + 1 : index + 9]:
        if token.kind in ("stop", "semi", "comma", "open", "close", "rate", "but"):
            return ""
        if token.kind == "concept":
            return token.value
    return ""


def _is_subject(token: Token, line: Line) -> bool:
    if token.kind == "dim":
        return line.text[token.start : token.end].startswith("tỷ lệ")
    return token.kind in ("concept", "rate", "share")


def _names_count(token: Token, line: Line) -> bool:
    """Say whether what grows is named as a number of cases or a sum, not as the rate: "số việc tăng 3%"."""
    return token.kind == "dim" and line.text[token.start : token.end].startswith(("số ", "lượng "))


def _change_of(subject: Token, dim: str, scene: Scene, *, is_points: bool) -> Meaning:
    """The subject is named before the verb: "lượng mới tăng 5%", "tỷ lệ tăng 2%"."""
    if subject.kind != "concept":
        return Meaning("change_pp", scene.theme, "with_conditions" if subject.kind == "share" else "", dim)
    if subject.value.startswith("legacy"):
        return Meaning("legacy_change_pp", "", subject.value)
    return Meaning("change_pp" if is_points else "change_pct", scene.theme, subject.value, dim)


def _change_after(last: Meaning, dim: str, *, is_points: bool) -> Meaning | None:
    """The subject is the figure before: a count grows in percent, a rate in points."""
    if last.kind in ("count", "change", "change_pct"):
        return Meaning("change_pp" if is_points else "change_pct", last.theme, last.concept, dim)
    if last.kind == "legacy_rate":
        return Meaning("legacy_change_pp", "", last.concept)
    if last.kind in ("rate", "over", "short", "pace", "change_pp"):
        return Meaning("change_pp", last.theme, "", dim)
    if last.kind == "share":
        return Meaning("change_pp", last.theme, last.concept, dim)
    return None


def _base(line: Line, index: int, cues: list[Token], verb: Token) -> str:
    """Return what the comparison is made with: before the figure in its own part, or behind it."""
    for token in reversed(_part(cues, verb)):
        if token.kind == "base":
            return token.value
    named = line.text[verb.start : verb.end]
    if verb.value in ("over", "short") and ("chỉ tiêu" in named or "mức" in named):
        return "target"
    if behind := _base_behind(line, index):
        return behind
    return _opening_base(line, index) or (_later_base(line, index) if verb.value in ("over", "short") else "")


def _part(cues: list[Token], verb: Token) -> list[Token]:
    """Return the cues of the verb's own part: behind the last comma, or "và" that closes another verb."""
    part: list[Token] = []
    for token in cues:
        closes = token.kind == "and" and any(each.kind in ("cmp", "base") for each in part)
        if token.start < verb.start and (token.kind in ("comma", "but") or closes):
            part = []
        else:
            part.append(token)
    return part


def _base_behind(line: Line, index: int) -> str:
    ahead = line.tokens[index + 1 : index + 24]
    for position, token in enumerate(ahead):
        if token.kind in ("stop", "semi", "cmp", "close", "rate", "concept"):
            break
        if token.kind == "base" and _turns(line, line.tokens[index].end, token.start):
            break
        if token.kind == "base":
            return token.value
        if token.kind == "versus" and position == 0:
            return "last_year"
        if token.kind == "comma":
            following = ahead[position + 1 : position + 2]
            if not following or following[0].kind not in ("base", "num"):
                break
            if following[0].kind == "base" and line.text[token.end : following[0].start].strip():
                # "tăng 2%, trong khi chỉ tiêu là …": what is said next is not compared with.
                break
    return ""


def _turns(line: Line, start: int, end: int) -> bool:
    """Say whether what follows is set against the change: "tăng 2% trong khi chỉ tiêu là …", "tăng 2% (chỉ tiêu là …)"."""
    if line.text.startswith("so", end):
        return False
    return (
        "(" in line.text[start:end] or expression(r"\b<whereas>\b").search(line.text, start, end) is not None
    )


def _opening_base(line: Line, index: int) -> str:
    """Return what a sentence opens with: "So với chỉ tiêu được giao, …"."""
    opening = ""
    for token in line.tokens[max(0, index - 80) : index]:
        if token.kind == "stop":
            opening = ""
            continue
        if token.kind == "base" and line.text[token.start : token.end].startswith("so") and not opening:
            opening = token.value
        elif not opening and token.kind in ("num", "semi"):
            opening = "-"
    return opening.strip("-")


def _later_base(line: Line, index: int) -> str:
    """Return the base that closes a list: "vượt a% về việc và vượt b% về tiền so với …"."""
    for token in line.tokens[index + 1 : index + 24]:
        if token.kind in ("stop", "semi", "close"):
            break
        if token.kind == "base":
            return token.value
    return "target"
