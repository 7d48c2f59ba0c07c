"""The rows of a query on screens of any width: nothing a reader asked for is squeezed away."""

from __future__ import annotations

import io
from decimal import Decimal

import polars as pl
from rich.console import Console

from pipelines.cli.tables import cell, is_wider, print_frame
from pipelines.settings import Lang


def shown(frame: pl.DataFrame, width: int = 80, lang: Lang = "vi") -> str:
    screen = Console(file=io.StringIO(), width=width)
    print_frame(screen, frame, {}, lang)
    return screen.file.getvalue()  # type: ignore[attr-defined,no-any-return]


WIDE = pl.DataFrame({f"column_number_{at}": [f"value {at}", f"other {at}"] for at in range(20)})


def test_rows_wider_than_the_screen_are_printed_one_below_the_other() -> None:
    lines = shown(WIDE).splitlines()
    assert all(f"column_number_{at}" in line for at, line in enumerate(lines[1:21]))
    assert lines[0].startswith("dòng 1")
    assert lines[21].startswith("dòng 2")
    assert lines[-1].split() == ["column_number_19", "other", "19"]


def test_each_language_counts_the_rows_in_its_words() -> None:
    assert shown(WIDE, lang="en").startswith("row 1")


def test_rows_that_fit_stay_a_table() -> None:
    frame = WIDE.select(pl.col("^column_number_[0-2]$"))
    assert not is_wider(Console(width=80), frame, {}, "vi")
    assert len({line for line in shown(frame).splitlines() if "column_number_0" in line}) == 1


def test_only_long_texts_are_folded_in_a_table_never_names_or_numbers() -> None:
    frame = pl.DataFrame({"sentence": ["từ " * 60], "amount_vnd": [Decimal(2_313_801_454_000)]})
    screen = shown(frame)
    assert "amount_vnd" in screen
    assert "2.313.801.454.000" in screen


def test_numbers_are_in_the_notation_of_the_language_and_years_are_bare() -> None:
    assert cell(Decimal("11813.50"), "x", "vi") == "11.813,5"
    assert cell(Decimal("11813.50"), "x", "en") == "11,813.5"
    assert cell(1234.5, "x", "vi") == "1.234,50"
    assert cell(2021, "năm_báo_cáo", "vi") == cell(2021, "fiscal_year", "vi") == "2021"
    assert cell(12021, "năm_trước_chuyển_sang_việc", "vi") == "12.021"
