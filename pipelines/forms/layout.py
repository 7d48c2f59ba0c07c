"""Where a recognised form has its table on the sheet, and what its rows and columns are called.

Belongs here: names of cells for people, from the map and the sheet. Does not belong here: figures (`reading`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.forms.columns import match_columns
from pipelines.forms.headers import find_header
from pipelines.forms.labels import strip_ordinal
from pipelines.forms.maps import FormColumn
from pipelines.forms.matches import FormMatch

_DIGIT = re.compile(r"\d")
_SECTION = re.compile(r"\s*[IVXLC]+\s*[.)/-]")
SECTION_MARK = " › "


@dataclass(frozen=True, slots=True)
class Layout:
    """One form's table.

    Attributes:
        first_row, last_row: the block of the sheet the form takes up.
        header_rows: first and last row of the header, the row of column numbers included.
        table_end: last row with something in a column of the map; signatures stand below.
        label_column: the column that names the rows.
        columns: what each column of the sheet is on the map; columns a department added are not there.
        labels: row → its name as printed, without ordinal, after the section it stands in (``I. …``).
        scale: đồng per printed unit of money.
    """

    sheet: str
    form_code: str
    unit_code: str
    period_code: str
    first_row: int
    last_row: int
    header_rows: tuple[int, int]
    table_end: int
    label_column: int
    columns: Mapping[int, FormColumn]
    labels: Mapping[int, str]
    scale: int

    def covers(self, sheet: str, row: int) -> bool:
        """Say whether a row of a sheet belongs to this form."""
        return sheet == self.sheet and self.first_row <= row <= self.last_row

    def column_name(self, column: int) -> str:
        """Return «6. Tổng số phải thi hành» for a column of the map, ``""`` for another."""
        known = self.columns.get(column)
        if known is None:
            return ""
        return f"{known.number}. {known.label}" if known.number.isdigit() else known.label


def layout_of(match: FormMatch) -> Layout | None:
    """Return the layout of a form, ``None`` when its map or its header is not known."""
    if match.form_map is None or not match.form_map.columns or not match.block.cells:
        return None
    header = find_header(match.block, match.sheet.merges, match.form_map)
    if header is None:
        return None
    matching = match_columns(header, match.form_map)
    at = matching.label.column if matching.label else 1
    columns = {sheet_column.column: column for sheet_column, column in matching.columns}
    table = match.block.between(header.last_row + 1, match.block.last_row)
    figures = [cell.row for cell in table.cells if cell.column in columns and _DIGIT.search(cell.text)]
    end = max(figures, default=header.last_row)
    return Layout(
        sheet=match.sheet.name,
        form_code=match.form_code,
        unit_code=match.unit_code,
        period_code=match.period.code if match.period else "",
        first_row=match.block.first_row,
        last_row=match.block.last_row,
        header_rows=(header.first_row, header.last_row),
        table_end=end,
        label_column=at,
        columns=columns,
        labels=_labels({row: text for row, text in table.row_texts([at]).items() if row <= end}),
        scale=match.scale,
    )


def _labels(texts: Mapping[int, str]) -> dict[int, str]:
    labels, section = {}, ""
    for row, text in sorted(texts.items()):
        label = strip_ordinal(text)
        is_section = bool(_SECTION.match(text))
        labels[row] = label if is_section or not section else f"{section}{SECTION_MARK}{label}"
        section = label if is_section else section
    return labels
