"""Plain text and delimited text (CSV).

Belongs here: telling a table from prose, its delimiter, its cells.
Does not belong here: encodings (`encodings`), what a figure means (`numerals`, `forms`).
"""

from __future__ import annotations

import csv
import io
from collections import Counter

from pipelines.readers.cells import cells_from_rows
from pipelines.readers.encodings import Decoded
from pipelines.readers.model import Document, Sheet
from pipelines.readers.refusals import refusal
from pipelines.readers.sniff import CSV, TXT

_SAMPLE = 200
_MAX_CELL = 60
_MAX_FIELD = 131_072


def read_plain(decoded: Decoded, file_name: str) -> Document:
    """Return prose as text, and a table as one sheet ``csv`` beside its text.

    Raises:
        ThadsError: ``no_text``.
    """
    text = decoded.text
    if not text.strip():
        raise refusal("no_text", file_name)
    delimiter = find_delimiter(text)
    if not delimiter:
        return Document(TXT, decoded.encoding, text, notes=decoded.notes)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise refusal("damaged_file", file_name, found=str(error)) from error
    sheet = Sheet("csv", cells_from_rows(rows))
    return Document(CSV, decoded.encoding, text, sheets=(sheet,), notes=decoded.notes)


def find_delimiter(text: str) -> str:
    """Return the delimiter of a table, ``""`` for prose.

    A table has at least three lines of which most split into the same number (two or more; three for commas,
    which prose has too) of short fields.
    """
    lines = [line for line in text[: 64 * _MAX_FIELD].split("\n")[:_SAMPLE] if line.strip()]
    best, best_lines = "", 0
    for delimiter, least in (("\t", 2), (";", 2), (",", 3)):
        try:
            rows = list(csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            continue
        split = [row for row in rows if len(row) >= least]
        if len(split) < 3 or len(split) < 0.4 * len(rows):
            continue
        width, same = Counter(map(len, split)).most_common(1)[0]
        fields = [field for row in split for field in row if field.strip()]
        is_short = sum(map(len, fields)) <= _MAX_CELL * max(1, len(fields)) / 2
        if width >= least and same >= 0.7 * len(split) and is_short and same > best_lines:
            best, best_lines = delimiter, same
    return best
