"""Tables inside a text: a header row gives what the columns measure, the first words of a row its subject.

Belongs here: rows joined by `` | `` or tabs. Does not belong here: official forms (`pipelines.forms`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.narrative.document import Document
from pipelines.narrative.state import Reading, Scene
from pipelines.narrative.stream import Line
from pipelines.narrative.tokens import Token
from pipelines.narrative.walker import Walk

_SPLIT = re.compile(r"[|\t]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: What a cell that names its row does not hold; "quận 1" does.
_FIGURE = re.compile(r"\d{2,}|\d[.,]\d|\d ?%")
_ORDINAL = re.compile(r"^\s*(?:stt|tt|số tt|số thứ tự|#)?\s*$")
_MONEY_SCALE = (("nghìn tỷ", 10**12), ("tỷ đồng", 10**9), ("triệu đồng", 10**6), ("nghìn đồng", 10**3),
                ("1.000 đồng", 10**3), ("1000 đồng", 10**3), ("ngàn đồng", 10**3), ("đồng", 1))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """What a header cell says about its column."""

    dim: str = ""
    concept: str = ""
    theme: str = ""
    is_rank: bool = False
    is_rate: bool = False
    is_label: bool = False
    is_ordinal: bool = False
    verb: str = ""
    base: str = ""
    scale: int = 1
    period: str = ""


def cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the cells of a row."""
    spans = []
    at = start
    for match in _SPLIT.finditer(text, start, end):
        spans.append((at, match.start()))
        at = match.end()
    spans.append((at, end))
    return spans


def header(document: Document, start: int, end: int) -> list[Column] | None:
    """Return the columns when a row is a header: no figures in it."""
    columns: list[Column] = []
    for low, high in cells(document.folded.text, start, end):
        tokens = document.tokens(low, high)
        if any(token.kind == "num" and not _is_year(token) for token in tokens):
            return None
        columns.append(_column(document.folded.text[low:high], tokens, len(columns)))
    return columns if len(columns) > 1 else None


def _is_year(token: Token) -> bool:
    return token.figure is not None and token.figure.digits == 4 and 1990 <= token.figure.value <= 2100


def _column(text: str, tokens: list[Token], position: int) -> Column:
    def first(kind: str) -> str:
        return next((token.value for token in tokens if token.kind == kind), "")

    words = text.strip()
    dim = first("dim")
    if re.fullmatch(r"(?:số )?(?:việc|vụ việc|vụ)(?: \(?việc\)?)?", words):
        dim = "cases"
    if re.match(r"(?:số )?tiền\b|giá trị", words) or "đồng" in words:
        dim = "money"
    scale = next((value for name, value in _MONEY_SCALE if name in words), 1)
    return Column(
        dim=dim, concept=first("concept"), theme=first("theme"),
        is_rank=bool(first("rank")), is_rate="tỷ lệ" in words or "%" in words,
        is_label=position == 0, is_ordinal=_ORDINAL.match(words) is not None,
        verb=first("cmp"), base=first("base"), scale=scale, period=first("time"),
    )  # fmt: skip


def row(
    document: Document, start: int, end: int, columns: list[Column] | None, scene: Scene
) -> list[Reading]:
    """Return the readings of one row of a table."""
    spans = cells(document.folded.text, start, end)
    label_at = _label(document, spans)
    base = _row_scene(document, spans, label_at, scene)
    readings: list[Reading] = []
    counts: dict[str, Reading] = {}
    last: Reading | None = None
    for position, (low, high) in enumerate(spans):
        if position <= label_at:
            continue
        column = columns[position] if columns and position < len(columns) else Column()
        cell = _cell_scene(base, column, counts.get(column.dim, last))
        cell.dim = column.dim or base.dim or _only_dim(columns) or scene.section_dim
        tokens = document.tokens(low, high)
        _apply(tokens, column)
        if column.is_ordinal:
            continue
        line = Line(document.folded.text, low, high, tokens)
        found = Walk(line, cell, document.area_list(start, end)).run(is_cell=True)
        readings += found
        for each in found:
            if each.meaning and each.meaning.kind == "count" and not each.reason:
                last = counts[each.meaning.dim] = each
    return readings


def _label(document: Document, spans: list[tuple[int, int]]) -> int:
    """Return the position of the cell that names the row: the first one with words in it."""
    for position, (low, high) in enumerate(spans[:3]):
        words = _YEAR.sub("", document.folded.text[low:high]).strip(" .-+*")
        if re.search(r"[^\W\d_]{2,}", words) and not _FIGURE.search(words):
            return position
    return 0


def _row_scene(document: Document, spans: list[tuple[int, int]], label_at: int, scene: Scene) -> Scene:
    base = replace(scene, stack=[], last=None, pair=False, dim="", last_dim="", count=None, sentence_dim="")
    low, high = spans[label_at]
    concepts: list[str] = []
    for token in document.tokens(low, high):
        if token.kind == "concept":
            concepts.append(token.value)
        elif token.kind == "theme":
            base.theme = base.section_theme = token.value
        elif token.kind == "unit":
            base.unit = base.block_unit = token.value
        elif token.kind == "rate":
            base.names_rate = True
        elif token.kind == "dim":
            base.dim = token.value
        elif token.kind == "time":
            base.period = token.value
        elif token.kind == "place":
            base.unit = base.block_unit = _row_unit(document, token) or base.unit
    base.is_listing = base.unit != scene.unit
    base.concept = concepts[0] if len(concepts) == 1 else ""
    return base


def _only_dim(columns: list[Column] | None) -> str:
    """Return việc or tiền when the header names only one of them."""
    dims = {column.dim for column in columns or [] if column.dim}
    return dims.pop() if len(dims) == 1 else ""


def _row_unit(document: Document, token: Token) -> str:
    place = document.place_at(token.start)
    codes = [code for code in place.codes if document.is_inside(code, place)] if place else []
    return codes[0] if len(codes) == 1 else ""


def _cell_scene(base: Scene, column: Column, last: Reading | None) -> Scene:
    cell = replace(base, stack=[], last=last)
    cell.concept = base.concept or column.concept
    cell.theme = base.theme or column.theme
    cell.section_theme = cell.theme
    cell.is_listing = base.is_listing or column.is_rate or base.names_rate
    if column.concept and not base.concept:
        cell.last = None
    cell.is_rank = column.is_rank
    cell.period = column.period or base.period
    return cell


def _apply(tokens: list[Token], column: Column) -> None:
    """A bare number in a column takes the column's measure."""
    for token in tokens:
        figure = token.figure
        if figure is None or figure.measure != "bare" or figure.out_of is not None:
            continue
        if column.is_rate:
            figure.measure = "percent"
        elif column.dim == "money":
            figure.measure = "vnd"
            figure.value *= column.scale
        elif column.dim == "cases":
            figure.measure = "cases"
