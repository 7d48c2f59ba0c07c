"""Official workbooks written from the form maps: empty templates for departments, filled ones for tests and samples.

Belongs here: which rows a form starts with, names as letterheads print them, the files.
Does not belong here: what columns mean (`maps`), where cells go and how they look (`sheet_writer`, `styles`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

import xlsxwriter

from pipelines.forms.maps import FormMap
from pipelines.forms.sheet_writer import Row, Rows, SheetContent, SheetWriter, agency_name
from pipelines.forms.styles import Styles
from pipelines.forms.words import data_table
from pipelines.reference import units
from pipelines.reference.periods import Period
from pipelines.reference.units import Unit

__all__ = ["Row", "Rows", "SheetContent", "agency_name", "blank_rows", "write_book", "write_workbook"]

#: Creation date of a template that belongs to no period: fixed, so that equal content gives equal bytes.
_UNDATED = date(2000, 1, 1)


def write_workbook(
    path: Path,
    form_map: FormMap,
    unit: Unit | None,
    period: Period | None,
    rows: Rows | Mapping[str, Mapping[str, Decimal]],
) -> None:
    """Write one form as a workbook (see `SheetContent` for the values)."""
    lines = tuple(rows.items()) if isinstance(rows, Mapping) else tuple(rows)
    write_book(path, [SheetContent(form_map, unit, period, lines)])


def write_book(target: Path | BinaryIO, sheets: Sequence[SheetContent]) -> None:
    """Write several forms as one workbook, a sheet each; the same content gives the same bytes."""
    first = sheets[0]
    day = first.signed or (first.period.end if first.period else _UNDATED)
    with xlsxwriter.Workbook(target) as book:
        book.set_properties(
            {"created": datetime.combine(day, time(8), UTC), "title": first.form_map.title_vi}
        )
        styles = Styles(book)
        for content in sheets:
            name = content.sheet_name or content.form_map.form_code.replace("/", "-")
            SheetWriter(book.add_worksheet(name), styles, content).write()


def blank_rows(form_map: FormMap, unit: Unit | None, period: Period | None) -> tuple[Row, ...]:
    """Return the rows an empty form starts with: the total, then offices or kinds of case."""
    is_by_office = form_map.row_axis.startswith("office")
    labels = _office_labels(unit, period) if is_by_office else _kind_labels(form_map)
    return tuple((label, {}) for label in ("Tổng số", *labels))


def _office_labels(unit: Unit | None, period: Period | None) -> list[str]:
    if unit is None or period is None:
        return []
    offices = units.children(unit.code, period.end, level="district")
    own = f"I. {agency_name(unit)}"
    if not offices:
        return [own]
    numbered = (f"{number}. {agency_name(office)}" for number, office in enumerate(offices, start=1))
    return [own, "II. Các Chi cục THADS trực thuộc", *numbered]


def _kind_labels(form_map: FormMap) -> list[str]:
    """Return the kinds of case under each section; a form that is one section itself has the kinds alone."""
    kinds = [row for row in data_table("rows").to_dicts() if row["axis"] == form_map.row_axis]
    items = [_numbered(row) for row in kinds if row["role"] != "section"]
    sections = [_numbered(row) for row in kinds if row["role"] == "section" and not form_map.breakdown]
    return [label for section in sections for label in (section, *items)] if sections else items


def _numbered(row: Mapping[str, str]) -> str:
    return f"{row['marker']}. {row['label_vi']}"
