"""The printed figure with the sentence, or the row and column, around it.

Belongs here: cutting an excerpt out of a text or a sheet. Does not belong here: where the bytes come from
(`sources`), what the figure means.
"""

from __future__ import annotations

import re

import polars as pl

from pipelines.lineage.model import Excerpt
from pipelines.problems import Text
from pipelines.readers.model import Document, Merge, Sheet, column_number

_SPAN = re.compile(r"char:(?P<start>\d+)-(?P<end>\d+)")
_CELL = re.compile(r"(?P<sheet>.+)!(?P<cell>[A-Z]+[0-9]+)")
#: A sentence ends at . ! ? … ; before white space, and at a line end unless the next line goes on in lower case.
_BORDER = re.compile(r"(?<=[.!?…;])\s+(?=\S)|\n\s*\n|\n(?=\s*[^\s\da-zà-ỹđ(])")
_SPACES = re.compile(r"\s+")
#: Longest piece shown on either side of the figure, in characters.
_REACH = 320


def char_span(locator: str) -> tuple[int, int] | None:
    """Return start and end of a ``char:`` locator, ``None`` for another kind."""
    match = _SPAN.fullmatch(locator)
    return (int(match["start"]), int(match["end"])) if match else None


def excerpt_of_text(text: str, locator: str, printed: str) -> Excerpt:
    """Return the sentence around a ``char:`` locator, in one line."""
    span = char_span(locator)
    if span is None or text[slice(*span)] != printed:
        found = text[slice(*span)] if span else ""
        return _unconfirmed(printed, found)
    start, end = span
    first, last = max(start - _REACH, 0), min(end + _REACH, len(text))
    head, tail = text[first:start], text[end:last]
    borders = [match.end() for match in _BORDER.finditer(head)]
    before = head[borders[-1] :] if borders else ("…" if first else "") + head
    # The figure stands before the tail, so that "2021.\n" is seen as the end it is.
    border = _BORDER.search(text[start:end] + tail)
    after = (text[start:end] + tail)[: border.start()][len(printed) :] if border else tail
    after += "…" if not border and last < len(text) else ""
    return Excerpt(_SPACES.sub(" ", before).lstrip(), printed, _SPACES.sub(" ", after).rstrip())


def excerpt_of_cell(document: Document, locator: str, printed: str) -> Excerpt:
    """Return the names of the row and the column of a ``<sheet>!<cell>`` locator."""
    match = _CELL.fullmatch(locator)
    sheet = next((each for each in document.sheets if match and each.name == match["sheet"]), None)
    if match is None or sheet is None:
        return _unconfirmed(printed, "")
    row, column = _position(match["cell"])
    found = _text_at(sheet, row, column)
    if found != printed:
        return _unconfirmed(printed, found or "")
    names = [name for name in (_row_name(sheet, row, column), _column_name(sheet, row, column)) if name]
    return Excerpt(" × ".join(names) + (" = " if names else ""), printed, "", is_cell=True)


def _position(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), column_number(letters)


def _text_at(sheet: Sheet, row: int, column: int) -> str | None:
    found = sheet.cells.filter(pl.col("row") == row, pl.col("column") == column)
    return str(found["text"][0]) if found.height else None


def _row_name(sheet: Sheet, row: int, column: int) -> str:
    """Return the words left of the cell in its row."""
    left = sheet.cells.filter(
        pl.col("row") == row, pl.col("column") < column, pl.col("text").str.contains(r"\p{L}")
    ).sort("column")
    return _SPACES.sub(" ", " ".join(left["text"][:3])).strip()


def _column_name(sheet: Sheet, row: int, column: int) -> str:
    """Return the words above the cell: headers from the outer to the inner one, merged ones included."""
    above = sheet.cells.filter(pl.col("row") < row, pl.col("text").str.contains(r"\p{L}")).sort("row")
    merges = {(merge.first_row, merge.first_column): merge for merge in sheet.merges}
    names: list[str] = []
    for at_row, at_column, text in above.select("row", "column", "text").iter_rows():
        merge = merges.get((at_row, at_column), Merge(at_row, at_column, at_row, at_column))
        is_title = merge.first_column == 1 and column > 1  # the form's name, printed across the sheet
        if merge.first_column <= column <= merge.last_column and not is_title and text not in names:
            names.append(_SPACES.sub(" ", text).strip())
    return " › ".join(names[-3:])


def _unconfirmed(printed: str, found: str) -> Excerpt:
    note = Text(
        f"Bản lưu không còn cho thấy «{printed}» tại vị trí này (thấy «{found}»).",
        f"The archived file does not show «{printed}» at this place (found «{found}»).",
    )
    return Excerpt("", printed, "", is_confirmed=False, note=note)
