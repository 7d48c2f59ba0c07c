"""Whose report a text is: the one unit that most of it speaks for.

Every name and every word for the whole system is weighed by where it stands (headline, opening, body) and by its
part in the sentence (an enforcement office, a bare name, a place where something happens). Nothing is decided by
one word alone.

Belongs here: that decision. Does not belong here: whom one sentence speaks of (`subjects`, `discourse`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from pipelines.narrative import clusters
from pipelines.narrative.fold import Folded
from pipelines.narrative.gazetteer import Place
from pipelines.reference import units

_NATION = re.compile(
    r"\b(?:toàn quốc|cả nước|tổng cục|bộ tư pháp|hệ thống thi hành án|hệ thống thads|toàn hệ thống|cục quản lý thads|"
    r"63 tỉnh|34 tỉnh|(?:các|nhiều|một số) địa phương|quốc hội|bộ trưởng(?: bộ)? tư pháp|ubtvqh|ủy ban tư pháp|chính phủ)\b"
)
#: The ministry that sets a target or gives a flag, the assembly's deputies of one province: none of them reports.
_BEFORE_NATION = re.compile(
    r"(?:chiếm|so với|bình quân|trung bình|cao hơn|thấp hơn|vị thứ|xếp|hạng|đứng|vị trí|dẫn đầu|đầu|tốp|top|của|bằng khen|cờ thi đua|"
    r"chỉ tiêu|đoàn|đại biểu|đbqh|kế hoạch|quyết định|nghị quyết|thông tư|công văn|chỉ thị|chỉ đạo|phối hợp với|do|khu vực)"
    r"[^,;.:\n\d]{0,24}$"
)
_BEHIND_NATION = re.compile(
    r"(?: thads| thi hành án dân sự| tư pháp)? (?:đã )?(?:giao|tặng|phân bổ|khen)\b|(?: thi hành án)?\)? ?và (?:thành|tỉnh) ủy"
)
_SYSTEM = re.compile(
    r"\b(?:(?:các|những) (?:cơ quan|cục) (?:thads|thi hành án)|hệ thống|các cục|chính phủ|cục trưởng các)\b"
)
#: A text that names no place and uses none of these may speak of the whole system.
_LOCAL = re.compile(
    r"\b(?:(?:toàn|cả|trong|của|địa bàn|thads|dân sự|ủy|ubnd|hđnd) (?:tỉnh|thành phố|huyện|thị xã|quận|đơn vị)|chi cục|phòng thads|"
    r"toàn địa bàn|cục thads tỉnh)\b"
)
#: No department has as many cases in a year (the largest some 120,000).
_NATION_SIZED = re.compile(r"\b(?:[3-9]\d{2}\.\d{3}|\d\.\d{3}\.\d{3}) (?:vụ )?việc\b")
_DATELINE = re.compile(r" ?, (?:ngày|\d)")
_LISTED = re.compile(r" ?(?:,|;|và) ")
_HEADER = re.compile(
    r"\s*(?:bộ tư pháp|cục|chi cục|tổng cục|thi hành án|số[: ]|báo cáo\s*$|cộng hòa|biên bản\s*$|ủy ban|phụ lục|v/v|phần |kính gửi|"
    r"tài liệu|thông cáo|\W*$|sign in)"
)
#: The head of an official letter, up to its number or its own name.
_LETTERHEAD = re.compile(r"\s*(?:bộ tư pháp|tổng cục|cục |chi cục|thi hành án dân sự)")
_LETTER_END = re.compile(r"\n\s*(?:số ?:|số \d|báo cáo|biểu|phụ lục|kính gửi|v/v|thông báo|biên bản)")
_TITLE, _LEAD, _BODY, _HINT = 6.0, 2.0, 1.0, 5.0
_OFFICE, _SUBJECT = 3.0, 1.0
_ASIDE, _LIST = 0.3, 0.3
#: The body of a long text says no more than this for one unit by bare names, nor for the nation.
_MOST, _MOST_NATION = 8.0, 5.0
_LEAST = 1.0


@dataclass(slots=True)
class _Weights:
    """What speaks for whom: by unit and for the nation; who is named in the headline and in the opening."""

    units: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    body: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    titled: set[str] = field(default_factory=set)
    opening: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)
    nation: float = 0.0


def own_unit(folded: Folded, places: list[Place], hint: str, on: date) -> str:
    """Return the unit a text is about; ``""`` when nothing tells."""
    text = folded.text
    title, lead = title_end(text), lead_end(text)
    weights = _weigh(text, places, title, lead)
    if hint:
        weights.units[hint] += _HINT
    if hint == "VN":
        weights.nation += _HINT
    province = _best(weights, "province")
    if branch := _issuer(text, places):
        return branch
    if cluster := _own_cluster(text, title, province, on):
        return cluster
    district = _best(weights, "district")
    if _is_of_district(weights, district, province):
        return district
    if province and weights.units[province] >= max(_LEAST, weights.nation):
        return province
    if weights.nation >= _LEAST or _is_of_all(text, places):
        return "VN"
    return ""


def _is_of_all(text: str, places: list[Place]) -> bool:
    """Say whether a text that names no unit speaks of the whole system: by its words, or by how much it counts."""
    if _LOCAL.search(text):
        return False
    return _SYSTEM.search(text) is not None or (not places and _NATION_SIZED.search(text) is not None)


def _issuer(text: str, places: list[Place]) -> str:
    """Return the district office that a letterhead names under its department, ``""`` when there is none."""
    if not _LETTERHEAD.match(text):
        return ""
    end = _LETTER_END.search(text, 0, 400)
    low, high = 0, end.start() if end else 0
    named = {
        code for place in places if low <= place.start < high and place.is_branch for code in _codes(place)
    }
    return named.pop() if len(named) == 1 else ""


def _weigh(text: str, places: list[Place], title: int, lead: int) -> _Weights:
    weights = _Weights()
    for at, place in enumerate(places):
        gain = _TITLE if place.start < title else _LEAD if place.start < lead else _BODY
        in_body = place.start >= lead
        if place.is_office or place.is_branch:
            gain += _OFFICE
        elif _is_listed(text, places, at):
            gain *= _LIST
        elif place.is_aside and place.start >= title:
            gain *= _ASIDE
        elif _DATELINE.match(text, place.end):
            gain *= 0.5
        codes = _codes(place)
        for code in codes:
            share = gain / len(codes)
            if in_body and not place.is_office:
                share = min(share, _MOST - weights.body[code])
                weights.body[code] += share
            weights.units[code] += share
            if place.start < title:
                weights.titled.add(code)
            elif place.start < lead:
                weights.opening.add(code)
                weights.offices |= {code} if place.is_office else set()
    weights.nation = _nation(text, title, lead)
    return weights


def _codes(place: Place) -> list[str]:
    """Return the units a name may stand for: a district's only where it is written as one, or stands for nobody else."""
    return [code for code in place.codes if _may_be(place, code)]


def _may_be(place: Place, code: str) -> bool:
    level = units.get(code).level
    if level == "province":
        return place.kind not in ("huyện", "quận", "thị xã")
    return level == "district" and (place.is_branch or place.has_kind or len(place.codes) == 1)


def _is_listed(text: str, places: list[Place], at: int) -> bool:
    """Say whether a name is one of several that only commas part."""
    place = places[at]
    before, after = places[max(0, at - 1)], places[min(len(places) - 1, at + 1)]
    beside = [
        text[before.end : place.start] if before is not place and place.start - before.end < 24 else "-",
        text[place.end : after.start] if after is not place and after.start - place.end < 24 else "-",
    ]
    return any(_LISTED.match(gap) and not any(char.isdigit() for char in gap) for gap in beside)


def _nation(text: str, title: int, lead: int) -> float:
    weight, body = 0.0, 0.0
    for match in _NATION.finditer(text):
        head = max(0, match.start() - 40)
        if _BEFORE_NATION.search(text, head, match.start()) or _BEHIND_NATION.match(text, match.end()):
            continue
        if match.start() < lead:
            weight += _TITLE if match.start() < title else _LEAD
        else:
            body += _BODY
    return weight + min(body, _MOST_NATION)


def _best(weights: _Weights, level: str) -> str:
    found = {
        code: weight
        for code, weight in weights.units.items()
        if code != "VN" and units.get(code).level == level
    }
    return max(found, key=lambda code: (found[code], code), default="")


def _is_of_district(weights: _Weights, district: str, province: str) -> bool:
    """Say whether a text is one office's: its name leads, and outweighs its department and its neighbours."""
    if not district:
        return False
    mine = weights.units[district]
    others = sum(
        weight
        for code, weight in weights.units.items()
        if code not in (district, "VN") and units.get(code).level == "district"
    )
    above = weights.units[province] if province else 0.0
    if province in weights.offices and district not in weights.opening:
        return False
    if district in weights.titled and province not in weights.titled:
        return mine > others and mine >= weights.nation * 0.6
    return mine > 1.2 * above and mine > 1.5 * others and mine > weights.nation


def _own_cluster(text: str, title: int, province: str, on: date) -> str:
    """Return the cluster, or office of a region, a headline names: "Hội nghị tổng kết … của Cụm thi đua số 2"."""
    named = {value for _, _, value in clusters.find(text, 0, title)}
    if len(named) != 1:
        return ""
    kind, _, value = named.pop().partition(":")
    if kind == "code":
        return value
    if kind == "region":
        return units.unregistered(province, "region", int(value)) if province else ""
    return clusters.code_of(value, province, on) if province else ""


def title_end(text: str) -> int:
    """Return where the headline ends: the first line of more than a header's few words."""
    at = 0
    for _ in range(5):
        line_end = text.find("\n", at)
        line = text[at : line_end if line_end >= 0 else len(text)]
        at = line_end + 1 if line_end >= 0 else len(text)
        if line.strip() and not _HEADER.match(line) and len(line.strip()) >= 14:
            return min(at, 300)
        if at >= len(text):
            break
    return min(at, 300)


def lead_end(text: str) -> int:
    """Return where the opening ends: the headline and the first paragraph."""
    at, lines = 0, 0
    while lines < 9:
        line_end = text.find("\n", at)
        if line_end < 0:
            return min(len(text), 400)
        if line_end - at > 170 and lines > 1:
            break
        lines += bool(text[at:line_end].strip())
        at = line_end + 1
        if lines > 1 and at > 400:
            break
    return min(at, 700)
