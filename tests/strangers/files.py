"""Grids as files of every kind, by libraries the engine does not use for writing."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import docx
import openpyxl
from openpyxl.utils import get_column_letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, TableStyle
from reportlab.platypus import Table as PdfTable

from tests.strangers.layout import Grid

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


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


def word(grids: Sequence[Grid]) -> bytes:
    """Letterheads as paragraphs, tables as tables, cells merged as on the sheet."""
    document = docx.Document()
    for grid in grids:
        top, bottom = grid.table_top, grid.table_bottom
        for _, line in _rows_of(grid, range(1, top)):
            for text in line:
                document.add_paragraph(text)
        width = max(column for row, column in grid.cells if top <= row <= bottom)
        table = document.add_table(rows=bottom - top + 1, cols=width)
        for (row, column), value in grid.cells.items():
            if top <= row <= bottom:
                table.cell(row - top, column - 1).text = _text(value)
        for first, left, last, right in grid.merges:
            if first >= top:
                text = table.cell(first - top, left - 1).text
                table.cell(first - top, left - 1).merge(table.cell(last - top, right - 1)).text = text
        for _, line in _rows_of(grid, range(bottom + 1, bottom + 20)):
            for text in line:
                document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(grids: Sequence[Grid], height: int = 700) -> bytes:
    """Pages as a word processor prints them: letterhead, ruled table (its header on each page), signatures."""
    out = io.BytesIO()
    pdfmetrics.registerFont(TTFont("strange", FONT))
    style = ParagraphStyle("cell", fontName="strange", fontSize=6, leading=7)
    story: list[object] = []
    for grid in grids:
        top, bottom = grid.table_top, grid.table_bottom
        for _, line in _rows_of(grid, range(1, top)):
            story += [Paragraph(text, style) for text in line]
        width = max(column for row, column in grid.cells if top <= row <= bottom)
        rows = [
            [Paragraph(_text(grid.cells.get((row, column), "")), style) for column in range(1, width + 1)]
            for row in range(top, bottom + 1)
        ]
        spans = [
            ("SPAN", (left - 1, first - top), (right - 1, last - top))
            for first, left, last, right in grid.merges
            if first >= top
        ]
        sizes = [110.0 if column < 3 else 46.0 for column in range(1, width + 1)]
        table = PdfTable(rows, colWidths=sizes, repeatRows=0)
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), *spans]))
        story.append(table)
        for _, line in _rows_of(grid, range(bottom + 1, bottom + 20)):
            story += [Paragraph(text, style) for text in line]
        story.append(PageBreak())
    SimpleDocTemplate(
        out, pagesize=(1500, height), leftMargin=20, rightMargin=20, topMargin=20, bottomMargin=20
    ).build(story)
    return out.getvalue()


def _rows_of(grid: Grid, rows: range) -> list[tuple[int, list[str]]]:
    lines: dict[int, list[str]] = {}
    for (row, _), value in sorted(grid.cells.items(), key=lambda item: item[0]):
        if row in rows and _text(value).strip():
            lines.setdefault(row, []).append(_text(value))
    return sorted(lines.items())


def page(grids: Sequence[Grid]) -> bytes:
    """A web page, as a spreadsheet saves it: row and column spans, the letterhead in a table of its own."""
    parts = []
    for grid in grids:
        head = [text for _, line in _rows_of(grid, range(1, grid.table_top)) for text in line]
        parts.append("<table>" + "".join(f"<tr><td>{text}</td></tr>" for text in head) + "</table>")
        spans = {
            (top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in grid.merges
        }
        covered = {
            (row, column)
            for top, left, bottom, right in grid.merges
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        } - set(spans)
        width = max(column for row, column in grid.cells if grid.table_top <= row <= grid.table_bottom)
        parts.append("<table border=1>")
        for row in range(grid.table_top, grid.table_bottom + 1):
            cells = "".join(
                "<td rowspan={} colspan={}>{}</td>".format(
                    *spans.get((row, column), (1, 1)), _text(grid.cells.get((row, column), ""))
                )
                for column in range(1, width + 1)
                if (row, column) not in covered
            )
            parts.append(f"<tr>{cells}</tr>")
        parts.append("</table>")
        parts += [
            f"<p>{text}</p>"
            for _, line in _rows_of(grid, range(grid.table_bottom + 1, grid.table_bottom + 20))
            for text in line
        ]
    return f"<html><meta charset=utf-8><body>{''.join(parts)}</body></html>".encode()
