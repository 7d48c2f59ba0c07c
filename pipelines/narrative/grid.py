"""Tables inside a text: header rows give what the columns measure, the first words of a row its subject.

Belongs here: rows joined by `` | `` or tabs. Does not belong here: official forms (`pipelines.forms`), what a
cell of a header says (`headers`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace

from pipelines.narrative.document import Document
from pipelines.narrative.headers import Trait, cells, combined, is_year, trait
from pipelines.narrative.line import Line
from pipelines.narrative.state import Reading, Scene
from pipelines.narrative.tokens import Token
from pipelines.narrative.walker import Walk

_RULE = re.compile(r"[\s|:+=\-\t]*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: What a cell that names its row does not hold; "quận 1" and "(1.000 đồng)" do.
_FIGURE = re.compile(r"(?<!\()\b\d{2,}|\d[.,]\d(?!\d\d đồng)|\d ?%")
_BRACKETS = re.compile(r"[()]")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(slots=True)
class Table:
    """The columns of the table being read; empty between tables."""

    columns: list[Trait] = field(default_factory=list)
    has_rows: bool = False


def read_row(document: Document, start: int, end: int, table: Table, scene: Scene) -> list[Reading]:
    """Return the readings of one row; a header row changes the table and has none."""
    if _RULE.fullmatch(document.folded.text, start, end):
        return []
    found = _header(document, start, end)
    if found is not None:
        table.columns = found if table.has_rows or not table.columns else combined(table.columns, found)
        table.has_rows = False
        return []
    table.has_rows = True
    readings = _row(document, start, end, table.columns, scene)
    _remember_dim(scene, readings)
    return readings


def _remember_dim(scene: Scene, readings: list[Reading]) -> None:
    """A table of việc only, or tiền only, tells what the prose around it counts."""
    dims = {each.meaning.dim for each in readings if each.meaning and each.meaning.kind == "count"}
    if dims:
        known = {scene.table_dim} - {""}
        scene.table_dim = dims.pop() if len(dims | known) == 1 else "both"


def _header(document: Document, start: int, end: int) -> list[Trait] | None:
    """Return the columns when a row is a header: no figures in it but years and units of measure."""
    columns: list[Trait] = []
    for low, high in _with_label(document.folded.text, cells(document.folded.text, start, end)):
        tokens = document.tokens(low, high)
        text = document.folded.text[low:high]
        numbers = [token.start - low for token in tokens if token.kind == "num" and not is_year(token)]
        if numbers and not _in_brackets(text, numbers):
            return None
        columns.append(trait(document, low, high, tokens))
    is_all_years = all(column.is_year or not column.words for column in columns)
    return (
        columns
        if len(columns) > 1 and (not is_all_years or any(column.words for column in columns))
        else None
    )


def _with_label(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Part a title from the first column: "Kết quả từng đơn vị (tỷ lệ việc | tỷ lệ tiền):"."""
    low, high = spans[0]
    opens = text.find("(", low, high)
    if opens < 0 or ")" in text[opens:high] or ")" not in text[spans[-1][0] : spans[-1][1]]:
        return spans
    return [(low, opens), (opens + 1, high), *spans[1:]]


def _in_brackets(text: str, numbers: list[int]) -> bool:
    """Say whether numbers stand in the brackets of a unit of measure: "Tiền (1.000 đồng)"."""
    marks = [match.start() for match in _BRACKETS.finditer(text)]
    if text.rfind("đồng") < numbers[-1]:
        return False
    before = [bisect_left(marks, number) - 1 for number in numbers]
    return all(at >= 0 and text[marks[at]] == "(" for at in before)


def _row(document: Document, start: int, end: int, columns: list[Trait], scene: Scene) -> list[Reading]:
    spans = cells(document.folded.text, start, end)
    label_at = _label(document, spans)
    low, high = spans[label_at]
    label = trait(document, low, high, document.tokens(low, high))
    base = _row_scene(label, scene)
    readings: list[Reading] = []
    areas, only_dim = document.named_areas(start, end), _only_dim(columns)
    counts: dict[str, Reading] = {}
    last: Reading | None = None
    for position, (low, high) in enumerate(spans):
        column = columns[position] if position < len(columns) else Trait()
        if position <= label_at or column.is_ordinal:
            continue
        both = column.joined(label)
        cell = _cell_scene(base, column, both, counts.get(both.dim, last))
        cell.dim = both.dim or only_dim or scene.section_dim
        tokens = document.tokens(low, high)
        _measure(tokens, both, cell.dim, scene.scale)
        line = Line(document.folded.text, low, high, tokens)
        found = Walk(line, cell, areas).run(is_cell=True)
        readings += found
        for each in found:
            if each.meaning and each.meaning.kind == "count" and not each.reason:
                last = counts[each.meaning.dim] = each
    return readings


def _label(document: Document, spans: list[tuple[int, int]]) -> int:
    """Return the position of the cell that names the row: the first one with words in it, or with a year alone."""
    for position, (low, high) in enumerate(spans[:3]):
        printed = document.folded.text[low:high]
        words = _YEAR.sub("", printed).strip(" .-+*")
        if _WORD.search(words) and not _FIGURE.search(words):
            return position
        if not words and printed.strip():
            return position
    return 0


def _row_scene(label: Trait, scene: Scene) -> Scene:
    base = replace(scene, stack=[], last=None, pair=False, dim="", last_dim="", count=None, sentence_dim="")
    base.unit = base.block_unit = label.unit or base.unit
    if label.theme:
        base.theme = base.section_theme = label.theme
    base.names_rate = label.is_rate
    base.period = label.period or base.period
    base.is_listing = base.unit != scene.unit
    base.concept = label.concept
    return base


def _only_dim(columns: list[Trait]) -> str:
    """Return việc or tiền when the header names only one of them."""
    dims = {column.dim for column in columns if column.dim}
    return dims.pop() if len(dims) == 1 else ""


def _cell_scene(base: Scene, column: Trait, both: Trait, last: Reading | None) -> Scene:
    cell = replace(base, stack=[], last=last)
    cell.concept = base.concept or column.concept
    cell.theme = base.theme or column.theme
    cell.section_theme = cell.paragraph_theme = cell.theme
    cell.is_listing = base.is_listing or both.is_rate
    cell.names_rate, cell.is_rate_row = both.is_rate, base.names_rate
    if column.concept and not base.concept:
        cell.last = None
    cell.is_rank = column.is_rank
    cell.period = column.period or base.period
    cell.unit = column.unit or base.unit
    return cell


def _measure(tokens: list[Token], both: Trait, dim: str, scale: int) -> None:
    """A bare number in a column takes the measure of its column or row; "tăng 25" below "Tăng, giảm" is a count too."""
    moves = not both.is_rank and any(token.kind == "cmp" for token in tokens)
    for token in tokens:
        figure = token.figure
        if figure is None or figure.measure != "bare" or figure.out_of is not None:
            continue
        if both.is_rate:
            figure.measure = "percent"
            printed_value(token)
        elif dim == "money" and (both.counts or moves):
            figure.measure = "vnd"
            figure.value *= both.scale if both.scale != 1 else scale or 1
        elif dim == "cases" and (both.counts or moves):
            figure.measure = "cases"


def printed_value(token: Token) -> None:
    """A rate has no thousands; nothing to do where the scanner has seen none."""
    figure = token.figure
    if figure is not None and figure.value > 1000 and not figure.is_scaled:
        figure.value /= 1000
