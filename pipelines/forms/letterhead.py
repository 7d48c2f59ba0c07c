"""What stands above and below a form's table: number, title, circular, unit, period, unit of money, date.

Belongs here: reading these lines of one block of cells. Does not belong here: cutting a sheet into blocks
(`blocks`), what the lines imply (`recognition`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from pipelines.forms.block import Block
from pipelines.forms.codes import code_of
from pipelines.forms.lines import Line, lines_of
from pipelines.forms.period_text import (
    is_partial,
    period_of_dates,
    period_of_words,
    period_until,
    signed_on,
)
from pipelines.forms.reporter_lines import reporter_of
from pipelines.forms.words import circulars_of, money_scale, normal, starts_with, words
from pipelines.reference.names import fold
from pipelines.reference.periods import Period

_LABELS = ("label_code", "label_unit", "label_recipient", "label_money", "label_period")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the lines around a table say; empty strings and ``None`` for what is not said.

    Attributes:
        code: form number in canonical spelling (``04/TK-THA``).
        text: all lines above the table, folded into one comparison key, by rows and again by columns, for titles.
        circulars: numbers of legal instruments, e.g. ``06/2019/TT-BTP``.
        unit_name: who reports, as printed, and the cell it stands in.
        periods: every period the lines name, in the order of trust.
        partial: the line whose span is no cumulative period, when no other line names one by its days.
        money: the unit of money as printed and its scale, when a line states one.
    """

    code: str
    code_address: str
    text: str
    circulars: tuple[str, ...]
    unit_name: str
    unit_address: str
    periods: tuple[Period, ...]
    partial: str
    money: str
    scale: int | None
    signed: date | None
    is_synthetic: bool
    is_continued: bool


def read_letterhead(block: Block, table_row: int) -> Letterhead:
    """Read the lines above ``table_row`` of one block (and the date of signature below it)."""
    lines = list(lines_of(block.between(block.first_row, table_row - 1)))
    code, code_address = next(
        ((code, line.address) for line in lines if (code := code_of(line.text))), ("", "")
    )
    recipients = {line.text for line in _labelled(lines, "label_recipient")}
    unit_name, unit_address = reporter_of(lines, _labelled(lines, "label_unit"), recipients)
    money, scale = _money(lines)
    by_column = sorted(lines, key=lambda line: (line.column, line.row))
    partial = _partial(lines)
    text = " | ".join(normal(" ".join(line.text for line in each)) for each in (lines, by_column))
    return Letterhead(
        code=code,
        code_address=code_address,
        text=text,
        circulars=circulars_of("\n".join(line.text for line in lines)),
        unit_name=unit_name,
        unit_address=unit_address,
        periods=() if partial else _periods(lines),
        partial=partial,
        money=money,
        scale=scale,
        signed=_signed(block, table_row),
        is_synthetic=any(fold(word) in fold(line.text) for line in lines for word in words("synthetic")),
        is_continued=any(is_continued(line.text) for line in lines),
    )


def is_continued(text: str) -> bool:
    """Say whether a line says that it goes on from the page before: «(tiếp theo)»."""
    inner = re.search(r"\(([^()]*)\)\s*$", text)
    keys = {normal(text), normal(inner[1]) if inner else ""}
    return bool(keys & {normal(word) for word in words("continued")})


@cache
def _label_words() -> tuple[tuple[str, str], ...]:
    """Return (key, use) of every label, longest first: «đơn vị tính» before «đơn vị»."""
    found = [(normal(word), use) for use in _LABELS for word in words(use)]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=1 << 14)
def label_of(text: str) -> tuple[str, str]:
    """Return (use, value) of a line «label: value»; a value without colon only behind a known label."""
    head, colon, value = text.lstrip("(-– ").partition(":")
    key = normal(head)
    for label, use in _label_words():
        if key == label or (key.startswith(label + " ") and (colon or _may_lack_colon(use, label))):
            if colon and key == label:
                return use, value.strip(" .…)")
            count = len(label.split())
            rest = " ".join(head.split()[count:]) if not colon else value
            return use, rest.strip(" .…)")
    return "", ""


def _may_lack_colon(use: str, label: str) -> bool:
    """«Đơn vị báo cáo Cục …» is a label; «Đơn vị Cục …» may be a sentence."""
    return use in ("label_money", "label_period") or label.count(" ") > 1


def _labelled(lines: list[Line], use: str) -> Iterator[Line]:
    """Yield the values of lines such as «Đơn vị báo cáo: …», also when they stand in the next cells or line."""
    for index, line in enumerate(lines):
        found, value = label_of(line.text)
        if found == use:
            yield Line(line.row, line.column, value) if value else _next_value(lines, index)


def _next_value(lines: list[Line], index: int) -> Line:
    line = lines[index]
    beside: list[Line] = []
    for other in lines[index + 1 :]:
        if other.row != line.row or label_of(other.text)[0]:
            break
        beside.append(other)
    if beside:
        return Line(line.row, beside[0].column, " ".join(other.text for other in beside))
    below = (
        o
        for o in lines[index + 1 :]
        if o.row == line.row + 1 or (o.row == line.row and o.column == line.column)
    )
    near = sorted((o for o in below if ":" not in o.text), key=lambda other: abs(other.column - line.column))
    return near[0] if near else Line(line.row, line.column, "")


def _money(lines: list[Line]) -> tuple[str, int | None]:
    for line in (*_labelled(lines, "label_money"), *_labelled(lines, "label_unit")):
        text = line.text.strip("() ")
        for part in (text, *re.split(r"[;,/]| và |-", text)):
            scale = money_scale(part)
            if scale is not None:
                return text, scale
    return "", None


def _periods(lines: list[Line]) -> tuple[Period, ...]:
    """Return the named periods: exact dates first, then the «Kỳ báo cáo» line, then any other line."""
    is_legal = starts_with("circular")
    free = [
        line.text for line in lines if not is_legal.match(normal(line.text)) and not circulars_of(line.text)
    ]
    labelled = [line.text for line in _labelled(lines, "label_period")]
    rows = [
        " ".join(line.text for line in lines if line.row == row)
        for row in dict.fromkeys(o.row for o in lines)
    ]
    undated = [text for text in free if signed_on(text) is None or period_of_dates(text)]
    readings: list[tuple[list[str], Callable[[str], Period | None]]] = [
        (free, period_of_dates),
        (labelled, period_of_words),
    ]
    found = _found(readings)
    fallbacks: list[tuple[list[str], Callable[[str], Period | None]]] = [
        (rows, period_of_dates),
        (undated, period_of_words),
        (undated, period_until),
        ([row for row in rows if signed_on(row) is None], period_of_words),
    ]
    for fallback in fallbacks:
        found = found or _found([fallback])
    return tuple({period.code: period for period in found}.values())


def _partial(lines: list[Line]) -> str:
    """Return the line that tells a span other than from the year's first day, unless another tells such a one."""
    texts = [line.text for line in lines]
    if any(map(period_of_dates, texts)):
        return ""
    return next((text for text in texts if is_partial(text)), "")


def _found(readings: list[tuple[list[str], Callable[[str], Period | None]]]) -> list[Period]:
    return [period for texts, read in readings for period in map(read, texts) if period]


def _signed(block: Block, table_row: int) -> date | None:
    after = Block(tuple(cell for cell in block.texts if cell.row > table_row and "ngày" in cell.text.lower()))
    days = [signed_on(line.text) for line in lines_of(after)]
    return next((day for day in reversed(days) if day), None)
