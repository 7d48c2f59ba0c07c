"""What a percentage says: rate, share, target, points over or short of it, growth.

Belongs here: the decision for one percentage from its neighbours. Does not belong here: counts and amounts.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from pipelines.narrative import comparisons
from pipelines.narrative.catalogue import Meaning
from pipelines.narrative.state import Reading, Scene
from pipelines.narrative.stream import Line
from pipelines.narrative.tokens import Token

_SHARED = ("with_conditions", "without_conditions", "postponed_suspended", "separate_register")
_DIM_BEHIND = re.compile(r"\s?(?:%|phần trăm)? ?(?:tổng )?(?:số )?(việc|vụ việc|vụ|án|tiền)\b")
_NAMED_DIM = re.compile(r"\b(?:số|lượng|tổng số|vụ) (việc|tiền)\b")
_BESIDE = re.compile(r"\s?%?\s?[/|]\s?")
_OF_NATION = re.compile(
    r"[^;.\n]{0,60}?(?:của|so với|trong)(?: tổng số)?(?: số việc| số tiền)?(?: của)? (?:cả nước|toàn quốc|toàn hệ thống)"
)
_PART_OF_TARGET = re.compile(
    r"\s?(?:%|phần trăm) (?:so với |của )?(?:mức )?(?:chỉ tiêu|kế hoạch|định mức)(?! (?:là|:))(?! (?:về )?(?:việc|tiền) [\d(])"
)
_BY = re.compile(
    r"\b(?:bằng|tương đương|hoàn thành|tương ứng|mới được|được|đạt)(?: hơn| gần| khoảng| trên)? ?$"
)
_PART_END = re.compile(r"[.;]\s|\n")
#: Below this a percentage beside "chỉ tiêu" is a difference whose verb was not understood.
_LEAST_TARGET = Decimal(10)
#: "so với mức 83,5% …", "từ 80% lên …": what is compared with, not what is told.
_COMPARATOR = re.compile(r"(?:so với(?: mức| con số| tỷ lệ)*|\btừ(?: mức| con số| tỷ lệ)*) ?$")
_COMPARES = re.compile(r"\b(?:cao hơn|thấp hơn|bình quân|vượt|tăng|giảm)\b|[(]")
_OF_ALL = re.compile(
    r"(?:so với|trong|của)(?: tổng số)?(?: việc| tiền| án)?(?: của)? (?:cả nước|toàn quốc|toàn hệ thống)\b"
)
_NATIONAL = re.compile(r"(?:cả nước|toàn quốc)")


def read(line: Line, index: int, scene: Scene) -> Meaning | None:
    """Return the meaning of the percentage at ``index``, ``None`` when the sentence does not say."""
    cues = line.left(index)
    behind = line.right(index)
    lead = _leading(cues)
    if band := next((token.value for token in reversed(cues) if token.kind == "band"), ""):
        return Meaning("band", "", band, "cases")
    dim = _dim(line, index, cues, behind, scene)
    if _COMPARATOR.search(
        line.text, max(line.start, line.tokens[index].start - 40), line.tokens[index].start
    ):
        return None
    if _is_fulfilment(line, index):
        return Meaning("fulfilment", scene.theme, "", dim or scene.subject_dim)
    if (lead is None or lead.value == "equal") and _is_of_nation(line, index):
        return Meaning("national_share", scene.theme, "", dim or scene.subject_dim)
    if lead is None and scene.last is not None and index > 0 and _continues(cues):
        is_beside = (
            _BESIDE.fullmatch(line.text, line.tokens[index - 1].end, line.tokens[index].start) is not None
        )
        return _continued(scene.last, dim, scene, cues, _opens_part(line, index, cues), is_beside=is_beside)
    if lead is None and (paired := _of_carried(line, index, cues, scene)) is not None:
        return paired
    return _led(line, index, lead, cues, behind, dim, scene)


def _led(
    line: Line, index: int, lead: Token | None, cues: list[Token], behind: list[Token], dim: str, scene: Scene
) -> Meaning | None:
    """Return what a percentage says that does not go on from the figure before."""
    if lead is not None and lead.kind == "cmp":
        return comparisons.read(line, index, lead, cues, dim, scene)
    if aimed := _aimed(lead, behind, line.figure(index).value):
        return Meaning(aimed, scene.theme, "", dim or scene.subject_dim)
    if lead is not None and lead.kind == "base":
        return None
    if _is_share(lead, behind):
        return _share(line, index, cues, dim, scene)
    return _rate(line, lead, cues, dim, scene)


def _is_fulfilment(line: Line, index: int) -> bool:
    """Say whether a percentage is a part of the target itself: "đạt 27%, bằng 65% chỉ tiêu giao"."""
    token = line.tokens[index]
    return (
        _PART_OF_TARGET.match(line.text, token.end) is not None
        and _BY.search(line.text, max(line.start, token.start - 24), token.start) is not None
    )


def _aimed(lead: Token | None, behind: list[Token], value: Decimal) -> str:
    """Return ``target`` or ``fulfilment`` when the percentage speaks of the target itself."""
    if lead is None:
        return ""
    if lead.kind == "base":
        return "target" if lead.value == "target" and value >= _LEAST_TARGET else ""
    names_target = any(token.kind == "base" and token.value == "target" for token in behind[:2])
    return "fulfilment" if lead.kind == "fulfil" or (names_target and lead.kind == "rate") else ""


def _is_share(lead: Token | None, behind: list[Token]) -> bool:
    if (lead is not None and lead.kind == "share") or any(token.kind == "share" for token in behind):
        return True
    return bool(behind) and behind[0].kind == "concept" and behind[0].value in ("enforceable", "accepted")


def _rate(line: Line, lead: Token | None, cues: list[Token], dim: str, scene: Scene) -> Meaning | None:
    concept = _concept(cues)
    if concept in _SHARED and _is_of_done(cues, line):
        return Meaning("rate", scene.theme, "", dim or scene.rate_dim)
    last = scene.last.meaning if scene.last else None
    old = concept or (last.concept if last is not None and last.kind == "count" else "")
    if old.startswith("legacy"):
        return Meaning("legacy_rate", "", old)
    is_bracketed = lead is None and any(token.kind == "open" for token in cues)
    if concept in _SHARED and (is_bracketed or (lead is not None and not _is_rate_of_done(lead, line))):
        return Meaning("share", scene.theme, concept, dim or scene.subject_dim)
    names_unit = scene.is_listing or any(token.kind == "unit" for token in cues)
    if scene.names_rate and scene.concept in _SHARED:
        return Meaning("share", scene.theme, scene.concept, dim or scene.dim or scene.subject_dim)
    if names_unit and not concept:
        return Meaning("rate", scene.theme, "", dim or scene.sentence_dim or scene.dim or scene.rate_dim)
    if concept == "carried_forward" and last is not None and last.kind == "target_cut":
        return replace(last, dim=dim or last.dim)
    if (
        lead is not None
        or concept == "completed"
        or (dim and not concept and scene.concept in ("completed", ""))
    ):
        bracketed = last.dim if last is not None and any(token.kind == "open" for token in cues) else ""
        return Meaning("rate", scene.theme, "", dim or bracketed or scene.rate_dim)
    return None


def _leading(cues: list[Token]) -> Token | None:
    """Return the word that governs the percentage: the nearest comparison, rate, share or target."""
    for position in range(len(cues) - 1, -1, -1):
        token = cues[position]
        if token.kind == "rate" and token.value == "rate":
            return token
        if token.kind in ("cmp", "share", "fulfil") or (token.kind == "base" and token.value == "target"):
            if token.kind == "base":
                earlier = [each for each in cues[:position] if each.kind == "cmp"]
                gap = [each for each in cues[position + 1 :] if each.kind in ("comma", "but", "among_them")]
                if earlier and not gap:
                    return earlier[-1]
            return token
    return None


def _continues(cues: list[Token]) -> bool:
    """Say whether the percentage goes on from the last figure ("… và 40% về tiền", "(37%)", "= 12,5%")."""
    return not any(token.kind in ("concept", "rate") and not token.used for token in cues)


def _opens_part(line: Line, index: int, cues: list[Token]) -> bool:
    """Say whether the figure stands in a new part, behind a semicolon ("…; tiền 9,5%")."""
    position = index - len(cues) - 1
    return position >= 0 and line.tokens[position].kind == "semi"


def _of_carried(line: Line, index: int, cues: list[Token], scene: Scene) -> Meaning | None:
    """Return the rate that closes a listed year without a word: "Năm 2017: 6.488 việc, 241 tỷ đồng; 81,1% và 36,2%"."""
    count = scene.count.meaning if scene.count else None
    if count is None or count.concept != "completed" or scene.carried is None or cues:
        return None
    if scene.last is not None and not _opens_part(line, index, cues):
        return None
    return Meaning("rate", count.theme, "", "cases") if _is_first_of_two(line, index, cues) else None


def _is_of_nation(line: Line, index: int) -> bool:
    """Say whether a percentage, or the pair it opens, is a part of the whole country's: "3% về việc … của toàn quốc"."""
    end = line.tokens[index].end
    match = _OF_NATION.match(line.text, end, min(line.end, end + 110))
    return match is not None and not _COMPARES.search(match[0])


def _continued(
    last: Reading, dim: str, scene: Scene, cues: list[Token], opens: bool, *, is_beside: bool = False
) -> Meaning | None:
    meaning = last.meaning
    if meaning is None:
        return None
    if opens and dim and meaning.kind in ("over", "short", "change_pp", "pace"):
        return Meaning("rate", meaning.theme, "", dim)
    if meaning.kind in (
        "rate",
        "over",
        "short",
        "change_pp",
        "change_pct",
        "target",
        "share",
        "pace",
        "fulfilment",
        "target_cut",
        "national_share",
    ):
        if dim and dim != meaning.dim:
            return replace(meaning, dim=dim)
        if any(token.kind == "unit" for token in cues):
            return meaning
        if not dim and meaning.dim == "cases" and (is_beside or any(token.kind == "and" for token in cues)):
            return replace(meaning, dim="money")
        return None
    if meaning.kind == "change":
        return replace(meaning, kind="change_pct", dim=dim or meaning.dim)
    if meaning.kind == "count" and meaning.concept in _SHARED:
        return replace(meaning, kind="share", dim=dim or meaning.dim)
    if meaning.kind == "count" and meaning.concept == "completed":
        bracketed = meaning.dim if any(token.kind == "open" for token in cues) else ""
        return Meaning("rate", meaning.theme, "", dim or bracketed or scene.rate_dim)
    return None


def _share(line: Line, index: int, cues: list[Token], dim: str, scene: Scene) -> Meaning | None:
    tail = _PART_END.split(line.text[line.tokens[index].end : line.tokens[index].end + 60])[0]
    concept = _concept(cues) or (scene.last.meaning.concept if scene.last and scene.last.meaning else "")
    head = line.text[line.sentence_start(line.tokens[index].start) : line.tokens[index].start][-80:]
    if _NATIONAL.search(tail) or _OF_ALL.search(head):
        return Meaning("national_share", scene.theme, "", dim or scene.subject_dim)
    if concept in _SHARED:
        return Meaning("share", scene.theme, concept, dim or scene.subject_dim)
    if concept == "completed":
        return Meaning("rate", scene.theme, "", dim or scene.rate_dim)
    return None


def _concept(cues: list[Token]) -> str:
    return next((token.value for token in reversed(cues) if token.kind == "concept" and not token.used), "")


def _is_rate_of_done(lead: Token, line: Line) -> bool:
    printed = line.text[lead.start : lead.end]
    return "xong" in printed


def _is_of_done(cues: list[Token], line: Line) -> bool:
    """Say whether "tỷ lệ … xong" stands behind what can be enforced: "việc có điều kiện: tỷ lệ thi hành xong đạt 85%"."""
    for token in reversed(cues):
        if token.kind == "concept":
            return False
        if token.kind == "rate" and _is_rate_of_done(token, line):
            return True
    return False


def _is_first_of_two(line: Line, index: int, cues: list[Token]) -> bool:
    """Say whether two bare percentages follow each other ("82,5% và 40,5%"): việc first, then tiền."""
    following = [token.kind for token in line.tokens[index + 1 : index + 4]]
    names_dim = "dim" in following[2:] or any(token.kind == "dim" and not token.used for token in cues)
    if following[:1] == ["num"] and line.tokens[index + 1].value == "percent":
        token, beside = line.tokens[index], line.tokens[index + 1]
        return _BESIDE.fullmatch(line.text, token.end, beside.start) is not None
    is_pair = following[:2] == ["and", "num"] and line.tokens[index + 2].value == "percent"
    return is_pair and not names_dim


def _dim(line: Line, index: int, cues: list[Token], behind: list[Token], scene: Scene) -> str:
    if scene.forced_dim:
        return scene.forced_dim
    if _is_first_of_two(line, index, cues):
        return "cases"
    token = line.tokens[index]
    if match := _DIM_BEHIND.match(line.text, token.end):
        return "money" if match[1] == "tiền" else "cases"
    for near in behind:
        if near.kind == "dim" and not near.used:
            near.used = True
            return near.value
        if near.kind in ("rate", "cmp", "concept", "but"):
            break
    # "(việc)" closes like a bracket but is one term, so it may stand behind without a space.
    for near in reversed(cues):
        if near.kind == "dim" and not near.used:
            return near.value
        if near.kind == "concept" and (named := _NAMED_DIM.search(line.text, near.start, near.end)):
            return "money" if named[1] == "tiền" else "cases"
    return ""
