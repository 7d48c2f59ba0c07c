"""What the head of a report says holds for all of it, until the text turns to something else."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.narrative.reading import read_text


def codes(text: str, published: date = date(2023, 10, 20)) -> set[tuple[str, str, str]]:
    reading = read_text(text, report_id="0" * 64, published=published, unit_code="P63-26")
    return {
        (each.indicator_code, each.period_code, str(each.value.normalize())) for each in reading.observations
    }


@pytest.mark.parametrize(
    "head",
    [
        "BÁO CÁO CHUYÊN ĐỀ ÁN TÍN DỤNG, NGÂN HÀNG NĂM 2023",
        "Kết quả thi hành các vụ việc tín dụng, ngân hàng năm 2023",
        "TÍN DỤNG, NGÂN HÀNG NĂM 2023\n(Báo cáo chuyên đề)",
    ],
)
def test_a_report_on_one_theme_counts_that_theme(head: str) -> None:
    found = codes(f"{head}\n\nPhải thi hành: 512 việc.\nCó điều kiện: 301 việc.")

    assert {name for name, _, _ in found} == {
        "bank_credit_enforceable_total",
        "bank_credit_with_conditions",
    }


def test_a_report_on_one_theme_may_turn_to_the_whole() -> None:
    text = (
        "Chuyên đề án tín dụng, ngân hàng năm 2023\n\nThi hành xong 118 việc.\n\n"
        "Tính chung các loại án, tỉnh thi hành xong 6.204 việc."
    )

    found = codes(text)

    assert ("bank_credit_completed_total", "FY2023", "118") in found
    assert {name for name, _, value in found if value == "6204"} == {"completed_total"}


def test_a_press_title_that_names_a_theme_leaves_the_totals_alone() -> None:
    text = "Vượt chỉ tiêu nhờ án tín dụng, ngân hàng\n\nNăm 2023, toàn tỉnh thi hành xong 6.204 việc."

    assert ("completed_total", "FY2023", "6204") in codes(text)


def test_what_is_brought_from_a_year_belongs_to_the_year_after() -> None:
    text = "Năm 2023, toàn tỉnh mang theo 4.310 việc từ năm 2022, thụ lý mới 5.020 việc, thi hành xong 6.204 việc."

    assert {period for _, period, _ in codes(text)} == {"FY2023"}
    assert "carried_in" in {name for name, _, _ in codes(text)}


def test_a_text_without_any_name_speaks_of_the_nation_only_by_what_it_counts() -> None:
    def units(text: str) -> set[str]:
        reading = read_text(text, report_id="0" * 64, published=date(2023, 10, 20), unit_code="")
        return {each.unit_code for each in reading.observations}

    assert units("Năm 2023, thi hành xong 575.210 việc, thụ lý mới 480.300 việc.") == {"VN"}
    assert units("Năm 2023, thi hành xong 5.210 việc, thụ lý mới 4.300 việc.") == set()


def test_a_line_that_names_others_in_passing_does_not_speak_for_the_table_behind_it() -> None:
    head = "THADS TỈNH LÂM ĐỒNG\nKết quả năm 2025\n"
    table = "Chỉ tiêu | Việc\nThụ lý mới | 9.314 việc\nThi hành xong | 7.106 việc"
    scope = "Phạm vi: địa bàn ba tỉnh Lâm Đồng, Bình Thuận, Đắk Nông trước sắp xếp\n"

    reading = read_text(
        head + scope + table, report_id="0" * 64, published=date(2025, 11, 3), unit_code="P34-68"
    )

    assert {each.unit_code for each in reading.observations} == {"P34-68"}


def test_names_of_places_are_no_money_and_a_title_says_what_a_table_counts() -> None:
    text = (
        "Kết quả thi hành án dân sự toàn quốc năm 2021 (đơn vị tính: việc)\n\n"
        "Đơn vị | Phải thi hành | Thi hành xong\n"
        "Toàn quốc | 343.418 | 222.206\nĐồng Nai | 18.700 | 13.900\nLâm Đồng | 8.700 | 3.900\n"
    )

    reading = read_text(text, report_id="0" * 64, published=date(2021, 11, 3), unit_code="VN")

    assert {
        (each.unit_code, each.measure, int(each.value))
        for each in reading.observations
        if each.indicator_code == "completed_total"
    } == {("VN", "cases", 222206), ("P63-75", "cases", 13900), ("P63-68", "cases", 3900)}
