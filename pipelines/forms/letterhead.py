"""What stands above and below a form's table: number, title, circular, unit, period, unit of money, date.

Belongs here: finding these lines in a block of cells. Does not belong here: what they imply (`recognition`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.forms.block import Block
from pipelines.forms.period_text import period_of_dates, period_of_words, signed_on
from pipelines.forms.unit_names import level_of
from pipelines.forms.words import circulars_of, money_scale, normal, starts_with, words
from pipelines.readers.model import cell_address
from pipelines.reference.names import fold
from pipelines.reference.periods import Period

#: A form's number, as printed: «04/TK-THA», «Biểu số 04 /TK – THA», «01/TKLN-THADS».
CODE = re.compile(r"\b(\d{1,2})\s*/\s*(TK(?:LN)?)\s*[-–—]\s*(THA(?:DS)?)\b", re.IGNORECASE)
_LETTERHEAD_ROWS = 30
_TABLE_CELLS = 5
_CODE_LINE = 70


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one cell."""

    row: int
    column: int
    text: str

    @property
    def address(self) -> str:
        """The cell's address."""
        return cell_address(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the lines around a table say; empty strings and ``None`` for what is not said.

    Attributes:
        code: form number in canonical spelling (``04/TK-THA``).
        text: all lines above the table, folded into one comparison key, for titles.
        circulars: numbers of legal instruments, e.g. ``06/2019/TT-BTP``.
        unit_name: who reports, as printed, and the cell it stands in.
        periods: every period the lines name, in the order of trust.
        money: the unit of money as printed and its scale, when a line states one.
    """

    code: str
    code_address: str
    text: str
    circulars: tuple[str, ...]
    unit_name: str
    unit_address: str
    periods: tuple[Period, ...]
    money: str
    scale: int | None
    signed: date | None
    is_synthetic: bool


def blocks(sheet: Block) -> list[Block]:
    """Split a sheet into the blocks that start with a form's number; one block when there is at most one."""
    rows = sorted({line.row for line in _lines(sheet) if _is_code_line(line.text)})
    if len(rows) < 2:
        return [sheet]
    starts = [1, *rows[1:]]
    ends = [*(row - 1 for row in rows[1:]), 2**31 - 1]
    return [sheet.between(a, b) for a, b in zip(starts, ends, strict=True)]


def read_letterhead(block: Block) -> Letterhead:
    """Read the lines above the table of one block (and the date of signature below it)."""
    start = _table_row(block)
    lines = list(_lines(block.between(block.first_row, start - 1)))
    code, code_address = _code(lines)
    unit_name, unit_address = _unit(lines)
    money, scale = _money(lines)
    return Letterhead(
        code=code,
        code_address=code_address,
        text=normal(" ".join(line.text for line in lines)),
        circulars=circulars_of("\n".join(line.text for line in lines)),
        unit_name=unit_name,
        unit_address=unit_address,
        periods=_periods(lines),
        money=money,
        scale=scale,
        signed=_signed(block, start),
        is_synthetic=any(fold(word) in fold(line.text) for line in lines for word in words("synthetic")),
    )


def _table_row(block: Block) -> int:
    """Return the first row that is as wide as a table, else the end of the usual letterhead."""
    end = block.first_row + _LETTERHEAD_ROWS
    wide = next((row for row, line in block.rows.items() if len(line) >= _TABLE_CELLS), end)
    return min(wide, end)


def _lines(block: Block) -> Iterator[Line]:
    for cell in block.texts:
        for part in cell.text.split("\n"):
            if part.strip():
                yield Line(cell.row, cell.column, part.strip())


def _is_code_line(text: str) -> bool:
    return len(text) < _CODE_LINE and CODE.search(text) is not None


def _code(lines: Iterable[Line]) -> tuple[str, str]:
    for line in lines:
        match = CODE.search(line.text) if _is_code_line(line.text) else None
        if match:
            return f"{int(match[1]):02d}/{match[2].upper()}-{match[3].upper()}", line.address
    return "", ""


def _labelled(lines: list[Line], use: str) -> Iterator[Line]:
    """Yield the values of lines such as «Đơn vị báo cáo: …», also when they stand in the next line or cell."""
    pattern = starts_with(use)
    for line in lines:
        bare = line.text.lstrip("(-– ")
        if not pattern.match(normal(bare)):
            continue
        head, colon, value = bare.partition(":")
        if not colon:
            head, value = _cut_label(bare, use)
        value = value.strip(" .…")
        yield Line(line.row, line.column, value) if value else _next_value(lines, line)


def _cut_label(text: str, use: str) -> tuple[str, str]:
    for word in words(use):
        if fold(text).startswith(fold(word)):
            count = len(word.split())
            parts = text.split()
            return " ".join(parts[:count]), " ".join(parts[count:])
    return text, ""


def _next_value(lines: list[Line], line: Line) -> Line:
    index = lines.index(line)
    following = lines[index + 1] if index + 1 < len(lines) else None
    is_near = following is not None and following.row - line.row <= 1 and ":" not in following.text
    return following if following is not None and is_near else Line(line.row, line.column, "")


def _unit(lines: list[Line]) -> tuple[str, str]:
    """Return who reports: the labelled line, else an agency's name that stands alone in the first rows."""
    for line in _labelled(lines, "label_unit"):
        if line.text:
            return line.text, line.address
    recipients = {line.text for line in _labelled(lines, "label_recipient")}
    for line in lines:
        if level_of(line.text) and line.text not in recipients and ":" not in line.text:
            return line.text, line.address
    return "", ""


def _money(lines: list[Line]) -> tuple[str, int | None]:
    for line in _labelled(lines, "label_money"):
        text = line.text.strip("() ")
        for part in (text, *re.split(r"[;,/]| và ", text)):
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
    readings: list[tuple[list[str], Callable[[str], Period | None]]] = [
        (free, period_of_dates),
        (labelled, period_of_words),
    ]
    found = [period for texts, read in readings for period in map(read, texts) if period]
    if not found:
        undated = [text for text in free if signed_on(text) is None]
        found = [period for period in map(period_of_words, undated) if period]
    return tuple({period.code: period for period in found}.values())


def _signed(block: Block, table_row: int) -> date | None:
    after = Block(tuple(cell for cell in block.texts if cell.row > table_row and "ngày" in cell.text.lower()))
    days = [signed_on(line.text) for line in _lines(after)]
    return next((day for day in reversed(days) if day), None)
