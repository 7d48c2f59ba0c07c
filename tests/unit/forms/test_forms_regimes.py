"""Every form of every regime gets an answer: read, read with a mark, or told why not - never guessed."""

from __future__ import annotations

import openpyxl
import pytest

from pipelines.forms import FormHints, FormReading, default_book, read_all
from tests.fixtures.forms_documents import document_of_book
from tests.strangers import layout
from tests.strangers.files import xlsx
from tests.strangers.layout import Options
from tests.unit.forms.conftest import Form, Read, content


def sheet(*lines: tuple[object, ...]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    return book


def read_sheet(book: openpyxl.Workbook, hints: FormHints | None = None) -> FormReading:
    return read_all(document_of_book(book), "r" * 64, hints or FormHints("P63-38", None, "bao cao.xlsx"))


@pytest.mark.parametrize(
    "form_map", [m for m in default_book().maps if m.is_case_list], ids=lambda m: m.form_code
)
def test_a_list_of_cases_is_recognised_and_none_of_its_persons_is_loaded(form_map: object) -> None:
    title = form_map.title_vi  # type: ignore[attr-defined]
    book = sheet(
        (title.upper(),),
        ("6 tháng năm 2025",),
        ("STT", "Họ và tên", "Số tiền phải thi hành"),
        (1, "Người Thứ Nhất", 1200),
    )

    reading = read_sheet(book)

    assert [problem.code for problem in reading.refused] == ["case_list"]
    assert title in reading.refused[0].what.vi
    assert reading.observations.is_empty()
    assert "Người Thứ Nhất" not in str(reading.refused)


@pytest.mark.parametrize(
    ("code", "instrument", "period"),
    [
        ("01/TK-THA", "Thông tư số 05/2026/TT-BTP", "12 tháng năm 2026"),
        ("02/TKLN-THADS", "TTLT 12/2021/TTLT-BTP-VKSNDTC-TANDTC", "6 tháng năm 2023"),
        ("004.N/BCB-TP", "Nghị định 152/2026/NĐ-CP", "Năm 2026"),
        ("03/TK-THA", "Quyết định 02/2006/QĐ-BTP", "Năm 2010"),
    ],
)
def test_a_form_whose_columns_nobody_knows_is_named_and_not_guessed(
    code: str, instrument: str, period: str
) -> None:
    book = sheet(
        (f"Biểu số: {code}",), (f"Ban hành theo {instrument}",), (f"Kỳ báo cáo: {period}",),
        ("Tên cơ quan", "Tổng số", "Thi hành xong"), ("Tổng số", 10, 5),
    )  # fmt: skip

    reading = read_sheet(book, FormHints("P34-38", None, "bao cao.xlsx"))

    assert [problem.code for problem in reading.refused] == ["layout_unknown"]
    assert "thads forms learn" in reading.refused[0].next_step.vi
    assert reading.observations.is_empty()


def test_a_layout_taken_over_from_another_form_is_read_with_its_mark() -> None:
    form = next(f for f in layout.forms() if (f.code, f.regime) == ("10/TK-THA", "R2013"))
    grid = layout.draw(form, 2, Options(letterhead="official", is_known_wording=True))

    reading = read_bytes(xlsx([grid]))

    assert {note.code for note in reading.notes} >= {"layout_by_analogy"}
    assert "08/TK-THA R2024" in next(n.expected for n in reading.notes if n.code == "layout_by_analogy")
    assert reading.observations["confidence"].unique().to_list() == [0.6]


def test_a_sheet_that_does_not_fit_a_recalled_layout_shows_both_sides_and_the_way_on() -> None:
    book = sheet(
        ("Biểu số: 09/TK-THA",), ("Theo Thông tư 08/2015/TT-BTP",), ("Năm 2018",),
        ("Tên cơ quan", "Số việc đã ra quyết định", "Trong đó có huy động lực lượng"), ("Tổng số", 10, 5),
    )  # fmt: skip

    (problem,) = read_sheet(book).refused

    assert problem.code == "columns_missing"
    assert "Số quyết định cưỡng chế" in problem.expected
    assert "recalled:lo" in problem.expected
    assert "Số việc đã ra quyết định" in problem.found
    assert "thads forms learn" in problem.next_step.vi


def test_the_forms_of_one_initiative_are_a_part_and_never_the_whole(form: Form, read: Read) -> None:
    reading = read(form(content("01/TK-THA", "FY2018")), FormHints("P63-38", 2018, "x.xlsx"))

    assert reading.identified[0].regime == "R2013"
    assert all("initiative=ex_officio" in breakdown for breakdown in reading.observations["breakdown"])


def test_a_faintly_recalled_number_gives_way_to_the_title() -> None:
    form = next(f for f in layout.forms() if (f.code, f.regime) == ("11/TK-THA", "R2013"))
    grid = layout.draw(form, 1, Options(letterhead="official", is_known_wording=True))
    grid.cells[1, 1] = "Biểu số: 10/TK-THA"

    reading = read_bytes(xlsx([grid]))

    assert [each.form_code for each in reading.identified] == ["11/TK-THA"]
    assert any(note.code.endswith("_contradiction") for note in reading.notes)


def read_bytes(data: bytes) -> FormReading:
    from pipelines import readers

    document = readers.read(data, "bao cao.xlsx", max_bytes=10_000_000)
    return read_all(document, "r" * 64, FormHints("", None, "bao cao.xlsx"))
