"""The tokens of one line in reading order.

Belongs here: finding figures, separators and dims of a line, and merging them with terms, times and places.
Does not belong here: looking left and right from a figure (`line`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from pipelines.narrative import figures, wording
from pipelines.narrative.abbreviations import ends_sentence
from pipelines.narrative.noise import Spans
from pipelines.narrative.phrases import expression
from pipelines.narrative.tokens import PLACE, Figure, Token

_SEPARATOR = re.compile(
    r"[;:()=→,]|[.!?](?=\s|$|\))|(?<=\))\.|->| - | \+ |\b(?:và|với|nhưng|song|còn|trong đó|tức là|tức|tương đương|tương ứng|"
    r"lần lượt là|lần lượt|riêng|đồng thời|bao gồm|gồm)\b"
)
_NAMES = {
    ";": "semi", ":": "colon", "(": "open", ")": "close", "=": "equals", ",": "comma", "→": "comma", "->": "comma",
    " - ": "dash", "và": "and", "với": "and", " + ": "and", "tức": "that_is", "tức là": "that_is", "tương đương": "that_is",
    "tương ứng": "and", "trong đó": "among_them", "gồm": "among_them", "bao gồm": "among_them", "lần lượt là": "respectively",
    "lần lượt": "respectively", "riêng": "aside", "đồng thời": "comma", "nhưng": "but", "song": "but", "còn": "but",
}  # fmt: skip
_DIMENSION = re.compile(
    r"(?:(?<=^)|(?<=[\s(/:\-|]))(việc|vụ việc|tiền|án)(?=\s?(?::|-|/|\)|\(|\||\t|=|,? ?(?:\d|đạt|tăng|giảm|hơn|gần|trên|cao hơn|"
    r"thấp hơn|vượt|thiếu|hụt|kém|tụt|là|chỉ|lại|được|có|thì|bằng|nhích|còn|chiếm|khoảng|xấp xỉ)\b| ?$|\s\d))",
    re.M,
)
_COUNTED = re.compile(
    r"(?:\d|tỷ|triệu|nghìn|ngàn|trăm|số|làm|công|sự|vụ|bản|hồ sơ|toàn bộ|cả|về|theo|phần|bằng|của|những|các|nhiều|mỗi|từng|hành) ?$"
)
_TO = re.compile(r" ?(?:đến|-|tới|đến dưới|đến hết) ?(?:dưới )?")
_ORDINALS = {
    "nhất": 1, "nhì": 2, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
#: Things that a single word counts ("bảy Chi cục"); longer numbers count anything.
_WORDED_CLASSES = (
    "units", "people", "judgments", "meetings", "coercions", "documents", "clusters", "delegations", "petitions", "cases",
)  # fmt: skip
_NEVER_WORDED = ("bare", "points", "times", "ignored", "percent")
_ORDINAL = re.compile(
    r"(?:xếp|đứng)(?: ở)?(?: vị trí)? (?:thứ|hạng) (nhất|nhì|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)\b"
)
#: "tại Cụm 2, huyện A dẫn đầu;", "Ở Cụm 2, dẫn đầu là huyện A": the first of its cluster.
_ENDS = r"\s*(?:[;.)]|$)| là |, (?!đạt|với|tỷ lệ|thi hành|xong|về|\d)"
_OF_CLUSTER = r" (?:cụm|khối)(?: thi đua)?(?: số)? (?:\d{1,2}|[ivx]{1,3})\b"
_FOREMOST = rf"\b<foremost>(?:\b(?={_ENDS})|{_OF_CLUSTER}\b(?! về| trong))"
_IN_CLUSTER = re.compile(r"\b(?:cụm|khối thi đua)\b[^.;]*$")
_CLUSTER_BEHIND = re.compile(_OF_CLUSTER)
_CLAUSE = 120
_ZERO = re.compile(
    r"\b(không có|không phát sinh|chưa phát sinh|không còn|chưa có)\b(?= (?:vụ|việc|bản án|trường hợp|đơn|quyết định|"
    r"yêu cầu|vụ việc|án|đoàn|cuộc)[^;.:\n]{0,40}?(?:\bnào\b|phát sinh))|"
    r"\b(không phát sinh|chưa phát sinh|không tiếp)\b(?= (?:vụ việc|bản án|trường hợp|đơn|đoàn|lượt)\b)"
)
_ZERO_NOUN = re.compile(
    r"\s(bản án, quyết định|bản án|vụ việc|việc|vụ|trường hợp|đơn thư|đơn|quyết định|cuộc|đoàn đông người|đoàn|lượt)\b"
)


def separators(text: str, start: int, end: int) -> list[Token]:
    """Return punctuation and joining words of a line."""
    tokens = []
    for match in _SEPARATOR.finditer(text, start, end):
        word = match[0]
        if word == "." and not ends_sentence(text, match.start(), start):
            continue
        if (
            word == ","
            and text[match.start() - 1].isdigit()
            and text[match.end() : match.end() + 1].isdigit()
        ):
            continue
        tokens.append(Token(_NAMES.get(word, "stop"), match.start(), match.end(), word))
    return tokens


def dimensions(text: str, start: int, end: int) -> list[Token]:
    """Return "việc" and "tiền" that head a figure instead of being counted ("việc 91,3%", "tiền tăng 5%")."""
    found = []
    for match in _DIMENSION.finditer(text, start, end):
        if not _COUNTED.search(text, max(start, match.start() - 12), match.start()):
            value = "money" if match[1] == "tiền" else "cases"
            found.append(Token("dim", match.start(1), match.end(1), value))
    return found


def numbers(text: str, start: int, end: int, noise: Spans, taken: Sequence[tuple[int, int]]) -> list[Token]:
    """Return the figures of a line that are neither noise nor part of a wording of time or a name."""
    tokens = []
    starts = [low for low, _ in taken]
    for figure in figures.scan(text, start, end):
        index = bisect_left(starts, figure.start + 1) - 1
        if index >= 0 and figure.start < taken[index][1]:
            continue
        if figure.out_of is not None and figure.measure == "ignored":
            figure.measure = "bare"
        if noise.covers(figure.start) or figure.measure == "ignored":
            continue
        tokens.append(Token("num", figure.start, max(figure.end, figure.out_span[1]), figure.measure, figure))
    tokens = _bands(text, tokens)
    worded = [token for token in _worded(text, start, end) if not _is_taken(taken, starts, token)]
    return sorted(tokens + _zeros(text, start, end) + worded, key=lambda token: token.start)


def _is_taken(taken: Sequence[tuple[int, int]], starts: list[int], token: Token) -> bool:
    index = bisect_left(starts, token.start + 1) - 1
    return index >= 0 and token.start < taken[index][1]


def _bands(text: str, tokens: list[Token]) -> list[Token]:
    """A span of sizes ("từ 500 đến 5.000 việc") names a group; its ends are no figures."""
    kept: list[Token] = []
    for token in tokens:
        last = kept[-1] if kept else None
        if (
            last is not None and last.figure is not None and token.figure is not None
            and last.figure.measure == "bare" and token.figure.measure not in ("bare", "vnd")
            and _TO.fullmatch(text, last.end, token.start)
        ):  # fmt: skip
            kept[-1] = Token("band", last.start, token.end, f"{last.figure.value}_{token.figure.value}")
        else:
            kept.append(token)
    return kept


def _worded(text: str, start: int, end: int) -> list[Token]:
    """Small numbers in words before a counted thing ("bảy Chi cục"), and ordinals ("xếp thứ nhất")."""
    found = []
    for low, high, value, words in wording.find(text, start, end):
        figure = figures.worded(text, low, high, end, value)
        if figure.measure in (_WORDED_CLASSES if words == 1 and value > 1 else ()) or (
            words > 1 and figure.measure not in _NEVER_WORDED
        ):
            found.append(Token("num", low, high, figure.measure, figure))
    for match in _ORDINAL.finditer(text, start, end):
        figure = Figure(Decimal(_ORDINALS[match[1]]), "bare", match.start(1), match.end(1))
        found.append(Token("num", match.start(1), match.end(1), "bare", figure))
    for match in expression(_FOREMOST).finditer(text, start, end):
        is_in_cluster = _IN_CLUSTER.search(text, max(start, match.start() - _CLAUSE), match.start())
        if is_in_cluster or _CLUSTER_BEHIND.search(match[0]):
            figure = Figure(Decimal(1), "bare", match.start(), match.end(), noun=PLACE)
            found.append(Token("num", match.start(), match.end(), "bare", figure))
    return found


_NONE_DONE = re.compile(
    r"\b(không|chưa)(?= (?:thi hành |giải quyết |làm )?xong(?: được)? (vụ việc|việc|vụ|án) nào\b)"
)


def _zeros(text: str, start: int, end: int) -> list[Token]:
    """A nought in words: "không có … nào"."""
    found = []
    for match in _ZERO.finditer(text, start, end):
        noun = _ZERO_NOUN.match(text, match.end())
        if noun:
            measure = figures.noun_class(noun[1])
            figure = Figure(figures.ZERO, measure, match.start(), match.end(), noun=noun[1], digits=0)
            found.append(Token("num", match.start(), match.end(), measure, figure))
    for match in _NONE_DONE.finditer(text, start, end):
        figure = Figure(figures.ZERO, "cases", match.start(), match.end(), noun=match[2], digits=0)
        found.append(Token("num", match.start(), match.end(), "cases", figure))
    return found


def merge(layers: Sequence[Sequence[Token]]) -> list[Token]:
    """Merge layers of tokens; an earlier layer wins where two overlap."""
    kept: list[Token] = []
    busy: list[tuple[int, int]] = []
    for layer in layers:
        free = []
        starts = [low for low, _ in busy]
        for token in layer:
            index = bisect_left(starts, token.end) - 1
            if index < 0 or busy[index][1] <= token.start:
                free.append(token)
        kept += free
        busy = sorted(busy + [(token.start, token.end) for token in free])
    return sorted(kept, key=lambda token: token.start)


def without_inner_marks(tokens: list[Token]) -> list[Token]:
    """Drop the marks inside of a counted noun: "tỉnh, thành phố" is one thing."""
    kept: list[Token] = []
    reach = -1
    for token in tokens:
        if token.kind in ("comma", "and") and token.start < reach:
            continue
        if token.figure is not None and "," in token.figure.noun:
            reach = token.end + 1 + len(token.figure.noun)
        kept.append(token)
    return kept


def joined(tokens: list[Token], muted: Spans) -> list[Token]:
    """Make one term of two that only a mark, or a bracket of what is left out, parts: "hoãn (trừ …), tạm đình chỉ"."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "concept" and token.value == "postponed":
            beside = at + 1
            while beside < len(tokens) and (
                tokens[beside].kind in ("comma", "and")
                or muted.covers(tokens[beside].start)
                or muted.covers(tokens[beside].start - 1)
            ):
                beside += 1
            if (
                beside < len(tokens)
                and tokens[beside].kind == "concept"
                and tokens[beside].value == "suspended"
            ):
                token = Token("concept", token.start, tokens[beside].end, "postponed_suspended")
                at = beside
        kept.append(token)
        at += 1
    return kept
