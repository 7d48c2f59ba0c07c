"""Sheets of a workbook that print neither the number nor the title of a form: recognised by what else tells, or left alone.

Nothing is read on a name's word alone: the columns of the sheet must fit the form as well.

Belongs here: what a sheet's name, the file's name and the columns tell, and whether a sheet goes on where another ended.
Does not belong here: what the letterhead says (`letterhead`), unit and period (`recognition`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from pipelines.forms.block import Block
from pipelines.forms.codes import code_of
from pipelines.forms.columns import label_column
from pipelines.forms.fitting import rank_of
from pipelines.forms.headers import find_header
from pipelines.forms.letterhead import Letterhead
from pipelines.forms.maps import FormMap, MapBook
from pipelines.forms.words import looks_like_figure, normal
from pipelines.problems import Text
from pipelines.readers.model import Merge, Sheet
from pipelines.reference.names import strip_accents

#: «Biểu 5», «Bieu so 05», «B05» as whole names of sheets.
_NUMBER = re.compile(r"(?:bieu|b)\s*(?:so|mau)?\s*[._-]?\s*(\d{1,2})")
#: Columns of figures below which a fit proves nothing.
_TELLING = 5


def code_of_sheet_name(name: str) -> str:
    """Return the form's number in a sheet's name, ``""`` when it shows none."""
    if code := code_of(name):
        return code
    match = _NUMBER.fullmatch(strip_accents(name).casefold())
    return f"{int(match[1]):02d}/TK-THA" if match else ""


def code_of_file_name(name: str) -> str:
    """Return the form's number in a file's name, ``""`` when it shows none."""
    return code_of(name.rpartition(".")[0] or name)


def identify(
    sheet: Sheet, block: Block, letterhead: Letterhead, file_name: str, maps: MapBook, on: date | None
) -> tuple[str, Text] | None:
    """Return the form's number and what it was recognised by; ``None`` when nothing tells or several forms fit.

    Args:
        sheet: whose name is looked at first.
        block: its cells.
        letterhead: what the lines above the table say, without number and title.
        file_name: looked at second; the columns alone come last.
        maps: form maps.
        on: the last day of the period; ``None`` recognises nothing.
    """
    if on is None:
        return None
    in_force = [each for each in maps.maps if each.columns and each.is_in_force(on)]
    if letterhead.scale is not None:
        in_force = [each for each in in_force if each.has_money]
    names = (
        (code_of_sheet_name(sheet.name), Text("tên trang", "the sheet's name")),
        (code_of_file_name(file_name), Text("tên tệp", "the file's name")),
    )
    for code, source in names:
        named = [each for each in in_force if each.form_code == code]
        if code:
            return (code, source) if any(fits(block, sheet.merges, each) for each in named) else None
    fitting = {
        each.form_code
        for each in in_force
        if len(each.value_columns) >= _TELLING and fits(block, sheet.merges, each, entirely=True)
    }
    return (fitting.pop(), Text("tên các cột", "its columns")) if len(fitting) == 1 else None


def fits(block: Block, merges: tuple[Merge, ...], form_map: FormMap, *, entirely: bool = False) -> bool:
    """Say whether a sheet shows all columns of a map (or of a variant), and when asked so no others."""
    ranks = (rank_of(block, merges, each) for each in (form_map, *form_map.variants))
    return any(rank is not None and (not entirely or rank[0] == 0) for rank in ranks)


def repeated_rows(
    block: Block,
    merges: tuple[Merge, ...],
    before: Block,
    before_merges: tuple[Merge, ...],
    form_map: FormMap,
) -> list[str]:
    """Return the names of rows with figures that stand on both sheets: one of a form going on repeats none."""
    seen = {normal(name) for name in row_names(before, before_merges, form_map)}
    return [name for name in row_names(block, merges, form_map) if normal(name) in seen]


def row_names(block: Block, merges: tuple[Merge, ...], form_map: FormMap) -> Iterable[str]:
    """Yield the names of the rows that hold figures."""
    header = find_header(block, merges, form_map)
    label = label_column(header, form_map) if header else None
    if header is None or label is None:
        return
    for row, line in block.rows.items():
        figures = sum(cell.kind == "number" or looks_like_figure(cell.text) for cell in line.values())
        if row > header.last_row and label.column in line and figures >= 2:
            yield line[label.column].text
