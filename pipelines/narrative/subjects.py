"""Who a sentence speaks of: names of provinces, districts, clusters and words for the whole.

Belongs here: the gazetteer pass and the report's own unit. Does not belong here: how long a subject lasts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

import ahocorasick  # type: ignore[import-not-found]

from pipelines.narrative.fold import Folded, fold
from pipelines.narrative.lexicon import longest, whole_words
from pipelines.reference import units

_OFFICE = re.compile(r"(?:chi cục|cục|thads|thi hành án dân sự|phòng)[^,;.:\n\d]{0,34}$")
_BRANCH = re.compile(
    r"chi cục(?: trưởng)?(?: thads| tha| thi hành án(?: dân sự)?)?(?: (?:huyện|quận|thị xã|thành phố|tp\.?|tx\.?))? ?$"
)
_KIND = re.compile(r"(?:^|[\s(])(huyện|quận|thị xã|tx\.?|thành phố|tp\.?|tỉnh|q\.|h\.) ?$")
_OTHER_BODY = re.compile(
    r"(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|tòa án|tand|tand|vksnd|viện kiểm sát|công an|tỉnh ủy|"
    r"huyện ủy|thành ủy|quận ủy|sở|ban chỉ đạo|bcđ|địa bàn|trại giam|hội|đảng ủy|chủ tịch|ngân hàng|báo)"
    r"[^,;.:\n]{0,30}$"
)
_COMPARED = re.compile(
    r"(?:chiếm|so với|bình quân|trung bình|cao hơn|thấp hơn|mức|vị thứ|xếp|hạng|đứng|vị trí|so)[^,;.:\n\d]{0,24}$"
)
_OF_ALL = re.compile(r"chiếm[^.;\n]{0,60}(?:của|so với) $")
_RANKED = re.compile(r"(?:thứ|hạng|vị trí|đứng|xếp)[^,;:\n]{0,20}$")
_WHOLE = re.compile(
    r"\b(?:(toàn tỉnh|toàn thành phố|cả tỉnh|toàn ngành|toàn địa bàn|các cơ quan (?:thads|thi hành án dân sự) "
    r"(?:trong|trên địa bàn|hai cấp)|hai cấp|cả (?:\d{1,2}|hai|ba|bốn|năm|sáu|các) cụm|các cụm|toàn đơn vị|toàn cục)|"
    r"(toàn quốc|cả nước|toàn hệ thống|cả hệ thống))\b"
)
_CLUSTER = re.compile(r"\b(?:cụm|khối)(?: thi đua)?(?: số)? (\d{1,2}|i{1,3}|iv|v)\b(?! cụm)")
_NATION = re.compile(
    r"\b(?:toàn quốc|cả nước|tổng cục|bộ tư pháp|hệ thống thi hành án|hệ thống thads|cục quản lý thads|"
    r"63 tỉnh|34 tỉnh|các địa phương|quốc hội)\b"
)
#: A text that names no place and uses none of these speaks of the whole system.
_LOCAL = re.compile(
    r"\b(?:(?:toàn|cả|trong|của|địa bàn|thads|dân sự|ủy|ubnd|hđnd) (?:tỉnh|thành phố|huyện|thị xã|quận|đơn vị)|chi cục|phòng thads|"
    r"toàn địa bàn|cục thads tỉnh)\b"
)


@dataclass(frozen=True, slots=True)
class Place:
    """One name found in the text, not yet decided.

    Attributes:
        codes: units of that name on the day.
        is_branch: written as the name of a district office.
        is_office: some enforcement body is named before it.
        has_kind: written with huyện, quận, tỉnh, …
        is_other: it is part of another body's name or of a comparison.
    """

    start: int
    end: int
    codes: tuple[str, ...]
    is_branch: bool
    is_office: bool
    has_kind: bool
    is_other: bool
    kind: str


def find(folded: Folded, on: date | None) -> list[Place]:
    """Return every name of a province or district in a text, in order."""
    text = folded.text
    hits = []
    for last, (term, codes) in _gazetteer().iter(text):
        start, end = last - len(term) + 1, last + 1
        if whole_words(text, start, end):
            hits.append((start, end, "place", codes))
    places = []
    for start, end, _, codes in longest(hits):
        source = folded.source_span(start, end)
        if not _is_name(folded.source[source[0] : source[1]]):
            continue
        valid = tuple(code for code in codes.split() if on is None or units.get(code).is_valid(on))
        if valid:
            places.append(_place(text, start, end, valid))
    return places


def whole(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return words for the whole in a line: (start, end, ``own`` | ``nation`` | ``cluster:<n>``)."""
    found = []
    for match in _WHOLE.finditer(text, start, end):
        head = max(start, match.start() - 40)
        if (
            not _COMPARED.search(text, head, match.start())
            and not _OF_ALL.search(text, max(start, match.start() - 70), match.start())
            and not _RANKED.search(text, head, match.start())
        ):
            found.append((match.start(), match.end(), "own" if match[1] else "nation"))
    roman = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
    for match in _CLUSTER.finditer(text, start, end):
        number = roman.get(match[1], match[1].lstrip("0"))
        found.append((match.start(), match.end(), f"cluster:{number}"))
    return sorted(found)


def cluster_code(number: str, owner: str, on: date) -> str | None:
    """Return the registered cluster of that number, ``None`` when the owner has none."""
    for name in (f"Cụm {number}", f"Cụm số {number}", f"Cụm thi đua số {number}"):
        for unit in units.find(name, on, level="cluster", parent=owner):
            return unit.code
    return None


def own_unit(folded: Folded, places: list[Place], hint: str) -> str:
    """Return the unit the text is about; ``""`` when nothing tells."""
    text = folded.text
    lead = _lead(text)
    provinces: dict[str, float] = {}
    branches: dict[str, float] = {}
    for place in places:
        weight = 3.0 if place.start < lead else 1.0
        weight += 1.0 if place.is_office else 0.0
        for code in place.codes:
            unit = units.get(code)
            if unit.level == "province" and place.kind not in ("huyện", "quận", "thị xã"):
                provinces[code] = provinces.get(code, 0.0) + weight / len(place.codes)
            elif unit.level == "district" and (place.is_branch or (place.start < lead and place.has_kind)):
                early = place.start < max(lead, len(text) * 0.4)
                branches[code] = branches.get(code, 0.0) + (weight if early else 0.2)
    if hint:
        provinces[hint] = provinces.get(hint, 0.0) + 4.0
    province = max(provinces, key=lambda code: provinces[code], default="")
    branch = _branch(branches, province, places)
    if branch:
        return branch
    nation = sum(3.0 if match.start() < lead else 1.0 for match in _NATION.finditer(text))
    if province and (provinces[province] >= 3.0 or provinces[province] >= nation):
        return province
    if nation or not (province or _LOCAL.search(text)):
        return "VN"
    return province


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


def _lead(text: str) -> int:
    """Return where the headline part ends: the first two lines, at most 400 characters."""
    at = 0
    for _ in range(2):
        line_end = text.find("\n", at)
        if line_end < 0:
            break
        at = line_end + 1
    return min(at or len(text), 400)


def _place(text: str, start: int, end: int, codes: tuple[str, ...]) -> Place:
    head = text[max(0, start - 60) : start]
    kind = _KIND.search(head)
    own_kind = re.match(r"(huyện|quận|thị xã|thành phố|tp\.?|tỉnh) ?", text[start:end])
    name = kind[1] if kind else (own_kind[1] if own_kind else "")
    before = head[: kind.start()] if kind else head
    levels = {units.get(code).level for code in codes}
    if len(levels) > 1 and name:
        wanted = "province" if name == "tỉnh" else "district" if name in ("huyện", "quận", "thị xã") else None
        codes = tuple(code for code in codes if wanted in (None, units.get(code).level)) or codes
    return Place(
        start, end, codes,
        is_branch=_BRANCH.search(head) is not None or _BRANCH.search(before) is not None,
        is_office=_OFFICE.search(head) is not None,
        has_kind=bool(name),
        is_other=_OTHER_BODY.search(head) is not None or _COMPARED.search(head) is not None,
        kind=name,
    )  # fmt: skip


def _is_name(printed: str) -> bool:
    words = [word for word in re.split(r"[\s.\-–]+", printed) if word]
    return all(word[0].isupper() or word[0].isdigit() for word in words[-2:]) if words else False


@cache
def _gazetteer() -> ahocorasick.Automaton:
    names: dict[str, list[str]] = {}
    for unit in units.all_units().values():
        if unit.level not in ("province", "district"):
            continue
        for name in (unit.short_name, unit.name, *unit.aliases):
            if _is_usable(name, unit.short_name):
                names.setdefault(fold(name), []).append(unit.code)
                # Names of the highlands are written with k and with c: Đắk, Đắc.
                variant = re.sub(r"k\b", "c", fold(name))
                joined = re.sub(r"\b(\w) (?=\w)", r"\1", fold(name))
                if joined != fold(name):
                    names.setdefault(joined, []).append(unit.code)
                if variant != fold(name):
                    names.setdefault(variant, []).append(unit.code)
    automaton = ahocorasick.Automaton()
    for name, codes in names.items():
        automaton.add_word(name, (name, " ".join(dict.fromkeys(codes))))
    automaton.make_automaton()
    return automaton


def _is_usable(name: str, short_name: str) -> bool:
    """Keep accented names and numbered quarters; plain spellings and initials collide with words."""
    key = fold(name)
    if any(word in key for word in ("thads", "thi hành án")) or len(key) < 3:
        return False
    if any(char.isdigit() for char in key):
        return len(key) > 2 and not key.isdigit() and key[0] == "q"
    return not key.isascii() or name == short_name or key in ("tp.hcm", "tp hcm", "tphcm", "tp. hcm")
