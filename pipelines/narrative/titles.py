"""What the head of a text says for all of it: period, year of the targets, field of work, theme.

Belongs here: reading the first lines as a title. Does not belong here: headings further down (`reading`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile, takewhile

from pipelines.narrative.areas import fields
from pipelines.narrative.phrases import expression
from pipelines.narrative.timeline import Timeline
from pipelines.narrative.times import Mention
from pipelines.narrative.tokens import Token

_ASSIGNS, _REPORTS = r"\b<assigning>\b", r"\b<reporting>\b"
_UNDATED = ("now", "always", "index", "origin")
#: Lines of the letterhead and the title, and how long one of them may be.
_HEAD_LINES = 6
_LONGEST = 220
#: A report on one theme alone says so in its head, or is titled as the results of that theme.
_ON_ONE_THEME = re.compile(
    r"\bchuyên đề\b|\bbáo cáo riêng\b|\bbáo cáo chuyên\b|"
    r"\b(?:báo cáo|kết quả|tình hình|công tác|tổng hợp)\b[^.;:]{0,60}\b(?:thi hành|thu hồi|xử lý|giải quyết)\b"
)


def period(
    lines: Sequence[tuple[int, int]], mentions: Mapping[int, list[Mention]], timeline: Timeline
) -> str:
    """Return the period code of the headline, ``""`` when it names none."""
    for start, _ in lines[:4]:
        for mention in mentions[start]:
            if mention.name in _UNDATED or mention.is_base or mention.is_aside:
                continue
            code = timeline.code(mention)
            if code and not timeline.is_ahead(mention, code):
                return code
    return ""


def aim(text: str, lines: Sequence[tuple[int, int]], mentions: Mapping[int, list[Mention]]) -> str:
    """Return the year that a headline sets targets for: "Giao chỉ tiêu, nhiệm vụ năm 2024"."""
    for start, _ in _head(text, lines):
        for mention in mentions[start]:
            if mention.name == "year" and mention.is_aside:
                return f"FY{mention.numbers[-1]}"
    return ""


def assigns(text: str, lines: Sequence[tuple[int, int]], mentions: Mapping[int, list[Mention]]) -> bool:
    """Say whether a headline sets targets for a year and reports nothing: not "Kết quả năm 2022, nhiệm vụ năm 2023"."""
    for start, end in _head(text, lines):
        if any(mention.name == "year" and mention.is_aside for mention in mentions[start]):
            is_result = expression(_REPORTS).search(text, lines[0][0], end) is not None
            return not is_result and expression(_ASSIGNS).search(text, start, end) is not None
    return False


def areas(named: Sequence[Token], lines: Sequence[tuple[int, int]]) -> frozenset[str]:
    """Return the one field of work a headline names, nothing when it names several."""
    if not lines:
        return frozenset()
    _, end = lines[0]
    first = {token.value for token in _within(named, 0, end)} & fields()
    return frozenset(first) if len(first) == 1 else frozenset()


def theme(text: str, terms: Sequence[Token], lines: Sequence[tuple[int, int]]) -> str:
    """Return the theme a whole report is about, ``""`` for one on all of the work.

    The head must say that the report is on one theme, and name no other: "Chuyên đề án tín dụng, ngân hàng",
    "Kết quả thu hồi tài sản trong các vụ án tham nhũng, kinh tế".
    """
    named: set[str] = set()
    says = False
    for start, end in _head(text, lines):
        found = [token for token in _within(terms, start, end) if token.kind == "theme"]
        named |= {token.value for token in found}
        says = says or _says(text[start:end], [token.start - start for token in found])
    return named.pop() if says and len(named) == 1 else ""


def _head(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the lines of letterhead and title: the first ones, up to the first that is long or a sentence."""
    for start, end in lines[:_HEAD_LINES]:
        if end - start > _LONGEST or text[start:end].rstrip().endswith((".", ";")):
            return
        yield start, end


def _within(tokens: Sequence[Token], start: int, end: int) -> Iterator[Token]:
    """Yield the tokens of a span; they stand in order, and a head is short."""
    return dropwhile(lambda token: token.start < start, takewhile(lambda token: token.start < end, tokens))


def _says(head: str, themes: Sequence[int]) -> bool:
    """Say whether a line of the head tells of one theme: by the word for such a report, or as its title."""
    said = _ON_ONE_THEME.search(head)
    return said is not None and (said[0] in ("chuyên đề", "báo cáo riêng", "báo cáo chuyên") or any(
        at >= said.end() for at in themes
    ))  # fmt: skip
