"""Any form, any figures that satisfy its identities: written, read by the real reader, the same observations."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines import readers
from pipelines.forms import FormHints, FormMap, default_book, read_forms
from pipelines.forms.template import SheetContent, blank_rows, write_book
from pipelines.observations import Observation, to_frame
from pipelines.reference import units
from pipelines.reference.periods import Period
from tests.fixtures.make_raw_workbooks import ATOMS, form_row

PERIODS = {"R2013": "FY2018-C06", "R2019": "FY2021-C10", "R2024": "FY2025-C08", "RTKLN2021": "FY2023-C06"}
MAPS = [each for each in default_book().maps if each.columns]
COUNT = st.integers(min_value=0, max_value=2_000_000)


@st.composite
def figures(draw: st.DrawFn, form_map: FormMap) -> dict[str, Decimal]:
    """Draw one row; where the form has the core columns, they satisfy its identities."""
    if "completed_total" in {column.indicator for column in form_map.columns}:
        line = {name: draw(COUNT) for name in (*ATOMS, "carried_in", "without_conditions_separate_register")}
        if not form_map.has_money:
            line["reduced"] = 0
        return form_row(line, form_map)
    rate = st.decimals(min_value=0, max_value=100, places=2)
    return {
        column.key: draw(rate) if column.measure == "percent" else Decimal(draw(COUNT)) * scale_of(form_map, column.measure)
        for column in form_map.value_columns
    }  # fmt: skip


def scale_of(form_map: FormMap, measure: str) -> int:
    return form_map.money_scale if measure == "vnd" else 1


@pytest.mark.parametrize("form_map", MAPS, ids=lambda m: f"{m.form_code}-{m.regime}")
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_written_is_read_back(form_map: FormMap, data: st.DataObject) -> None:
    period, unit = Period.parse(PERIODS[form_map.regime]), units.get("P63-38")
    labels = [label for label, _ in blank_rows(form_map, unit, period)][:6]
    rows = tuple((label, data.draw(figures(form_map))) for label in labels)
    as_text, is_signed = data.draw(st.booleans()), data.draw(st.booleans())
    buffer = BytesIO()
    signed = period.end if is_signed else None
    write_book(buffer, [SheetContent(form_map, unit, period, rows, signed=signed, as_text=as_text)])

    document = readers.read(buffer.getvalue(), "04.xlsx", max_bytes=10_000_000)
    reading = read_forms(document, "r" * 64, FormHints("P63-38", period.fiscal_year, "x.xlsx"))

    assert {note.code for note in reading.notes} <= {"layout_by_analogy"}
    expected = sorted(
        (column.indicator, column.measure, row[column.key])
        for _, row in rows
        for column in form_map.value_columns
        if column.key in row
    )
    found = reading.observations.select("indicator_code", "measure", "value").rows()
    assert sorted(found) == expected
    assert {each.period_code for each in reading.identified} == {period.code}


@settings(max_examples=10, deadline=None)
@given(value=st.integers(min_value=0, max_value=10**15))
def test_the_identity_of_a_row_is_the_one_every_reader_gives(value: int) -> None:
    form_map, period = default_book().by_regime("05/TK-THA", "R2019"), Period.parse("FY2021")
    assert form_map is not None
    buffer = BytesIO()
    rows = (("Tổng số", {"accepted_total": Decimal(value) * 1000}),)
    write_book(buffer, [SheetContent(form_map, units.get("P63-38"), period, rows)])
    document = readers.read(buffer.getvalue(), "05.xlsx", max_bytes=10_000_000)

    frame = read_forms(document, "r" * 64, FormHints("P63-38", 2021, "x.xlsx")).observations

    row = frame.to_dicts()[0]
    names = (
        "report_id",
        "unit_code",
        "period_code",
        "indicator_code",
        "measure",
        "value",
        "printed",
        "locator",
        "parser",
        "confidence",
    )
    assert frame.equals(to_frame([Observation(**{name: row[name] for name in names})]))
