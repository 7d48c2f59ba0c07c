"""What a form says of itself comes first; folder and name fill gaps, and contradictions are said aloud."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from pipelines.forms import FormHints, read_forms, recognise
from pipelines.forms.period_text import is_partial, period_of_dates, period_of_words, period_until
from pipelines.forms.unit_names import resolve, resolve_reporter
from pipelines.problems import ThadsError
from pipelines.reference import units
from tests.fixtures.forms_documents import document_of_book
from tests.unit.forms.conftest import Form, Read, content

CODE, TITLE, PERIOD, DATES, REPORTER, MONEY = "A1", "D1", "D2", "D3", "Q1", "A5"


def replaced(book: openpyxl.Workbook, old: str, new: str) -> openpyxl.Workbook:
    for line in book.active.iter_rows(max_row=5):
        for cell in line:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace(old, new)
    return book


def without(book: openpyxl.Workbook, start: str) -> openpyxl.Workbook:
    for line in book.active.iter_rows(max_row=5):
        for cell in line:
            if isinstance(cell.value, str) and start in cell.value:
                cell.value = None
    return book


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12 tháng năm 2021", "FY2021"),
        ("10 tháng / năm 2021", "FY2021-C10"),
        ("09 tháng đầu năm 2025", "FY2025-C09"),
        ("Quý III năm 2021", "FY2021-C09"),
        ("Quý 1/2021", "FY2021-C03"),
        ("tháng 7 năm 2021", "FY2021-C10"),
        ("tháng 11/2020", "FY2021-C02"),
        ("Năm 2021", "FY2021"),
        ("04_TK-THA_10T2021_Cuc", "FY2021-C10"),
        ("bao cao 6 thang nam 2022", "FY2022-C06"),
        ("FY2021-C10", "FY2021-C10"),
        ("Một tháng năm 2023", "FY2023-C01"),
        ("Mười một tháng của năm công tác 2022", "FY2022-C11"),
        ("Tháng Ba năm 2022", "FY2022-C06"),
        ("tháng năm năm 2022", "FY2022-C08"),
        ("T3/2022", "FY2022-C06"),
        ("Quý Ba năm 2022", "FY2022-C09"),
        ("NĂM BÁO CÁO 2022", "FY2022"),
    ],
)
def test_periods_are_read_as_people_write_them(text: str, code: str) -> None:
    period = period_of_words(text)

    assert period is not None
    assert period.code == code


@pytest.mark.parametrize(
    "text",
    [
        "13 tháng năm 2021",
        "04_TK-THA",
        "Biểu số 04",
        "Quý V năm 2021",
        "tháng 0 năm 2021",
        "Tuần 12 năm 2022",
    ],
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert period_of_words(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "01/10/2021 - 31/3/2022",
        "Từ 1/10/2021 tới 31/3/2022",
        "từ 01/10/21 đến 31/3/22",
        "Từ tháng 10/2021 đến tháng 3/2022",
    ],
)
def test_a_span_from_the_first_of_october_is_a_period_however_it_is_typed(text: str) -> None:
    period = period_of_dates(text)

    assert period is not None
    assert period.code == "FY2022-C06"
    assert not is_partial(text)


@pytest.mark.parametrize(
    "text",
    ["Từ 01/01/2022 đến 31/03/2022", "01/3/2022 - 31/3/2022", "Từ tháng 01 đến tháng 3 năm 2022"],
)
def test_a_span_that_begins_later_is_no_cumulative_period(text: str) -> None:
    assert is_partial(text)
    assert period_of_dates(text) is None
    assert period_until(text) is None


def test_dates_name_a_period_only_from_the_first_of_october_to_the_end_of_a_month() -> None:
    exact = period_of_dates("(Từ ngày 01/10/2020 đến ngày 31 tháng 7 năm 2021)")

    assert exact is not None
    assert exact.code == "FY2021-C10"
    assert period_of_dates("Từ ngày 01/01/2021 đến ngày 31/7/2021") is None
    assert period_of_dates("Từ ngày 01/10/2020 đến ngày 30/7/2021") is None
    assert period_of_dates("Từ ngày 41/10/2020 đến ngày 31/7/2021") is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Chi cục THADS thị xã Bỉm Sơn", "D-381"),
        ("Chi cục Thi hành án dân sự thị xã Bỉm Sơn", "D-381"),
        ("CHI CỤC THADS TX. BỈM SƠN", "D-381"),
        ("Bỉm Sơn", "D-381"),
        ("Chi cục THADS huyện Bỉm Sơn", "D-381"),
        ("Thành phố Thanh Hoá", "D-380"),
        ("Cục THADS tỉnh Thanh Hóa", "P63-38"),
        ("Thanh Hóa", "D-380"),
    ],
)
def test_an_office_is_found_under_any_of_its_names(name: str, code: str) -> None:
    assert [unit.code for unit in resolve(name, date(2021, 9, 30), "P63-38")] == [code]


def test_an_office_of_another_department_is_not_found() -> None:
    assert resolve("Chi cục THADS huyện Sóc Sơn", date(2021, 9, 30), "P63-38") == ()


def test_a_name_that_means_two_units_is_settled_by_folder_and_day() -> None:
    before, after = date(2025, 6, 30), date(2025, 7, 17)

    assert [u.code for u in resolve_reporter("THADS tỉnh Đồng Tháp", (after, before), "P34-82")] == ["P34-82"]
    assert [u.code for u in resolve_reporter("THADS tỉnh Đồng Tháp", (before,), "")] == ["P63-87"]
    place = resolve_reporter("Chi cục THADS quận 1, TP. Hồ Chí Minh", (date(2021, 9, 30),), "")
    assert [u.code for u in place] == ["D-760"]


def test_the_sheet_overrules_folder_and_file_name(form: Form, read: Read) -> None:
    reading = read(form(), FormHints("P63-79", 2020, "04_TK-THA_6T2020.xlsx"))

    assert (reading.identified[0].unit_code, reading.identified[0].period_code) == ("P63-38", "FY2021")
    contradictions = [note for note in reading.notes if note.code.endswith("_contradiction")]
    assert len(contradictions) == 2
    assert "FY2020-C06" in contradictions[0].expected
    assert contradictions[0].found == "FY2021"


def test_folder_and_file_name_fill_what_the_sheet_leaves_out(form: Form, read: Read) -> None:
    book = form()
    for part in ("Kỳ báo cáo", "Từ ngày", "Đơn vị báo cáo"):
        without(book, part)

    reading = read(book, FormHints("P63-38", 2021, "04_TK-THA_10T2021.xlsx"))

    assert (reading.identified[0].unit_code, reading.identified[0].period_code) == ("P63-38", "FY2021-C10")


def test_a_form_without_period_or_unit_is_refused_never_guessed(form: Form, read: Read) -> None:
    undated = form()
    for part in ("Kỳ báo cáo", "Từ ngày"):
        without(undated, part)
    nameless = without(form(), "Đơn vị báo cáo")

    assert [p.code for p in read(undated, FormHints("P63-38", 2021, "bao cao.xlsx")).refused] == [
        "period_unknown"
    ]
    assert [p.code for p in read(nameless, FormHints("", 2021, "bao cao.xlsx")).refused] == ["unit_unknown"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Biểu số: 04/TK-THA", "Biểu số 04 / TK – THA"),
        ("Biểu số: 04/TK-THA", "Mẫu biểu thống kê"),
        ("KẾT QUẢ THI HÀNH ÁN", "Kết quả  thi hành án"),
        ("Kỳ báo cáo: 12 tháng năm 2021", "Năm 2021"),
        ("Đơn vị báo cáo: Cục", "Đơn vị gửi báo cáo:\nCục"),
    ],
)
def test_a_letterhead_may_be_worded_otherwise(form: Form, read: Read, old: str, new: str) -> None:
    reading = read(replaced(form(), old, new), FormHints("", None, ""))

    found = reading.identified[0]
    assert (found.form_code, found.unit_code, found.period_code) == ("04/TK-THA", "P63-38", "FY2021")


def test_number_and_title_of_two_forms_stop_the_sheet(form: Form, read: Read) -> None:
    assert [p.code for p in read(replaced(form(), "04/TK-THA", "05/TK-THA")).refused] == [
        "title_contradicts_code"
    ]


def test_a_form_of_the_announced_regime_is_recognised_and_refused(form: Form, read: Read) -> None:
    named = replaced(form(), "06/2019/TT-BTP", "05/2026/TT-BTP")

    reading = read(named)

    assert [problem.code for problem in reading.refused] == ["layout_unknown"]
    assert "05/2026/TT-BTP" in reading.refused[0].what.vi
    assert reading.observations.is_empty()
    with pytest.raises(ThadsError):
        read_forms(document_of_book(named), "r", FormHints("P63-38", 2021, "x.xlsx"))


def test_a_period_after_the_known_regimes_is_refused_with_the_spans(form: Form, read: Read) -> None:
    book = replaced(form(), "06/2019/TT-BTP", "")
    book = replaced(replaced(book, "năm 2021", "năm 2027"), "01/10/2020", "01/10/2026")
    book = replaced(book, "30/09/2021", "30/09/2027")

    assert [p.code for p in read(book, FormHints("P34-38", 2027, "")).refused] == ["layout_unknown"]


def test_an_old_circular_on_a_newer_period_is_followed_and_said(form: Form, read: Read) -> None:
    book = replaced(form(content("04/TK-THA", "FY2025-C08")), "05/2024/TT-BTP", "06/2019/TT-BTP")

    reading = read(book, FormHints("P63-38", 2025, ""))

    assert reading.identified[0].regime == "R2019"
    assert any(note.code.endswith("_contradiction") for note in reading.notes)


@pytest.mark.parametrize(
    ("printed", "scale"), [("đồng", 1), ("Triệu đồng", 1_000_000), ("1000đ", 1000), ("Nghìn đồng", 1000)]
)
def test_money_is_scaled_by_the_unit_the_sheet_states(
    form: Form, read: Read, printed: str, scale: int
) -> None:
    reading = read(replaced(form(content("05/TK-THA")), "1.000 đồng", printed))

    row = reading.observations.filter(indicator_code="accepted_total", unit_code="D-381").to_dicts()[0]
    assert row["value"] == int(row["printed"]) * scale
    assert ("money_unit" in [note.code for note in reading.notes]) == (scale != 1000)


def test_a_form_signed_after_a_merger_belongs_to_the_unit_that_signed(form: Form, read: Read) -> None:
    written = content("01/TK-THA", "FY2025-C09", unit=units.get("P34-82"), signed=date(2025, 7, 17))

    assert read(form(written), FormHints("", None, "")).identified[0].unit_code == "P34-82"


def test_made_up_figures_are_marked_as_such(form: Form, read: Read) -> None:
    assert read(form(replace(content(), is_synthetic=True))).identified[0].is_synthetic
    assert not read(form()).identified[0].is_synthetic


def test_a_workbook_that_is_no_form_is_not_recognised() -> None:
    book = openpyxl.Workbook()
    for row in (("THỰC ĐƠN TUẦN 29",), ("Ngày", "Món", "Giá"), ("Thứ Hai", "Cá kho", 35000)):
        book.active.append(row)

    assert recognise(document_of_book(book)) == []
    with pytest.raises(ThadsError) as caught:
        read_forms(document_of_book(book), "r", FormHints("P63-38", 2021, "thuc_don.xlsx"))
    assert caught.value.problem.code == "no_form"
