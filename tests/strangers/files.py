"""Grids as files of every kind, by libraries the engine does not use for writing."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import openpyxl
from openpyxl.utils import get_column_letter

from tests.strangers.layout import Grid


def xlsx(grids: Sequence[Grid]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, grid in enumerate(grids, start=1):
        name = grid.name if grid.name not in book.sheetnames else f"{grid.name} ({number})"
        sheet = book.create_sheet(name)
        for (row, column), value in grid.cells.items():
            sheet.cell(row, column).value = value
        for top, left, bottom, right in grid.merges:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for row in grid.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for column in grid.hidden_columns:
            sheet.column_dimensions[get_column_letter(column)].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def delimited(grid: Grid, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    height, width = max(row for row, _ in grid.cells), max(column for _, column in grid.cells)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    for row in range(1, height + 1):
        writer.writerow([_text(grid.cells.get((row, column), "")) for column in range(1, width + 1)])
    return out.getvalue().encode(encoding)


def _text(value: object) -> str:
    return (
        str(value).replace(".", ",") if isinstance(value, float) else str(value if value is not None else "")
    )
