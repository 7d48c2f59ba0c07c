"""What a cell of a header, or the label of a row, says about the cells under it or beside it.

Belongs here: one cell to its traits, two header rows to one. Does not belong here: rows with figures (`grid`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.narrative.document import Document
from pipelines.narrative.tokens import Token

_SPLIT = re.compile(r"[|\t]")
_ORDINAL = re.compile(r"^\s*(?:stt|tt|số tt|số thứ tự|#|tt\.)?\s*$")
_BARE_YEAR = re.compile(r"\s*(?:năm )?((?:19|20)\d\d)\s*")
_STATED = re.compile(r"\b(?:đơn vị(?: tính)?|đvt|tính bằng)\b")
_STATED_OUTRIGHT = re.compile(r"\b(?:đơn vị tính|đvt|tính bằng)\b|\(đơn vị ?:")
_CASES = re.compile(r"(?:số |phần |về |kết quả )?(?:việc|vụ việc|vụ|án)(?: \(?việc\)?)?")
_CASES_COMPARED = re.compile(r"(?:số |về )?(?:việc|vụ việc) (?:so|tăng|giảm)\b")
_MONEY = re.compile(r"(?:số |phần |về )?tiền\b|giá trị")
_IN_CASES, _IN_MONEY = re.compile(r"\bviệc\b"), re.compile(r"\btiền\b|\bđồng\b|\btỷ\b|\btriệu\b")
_SCALES = (
    ("nghìn tỷ", 10**12), ("tỷ đồng", 10**9), ("tỷ", 10**9), ("triệu đồng", 10**6), ("triệu", 10**6),
    ("nghìn đồng", 10**3), ("1.000 đồng", 10**3), ("1000 đồng", 10**3), ("1.000đ", 10**3), ("1000đ", 10**3),
    ("ngàn đồng", 10**3), ("đồng", 1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trait:
    """What one cell of words says.

    Attributes:
        dim: việc or tiền; concept, theme, unit, period: as in prose; scale: đồng per printed unit.
        counts: it heads a count or an amount, not a comparison or a rank.
    """

    words: str = ""
    dim: str = ""
    concept: str = ""
    theme: str = ""
    unit: str = ""
    period: str = ""
    verb: str = ""
    scale: int = 1
    is_rank: bool = False
    is_rate: bool = False
    is_ordinal: bool = False
    is_year: bool = False

    @property
    def counts(self) -> bool:
        """Return whether bare numbers here are cases or money."""
        return not self.is_rank and not self.verb

    def joined(self, label: Trait) -> Trait:
        """Return what a column and the label of a row say together; the column wins."""
        return replace(
            self,
            dim=self.dim or label.dim,
            concept=self.concept or label.concept,
            theme=self.theme or label.theme,
            scale=self.scale if self.scale != 1 else label.scale,
            is_rate=self.is_rate or (label.is_rate and not self.is_rank and not self.verb),
        )


def cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the cells of a row; bars at its ends close it, they open no cell."""
    spans = []
    at = start
    for match in _SPLIT.finditer(text, start, end):
        spans.append((at, match.start()))
        at = match.end()
    spans.append((at, end))
    if len(spans) > 2 and text[start:end].lstrip()[:1] == "|":
        spans = spans[1:]
        if not text[spans[-1][0] : spans[-1][1]].strip():
            spans = spans[:-1]
    return spans


def printed_scale(text: str) -> int:
    """Return the đồng per printed unit that a heading states ("(đơn vị tính: nghìn đồng)"), 0 when it states none."""
    match = _STATED.search(text)
    if match is None:
        return 0
    return next((value for name, value in _SCALES if name in text[match.start() : match.end() + 30]), 0)


def states_measure(text: str) -> bool:
    """Say whether a heading states what its figures are counted in: "(đơn vị tính: việc)"."""
    return _STATED_OUTRIGHT.search(text) is not None


def is_year(token: Token) -> bool:
    """Say whether a figure is a year."""
    return token.figure is not None and token.figure.digits == 4 and 1990 <= token.figure.value <= 2100


def trait(document: Document, low: int, high: int, tokens: list[Token]) -> Trait:
    """Return what the words of a cell say."""

    def first(kind: str) -> str:
        return next((token.value for token in tokens if token.kind == kind), "")

    words = document.folded.text[low:high].strip(" .-+*\t")
    is_rate = any(mark in words for mark in ("tỷ lệ", "tỉ lệ", "%", "tỷ trọng"))
    over = document.folded.text.find("/", low, high) if is_rate else -1
    concepts = list(
        dict.fromkeys(
            token.value for token in tokens if token.kind == "concept" and (over < 0 or token.start < over)
        )
    )
    year = _BARE_YEAR.fullmatch(words)
    return Trait(
        words=words, dim=_dim(_without_names(document, low, high, tokens), first("dim")), concept=concepts[-1] if concepts else "", theme=first("theme"),
        unit=_unit(document, tokens), period=f"FY{year[1]}" if year else first("time"), verb=first("cmp"),
        scale=next((value for name, value in _SCALES if name in words), 1),
        is_rank=bool(first("rank")), is_rate=is_rate,
        is_ordinal=_ORDINAL.match(words) is not None and bool(words), is_year=year is not None,
    )  # fmt: skip


def _without_names(document: Document, low: int, high: int, tokens: list[Token]) -> str:
    """Return the words of a cell without names of places: Đồng Nai and Lâm Đồng are no money."""
    text, at, kept = document.folded.text, low, []
    for token in tokens:
        if token.kind in ("unit", "place"):
            kept.append(text[at : token.start])
            at = token.end
    return "".join([*kept, text[at:high]]).strip(" .-+*\t")


def _dim(words: str, named: str) -> str:
    if _CASES.fullmatch(words) or _CASES_COMPARED.match(words):
        return "cases"
    if _MONEY.match(words) or "đồng" in words:
        return "money"
    if named:
        return named
    bracket = words[words.rfind("(") :] if words.endswith(")") else ""
    if bracket:
        if _IN_MONEY.search(bracket):
            return "money"
        if _IN_CASES.search(bracket):
            return "cases"
    return ""


def _unit(document: Document, tokens: list[Token]) -> str:
    """Return the unit a label names, as subject or as a bare name of one inside the report's own."""
    for token in tokens:
        if token.kind == "unit" and token.value != "cluster":
            return token.value
        if token.kind == "place" and (code := document.named(token)):
            return code
    return ""


def combined(above: list[Trait], below: list[Trait]) -> list[Trait]:
    """Return one header of two rows: the upper one names groups of columns, the lower one the columns."""
    width = max(len(above), len(below))
    found: list[Trait] = []
    group = Trait()
    for position in range(width):
        upper = above[position] if position < len(above) else Trait()
        lower = below[position] if position < len(below) else Trait()
        group = upper if upper.words else group
        joined = lower.joined(group)
        found.append(
            replace(
                joined, unit=lower.unit or group.unit, period=lower.period or group.period,
                is_ordinal=lower.is_ordinal or (upper.is_ordinal and not lower.words), is_rank=lower.is_rank or group.is_rank,
            )
        )  # fmt: skip
    return found
