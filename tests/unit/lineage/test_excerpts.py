"""Promises of excerpts: the figure where it stands, with its sentence or the names of its row and column."""

from __future__ import annotations

import pytest

from pipelines.lineage.excerpts import excerpt_of_cell, excerpt_of_text
from pipelines.readers.model import Cell, Document, Merge, Sheet

TEXT = (
    "Báo cáo tổng kết\n"
    "Trong kỳ, đơn vị thụ lý 1.234 việc; đã xong 1.000 việc, đạt 81,04%. Số còn lại là 234 việc.\n"
    "Dòng gãy giữa\n"
    "chừng có 56 việc.\n\n"
    "Hết."
)


def at(text: str, printed: str) -> str:
    start = text.index(printed)
    return f"char:{start}-{start + len(printed)}"


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        ("1.234", "Trong kỳ, đơn vị thụ lý 1.234 việc;"),
        ("1.000", "đã xong 1.000 việc, đạt 81,04%."),
        ("81,04", "đã xong 1.000 việc, đạt 81,04%."),
        ("234 việc.", "Số còn lại là 234 việc."),
        ("56", "Dòng gãy giữa chừng có 56 việc."),
    ],
)
def test_a_figure_is_shown_in_its_sentence(printed: str, sentence: str) -> None:
    excerpt = excerpt_of_text(TEXT, at(TEXT, printed), printed)
    assert excerpt.sentence == sentence
    assert excerpt.printed == printed
    assert excerpt.is_confirmed


def test_a_text_without_sentences_is_cut_and_says_so() -> None:
    text = "việc " * 200 + "77" + " việc" * 200
    excerpt = excerpt_of_text(text, at(text, "77"), "77")
    assert excerpt.sentence.startswith("…")
    assert excerpt.sentence.endswith("…")
    assert len(excerpt.sentence) < 700


def test_a_source_that_says_otherwise_is_not_confirmed() -> None:
    for locator in ("char:0-3", "char:9000-9003", "Sheet1!A1"):
        excerpt = excerpt_of_text(TEXT, locator, "999")
        assert not excerpt.is_confirmed
        assert excerpt.note is not None


def sheet() -> Document:
    rows = [
        (1, 1, "Kết quả thi hành án tính bằng việc", "text"),
        (3, 1, "Tên cơ quan", "text"),
        (3, 3, "Tổng số thụ lý", "text"),
        (4, 3, "Năm trước chuyển sang", "text"),
        (4, 4, "Mới thụ lý", "text"),
        (5, 3, "1", "number"),
        (6, 1, "I", "text"),
        (6, 2, "Chi cục huyện A", "text"),
        (6, 3, "100", "number"),
        (6, 4, "250", "number"),
    ]
    merges = (Merge(1, 1, 1, 4), Merge(3, 3, 3, 4))
    return Document("x", sheets=(Sheet("Biểu 01", tuple(Cell(*row) for row in rows), merges),))


def test_a_cell_is_named_by_its_row_and_its_merged_headers() -> None:
    excerpt = excerpt_of_cell(sheet(), "Biểu 01!D6", "250")
    assert excerpt.is_cell
    assert excerpt.sentence == "I Chi cục huyện A × Tổng số thụ lý › Mới thụ lý = 250"


@pytest.mark.parametrize(
    ("locator", "printed"), [("Biểu 01!D6", "251"), ("Biểu 02!D6", "250"), ("Biểu 01!Z9", "1")]
)
def test_a_cell_that_says_otherwise_is_not_confirmed(locator: str, printed: str) -> None:
    assert not excerpt_of_cell(sheet(), locator, printed).is_confirmed
