"""The file as the department sent it, read once more from the archive: its sheets, its forms, its figures.

Belongs here: the document with its layouts, and cells by their locator. Does not belong here: what is wrong (`tasks`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from pipelines import readers
from pipelines.archive.store import Archive
from pipelines.events.states import ReportState
from pipelines.forms.layout import SECTION_MARK, Layout, layout_of
from pipelines.forms.matches import FormHints
from pipelines.forms.recognition import recognise
from pipelines.forms.returned import is_returned
from pipelines.problems import Problem, ThadsError
from pipelines.readers.model import Document, Sheet, column_number
from pipelines.reference import units

_ADDRESS = re.compile(r"(?P<letters>[A-Z]{1,3})(?P<row>[0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Place:
    """One cell, with the names a person knows it by.

    Attributes:
        address: ``D12``; ``row`` and ``column`` count from 1.
        row_name: the label of its row, with the office before an officer's name.
        column_name: ``3. Mới thụ lý``.
        scale: đồng per printed unit where the cell holds money.
    """

    sheet: str
    address: str
    row: int
    column: int
    form_code: str = ""
    row_name: str = ""
    column_name: str = ""
    scale: int = 1


@dataclass(frozen=True)
class Original:
    """A report's file.

    Attributes:
        data: the bytes as received.
        document: what the readers make of them, ``None`` when they cannot be read at all.
        problem: why they cannot.
        layouts: one per form that was recognised and whose header was found.
    """

    report: ReportState
    data: bytes
    document: Document | None
    problem: Problem | None
    layouts: tuple[Layout, ...]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Return the department's own sheets, without those an earlier answer of ours added."""
        return tuple(each for each in self.document.sheets if not is_returned(each)) if self.document else ()

    def layout_at(self, sheet: str, row: int) -> Layout | None:
        """Return the form a row of a sheet belongs to."""
        return next((each for each in self.layouts if each.covers(sheet, row)), None)

    def place(self, locator: str, unit_code: str = "") -> Place | None:
        """Return the cell of a ``<sheet>!<cell>`` locator, ``None`` for another kind.

        Args:
            locator: as observations and notes carry it.
            unit_code: the subject of the row; another office than the form's is named before the label.
        """
        sheet, mark, address = locator.rpartition("!")
        match = _ADDRESS.fullmatch(address)
        if not mark or match is None:
            return None
        row, column = int(match["row"]), column_number(match["letters"])
        layout = self.layout_at(sheet, row)
        if layout is None:
            return Place(sheet, address, row, column)
        known = layout.columns.get(column)
        return Place(
            sheet, address, row, column, layout.form_code, _row_name(layout, row, unit_code), layout.column_name(column),
            layout.scale if known and known.measure == "vnd" else 1,
        )  # fmt: skip


def open_original(archive: Archive, report: ReportState, max_bytes: int) -> Original:
    """Read a report's file again from the archive; a file that cannot be read has its problem instead."""
    data = archive.read(report.report_id)
    try:
        document = readers.read(data, report.file_name, max_bytes=max_bytes)
    except ThadsError as error:
        return Original(report, data, None, error.problem, ())
    hints = FormHints(report.folder_unit, report.folder_year, report.file_name)
    layouts = (layout_of(match) for match in recognise(document, hints))
    return Original(report, data, document, None, tuple(each for each in layouts if each))


def places_of(original: Original, figures: pl.DataFrame) -> Mapping[str, Place]:
    """Return the cell of every figure that stands in one, by observation id."""
    found = {}
    for identity, locator, unit in figures.select("observation_id", "locator", "unit_code").iter_rows():
        place = original.place(locator, unit)
        if place:
            found[identity] = place
    return found


def _row_name(layout: Layout, row: int, unit_code: str) -> str:
    label = layout.labels.get(row, "")
    unit = units.all_units().get(unit_code)
    is_below = unit is not None and unit_code != layout.unit_code and unit.level == "district"
    if is_below and unit is not None and unit.short_name.casefold() not in label.casefold():
        return f"{unit.short_name}{SECTION_MARK}{label.rpartition(SECTION_MARK)[2]}"
    return label
