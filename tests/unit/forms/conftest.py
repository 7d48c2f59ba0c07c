"""A small filled form that tests change in one place."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from pipelines.forms import FormHints, FormReading, default_book, read_all
from pipelines.forms.template import Row, SheetContent, write_book
from pipelines.reference import units
from pipelines.reference.periods import Period
from tests.fixtures.forms_documents import document_of_book

LABELS = (
    "Tổng số",
    "I. Cục THADS tỉnh Thanh Hóa",
    "1. Chi cục THADS thị xã Bỉm Sơn",
    "2. Chi cục THADS huyện Nga Sơn",
)

Form = Callable[..., openpyxl.Workbook]
Read = Callable[..., FormReading]


def content(form_code: str = "04/TK-THA", period_code: str = "FY2021", **changes: object) -> SheetContent:
    """Return a form whose figures are all different, so that a mixed-up column shows."""
    period = Period.parse(period_code)
    form_map = default_book().map_for(form_code, period.end)
    rows: list[Row] = [
        (
            label,
            {
                column.key: _figure(row, place, column.measure)
                for place, column in enumerate(form_map.value_columns)
            },
        )
        for row, label in enumerate(LABELS, start=1)
    ]
    fields = {"form_map": form_map, "unit": units.get("P63-38"), "period": period, "rows": tuple(rows)}
    return SheetContent(**{**fields, **changes})  # type: ignore[arg-type]


def _figure(row: int, place: int, measure: str) -> Decimal:
    if measure == "percent":
        return Decimal(f"{50 + row}.{10 + place}")
    return Decimal(row * 1000 + place) * (1000 if measure == "vnd" else 1)


@pytest.fixture
def form() -> Form:
    """Make an open workbook of one or several forms."""

    def make(*contents: SheetContent) -> openpyxl.Workbook:
        buffer = BytesIO()
        write_book(buffer, contents or (content(),))
        return openpyxl.load_workbook(buffer)

    return make


@pytest.fixture
def read() -> Read:
    """Read an open workbook as the folder P63-38/2021 would."""

    def reading(book: openpyxl.Workbook, hints: FormHints | None = None) -> FormReading:
        return read_all(document_of_book(book), "r" * 64, hints or FormHints("P63-38", 2021, "04.xlsx"))

    return reading
