"""No text of a report comes alive in an export."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from pipelines.warehouse.export import as_csv, write

HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1"]
PLAIN = ["-12", "+3,5", "-1.234,5", "Cục THADS", "12", ""]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_a_spreadsheet_would_compute_is_quoted_in_csv(text: str) -> None:
    frame = pl.read_csv(
        BytesIO(as_csv(pl.DataFrame({"note": [text], "n": [-1]})).encode()), infer_schema=False
    )

    assert frame.rows() == [("'" + text, "-1")]


def test_figures_and_names_stay_as_they_are() -> None:
    frame = pl.read_csv(BytesIO(as_csv(pl.DataFrame({"note": PLAIN})).encode()), infer_schema=False)

    assert frame["note"].fill_null("").to_list() == PLAIN


def test_a_workbook_holds_texts_and_no_formulas(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    write(pl.DataFrame({"note": HOSTILE}), file, "xlsx")

    cells = [row[0] for row in openpyxl.load_workbook(file).active.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(HOSTILE)
