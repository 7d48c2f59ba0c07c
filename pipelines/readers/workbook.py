"""Excel workbooks (.xlsx, .xlsm, .xls) as sheets of cells.

Belongs here: values through calamine (macros are never run, formulas never computed: cached values only), and
what `xlsx_parts` adds. calamine against fastexcel was measured: ADR 0021.
Does not belong here: OpenDocument (`ods`), what a cell means (`forms`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import python_calamine as calamine

from pipelines.problems import Problem
from pipelines.readers import cells
from pipelines.readers.cfb import read_stream
from pipelines.readers.model import Cell, Document, Merge, Sheet
from pipelines.readers.old_letters import repair_sheet
from pipelines.readers.percent import as_shown, percent_styles
from pipelines.readers.refusals import note, refusal
from pipelines.readers.rust import panics_refused
from pipelines.readers.sniff import XLS, XLSM
from pipelines.readers.xls_parts import scan_book
from pipelines.readers.xlsx_parts import SheetExtras, check_extent, outline, scan_sheet, sheet_parts

_BROKEN = (calamine.CalamineError, OSError, ValueError, OverflowError)


def read_xlsx(data: bytes, parts: dict[str, bytes], media_type: str, file_name: str) -> Document:
    """Return an .xlsx or .xlsm workbook whose parts were unpacked and guarded before.

    Raises:
        ThadsError: ``damaged_file``, ``too_many_cells``, ``deep_xml`` or ``no_text``.
    """
    names = sheet_parts(parts, file_name)
    percents = percent_styles(parts, file_name)
    extras = {}
    for name, part_name in names.items():
        part = parts.get(part_name, b"")
        if part[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            part = part.decode("utf-16", errors="replace").encode()
        shape = outline(part)
        check_extent(part, shape, f"{file_name}: {name}")
        extras[name] = scan_sheet(part, shape, percents)
    has_macros = media_type == XLSM or any(name.endswith("vbaProject.bin") for name in parts)
    notes = (note("macro_ignored", file_name),) if has_macros else ()
    return _document(media_type, _sheets(data, file_name, extras), file_name, notes)


def read_xls(data: bytes, file_name: str) -> Document:
    """Return an Excel 97-2003 workbook.

    Raises:
        ThadsError: ``damaged_file``, ``encrypted_file`` or ``no_text``.
    """
    extras = scan_book(read_stream(data, ("Workbook", "Book"), file_name), file_name)
    has_macros = "_VBA_PROJECT".encode("utf-16-le") in data
    notes = (note("macro_ignored", file_name),) if has_macros else ()
    return _document(XLS, _sheets(data, file_name, extras), file_name, notes)


def _sheets(data: bytes, file_name: str, extras: dict[str, SheetExtras] | list[SheetExtras]) -> list[Sheet]:
    try:
        with panics_refused(file_name):
            book = calamine.load_workbook(io.BytesIO(data))
            if isinstance(extras, list):
                extras = dict(zip(book.sheet_names, extras, strict=False))
            return list(_read_sheets(book, extras))
    except calamine.PasswordError as error:
        raise refusal("encrypted_file", file_name) from error
    except _BROKEN as error:
        code = "encrypted_file" if "password" in str(error).lower() else "damaged_file"
        raise refusal(code, file_name, found=str(error)) from error


def _read_sheets(book: calamine.CalamineWorkbook, extras: dict[str, SheetExtras]) -> Iterator[Sheet]:
    for meta in book.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        source = book.get_sheet_by_name(meta.name)
        more = extras.get(meta.name, SheetExtras())
        grid = cells.cells_from_values(source.to_python(skip_empty_area=False))
        yield Sheet(
            name=meta.name,
            grid=_with_extras(grid, more),
            merges=more.merges or _merges(source),
            hidden_rows=more.hidden_rows,
            hidden_columns=more.hidden_columns,
            is_hidden=meta.visible != calamine.SheetVisibleEnum.Visible,
            formulas_without_value=more.formulas_without_value,
        )


def _merges(source: calamine.CalamineSheet) -> tuple[Merge, ...]:
    ranges = source.merged_cell_ranges or []
    return tuple(Merge(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges)


def _with_extras(grid: tuple[Cell, ...], extras: SheetExtras) -> tuple[Cell, ...]:
    """Put back the error cells calamine leaves out and the digits a double cannot hold; show percentages."""
    if extras.percents:
        grid = tuple(
            cell._replace(text=as_shown(cell.text))
            if cell.kind == "number" and (cell.row, cell.column) in extras.percents
            else cell
            for cell in grid
        )
    better = {place: Cell(*place, text, "number") for place, text in extras.long_numbers.items()}
    better |= {place: Cell(*place, text, "error") for place, text in extras.errors.items()}
    if not better:
        return grid
    by_place = {(cell.row, cell.column): cell for cell in grid} | better
    return tuple(by_place[place] for place in sorted(by_place))


def _document(media_type: str, sheets: list[Sheet], file_name: str, notes: tuple[Problem, ...]) -> Document:
    if not any(sheet.grid or sheet.formulas_without_value for sheet in sheets):
        raise refusal("no_text", file_name)
    charsets: set[str] = set()
    repaired = [repair_sheet(sheet, charsets) for sheet in sheets]
    found = list(notes)
    hidden = [sheet.name for sheet in repaired if sheet.is_hidden and sheet.grid]
    found += [note("hidden_sheet", name) for name in hidden]
    found += [
        note("formula_without_value", f"{sheet.name}!{sheet.formulas_without_value[0]}",
             found=str(len(sheet.formulas_without_value)))
        for sheet in repaired
        if sheet.formulas_without_value
    ]  # fmt: skip
    encoding = "+".join(sorted(charsets))
    if encoding:
        found.append(note("converted_encoding", file_name, expected="Unicode", found=encoding))
    return Document(media_type, encoding, sheets=tuple(repaired), notes=tuple(found))
