"""Whatever stands in the cells of a form, it is read or refused with a reason; nothing breaks the run."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines import readers
from pipelines.forms import FormHints, read_all
from pipelines.observations import SCHEMA
from pipelines.readers.model import Cell
from tests.fixtures.make_raw_workbooks import thanh_hoa, workbook

DOCUMENT = readers.read(workbook(thanh_hoa("05/TK-THA")), "05.xlsx", max_bytes=10_000_000)
SHEET = DOCUMENT.sheets[0]
ROWS = SHEET.grid

ODD = ("", "A", "04/TK-THA", "Biểu số: 99/TK-THA", "Đơn vị báo cáo", "Kỳ báo cáo: 13 tháng năm 2021", "=1+1",
       "Từ ngày 99/10/2020 đến ngày 31/7/2021", "ngày 31 tháng 02 năm 2021", "NaN", "1e400", "9" * 60, "²",
       "III.", ";;=", "Chi cục THADS", "CHV", "x" * 5000, "Tổng số", "Thi hành xong")  # fmt: skip
TEXTS = st.one_of(st.sampled_from(ODD), st.text(max_size=30))
CHANGES = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=len(ROWS) - 1),
        TEXTS,
        st.integers(min_value=-2, max_value=2),
        st.integers(min_value=-2, max_value=2),
        st.sampled_from(["text", "number", "boolean", "date", "error"]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=CHANGES, keeps_merges=st.booleans(), unit=st.sampled_from(["", "P63-38", "no such unit"]))
def test_a_hostile_sheet_is_read_or_refused(
    changes: list[tuple[int, str, int, int, str]], keeps_merges: bool, unit: str
) -> None:
    rows = list(ROWS)
    for index, text, down, right, kind in changes:
        row, column, *_ = rows[index]
        rows[index] = (max(1, row + down), max(1, column + right), text, kind)
    at = {(row[0], row[1]): row for row in rows}
    grid = tuple(Cell(*at[place]) for place in sorted(at))
    sheet = replace(SHEET, grid=grid, merges=SHEET.merges if keeps_merges else ())

    reading = read_all(replace(DOCUMENT, sheets=(sheet,)), "r" * 64, FormHints(unit, None, "05.xlsx"))

    printed = {f"{SHEET.name}!{_address(row, column)}": text for (row, column), (_, _, text, _) in at.items()}
    assert dict(reading.observations.schema) == SCHEMA
    assert all(
        printed[locator] == text for locator, text in reading.observations.select("locator", "printed").rows()
    )


def _address(row: int, column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
