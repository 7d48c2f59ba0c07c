"""Names of provinces and districts found in a text: one pass over all names, dated.

Belongs here: what a name is and how it is written. Does not belong here: whether it is a subject (`subjects`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import ahocorasick  # type: ignore[import-not-found]

from pipelines.narrative.fold import Folded, fold
from pipelines.narrative.lexicon import longest, whole_words
from pipelines.narrative.noise import Spans
from pipelines.reference import units

_OFFICE = re.compile(
    r"(?:\b(?:chi cục|cục|thads|tha|dân sự|thi hành án|phòng thads|\(thads\)))(?: trưởng)?(?: của| tại| ở| trên)?(?: địa bàn)?"
    r"(?: (?:tỉnh|thành phố|tp\.?|t\.p|huyện|quận|thị xã|tx\.?))? ?$"
)
#: Where something happens, not who reports: "hội nghị tại …", "điểm cầu …".
_WHERE = re.compile(
    r"\b(?:tại|ở|từ|đến|điểm cầu|đoàn)(?: (?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|tx\.?|điểm cầu|trụ sở))* ?$"
)
_SURNAME = re.compile(
    r"\b(?:nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|trương|đinh|đào|cao|lương|tô|đoàn|trịnh|"
    r"lưu|phùng|tạ|thái|chu|châu|kiều|quách)(?: [^\W\d]+)? $"
)
_BRANCH = re.compile(
    r"chi cục(?: trưởng)?(?: thads| tha| thi hành án(?: dân sự)?)?(?: (?:huyện|quận|thị xã|thành phố|tp\.?|tx\.?))? ?$"
)
#: Who is written to does not report.
_ADDRESSED = re.compile(r"^[ \t]*(?:kính gửi|nơi nhận)\b[^\n]*", re.M)
_KIND = re.compile(r"(?:^|[\s(])(huyện|quận|thị xã|tx\.?|thành phố|tp\.?|tỉnh|q\.|h\.) ?$")
#: "thành phố Vinh": only the name is written with capitals.
_KIND_WORDS = re.compile(r"^(?:thành phố|thị xã|huyện|quận|tỉnh)\s+")
_OTHER_BODY = re.compile(
    r"(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|tòa án|tand|tand|vksnd|viện kiểm sát|công an|tỉnh ủy|"
    r"huyện ủy|thành ủy|quận ủy|\bsở (?!hữu)|ban chỉ đạo|bcđ|trại giam|\bhội (?:nông|phụ|luật|cựu|liên|đồng)|đảng ủy|chủ tịch|ngân hàng|"
    r"\bbáo (?!cáo)|hợp nhất|sáp nhập|cơ sở)"
    r"[^,;.:\n]{0,30}$"
)
#: Who is praised or reminded is no subject of what follows.
_OBJECT = re.compile(
    r"\b(?:suy tôn|biểu dương|khen|khen thưởng|tặng|tặng thưởng|nhắc nhở|phê bình|đề nghị|bầu|chọn|kiểm tra|thanh tra)(?: đối với| cho)?"
    r"(?: (?:chi )?cục)?(?: thads| thi hành án dân sự| tha)?(?: (?:huyện|quận|thị xã|thành phố|tp\.?|tx\.?|tỉnh))? ?$"
)
_COMPARED = re.compile(
    r"(?:(?:chiếm|so với|bình quân|trung bình|cao hơn|thấp hơn|mức|so)[^,;.:\n\d]{0,24}|"
    r"(?:vị thứ|xếp|hạng|đứng|vị trí)(?:(?! và )[^,;.:\n\d]){0,24})$"
)


#: Reports of a year go on to be told after their department was merged.
_LATELY = timedelta(days=500)


@dataclass(frozen=True, slots=True)
class Place:
    """One name found in the text, not yet decided.

    Attributes:
        codes: units of that name on the day.
        is_branch: written as the name of a district office.
        is_office: some enforcement body is named before it.
        has_kind: written with huyện, quận, tỉnh, …
        is_other: it is part of another body's name or of a comparison.
        is_aside: it is where something happens, or another body's name.
        is_object: it is who is praised, reminded or inspected.
    """

    start: int
    end: int
    codes: tuple[str, ...]
    is_branch: bool
    is_office: bool
    has_kind: bool
    is_other: bool
    is_aside: bool
    is_object: bool
    kind: str


def find(folded: Folded, on: date | None) -> list[Place]:
    """Return every name of a province or district in a text, in order."""
    text = folded.text
    addressed = Spans([match.span() for match in _ADDRESSED.finditer(text)])
    hits = []
    for last, (term, codes) in _gazetteer().iter(text):
        start, end = last - len(term) + 1, last + 1
        if whole_words(text, start, end):
            hits.append((start, end, "place", codes))
    places = []
    for start, end, _, codes in longest(hits):
        source = folded.source_span(start, end)
        if not _is_name(folded.source[source[0] : source[1]]) or _is_person(folded, start):
            continue
        if addressed.covers(start):
            continue
        valid = _valid(codes.split(), on)
        if valid:
            places.append(_place(text, start, end, valid))
    return places


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
    is_branch = _BRANCH.search(head) is not None or _BRANCH.search(before) is not None
    if len(levels) > 1 and is_branch:
        codes = tuple(code for code in codes if units.get(code).level == "district") or codes
    return Place(
        start, end, codes,
        is_branch=is_branch,
        is_office=_OFFICE.search(head) is not None,
        has_kind=bool(name),
        is_other=_OTHER_BODY.search(head) is not None or _COMPARED.search(head) is not None,
        is_aside=_OTHER_BODY.search(head) is not None or _WHERE.search(head) is not None,
        is_object=_OBJECT.search(head) is not None,
        kind=name,
    )  # fmt: skip


def _valid(codes: list[str], on: date | None) -> tuple[str, ...]:
    """Return the units of a name on a day; of a name that nobody bears any more those that lately did."""
    if on is None:
        return tuple(codes)
    known = [units.get(code) for code in codes]
    now = tuple(unit.code for unit in known if unit.is_valid(on))
    return now or tuple(unit.code for unit in known if unit.is_valid(on - _LATELY))


def _is_person(folded: Folded, start: int) -> bool:
    """Say whether a name stands behind a surname written with a capital: a person called like a province."""
    head = _SURNAME.search(folded.text, max(0, start - 18), start)
    if head is None:
        return False
    source = folded.source_offset(head.start())
    return folded.source[source : source + 1].isupper()


def _is_name(printed: str) -> bool:
    words = [word for word in re.split(r"[\s.\-–]+", _KIND_WORDS.sub("", printed)) if word]
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
