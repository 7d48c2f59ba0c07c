"""Who a sentence speaks of: the report's own unit, clusters and words for the whole.

Belongs here: which unit a text is about, what "toàn tỉnh" and "cả Cụm" stand for. Does not belong here: names
(`gazetteer`), how long a subject lasts (`discourse`).
"""

from __future__ import annotations

import re
from datetime import date

from pipelines.narrative import clusters
from pipelines.narrative.fold import Folded
from pipelines.narrative.gazetteer import Place, find
from pipelines.reference import units

__all__ = ["Place", "find", "lead_end", "own_unit", "whole"]

_COMPARED = re.compile(
    r"(?:chiếm|so với|bình quân|trung bình|cao hơn|thấp hơn|vị thứ|xếp|hạng|đứng|vị trí|so|dẫn đầu|đầu|tốp|top)[^,;.:\n\d]{0,24}$"
)
_OF_ALL = re.compile(r"chiếm[^.;\n]{0,60}(?:của|so với) $")
_RANKED = re.compile(r"(?:thứ|hạng|vị trí|đứng|xếp)[^,;:\n]{0,20}$")
_WHOLE = re.compile(
    r"\b(?:(?P<own>toàn tỉnh|toàn thành phố|cả tỉnh|toàn ngành|toàn địa bàn|các cơ quan (?:thads|thi hành án dân sự) "
    r"(?:trong|trên địa bàn|hai cấp)|hai cấp|cả (?:\d{1,2}|hai|ba|bốn|năm|sáu|các) cụm|các cụm|toàn đơn vị|toàn cục)|"
    r"(?P<unknown>(?:riêng |tại )?(?:văn phòng cục|khối văn phòng cục)|riêng (?:cơ quan )?cục(?! thads))|"
    r"(?P<nation>toàn quốc|cả nước|toàn hệ thống|cả hệ thống)|"
    r"(?P<cluster>(?:cả|toàn|trong toàn|trong|của) (?:cụm|khối)(?: thi đua)?(?! số)(?! ?\d)))\b"
)
_NATION = re.compile(
    r"\b(?:toàn quốc|cả nước|tổng cục|bộ tư pháp|hệ thống thi hành án|hệ thống thads|cục quản lý thads|"
    r"63 tỉnh|34 tỉnh|(?:các|nhiều|một số) địa phương|quốc hội|bộ trưởng(?: bộ)? tư pháp|ubtvqh)\b"
)
_SETS = re.compile(r"(?: thads| thi hành án dân sự| tư pháp)? (?:đã )?(?:giao|tặng|phân bổ|khen)\b")
_SYSTEM = re.compile(
    r"\b(?:(?:các|những) (?:cơ quan|cục) (?:thads|thi hành án)|hệ thống|các cục|chính phủ|cục trưởng các)\b"
)
#: A text that names no place and uses none of these speaks of the whole system.
_LOCAL = re.compile(
    r"\b(?:(?:toàn|cả|trong|của|địa bàn|thads|dân sự|ủy|ubnd|hđnd) (?:tỉnh|thành phố|huyện|thị xã|quận|đơn vị)|chi cục|phòng thads|"
    r"toàn địa bàn|cục thads tỉnh)\b"
)
#: What the sender of a report weighs: more than a name in the headline.
_HINT = 4.0
_LEAD_LINES, _LEAD_LINE, _LEAD = 9, 170, 700


def whole(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return words for the whole in a line.

    Each is (start, end, ``own`` | ``nation`` | ``cluster:<n>`` | ``cluster:`` | ``region:<n>``); a cluster
    without a number is the one spoken of.
    """
    found = []
    for match in _WHOLE.finditer(text, start, end):
        head = max(start, match.start() - 40)
        if (
            not _COMPARED.search(text, head, match.start())
            and not _OF_ALL.search(text, max(start, match.start() - 70), match.start())
            and not _RANKED.search(text, head, match.start())
        ):
            kind = match.lastgroup or "own"
            found.append((match.start(), match.end(), "cluster:" if kind == "cluster" else kind))
    return sorted(found + clusters.find(text, start, end))


def own_unit(folded: Folded, places: list[Place], hint: str, on: date) -> str:
    """Return the unit the text is about; ``""`` when nothing tells."""
    text = folded.text
    lead = lead_end(text)
    offices, territories, branches = _scores(text, places, lead)
    if hint:
        offices[hint] = offices.get(hint, 0.0) + _HINT
    total = {code: offices.get(code, 0.0) + territories.get(code, 0.0) for code in {*offices, *territories}}
    province = max(total, key=lambda code: (total[code], code), default="")
    if cluster := _own_cluster(text, lead, province, on):
        return cluster
    nation = _nation(text, lead)
    if province and province not in offices and nation >= territories[province]:
        # Provinces are only where something happened; the system itself reports.
        return "VN"
    if branch := _branch(branches, province, places):
        return branch
    if province and total[province] >= 1.0 and (total[province] >= _HINT or total[province] >= nation):
        return province
    if nation or (_SYSTEM.search(text) and not _LOCAL.search(text)):
        return "VN"
    return province if province and total[province] >= 1.0 else ""


def _nation(text: str, lead: int) -> float:
    """Return how much speaks for the whole system; who sets targets and what one is compared with does not."""
    weight = 0.0
    for match in _NATION.finditer(text):
        head = max(0, match.start() - 40)
        if _COMPARED.search(text, head, match.start()) or _SETS.match(text, match.end()):
            continue
        weight += 3.0 if match.start() < lead else 1.0
    return weight


def _scores(
    text: str, places: list[Place], lead: int
) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Return the weight of each province as an office and as a territory, and of each district office."""
    offices: dict[str, float] = {}
    territories: dict[str, float] = {}
    branches: dict[str, float] = {}
    for place in places:
        weight = 3.0 if place.start < lead else 1.0
        for code in place.codes:
            unit = units.get(code)
            if unit.level == "province" and place.kind not in ("huyện", "quận", "thị xã"):
                into, gain = (offices, weight + 1.0) if place.is_office else (territories, weight)
                if place.is_aside and not place.is_office:
                    gain = 0.1
                into[code] = into.get(code, 0.0) + gain / len(place.codes)
            elif unit.level == "district" and (place.is_branch or (place.start < lead and place.has_kind)):
                early = place.start < max(lead, len(text) * 0.4)
                branches[code] = branches.get(code, 0.0) + (weight if early else 0.2)
    return offices, territories, branches


def lead_end(text: str) -> int:
    """Return where the headline part ends: the short lines before the first paragraph."""
    at, lines = 0, 0
    while lines < _LEAD_LINES:
        line_end = text.find("\n", at)
        if line_end < 0:
            return min(len(text), 400)
        if line_end - at > _LEAD_LINE and lines > 1:
            break
        lines += bool(text[at:line_end].strip())
        at = line_end + 1
        if lines > 1 and at > 400:
            break
    return min(at, _LEAD)


def _own_cluster(text: str, lead: int, province: str, on: date) -> str:
    """Return the cluster a headline names as the one that reports: "Hội nghị tổng kết … của Cụm thi đua số 2"."""
    named = {value for _, _, value in clusters.find(text, 0, lead) if not value.startswith("region")}
    if len(named) != 1:
        return ""
    kind, _, value = named.pop().partition(":")
    if kind == "code":
        return value
    return clusters.code_of(value, province, on) if province else ""


def _branch(branches: dict[str, float], province: str, places: list[Place]) -> str:
    inside = {
        code: score
        for code, score in branches.items()
        if not province or units.get(code).parent == province or units.get(province).level == "national"
    }
    named = {code for place in places if place.is_branch for code in place.codes}
    inside = {code: score for code, score in inside.items() if code in named}
    best = max(inside, key=lambda code: inside[code], default="")
    if best and inside[best] >= 3.0 and inside[best] >= 0.75 * sum(inside.values()):
        return best
    return ""
