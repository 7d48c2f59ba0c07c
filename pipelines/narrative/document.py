"""A whole text made ready for reading: lines with their tokens, times resolved, the report's own unit.

Belongs here: putting the scanners together. Does not belong here: decisions about figures.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pipelines.narrative import clusters, lexicon, noise, reporter, stream, subjects, times, titles
from pipelines.narrative.areas import Named
from pipelines.narrative.fold import Folded
from pipelines.narrative.noise import Spans
from pipelines.narrative.timeline import Timeline
from pipelines.narrative.tokens import Token
from pipelines.reference import units

_Placed = TypeVar("_Placed", Token, subjects.Place)
#: The day a text without any date is read as of.
_LATEST = date(2025, 6, 30)
_NOTHING_BEHIND = re.compile(r"[^\d,;.]{0,40}(?:[;.)]|$)", re.M)
_CELL = re.compile(r"\s?[|\t]\s?")
#: A number of cases, brought along, stands between the verb and the year it comes from.
_BROUGHT = re.compile(
    r"\b(?:mang|chuyển|gối|dồn|tồn|để lại|kế thừa|nhận lại)\b(?:[^.;:,()]|[.,]\d){4,50}\b(?:việc|án|đồng|hồ sơ) (?:(?:còn )?tồn )?(?:từ|của) $"
)
_NEAR = 70
_SUBJECT_BEHIND = re.compile(
    r"\s*(?:,|:|-|\(|có|đạt|là|thi hành|đã|phải|xong|thụ lý|giải quyết|với|về|cũng|còn|thu|tỷ lệ|dẫn đầu|đứng|xếp|được (?:chia|giao|tổ chức)|gồm|chỉ|vẫn|lại|mới|"
    r"thì|một mình|ít|nhiều|nhận|cao|thấp|lần lượt|tương ứng|hạng|giữ|góp|đóng góp|chiếm|hoàn thành|vượt|tăng|giảm|năm \d{4}|và (?:huyện|quận|thị|thành|tp|chi cục|tỉnh)|\d|=)"
)


@dataclass(slots=True)
class Document:
    """A text with everything the walk needs.

    Attributes:
        own: the unit the text is about, ``""`` when unknown.
        lines: (start, end) of every line that is not blank, folded offsets.
        headline: period code of the headline, ``""`` when it names none; title_period: the same, or that of most figures.
        title_aim: year that a headline names for targets or plans; assigns: it sets targets and reports nothing.
        title_theme: what the whole report is about, ``""`` for all of the work.
    """

    folded: Folded
    published: date | None
    own: str
    timeline: Timeline
    lines: list[tuple[int, int]]
    mentions: dict[int, list[times.Mention]]
    places: list[subjects.Place]
    noise: Spans
    muted: Spans
    terms: list[Token]
    areas: list[Token]
    headline: str
    title_period: str
    title_aim: str
    assigns: bool
    title_areas: frozenset[str]
    title_theme: str
    on: date

    def tokens(self, start: int, end: int) -> list[Token]:
        """Return the merged tokens of a span of one line."""
        text = self.folded.text
        clock = self._clock(start, end)
        names = self._names(start, end)
        taken = sorted((token.start, token.end) for token in [*clock, *names])
        figures = stream.numbers(text, start, end, self.noise, taken)
        words = [token for token in _slice(self.terms, start, end) if token.end <= end]
        dims = stream.dimensions(text, start, end)
        merged = stream.merge([clock, figures, names, words, dims, stream.separators(text, start, end)])
        kept = [token for token in merged if token.kind != "skip"]
        return stream.joined(stream.without_inner_marks(kept), self.muted)

    def named_areas(self, start: int, end: int) -> Named:
        """Return the areas that a span names."""
        return Named((token.start, token.value) for token in _slice(self.areas, start, end))

    def is_row(self, start: int, end: int) -> bool:
        """Say whether a line is a row of a table."""
        parts = _CELL.split(self.folded.text[start:end].strip())
        return len(parts) > 1 and sum(bool(part.strip()) for part in parts) > 1

    def _clock(self, start: int, end: int) -> list[Token]:
        tokens = []
        for mention in self.mentions.get(start, []):
            if not start <= mention.start < end:
                continue
            code = self.timeline.code(mention)
            if mention.name == "index":
                kind = "index"
            elif mention.name == "now":
                kind = "now"
            elif mention.name == "origin" and mention.is_base:
                tokens.append(Token("versus", mention.start, mention.end, f"FY{mention.numbers[-1]}"))
                continue
            elif mention.name in ("origin", "onward") or self._is_brought(mention):
                tokens.append(self._carried(mention))
                continue
            elif mention.is_base:
                kind = "versus"
            elif mention.is_aside or code is None or self.timeline.is_ahead(mention, code):
                kind = "aside_time"
            else:
                kind = "time"
            alt = f"FY{mention.numbers[-1]}" if mention.name == "year" else ""
            tokens.append(Token(kind, mention.start, mention.end, code or "", alt=alt))
        return tokens

    def _is_brought(self, mention: times.Mention) -> bool:
        """Say whether a year is where a number comes from: "mang theo 5.700 việc từ năm 2024"."""
        text = self.folded.text
        return (
            mention.name == "year"
            and _BROUGHT.search(text, max(0, mention.start - _NEAR), mention.start) is not None
        )

    def _carried(self, mention: times.Mention) -> Token:
        """Return the concept of "chuyển sang năm 2013": what comes in, or what goes on to the year after.

        What comes in from a year belongs to the year after it (``alt``).
        """
        year = mention.numbers[-1]
        is_next = mention.name == "onward" and f"FY{year - 1}" in self.timeline.stated_years
        if not is_next or f"FY{year}" == self.title_period[:6]:
            into = "" if mention.name == "onward" else f"FY{year + 1}"
            return Token("concept", mention.start, mention.end, "carried_in", alt=into)
        is_enforceable = self.folded.text.startswith("có điều kiện", mention.start)
        value = "carried_forward_wc" if is_enforceable else "carried_forward"
        return Token("concept", mention.start, mention.end, value)

    def _names(self, start: int, end: int) -> list[Token]:
        text = self.folded.text
        found = []
        for low, high, value in subjects.whole(text, start, end):
            named = value.removeprefix("beside:")
            is_compared = named != value or (value == "nation" and self._compares(low, high, start))
            found.append(Token("place" if is_compared else "unit", low, high, self._whole(named)))
        for place in _slice(self.places, start, end):
            value = self._subject(place)
            found.append(Token("unit" if value else "place", place.start, place.end, value))
        return found

    def _compares(self, start: int, end: int, line_start: int) -> bool:
        """Say whether the nation only closes a comparison: "… bằng 3% của toàn quốc", nothing told of it behind."""
        if self.own in ("VN", ""):
            return False
        text = self.folded.text
        head = re.split(r"[,;.(](?!\d)", text[max(line_start, start - 60) : start])[-1]
        return re.search(r"\d", head) is not None or _NOTHING_BEHIND.match(text, end) is not None

    def _whole(self, value: str) -> str:
        kind, _, number = value.partition(":")
        if kind == "nation":
            return "VN"
        if kind == "unknown":
            return "?"
        if kind == "code":
            return number
        owner = units.owner_of(self.own) if self.own else ""
        if kind == "province":
            return owner if self.own_level in ("cluster", "district", "region") else self.own
        if kind == "own":
            return owner if self.own_level == "cluster" else self.own
        if not number:
            return "cluster"
        if not owner:
            return "?"
        if kind == "region":
            return units.unregistered(owner, "region", int(number))
        return clusters.code_of(number, owner, self.on)

    @property
    def own_level(self) -> str:
        """Return the level of the report's own unit, ``cluster`` for one without registration."""
        if not self.own:
            return ""
        unit = units.all_units().get(self.own)
        return unit.level if unit else "cluster"

    def _subject(self, place: subjects.Place) -> str:
        """Return the code when the name changes the subject, ``""`` when it only occurs."""
        is_object = place.is_object and self.folded.text[place.end : place.end + 1] != ":"
        if self.own in place.codes or is_object:
            return ""
        codes = [code for code in place.codes if self.is_inside(code, place)]
        if not codes and place.is_office:
            codes = [code for code in place.codes if self.own_level and code == units.owner_of(self.own)]
        if len(codes) != 1 or (place.is_other and not place.is_branch):
            return ""
        behind = self.folded.text[place.end : place.end + 14]
        head = self.folded.text[max(0, place.start - 3) : place.start].rstrip(" ")
        opens = head[-1:] in ("", ".", ";", ":", "\n", "-", "+", "*")
        if place.is_branch or opens or _SUBJECT_BEHIND.match(behind):
            return codes[0]
        return ""

    def named(self, token: Token) -> str:
        """Return the unit that a token names, be it a subject or not, ``""`` when it could be several or none."""
        if token.kind == "unit":
            return "" if token.value in ("?", "cluster") else token.value
        place = self.place_at(token.start)
        codes = [code for code in place.codes if self.is_inside(code, place)] if place else []
        return codes[0] if len(codes) == 1 else ""

    def place_at(self, start: int) -> subjects.Place | None:
        """Return the name that starts at an offset."""
        return next(iter(_slice(self.places, start, start + 1)), None)

    def is_inside(self, code: str, place: subjects.Place) -> bool:
        """Say whether a unit can be a subject of this text: below the own unit, or named as an office."""
        unit = units.get(code)
        if unit.level == "district":
            return unit.parent == self.own or place.is_branch or unit.parent == units.owner_of(self.own)
        return self.own == "VN" or not place.is_aside


def _slice(items: list[_Placed], start: int, end: int) -> list[_Placed]:
    """Return the items of an ordered list that start in a span."""
    low = bisect_left(items, start, key=lambda item: item.start)
    return items[low : bisect_left(items, end, lo=low, key=lambda item: item.start)]


def prepare(text: str, published: date | None, unit_code: str) -> Document:
    """Return the document of a text."""
    folded = Folded(text)
    lines = _lines(folded.text)
    mentions = {start: times.find(folded.text, start, end) for start, end in lines}
    timeline = Timeline(list(mentions.values()), published)
    on = published or timeline.latest_day()
    places = subjects.find(folded, on)
    day = on or _LATEST
    muted = noise.muted(folded.text)
    terms = [token for token in lexicon.scan(folded.text) if not muted.covers(token.start)]
    areas = lexicon.scan_areas(folded.text)
    headline = titles.period(lines, mentions, timeline)
    return Document(
        folded=folded,
        published=published,
        own=reporter.own_unit(folded, places, unit_code, day),
        timeline=timeline,
        lines=lines,
        mentions=mentions,
        places=places,
        noise=noise.find(folded.text),
        muted=muted,
        terms=terms,
        areas=areas,
        headline=headline,
        title_period=headline or timeline.main,
        title_aim=titles.aim(folded.text, lines, mentions),
        assigns=titles.assigns(folded.text, lines, mentions),
        title_areas=titles.areas(areas, lines),
        title_theme=titles.theme(folded.text, terms, lines),
        on=day,
    )


def _lines(text: str) -> list[tuple[int, int]]:
    found = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            found.append((at, at + len(line)))
        at += len(line) + 1
    return found
