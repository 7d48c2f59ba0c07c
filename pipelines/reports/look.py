"""How the department's own workbook looks: widths, heights, fonts, borders, page set-up, so that it knows its sheet.

Values come from the readers, never from here. What openpyxl cannot make sense of is left out: the look is a kindness,
not the report.

Belongs here: the look of .xlsx files, as properties of xlsxwriter. Does not belong here: writing (`own_sheets`).
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from zipfile import BadZipFile

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.styles.borders import Side
from openpyxl.styles.proxy import StyleProxy
from openpyxl.utils import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

Properties = Mapping[str, object]

#: Everything a workbook that Excel forgives makes openpyxl raise.
_BROKEN = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError, BadZipFile, InvalidFileException,
)  # fmt: skip
#: A form has a few thousand cells; beyond this a look costs more than it gives.
_MOST_CELLS = 200_000
#: What a file adds to the width people set: 5 of the 7 pixels of a digit.
_PADDING = 5 / 7
_BORDERS = {"thin": 1, "medium": 2, "dashed": 3, "dotted": 4, "thick": 5, "double": 6, "hair": 7}
_HORIZONTAL = {"left": "left", "center": "center", "right": "right", "justify": "justify", "fill": "fill"}
_VERTICAL = {"top": "top", "center": "vcenter", "bottom": "bottom", "justify": "vjustify"}
_SIDES = ("left", "right", "top", "bottom")


@dataclass(frozen=True)
class SheetLook:
    """One sheet's look; rows and columns count from 1.

    Attributes:
        formats: cell → properties of its format; cells without a value may have one (borders).
        freeze: first cell that scrolls, as (row, column).
    """

    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    formats: Mapping[tuple[int, int], Properties] = field(default_factory=dict)
    is_landscape: bool = False
    paper: int = 0
    freeze: tuple[int, int] | None = None
    has_gridlines: bool = True


def looks_of(data: bytes) -> dict[str, SheetLook]:
    """Return the look of each sheet of an .xlsx workbook by its name; none when it cannot be told."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions that openpyxl does not keep
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            return {sheet.title: _look(sheet) for sheet in book.worksheets if _is_small(sheet)}
    except _BROKEN:
        return {}


def _is_small(sheet: Worksheet) -> bool:
    return sheet.max_row * sheet.max_column <= _MOST_CELLS


def _look(sheet: Worksheet) -> SheetLook:
    known: dict[int, Properties] = {}
    formats = {}
    for row in sheet.iter_rows():
        for cell in row:
            if not isinstance(cell, Cell) or not cell.has_style:
                continue
            if cell.style_id not in known:
                known[cell.style_id] = _properties(cell)
            formats[cell.row, cell.column] = known[cell.style_id]
    pane = str(sheet.freeze_panes) if sheet.freeze_panes else ""
    return SheetLook(
        widths=_widths(sheet),
        heights={row: float(each.height) for row, each in sheet.row_dimensions.items() if each.height},
        formats=formats,
        is_landscape=sheet.page_setup.orientation == "landscape",
        paper=int(sheet.page_setup.paperSize or 0),
        freeze=(sheet[pane].row, sheet[pane].column) if pane else None,
        has_gridlines=sheet.sheet_view.showGridLines is not False,
    )


def _widths(sheet: Worksheet) -> dict[int, float]:
    """Return the width of each column; one entry of the file may speak of several columns."""
    widths = {}
    for letters, each in sheet.column_dimensions.items():
        first = each.min or column_index_from_string(letters)
        last = min(each.max or first, first + 256)
        if each.width and not each.hidden:
            widths.update(dict.fromkeys(range(first, last + 1), max(float(each.width) - _PADDING, 0.5)))
    return widths


def _properties(cell: Cell) -> Properties:
    return {
        **_font(cell.font),
        **_fill(cell.fill),
        **_border(cell.border),
        **_alignment(cell.alignment),
        "num_format": cell.number_format or "General",
    }


def _font(font: StyleProxy) -> dict[str, object]:
    told = {
        "font_name": font.name,
        "font_size": font.sz,
        "bold": font.b,
        "italic": font.i,
        "underline": 1 if font.u else None,
        "font_color": _rgb(font.color),
    }
    return {name: value for name, value in told.items() if value}


def _fill(fill: StyleProxy) -> dict[str, object]:
    colour = _rgb(fill.fgColor) if getattr(fill, "fill_type", "") == "solid" else None
    return {"bg_color": colour} if colour else {}


def _border(border: StyleProxy) -> dict[str, object]:
    sides: dict[str, Side | None] = {name: getattr(border, name) for name in _SIDES}
    return {
        name: _BORDERS.get(side.style, 1) for name, side in sides.items() if side is not None and side.style
    }


def _alignment(alignment: StyleProxy) -> dict[str, object]:
    told = {
        "align": _HORIZONTAL.get(alignment.horizontal or ""),
        "valign": _VERTICAL.get(alignment.vertical or ""),
        "text_wrap": alignment.wrap_text,
        "indent": int(alignment.indent or 0),
        "rotation": alignment.textRotation if 0 < (alignment.textRotation or 0) <= 90 else None,
    }
    return {name: value for name, value in told.items() if value}


def _rgb(colour: object) -> str | None:
    """Return ``#RRGGBB``; colours of a theme are left to the reader's own."""
    rgb = getattr(colour, "rgb", None)
    if getattr(colour, "type", "") != "rgb" or not isinstance(rgb, str) or len(rgb) != 8:
        return None
    return f"#{rgb[2:]}" if rgb[2:] != "000000" else None
