"""Tables of documents (.docx, .pdf, web pages) made whole: the letterhead around a table becomes part of its sheet.

Belongs here: which text belongs to which table. Does not belong here: what the text says (`letterhead`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.forms.codes import code_of
from pipelines.forms.words import looks_like_figure, normal
from pipelines.readers.model import Cell, Document, Sheet

#: A table of so few columns without any figure is a frame around a letterhead or signatures.
_FRAME_COLUMNS = 3
_LINES_BELOW = 12
#: Lines of a text among which the head of a form stands, when the text is one.
_HEAD_LINES = 15
#: Words of a line that only names a form; a sentence that mentions one has more.
_HEAD_WORDS = 12
_BEGINS = ("biểu", "mẫu", "phụ lục")


def tables_of(document: Document) -> Iterator[Sheet]:
    """Yield the sheets of a document; text above a table stands in rows 0, -1, … of its first column."""
    frame: list[str] = []
    for sheet in document.sheets:
        frame += sheet.above
        if (sheet.above or document.text) and _is_frame(sheet):
            frame += [cell.text for cell in sheet.grid]
            continue
        yield _whole(sheet, frame) if frame else sheet
        frame = []


def form_at_head(document: Document) -> str:
    """Return the number of the form that a document begins with, although no table of it was found; ``""`` for prose."""
    lines = [line.strip() for line in document.text.split("\n") if line.strip()][:_HEAD_LINES]
    above = [line for sheet in document.sheets[:1] for line in sheet.above]
    return next((code for line in (*lines, *above) if _is_head(line) and (code := code_of(line))), "")


def _is_head(line: str) -> bool:
    """Say whether a line only names a form; a sentence that mentions one has more words or begins otherwise."""
    begins = normal(line).startswith(tuple(map(normal, _BEGINS))) or line[:2].strip().isdigit()
    return begins and len(line.split()) <= _HEAD_WORDS


def _is_frame(sheet: Sheet) -> bool:
    is_narrow = len({cell.column for cell in sheet.grid}) <= _FRAME_COLUMNS
    return is_narrow and not any(cell.kind == "number" or looks_like_figure(cell.text) for cell in sheet.grid)


def _whole(sheet: Sheet, above: Sequence[str]) -> Sheet:
    bottom = max((cell.row for cell in sheet.grid), default=0) + 2
    head = tuple(Cell(row, 1, text, "text") for row, text in enumerate(above, start=1 - len(above)))
    foot = tuple(
        Cell(row, 1, text, "text") for row, text in enumerate(sheet.below[:_LINES_BELOW], start=bottom)
    )
    return replace(sheet, grid=(*head, *sheet.grid, *foot))
