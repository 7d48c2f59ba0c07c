"""A rate that a department formats as a percentage is the rate it shows, from the cell to the observation."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import openpyxl
import polars as pl

from pipelines import readers
from pipelines.intake.reading import Reading, Source, read_report
from tests import reports_support

LARGEST = 10_000_000


def with_percent_formats(data: bytes) -> bytes:
    book = openpyxl.load_workbook(BytesIO(data))
    for line in book.active.iter_rows():
        for cell in line:
            if cell.number_format == "0.00" and isinstance(cell.value, int | float):
                cell.value, cell.number_format = cell.value / 100, "0.00%"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def rates(data: bytes) -> pl.DataFrame:
    reading = read_report(data, Source("r" * 64, "04.xlsx", "P63-26", 2021), max_bytes=LARGEST)
    assert isinstance(reading, Reading)
    return reading.observations.filter(pl.col("measure") == "percent").sort("locator")


def test_a_rate_under_a_percent_format_is_the_same_observation_as_a_plain_one() -> None:
    plain = reports_support.workbook(reports_support.content())
    formatted = with_percent_formats(plain)

    expected, found = rates(plain), rates(formatted)

    assert not found.is_empty()
    assert found.equals(expected)
    assert set(found["value"]) == {Decimal("80")}


def test_what_an_observation_prints_is_what_its_cell_reads_as() -> None:
    data = with_percent_formats(reports_support.workbook(reports_support.content()))
    document = readers.read(data, "04.xlsx", max_bytes=LARGEST)
    texts = {
        readers.sheet_locator(sheet.name, cell.row, cell.column): cell.text
        for sheet in document.sheets
        for cell in sheet.grid
    }

    assert all(
        texts[locator] == printed for locator, printed in rates(data).select("locator", "printed").iter_rows()
    )
