"""OpenDocument spreadsheets (.ods).

Belongs here: content.xml as sparse cells. calamine reads .ods too, but holds repeated cells in full (one cell
repeated to the sheet's corner fills the memory) and knows no hidden rows or merges: ADR 0021.
Does not belong here: Excel formats (`workbook`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipelines.readers import cells
from pipelines.readers.encodings import clean, clean_unless_old
from pipelines.readers.guards import parse_xml
from pipelines.readers.model import Document, Merge, Sheet, cell_address
from pipelines.readers.old_letters import repair_sheet
from pipelines.readers.percent import as_shown
from pipelines.readers.refusals import note, refusal
from pipelines.readers.sniff import ODS

_MAX_ROWS, _MAX_COLUMNS = 1_048_576, 16_384
#: Filled cells of one sheet after repetition; a month of a department is below 10,000.
_MAX_FILLED = 500_000
_ENCRYPTED = b"manifest:encryption-data"


@dataclass(slots=True)
class _Grid:
    """One sheet while it is read."""

    found: list[tuple[int, int, str, str]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: list[str] = field(default_factory=list)


def read_ods(parts: dict[str, bytes], file_name: str) -> Document:
    """Return a spreadsheet whose parts were unpacked and guarded before.

    Raises:
        ThadsError: ``encrypted_file``, ``damaged_file``, ``deep_xml``, ``too_many_cells`` or ``no_text``.
    """
    if _ENCRYPTED in parts.get("META-INF/manifest.xml", b""):
        raise refusal("encrypted_file", file_name)
    if "content.xml" not in parts:
        raise refusal("damaged_file", file_name, found="content.xml is missing")
    root = parse_xml(parts["content.xml"], f"{file_name}: content.xml")
    hidden_styles = {
        _attribute(style, "name")
        for style in root.iter("{*}style")
        if any(_attribute(kind, "display") == "false" for kind in style)
    }
    charsets: set[str] = set()
    sheets = [
        repair_sheet(_sheet(table, hidden_styles, file_name), charsets)
        for table in root.iter("{*}table")
        if not any(_tag(parent) == "table-cell" for parent in table.iterancestors())
    ]
    if not any(sheet.grid for sheet in sheets):
        raise refusal("no_text", file_name)
    notes = [note("hidden_sheet", sheet.name) for sheet in sheets if sheet.is_hidden and sheet.grid]
    notes += [
        note("formula_without_value", f"{sheet.name}!{sheet.formulas_without_value[0]}")
        for sheet in sheets
        if sheet.formulas_without_value
    ]
    encoding = "+".join(sorted(charsets))
    if encoding:
        notes.append(note("converted_encoding", file_name, expected="Unicode", found=encoding))
    return Document(ODS, encoding, sheets=tuple(sheets), notes=tuple(notes))


def _sheet(table: etree._Element, hidden_styles: set[str], file_name: str) -> Sheet:
    name = clean(_attribute(table, "name"))
    grid = _Grid()
    column = 0
    for definition in table.iter("{*}table-column"):
        count = min(_count(definition, "number-columns-repeated"), _MAX_COLUMNS - column)
        if _attribute(definition, "visibility") in {"collapse", "filter"}:
            grid.hidden_columns.update(range(column + 1, column + count + 1))
        column += count
    number = 0
    for row in _rows(table):
        count = min(_count(row, "number-rows-repeated"), _MAX_ROWS - number)
        _read_row(row, number + 1, count, grid)
        if len(grid.found) > _MAX_FILLED:
            raise refusal("too_many_cells", f"{file_name}: {name}", expected=f"≤ {_MAX_FILLED}")
        number += count
    return Sheet(
        name=name,
        grid=cells.from_tuples(grid.found),
        merges=tuple(grid.merges),
        hidden_rows=frozenset(grid.hidden_rows),
        hidden_columns=frozenset(grid.hidden_columns),
        is_hidden=_attribute(table, "style-name") in hidden_styles,
        formulas_without_value=tuple(grid.formulas),
    )


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if _tag(child) == "table-row":
            yield child
        elif _tag(child) in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(child)


def _read_row(row: etree._Element, first: int, count: int, grid: _Grid) -> None:
    column = 1
    filled: list[tuple[int, str, str]] = []
    for cell in row:
        if _tag(cell) not in {"table-cell", "covered-table-cell"}:
            continue
        repeats = min(_count(cell, "number-columns-repeated"), _MAX_COLUMNS - column + 1)
        text, kind = _content(cell) if _tag(cell) == "table-cell" else ("", "text")
        if text:
            filled += [(column + step, text, kind) for step in range(repeats)]
        elif _attribute(cell, "formula"):
            grid.formulas.append(cell_address(first, column))
        rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if rows > 1 or columns > 1:
            grid.merges.append(Merge(first, column, first + rows - 1, column + columns - 1))
        column += repeats
    if _attribute(row, "visibility") in {"collapse", "filter"} and count < _MAX_FILLED:
        grid.hidden_rows.update(range(first, first + count))
    if filled:
        copies = min(count, _MAX_FILLED // len(filled) + 2)
        grid.found += [(first + down, *cell) for down in range(copies) for cell in filled]


def _content(cell: etree._Element) -> tuple[str, str]:
    """Return (text, kind) of a cell; the typed value where there is one, else the paragraphs shown."""
    kind = _attribute(cell, "value-type")
    value = _attribute(cell, "value")
    lines = ("".join(map(str, line.itertext())) for line in cell if _tag(line) == "p")
    shown = clean_unless_old("\n".join(lines)).strip()
    if kind in {"float", "percentage", "currency"} and value:
        return (as_shown(_number(value)) if kind == "percentage" else _number(value)), "number"
    if kind == "date":
        return _attribute(cell, "date-value").replace("T", " ").removesuffix(" 00:00:00"), "date"
    if kind == "time":
        return shown, "date"
    if kind == "boolean":
        return _attribute(cell, "boolean-value").upper(), "boolean"
    if shown.startswith(("#", "Err:")) and _attribute(cell, "formula"):
        return shown, "error"
    return shown, "text"


def _number(value: str) -> str:
    if value.lstrip("-").isdecimal():
        return value
    try:
        return cells.print_number(float(value))
    except (ValueError, OverflowError):
        return clean(value)


def _attribute(element: etree._Element, name: str) -> str:
    return next(
        (str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), ""
    )


def _count(element: etree._Element, name: str) -> int:
    text = _attribute(element, name)
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
