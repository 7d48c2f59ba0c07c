"""Finding figures: Vietnamese notation, scale words, units of measure, qualifiers, number words.

A hand-written scanner over one master expression: each alternative is linear, nothing nests, so a hostile
text cannot make it back-track. Plain notation is `pipelines.numerals`.

Belongs here: characters to `Figure`. Does not belong here: which of them are statistics (`noise`, `resolve`).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from pipelines.narrative.fold import fold
from pipelines.narrative.tables import rows, terms
from pipelines.narrative.tokens import Figure
from pipelines.numerals import parse_decimal, parse_figure
from pipelines.observations import Qualifier

_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2}(?!\d))?(?!\d)|\d+(?:[.,]\d+)?"
_SCALES = {
    "nghìn tỷ": 10**12, "ngàn tỷ": 10**12, "nghìn tỷ đồng": 10**12, "triệu tỷ": 10**15, "tỷ": 10**9,
    "triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3, "trăm": 10**2, "chục": 10,
}  # fmt: skip
_SCALE = r"nghìn tỷ|ngàn tỷ|triệu tỷ|tỷ|triệu|nghìn|ngàn|trăm|chục"
_PART = re.compile(rf"({_NUMBER})(?:\s?({_SCALE})\b)?")
_NEXT_PART = re.compile(rf"(?:,? |,)?({_NUMBER})\s?({_SCALE})\b")
#: "46 nghìn 560 tỷ đồng": the thousands count the tỷ.
_TAIL_OF_THOUSANDS = re.compile(r" (\d{1,3}) ?(tỷ)\b")
_LAST_DONG = re.compile(r",? ?(\d{1,3}) ?(?=đồng\b|đ\b)")
_MONEY = re.compile(r"\s?(?:việt nam )?(?:đồng(?! chí\b| bào\b| phục\b| thời\b| loạt\b| bộ\b)|vnđ|vnd|đ)\b")
_PERCENT = re.compile(r"\s?(?:%|phần trăm\b)")
_POINTS = re.compile(r"\s?điểm (?:phần trăm\b|%)")
_FRACTION = re.compile(rf"\s?/\s?({_NUMBER})(?![\d/])")
#: "402/1.052 tỷ đồng": one scale word for both.
_SHARED_SCALE = re.compile(r"\s?(nghìn tỷ|ngàn tỷ|tỷ|triệu)\b")
_OUT_OF = re.compile(
    r"\d(?: (?:tỷ|triệu|nghìn|ngàn))?(?: ?(?:đồng|đ|việc|vụ việc|vụ|án|người|cán bộ|công chức|cán bộ, công chức|đồng chí|biên chế|đơn|lượt))?"
    r"(?: (?:đã )?(?:thi hành |giải quyết )?xong)?(?: trên(?: tổng số)?| trong(?: tổng)? số| trong| ?/)$"
    r"|\d ?% (?:trong|trên|của)(?: tổng)?(?: số)?$"
)
_QUALIFIERS: tuple[Qualifier, ...] = ("exact", "more_than", "nearly", "about")
#: No statistic has more digits; what is longer is an account or a prank.
_LONGEST = 24
_LARGEST = Decimal(10) ** 19
_LABELLED = re.compile(
    r"\b(?:tổng số|số)(?: lượng)?()(?= )(?: bản án,)?[^,;.()\d\n]{3,60}(?: là| gồm| có)?:? ?$"
)
_WORD_START = re.compile(r"[^\W\d_]")


def scan(text: str, start: int, end: int) -> list[Figure]:
    """Return the figures printed in a folded span, left to right."""
    found: list[Figure] = []
    at = start
    while match := _PART.search(text, at, end):
        if match.start() > start and text[match.start() - 1] in ".," and text[match.start() - 2].isdigit():
            at = match.end()
            continue
        figure = _figure(text, match, end)
        at = max(match.end(), figure.end, figure.out_span[1]) if figure else match.end()
        if figure:
            found.append(figure)
    return found


def _figure(text: str, match: re.Match[str], end: int) -> Figure | None:
    if match.start() and _WORD_START.match(text[match.start() - 1]):
        return None
    value = _plain(match[1], match[2] or "")
    if value is None:
        return None
    scale = _SCALES.get(match[2] or "", 1)
    total, stop = value * scale, match.end()
    if scale == _SCALES["nghìn"] and (part := _TAIL_OF_THOUSANDS.match(text, stop, end)):
        scale = _SCALES[part[2]]
        total, stop = (total + Decimal(part[1])) * scale, part.end()
    while scale > 1 and (part := _NEXT_PART.match(text, stop, end)):
        lower = _SCALES[part[2]]
        piece = _plain(part[1], part[2])
        if lower >= scale or piece is None or piece * lower >= scale:
            break
        total, scale, stop = total + piece * lower, lower, part.end()
    if scale >= 1000 and match[2] and (tail := _LAST_DONG.match(text, stop, end)):
        total, stop = total + Decimal(tail[1]), tail.end(1)
    if total >= _LARGEST:
        return None
    figure = Figure(total, "bare", match.start(), stop, is_scaled=bool(match[2]), digits=len(match[1]))
    _measure(text, figure, end, money_scale="tỷ" in text[match.start() : stop])
    figure.qualifier = _qualifier(text, figure.start)
    return figure


def _plain(printed: str, scale: str) -> Decimal | None:
    if len(printed) > _LONGEST:
        return None
    value = parse_figure(printed)
    if value is None:
        value = parse_decimal(printed)
    if (
        scale
        and printed.count(",") + printed.count(".") == 1
        and scale in ("tỷ", "triệu", "nghìn tỷ", "ngàn tỷ")
        and "," in printed
    ):
        # With a scale word behind it a single comma is the decimal sign: "1,125 tỷ".
        value = parse_decimal(printed)
    return value


def _measure(text: str, figure: Figure, end: int, *, money_scale: bool) -> None:
    if not figure.is_scaled and (match := _FRACTION.match(text, figure.end, end)):
        out_of = parse_figure(match[1])
        if out_of is not None:
            figure.out_of, figure.out_span = out_of, match.span(1)
    behind = figure.out_span[1] or figure.end
    if figure.out_of is not None and (match := _SHARED_SCALE.match(text, behind, end)):
        scale = _SCALES[match[1]]
        figure.value, figure.out_of, behind = figure.value * scale, figure.out_of * scale, match.end()
        figure.out_span, money_scale = (figure.out_span[0], behind), scale >= _SCALES["tỷ"]
    if match := _POINTS.match(text, behind, end):
        figure.measure = "pp"
    elif match := _PERCENT.match(text, behind, end):
        figure.measure = "percent"
        _as_rate(text, figure)
    elif match := _MONEY.match(text, behind, end):
        figure.measure = "vnd"
    elif noun := _noun(text, behind, end):
        figure.measure, figure.noun = noun
    elif money_scale:
        figure.measure = "vnd"


def _as_rate(text: str, figure: Figure) -> None:
    """A percentage has no thousands: ``5.625%`` is 5,625."""
    printed = text[figure.start : figure.end]
    if not figure.is_scaled and (value := parse_decimal(printed)) is not None:
        figure.value = value


def _noun(text: str, at: int, end: int) -> tuple[str, str] | None:
    if at < end and text[at] == " ":
        at += 1
    match = _noun_expression().match(text, at, end)
    return (_nouns()[match[0]], match[0]) if match else None


@cache
def _nouns() -> dict[str, str]:
    return {fold(noun): row["class"] for row in rows("nouns") for noun in terms(row["nouns"])}


@cache
def _noun_expression() -> re.Pattern[str]:
    """Return what matches the longest noun at a place, whole words only."""
    nouns = sorted(_nouns(), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, nouns))})(?![^\W_])")


@cache
def _qualifier_words() -> tuple[tuple[str, Qualifier], ...]:
    words = {row["qualifier"]: terms(row["words"]) for row in rows("qualifiers")}
    pairs = [(fold(word), qualifier) for qualifier in _QUALIFIERS for word in words[qualifier]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _qualifier_ends() -> tuple[str, ...]:
    return tuple(word for word, _ in _qualifier_words())


def _qualifier(text: str, start: int) -> Qualifier:
    head = text[max(0, start - 36) : start].rstrip(" (")
    if not head.endswith(_qualifier_ends()) or _OUT_OF.search(head):
        return "exact"
    for word, qualifier in _qualifier_words():
        if head.endswith(word) and not head[: -len(word)][-1:].isalpha():
            return qualifier
    return "exact"


def worded(text: str, start: int, end: int, limit: int, value: int) -> Figure:
    """Return the figure of a number written in words, with what it counts and its "hơn" or "gần"."""
    figure = Figure(Decimal(value), "bare", start, end)
    if _MONEY.match(text, end, limit):
        figure.measure = "vnd"
    elif noun := _noun(text, end, limit):
        figure.measure, figure.noun = noun
    figure.qualifier = _qualifier(text, start)
    return figure


def noun_before(text: str, start: int, at: int) -> tuple[str, str] | None:
    """Return the (class, noun) that the label of a bare number counts: "tổng số bản án đang theo dõi là 54"."""
    head = _LABELLED.search(text, max(start, at - 70), at)
    return _noun(text, head.end(1), at) if head else None


def scale_of(text: str, figure: Figure) -> int:
    """Return the largest scale word printed in a figure: "45 tỷ 300 triệu" → a thousand million, 1 without any."""
    printed = text[figure.start : figure.end]
    return max((scale for word, scale in _SCALES.items() if word in printed), default=1)


ZERO = Decimal(0)


def is_out_of(text: str, start: int) -> bool:
    """Say whether a figure is the whole that the one before is a part of ("430 tỷ trên 1.150 tỷ")."""
    return _OUT_OF.search(text[max(0, start - 36) : start].rstrip(" (")) is not None


def noun_class(noun: str) -> str:
    """Return the class of a counted noun, ``bare`` when it is none."""
    return _nouns().get(noun, "bare")
