"""What calamine does not tell about an .xlsx sheet: hidden rows and columns, errors, formulas without a value.

Belongs here: light scans over the XML of one sheet, and the map from sheet names to parts.
Does not belong here: cell values (`workbook`).
"""

from __future__ import annotations

import posixpath
import re
import string
from dataclasses import dataclass, field

from lxml import etree

from pipelines.readers.guards import MAX_SHEET_CELLS, parse_xml
from pipelines.readers.model import Merge, column_number
from pipelines.readers.refusals import refusal

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

#: Sheets are looked at in outline first (letters → A, digits → 0, apostrophes and other space → space): plain
#: substring searches, a few ms a megabyte.
_OUTLINE = bytes.maketrans(
    b"0123456789" + string.ascii_letters.encode() + b"'\t\r\n",
    b"0" * 10 + b"A" * len(string.ascii_letters) + b" " * 4,
)
#: Addresses beyond column ZZ or row 9999, or written in a way that hides them from this look.
_FAR = (b'"AAA0', b"A00000", b" =", b"= ")
_LONG = (b">" + b"0" * 16, b">-" + b"0" * 16)
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,4})(\d{1,9})["']""")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^<>]*)>")
_MERGE = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^<>]*\bref\s*=\s*["']([A-Za-z]{1,4})(\d{1,9}):([A-Za-z]{1,4})(\d{1,9})["']"""
)
_ATTRIBUTE = re.compile(rb"""(\w+)\s*=\s*["']([^"']*)["']""")
#: Possessive and stopped by the next cell, so that a sheet of unclosed cells costs no more than a sound one.
_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*+)(?<!/)>((?:[^<]++|<(?!/?(?:\w+:)?c[\s>/]))*+)</(?:\w+:)?c>", re.DOTALL
)
#: A formula that is followed by no result.
_EMPTY = re.compile(
    rb"<(?:\w+:)?f\b[^<>]*+(?:(?<=/)>|>[^<>]*+</(?:\w+:)?f\s*>)\s*+"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*>\s*</(?:\w+:)?v\s*>)?+\s*+</(?:\w+:)?c\s*>"
)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^<>]*>([^<]*)</|<(?:\w+:)?t\b[^<>]*>([^<]+)</")


@dataclass(frozen=True, slots=True)
class SheetExtras:
    """What stands in a sheet's XML beside the values."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()
    formulas_without_value: tuple[str, ...] = ()
    #: (row, column) → text of cells whose value calamine drops (errors) or rounds (long integers).
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    long_numbers: dict[tuple[int, int], str] = field(default_factory=dict)
    #: (row, column) of cells in a style that shows percentages, numbers or not.
    percents: frozenset[tuple[int, int]] = frozenset()


def sheet_parts(parts: dict[str, bytes], file_name: str) -> dict[str, str]:
    """Return sheet name → part name, as the workbook and its relations list them.

    Raises:
        ThadsError: ``damaged_file`` or ``deep_xml``.
    """
    relations = _relations(parts, "_rels/.rels", "", file_name)
    book = next(
        (target for kind, target in relations.values() if kind.endswith("/officeDocument")), "xl/workbook.xml"
    )
    if book not in parts:
        raise refusal("damaged_file", file_name, found=f"{book} is missing")
    folder, name = posixpath.split(book)
    targets = _relations(parts, f"{folder}/_rels/{name}.rels", folder, file_name)
    root = parse_xml(parts[book], f"{file_name}: {book}")
    found = {}
    for sheet in root.iter("{*}sheet"):
        relation = sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or ""
        found[sheet.get("name") or ""] = targets.get(relation, ("", ""))[1]
    return found


def _relations(parts: dict[str, bytes], name: str, folder: str, file_name: str) -> dict[str, tuple[str, str]]:
    if name not in parts:
        return {}
    root: etree._Element = parse_xml(parts[name], f"{file_name}: {name}")
    return {
        relation.get("Id", ""): (
            relation.get("Type", ""),
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in root.iter("{*}Relationship")
        if relation.get("TargetMode") != "External"
    }


def outline(part: bytes) -> bytes:
    """Return the sheet's XML with every letter as ``A``, every digit as ``0`` and other space as a space."""
    return part.translate(_OUTLINE)


def check_extent(part: bytes, shape: bytes, where: str) -> None:
    """Refuse a sheet whose corner cells span more than `guards.MAX_SHEET_CELLS`; calamine would hold them all.

    Raises:
        ThadsError: ``too_many_cells``.
    """
    if not any(sign in shape for sign in _FAR):
        return
    rows, columns = {0}, {b"A"}
    for column, row in _ADDRESS.findall(part):
        rows.add(int(row))
        columns.add(column)
    cells = max(rows) * max(column_number(column.decode()) for column in columns)
    if cells > MAX_SHEET_CELLS:
        raise refusal("too_many_cells", where, expected=f"≤ {MAX_SHEET_CELLS}", found=str(cells))


def scan_sheet(part: bytes, shape: bytes, percent_styles: frozenset[str] = frozenset()) -> SheetExtras:
    """Return the extras of one sheet; each scan runs only when its mark occurs in the XML at all."""
    has_hidden = b"hidden" in part
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    if has_hidden:
        rows = _hidden_rows(part)
        columns = _hidden_columns(part)
    merges = tuple(
        Merge(int(top), column_number(left.decode()), int(bottom), column_number(right.decode()))
        for left, top, right, bottom in _MERGE.findall(part, _start(part, b"mergeCell"))
    )
    formulas, errors, long_numbers = _scan_cells(part, shape)
    percents = _percent_cells(part, percent_styles) if percent_styles else frozenset()
    return SheetExtras(rows, columns, merges, formulas, errors, long_numbers, percents)


def _percent_cells(part: bytes, styles: frozenset[str]) -> frozenset[tuple[int, int]]:
    style = rb"""\ss\s*=\s*["'](?:%s)["']""" % "|".join(sorted(styles)).encode()
    cells = re.findall(rb"<(?:\w+:)?c(?=[^<>]*?%s)(\s[^<>]*)>" % style, part)
    places = (_place(_attributes(cell).get("r", "")) for cell in cells)
    return frozenset(place for place in places if place is not None)


def _start(part: bytes, sign: bytes) -> int:
    """Return where ``sign`` first stands, less room for a prefix, or the end: nothing to find."""
    place = part.find(sign)
    return max(0, place - 64) if place >= 0 else len(part)


def _hidden_rows(part: bytes) -> frozenset[int]:
    hidden, number = set(), 0
    for attributes in map(_attributes, _ROW.findall(part)):
        number = int(attributes["r"]) if attributes.get("r", "").isdigit() else number + 1
        if attributes.get("hidden") in {"1", "true"}:
            hidden.add(number)
    return frozenset(hidden)


def _hidden_columns(part: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for attributes in map(_attributes, _COLUMN.findall(part)):
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if attributes.get("hidden") in {"1", "true"} and first.isdigit() and last.isdigit():
            hidden.update(range(int(first), min(int(last), 16_384) + 1))
    return frozenset(hidden)


def _scan_cells(
    part: bytes, shape: bytes
) -> tuple[tuple[str, ...], dict[tuple[int, int], str], dict[tuple[int, int], str]]:
    """Look at single cells only in sheets that hold formulas, errors or very long numbers."""
    formulas: list[str] = []
    errors: dict[tuple[int, int], str] = {}
    long_numbers: dict[tuple[int, int], str] = {}
    has_errors = b't="e"' in part or (b"'" in part and b"t='e'" in part)
    has_formulas = (b"<f" in part or b":f" in part) and _EMPTY.search(part) is not None
    if not (has_errors or has_formulas or any(sign in shape for sign in _LONG)):
        return (), errors, long_numbers
    for raw, body in _CELL.findall(part):
        if _has_short_value(body) and b'"e"' not in raw and b"'e'" not in raw:
            continue  # nearly every cell; what follows costs ten times this look
        attributes = _attributes(raw)
        address = attributes.get("r", "")
        place = _place(address)
        if place is None:
            continue
        value = (
            b"".join(b"".join(pair) for pair in _VALUE.findall(body))
            .strip()
            .decode("utf-8", errors="replace")
        )
        kind = attributes.get("t", "n")
        if not value and kind != "str" and _FORMULA.search(body):
            formulas.append(address)
        elif kind == "e":
            errors[place] = value
        elif kind == "n" and len(value) > 15 and value.lstrip("-").isdigit():
            long_numbers[place] = value
    return tuple(formulas), errors, long_numbers


def _has_short_value(body: bytes) -> bool:
    """Say whether a cell's body ends in ``<v>…</v>`` with at most 15 characters, as sound cells do."""
    return body.endswith(b"</v>") and 0 < len(body) - 4 - body.rfind(b">", 0, -4) - 1 <= 15


def _place(address: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"([A-Za-z]{1,4})(\d{1,9})", address)
    return (int(found[2]), column_number(found[1])) if found else None


def _attributes(raw: bytes) -> dict[str, str]:
    return {name.decode(): value.decode("utf-8", errors="replace") for name, value in _ATTRIBUTE.findall(raw)}
