"""Parts of a whole told in percent: of what has to be enforced, of the whole country, of a target.

Belongs here: those decisions. Does not belong here: rates of completion (`ratios`).
"""

from __future__ import annotations

import re
from decimal import Decimal

from pipelines.narrative.catalogue import DIMS, Meaning
from pipelines.narrative.percent import BESIDE, MISSED, PART_OF_TARGET, SHARED, Percent
from pipelines.narrative.phrases import expression
from pipelines.narrative.tokens import Token

#: Below this a percentage beside "chỉ tiêu" is a difference whose verb was not understood.
_LEAST_TARGET = Decimal(10)
_PART_END = re.compile(r"[.;]\s|\n")
_OF_NATION = re.compile(
    r"[^;.\n]{0,60}?(?:của|so với|trong)(?: tổng số)?(?: số việc| số tiền)?(?: của)? (?:cả nước|toàn quốc|toàn hệ thống)"
)
_WHOLE_NATION = re.compile(r" ?% (?:cả nước|toàn quốc|toàn hệ thống)\b")
_COMPARES = re.compile(r"\b(?:cao hơn|thấp hơn|bình quân|vượt|tăng|giảm)\b|[(]")
_BESIDE_NATION = re.compile(
    r"(?:so với|trong|của)(?: tổng số)?(?: việc| tiền| án)?(?: của)? (?:cả nước|toàn quốc|toàn hệ thống)\b"
)
_MOST = re.compile(
    r"\b(?:phần lớn|phần nhiều|đa số|đa phần|quá nửa|hơn nửa|hơn một nửa|gần một nửa|số còn lại) \($"
)
_NATIONAL = re.compile(r"(?:cả nước|toàn quốc)")
#: "so với chỉ tiêu năm (83%) mới thực hiện được …": how much of it is done, not a rate.
_SET_BESIDE = (
    r"\b<beside> (?:chỉ tiêu|kế hoạch)\b[^,;.()%]{0,30}(?:\([^()]{0,30}\))?,? ?(?:đã |mới |chỉ |mới chỉ |chỉ mới )?<fulfils> ?"
    r"(?:hơn |gần |khoảng |trên )?$"
)
_BY = re.compile(
    r"\b(?:bằng|tương đương|hoàn thành|tương ứng|mới được|được|đạt)(?: hơn| gần| khoảng| trên)? ?$"
)


def national(percent: Percent) -> Meaning | None:
    """Return the part of the whole country's: "bằng 3% về việc và 5% về tiền của toàn quốc", "bằng 4% cả nước"."""
    if percent.lead is not None and percent.lead.value != "equal":
        return None
    match = _WHOLE_NATION.match(percent.tail(30)) or _OF_NATION.match(percent.tail(110))
    if match is None or _COMPARES.search(match[0]):
        return None
    pointed = next(
        (token.value for token in percent.cues if token.kind == "anaphor" and token.value in DIMS), ""
    )
    return Meaning("national_share", percent.scene.theme, "", percent.dim or pointed or percent.any_dim)


def is_share(lead: Token | None, behind: list[Token]) -> bool:
    """Say whether a percentage is told as a part of a whole."""
    if (lead is not None and lead.kind == "share") or any(token.kind == "share" for token in behind):
        return True
    return bool(behind) and behind[0].kind == "concept" and behind[0].value in ("enforceable", "accepted")


def of_what_follows(percent: Percent) -> Meaning | None:
    """Return the share told before its noun: "Phần lớn (68,8%) số việc thuộc diện có điều kiện"."""
    tokens, at = percent.line.tokens, percent.index
    around = [token.kind for token in (*tokens[max(at - 1, 0) : at], *tokens[at + 1 : at + 2])]
    if around != ["open", "close"] or _MOST.search(percent.head(30)) is None:
        return None
    ahead = tokens[at + 2 : at + 5]
    concept = next((token.value for token in ahead if token.kind == "concept"), "")
    dim = next((token.value for token in ahead if token.kind == "dim"), percent.any_dim)
    return Meaning("share", percent.scene.theme, concept, dim) if concept in SHARED else None


def share(percent: Percent) -> Meaning | None:
    """Return what the percentage is a part of."""
    theme, last = percent.scene.theme, percent.last
    behind = next((token.value for token in percent.behind[:3] if token.kind == "concept"), "")
    concept = behind if behind in SHARED else percent.concept or (last.concept if last else "")
    if _NATIONAL.search(_PART_END.split(percent.tail(60))[0]) or _opens_with_nation(percent):
        return Meaning("national_share", theme, "", percent.any_dim)
    if concept in SHARED:
        return Meaning("share", theme, concept, percent.any_dim)
    return Meaning("rate", theme, "", percent.rate_dim) if concept == "completed" else None


def _opens_with_nation(percent: Percent) -> bool:
    """Say whether the sentence opens "So với toàn quốc, …"."""
    start = max(percent.line.sentence_start(percent.token.start), percent.token.start - 80)
    return _BESIDE_NATION.search(percent.line.text, start, percent.token.start) is not None


def aimed(percent: Percent) -> Meaning | None:
    """Return the target itself, or how much of it is reached."""
    kind = _aim(percent)
    return Meaning(kind, percent.scene.theme, "", percent.any_dim) if kind else None


def fulfilled(percent: Percent) -> Meaning | None:
    """Return how much of the target is reached: "đạt 27%, bằng 65% chỉ tiêu giao", "so với chỉ tiêu mới thực hiện 65%"."""
    if expression(_SET_BESIDE).search(percent.head(110)):
        return Meaning("fulfilment", percent.scene.theme, "", percent.any_dim)
    goes_on = percent.last is not None and percent.last.kind == "fulfilment"
    if PART_OF_TARGET.match(percent.tail(60)) is None or not (goes_on or _BY.search(percent.head(24))):
        return None
    return Meaning("fulfilment", percent.scene.theme, "", percent.any_dim)


def reached_with(percent: Percent) -> bool:
    """Say whether a target only is said to be reached, or not, by the rate that follows: "vượt chỉ tiêu với 78%"."""
    head = percent.head(60)
    if head.endswith(("chỉ tiêu với ", "kế hoạch với ", "chỉ tiêu giao với ", "chỉ tiêu được giao với ")):
        return True
    beside = percent.line.tokens[percent.index + 1 : percent.index + 2]
    is_fraction = (
        bool(beside)
        and beside[0].kind == "num"
        and BESIDE.fullmatch(percent.line.text, percent.token.end, beside[0].start)
    )
    return bool(is_fraction) and MISSED.search(head) is not None


def _aim(percent: Percent) -> str:
    lead, behind = percent.lead, percent.behind
    if any(token.kind == "base" and token.value == "demand" for token in percent.cues):
        return "target"
    near = behind[: next((at for at, token in enumerate(behind) if token.kind == "open"), 2)][:2]
    names_target = any(token.kind == "base" and token.value == "target" for token in near)
    if lead is None:
        return ""
    if lead.kind == "base" and reached_with(percent):
        return ""
    if lead.kind == "base":
        return "target" if lead.value == "target" and percent.value >= _LEAST_TARGET else ""
    return "fulfilment" if lead.kind == "fulfil" or (names_target and lead.kind == "rate") else ""
