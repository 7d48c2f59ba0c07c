"""Form maps are data: dated, with their provenance, extended by rows alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import polars as pl
import pytest

from pipelines.forms import FormHints, FormMap, default_book, map_for, read_forms
from pipelines.forms.template import SheetContent, write_book
from pipelines.problems import ThadsError
from pipelines.reference import units
from pipelines.reference.indicators import all_indicators
from pipelines.reference.periods import Period
from pipelines.reference.tables import table
from tests.fixtures.forms_documents import document_of

WITH_COLUMNS = [each for each in default_book().maps if each.columns]
NEW_REGIME = {
    "form_code": "04/TK-THA",
    "title_vi": "Kết quả thi hành án dân sự tính bằng việc chia theo cơ quan thi hành án và Chấp hành viên",
    "title_en": "Results in cases by enforcement body and enforcer",
    "regime": "R2031",
    "instrument": "TT 99/2031/TT-BTP",
    "valid_from": "2031-01-01",
    "valid_to": None,
    "row_axis": "office × enforcer",
    "measure": "cases",
    "money_unit": None,
    "notes": None,
    "provenance": "test",
}
NEW_COLUMNS = [
    ("Tên cơ quan", "A", None),
    ("Số cũ", "1", "carried_in"),
    ("Số mới nhận", "2", "newly_accepted"),
]


def column_rows() -> list[dict[str, str | None]]:
    fixed = {
        "form_code": "04/TK-THA",
        "regime": "R2031",
        "confidence": "hi",
        "provenance": "test",
        "notes": None,
    }
    return [
        {**fixed, "position": str(n), "column_label_vi": label, "column_number_printed": number,
         "indicator_code": code, "formula": None}
        for n, (label, number, code) in enumerate(NEW_COLUMNS, start=1)
    ]  # fmt: skip


def test_the_map_of_a_form_follows_the_end_of_the_period() -> None:
    regimes = [
        map_for("04/TK-THA", day).regime for day in (date(2019, 9, 30), date(2021, 9, 30), date(2025, 6, 30))
    ]

    assert regimes == ["R2013", "R2019", "R2024"]


def test_a_form_outside_every_regime_is_refused_with_the_spans() -> None:
    with pytest.raises(ThadsError) as caught:
        map_for("04/TK-THA", date(2012, 9, 30))

    assert caught.value.problem.code == "form_not_in_force"
    assert "R2019" in caught.value.problem.expected


@pytest.mark.parametrize("form_map", WITH_COLUMNS, ids=lambda m: f"{m.form_code}-{m.regime}")
def test_every_column_is_in_the_catalogue_under_a_key_of_its_own(form_map: FormMap) -> None:
    keys = [column.key for column in form_map.value_columns]

    assert len(set(keys)) == len(keys)
    assert {(c.indicator, c.measure) for c in form_map.value_columns} <= set(all_indicators())


@pytest.mark.parametrize("form_map", WITH_COLUMNS, ids=lambda m: f"{m.form_code}-{m.regime}")
def test_a_recalled_layout_keeps_its_mark(form_map: FormMap) -> None:
    source = table("form_columns").filter(
        (pl.col("form_code") == form_map.form_code) & (pl.col("regime") == form_map.regime)
    )

    assert [column.provenance for column in form_map.columns] == source["provenance"].to_list()
    assert form_map.is_recalled


def test_a_regime_is_added_by_rows_alone() -> None:
    book = default_book().extended(pl.DataFrame([NEW_REGIME]), pl.DataFrame(column_rows()))
    period, unit = Period.parse("FY2031"), units.get("P34-38")
    form_map = book.map_for("04/TK-THA", period.end)
    rows = (("Tổng số", {"carried_in": Decimal(12), "newly_accepted": Decimal(30)}),)
    buffer = BytesIO()
    write_book(buffer, [SheetContent(form_map, unit, period, rows)])

    reading = read_forms(document_of(buffer.getvalue()), "r", FormHints("P34-38", 2031, "x.xlsx"), book)

    assert [each.regime for each in reading.identified] == ["R2031"]
    assert dict(reading.observations.select("indicator_code", "value").rows()) == {
        "carried_in": Decimal(12),
        "newly_accepted": Decimal(30),
    }
