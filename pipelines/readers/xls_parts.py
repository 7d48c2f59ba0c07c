"""What calamine does not tell about an .xls sheet, and the numbers it must not be given.

Belongs here: one walk over the records of the workbook stream ([MS-XLS]).
Does not belong here: cell values (`workbook`), the container (`cfb`).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.readers.guards import MAX_SHEET_CELLS
from pipelines.readers.percent import BUILT_IN, is_percent
from pipelines.readers.refusals import refusal
from pipelines.readers.xlsx_parts import SheetExtras

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _DIMENSIONS, _STRINGS = 0x0809, 0x000A, 0x002F, 0x0085, 0x0200, 0x00FC
_FORMAT, _STYLE, _MANY_NUMBERS = 0x041E, 0x00E0, 0x00BD
_ROW, _COLUMNS, _FORMULA, _BOOLEAN_OR_ERROR, _MERGES = 0x0208, 0x007D, 0x0006, 0x0205, 0x00E5
#: Records that begin with row and column of a cell.
_CELLS = frozenset({0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E})
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_MAX_COLUMN, _MAX_ROW = 255, 65_535


@dataclass(slots=True)
class _Found:
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)
    last_row: int = 0
    last_column: int = 0


def scan_book(stream: bytes, file_name: str) -> list[SheetExtras]:
    """Return the extras of every sheet in workbook order.

    Raises:
        ThadsError: ``damaged_file``, ``encrypted_file`` or ``too_many_cells``.
    """
    try:
        styles = _percent_styles(stream)
        return [
            _scan_sheet(stream, offset, styles, file_name) for offset in _sheet_offsets(stream, file_name)
        ]
    except struct.error as error:
        raise refusal("damaged_file", file_name, found=str(error)) from error


def _sheet_offsets(stream: bytes, file_name: str) -> list[int]:
    offsets = []
    for kind, record in _records(stream, 0):
        if kind == _FILEPASS:
            raise refusal("encrypted_file", file_name)
        if kind == _BOUNDSHEET:
            offsets.append(struct.unpack_from("<I", record)[0])
        elif kind == _STRINGS and max(struct.unpack_from("<2i", record)) > len(stream):
            raise refusal("damaged_file", file_name, found="more strings declared than the file has bytes")
        elif kind == _STRINGS and min(struct.unpack_from("<2i", record)) < 0:
            raise refusal("damaged_file", file_name, found="a negative number of strings")
    if not offsets or max(offsets) >= len(stream):
        raise refusal("damaged_file", file_name, found="a sheet lies outside the file")
    return offsets


def _percent_styles(stream: bytes) -> frozenset[int]:
    """Return the cell styles, counted from 0, whose number format shows percentages."""
    percent, formats = set(BUILT_IN), []
    for kind, record in _records(stream, 0):
        if kind == _FORMAT and is_percent(record[2:].replace(b"\x00", b"").decode("latin-1")):
            percent.add(struct.unpack_from("<H", record)[0])
        elif kind == _STYLE:
            formats.append(struct.unpack_from("<H", record, 2)[0])
    return frozenset(place for place, number in enumerate(formats) if number in percent)


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """Yield (kind, content) from ``offset`` to the end of that substream, embedded charts left out."""
    depth = 0
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, offset)
        record = stream[offset + 4 : offset + 4 + length]
        offset += 4 + length
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, record


def _scan_sheet(stream: bytes, offset: int, styles: frozenset[int], file_name: str) -> SheetExtras:
    found = _Found()
    for kind, record in _records(stream, offset):
        if kind in _CELLS:
            _note_cell(kind, record, found)
            if styles:
                _note_percents(kind, record, styles, found)
        elif kind == _ROW and struct.unpack_from("<I", record, 12)[0] & 0x20:
            found.hidden_rows.add(struct.unpack_from("<H", record)[0] + 1)
        elif kind == _COLUMNS and struct.unpack_from("<H", record, 8)[0] & 0x01:
            first, last = struct.unpack_from("<2H", record)
            found.hidden_columns.update(range(first + 1, min(last, _MAX_COLUMN) + 2))
        elif kind == _DIMENSIONS:
            _check_dimensions(record, file_name)
        elif kind == _MERGES and struct.unpack_from("<H", record)[0] * 8 > len(record):
            raise refusal("damaged_file", file_name, found="merged cells outside the file")
    if found.last_column > _MAX_COLUMN:
        raise refusal("damaged_file", file_name, found=f"column {found.last_column + 1}")
    cells = (found.last_row + 1) * (found.last_column + 1)
    if cells > MAX_SHEET_CELLS:
        raise refusal("too_many_cells", file_name, expected=f"≤ {MAX_SHEET_CELLS}", found=str(cells))
    return SheetExtras(
        frozenset(found.hidden_rows),
        frozenset(found.hidden_columns),
        errors=found.errors,
        percents=frozenset(found.percents),
    )


def _check_dimensions(record: bytes, file_name: str) -> None:
    """Refuse a used range that ends before it begins or outside the grid; calamine reserves it unseen."""
    top, bottom, left, right = struct.unpack_from("<2I2H" if len(record) >= 12 else "<4H", record)
    is_empty = (bottom == 0 or right == 0) and top <= _MAX_ROW and left <= _MAX_COLUMN
    if not is_empty and not (top <= bottom <= _MAX_ROW + 1 and left <= right <= _MAX_COLUMN + 1):
        raise refusal("damaged_file", file_name, found=f"{top}:{bottom} × {left}:{right}")
    if (bottom - top) * (right - left) > MAX_SHEET_CELLS:
        raise refusal("too_many_cells", file_name, expected=f"≤ {MAX_SHEET_CELLS}")


def _note_percents(kind: int, record: bytes, styles: frozenset[int], found: _Found) -> None:
    row, first = struct.unpack_from("<2H", record)
    count = (len(record) - 6) // 6 if kind == _MANY_NUMBERS else 1
    for step in range(count):
        if struct.unpack_from("<H", record, 4 + 6 * step)[0] in styles:
            found.percents.add((row + 1, first + step + 1))


def _note_cell(kind: int, record: bytes, found: _Found) -> None:
    row, column = struct.unpack_from("<2H", record)
    found.last_row = max(found.last_row, row)
    found.last_column = max(found.last_column, column)
    if kind == _BOOLEAN_OR_ERROR:
        value, is_error = struct.unpack_from("<2B", record, 6)
    elif kind == _FORMULA and record[12:14] == b"\xff\xff":
        value, is_error = record[8], record[6] == 2
    else:
        return
    if is_error:
        found.errors[(row + 1, column + 1)] = _ERRORS.get(value, "#?")
