"""Each row finds its subject, and a row that has none is said, never dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipelines.forms import FormHints
from pipelines.forms.labels import strip_ordinal
from pipelines.forms.rows import Context, Row, RowSubject, classify
from pipelines.reference import units
from tests.unit.forms.conftest import Form, Read, content

DEPARTMENT = Context("P63-38", date(2021, 9, 30), "office × enforcer", "04")


def subjects(*labels: str, context: Context = DEPARTMENT) -> list[tuple[str, str]]:
    found, _ = classify([Row(n, label, f"A{n}") for n, label in enumerate(labels, start=1)], context)
    return [(subject.unit_code, subject.breakdown) for subject in found]


def notes_of(*labels: str) -> list[tuple[str, str, str]]:
    _, notes = classify([Row(n, label, f"A{n}") for n, label in enumerate(labels, start=1)], DEPARTMENT)
    return [(note.code, note.where, note.found) for note in notes]


def test_total_own_office_and_offices() -> None:
    labels = (
        "Tổng số",
        "I. Cục THADS tỉnh Thanh Hóa",
        "II. Các Chi cục THADS trực thuộc",
        "1. Chi cục THADS TX Bỉm Sơn",
    )

    assert subjects(*labels) == [
        ("P63-38", ""),
        ("P63-38", "office=own"),
        ("P63-38", "office=subordinate"),
        ("D-381", ""),
    ]


def test_officers_belong_to_the_office_above_them() -> None:
    labels = (
        "Tổng số",
        "I. Cục THADS tỉnh",
        "1. CHV Người Thứ Nhất",
        "II. Chi cục THADS huyện Nga Sơn",
        "- Người Thứ Hai",
    )

    assert subjects(*labels) == [
        ("P63-38", ""),
        ("P63-38", "office=own"),
        ("P63-38", "office=own;officer=Người Thứ Nhất"),
        ("D-401", ""),
        ("D-401", "officer=Người Thứ Hai"),
    ]


def test_an_officer_who_is_called_like_a_district_stays_an_officer() -> None:
    assert subjects("Tổng số", "I. Chi cục THADS huyện Nga Sơn", "1. Thọ Xuân")[-1] == (
        "D-401",
        "officer=Thọ Xuân",
    )


def test_bare_names_of_districts_are_offices() -> None:
    assert subjects("Tổng số", "1. Bỉm Sơn", "2. Nga Sơn") == [("P63-38", ""), ("D-381", ""), ("D-401", "")]


def test_an_unknown_office_is_noted_with_its_officers_and_the_rest_goes_on() -> None:
    labels = (
        "Tổng số",
        "1. Chi cục THADS huyện Bịa Đặt",
        "- Người Thứ Nhất",
        "2. Chi cục THADS huyện Nga Sơn",
    )

    assert subjects(*labels) == [("P63-38", ""), ("", ""), ("", ""), ("D-401", "")]
    assert notes_of(*labels) == [("unit_unknown", "04!A2", "Chi cục THADS huyện Bịa Đặt")]


def test_an_unknown_office_is_shown_with_candidates_of_the_department() -> None:
    _, notes = classify([Row(1, "Chi cục THADS huyện Quan Hoa Đông", "A1")], DEPARTMENT)

    assert "Huyện Quan Hóa" in notes[0].expected or "Huyện Quan Sơn" in notes[0].expected
    assert "Chi cục THADS huyện Quan Hoa Đông" in notes[0].what.vi


def test_kinds_of_case_stand_under_their_section() -> None:
    context = replace(DEPARTMENT, unit_code="D-760", row_axis="kind of case")
    labels = (
        "Tổng số",
        "I. Thi hành án chủ động",
        "1. Dân sự",
        "6.1. Trong đó: ma túy",
        "II. Theo yêu cầu",
        "1. Dân sự",
    )

    assert subjects(*labels, context=context) == [
        ("D-760", ""),
        ("D-760", "initiative=ex_officio"),
        ("D-760", "initiative=ex_officio;kind=civil"),
        ("D-760", "initiative=ex_officio;kind=criminal_drugs"),
        ("D-760", "initiative=on_request"),
        ("D-760", "initiative=on_request;kind=civil"),
    ]


def test_a_row_nobody_knows_is_noted() -> None:
    context = replace(DEPARTMENT, row_axis="kind of case")
    found, notes = classify([Row(1, "1. Chuyện khác", "A1")], context)

    assert found == (RowSubject(1, "unknown", "", ""),)
    assert [note.code for note in notes] == ["row_unknown"]


def test_a_subject_that_occurs_twice_is_noted() -> None:
    assert notes_of("Tổng số", "Bỉm Sơn", "Tổng cộng") == [("row_repeated", "04!A3", "04!A3")]


def test_the_only_row_of_an_office_is_its_total() -> None:
    context = replace(DEPARTMENT, unit_code="D-381")

    assert subjects("Chi cục THADS thị xã Bỉm Sơn", context=context) == [("D-381", "")]


def test_officers_of_an_office_that_reports_alone_make_up_the_whole() -> None:
    context = replace(DEPARTMENT, unit_code="D-381")

    assert subjects("Chi cục THADS thị xã Bỉm Sơn", "CHV 01", context=context) == [
        ("D-381", ""),
        ("D-381", "officer=01"),
    ]


def test_offices_of_a_region_are_known_by_their_number_inside_the_department() -> None:
    context = replace(DEPARTMENT, unit_code="P34-38", on=date(2025, 7, 31))
    labels = ("Tổng số", "II. Các Phòng THADS khu vực", "1. Phòng THADS khu vực 1", "CHV 01",
              "2. Phòng Thi hành án dân sự khu vực 12 - Thanh Hóa")  # fmt: skip

    assert subjects(*labels, context=context) == [
        ("P34-38", ""),
        ("P34-38", "office=subordinate"),
        ("P34-38-K1", ""),
        ("P34-38-K1", "officer=01"),
        ("P34-38-K12", ""),
    ]


def test_offices_of_a_renamed_department_belong_to_the_new_one() -> None:
    context = replace(DEPARTMENT, unit_code="P63-46H", on=date(2025, 1, 31))

    assert subjects("Tổng số", "1. Chi cục THADS huyện A Lưới", context=context)[-1] == ("D-481", "")


def test_ordinals_are_no_part_of_a_name() -> None:
    labels = ["I. Cục", "IV - Cục", "1.2) Cục", "a) Cục", "- Cục", "+ Cục", "II Cục", "Cục"]

    assert {strip_ordinal(label) for label in labels} == {"Cục"}


def test_the_nation_reports_by_department(form: Form, read: Read) -> None:
    figures = {"accepted_total": Decimal(5)}
    labels = ("Tổng số", "1. Cục THADS tỉnh Thanh Hóa", "2. Cục THADS thành phố Hà Nội")
    written = replace(content(), unit=units.get("VN"), rows=tuple((label, figures) for label in labels))

    reading = read(form(written), FormHints("VN", 2021, ""))

    assert sorted(reading.observations["unit_code"]) == ["P63-01", "P63-38", "VN"]


KINDS = replace(DEPARTMENT, row_axis="kind of case")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("I. Chủ động thi hành", "II. Theo yêu cầu thi hành án"),
        ("A. Việc chủ động", "B. Việc theo yêu cầu"),
        ("Chủ động", "Thi hành theo yêu cầu"),
    ],
)
def test_sections_of_kinds_are_known_in_the_words_departments_use(first: str, second: str) -> None:
    assert subjects("Tổng số", first, "1. Dân sự", second, "1. Dân sự", context=KINDS)[1:] == [
        ("P63-38", "initiative=ex_officio"),
        ("P63-38", "initiative=ex_officio;kind=civil"),
        ("P63-38", "initiative=on_request"),
        ("P63-38", "initiative=on_request;kind=civil"),
    ]


def test_kinds_below_a_section_nobody_knows_are_not_taken_for_the_whole() -> None:
    labels = ("Tổng số", "I. Việc do Tòa án chuyển", "1. Dân sự", "II. Theo yêu cầu", "1. Dân sự")

    assert subjects(*labels, context=KINDS) == [
        ("P63-38", ""),
        ("", ""),
        ("", ""),
        ("P63-38", "initiative=on_request"),
        ("P63-38", "initiative=on_request;kind=civil"),
    ]


@pytest.mark.parametrize(
    "label",
    ["I. Cục", "I. Văn phòng Cục THADS", "Khối Cục", "Tại Cục", "Cấp tỉnh", "Cục THA tỉnh", "Cục Thi hành án tỉnh Thanh Hóa",
     "CTHADS tỉnh Thanh Hóa", "Cục THADS tỉnh Thanh Hóa (khối văn phòng)"],
)  # fmt: skip
def test_the_departments_own_office_is_known_by_any_of_its_names(label: str) -> None:
    found = subjects("Tổng số", label, "Người Thứ Nhất", "II. Các Chi cục")

    assert found[1:3] == [("P63-38", "office=own"), ("P63-38", "office=own;officer=Người Thứ Nhất")]


@pytest.mark.parametrize(
    "label",
    ["II. Chi cục", "Khối Chi cục", "Cấp huyện", "Tổng các Chi cục", "Cộng các Chi cục THADS",
     "II. Các Chi cục THADS huyện, thị xã, thành phố"],
)  # fmt: skip
def test_the_offices_below_are_known_together_by_any_of_their_names(label: str) -> None:
    assert subjects("Tổng số", "I. Cục THADS tỉnh", label)[2] == ("P63-38", "office=subordinate")


@pytest.mark.parametrize("label", ["TỔNG SỐ = I + II", "Tổng số việc", "Số liệu toàn tỉnh", "Tỉnh Thanh Hóa"])
def test_a_total_is_known_by_any_of_its_names(label: str) -> None:
    assert subjects(label, "I. Cục THADS tỉnh Thanh Hóa", "Chi cục THADS huyện Nga Sơn")[:2] == [
        ("P63-38", ""),
        ("P63-38", "office=own"),
    ]


@pytest.mark.parametrize(
    "label",
    ["CCTHADS huyện Nga Sơn", "CC THA huyện Nga Sơn", "Chi cục THA huyện Nga Sơn", "Chi cục Thi hành án huyện Nga Sơn",
     "Chi cục THADS huyện Nga Sơn, tỉnh Thanh Hóa", "Huyện Nga Sơn:", "H Nga Sơn", "Q Nga Sơn", "Chi cục THADS huyện Nga Sơn (*)"],
)  # fmt: skip
def test_an_office_is_known_by_short_names_and_with_remarks_behind(label: str) -> None:
    found = subjects("Tổng số", "I. Cục THADS tỉnh", label, "Người Thứ Hai")

    assert found[2:] == [("D-401", ""), ("D-401", "officer=Người Thứ Hai")]


def test_what_is_no_name_of_a_person_is_no_officer() -> None:
    assert subjects("Tổng số", "I. Cục THADS tỉnh", "Khối Văn Phòng", "Phòng Tổ Chức")[2:] == [
        ("", ""),
        ("", ""),
    ]


@pytest.mark.parametrize("title", ["CHVSC", "PCCT", "Chi cục trưởng", "Phó Chi cục trưởng"])
def test_titles_before_an_officers_name_are_no_part_of_it(title: str) -> None:
    found = subjects("Tổng số", "Chi cục THADS huyện Nga Sơn", f"{title} Người Thứ Hai", "Huyện Thọ Xuân")

    assert found[2] == ("D-401", "officer=Người Thứ Hai")


def test_officers_below_a_row_nobody_knows_are_not_given_to_the_office_above_it() -> None:
    labels = (
        "Tổng số",
        "1. Chi cục THADS huyện Nga Sơn",
        "Người Thứ Nhất",
        "2. Đơn vị thứ hai",
        "Người Thứ Hai",
    )

    assert subjects(*labels)[2:] == [("D-401", "officer=Người Thứ Nhất"), ("", ""), ("", "")]


def test_bare_names_of_districts_below_the_departments_own_office_are_offices() -> None:
    found = subjects(
        "Tổng số", "I. Cục THADS tỉnh", "Người Thứ Nhất", "1. Nga Sơn", "Người Thứ Hai", "2. Thọ Xuân"
    )

    assert [unit for unit, _ in found[2:]] == ["P63-38", "D-401", "D-401", "D-395"]


def test_a_row_nobody_knows_above_the_total_takes_nothing_from_what_follows() -> None:
    assert subjects("Hàng Lạ 1", "Tổng cộng", "Người Thứ Nhất")[1:] == [
        ("P63-38", ""),
        ("P63-38", "officer=Người Thứ Nhất"),
    ]


def test_officers_below_a_department_of_the_office_that_nobody_knows_are_not_given_to_the_whole_unit() -> (
    None
):
    labels = ("Tổng số", "Phòng nghiệp vụ 1", "Người Thứ Nhất", "Chi cục THADS huyện Nga Sơn")

    assert subjects(*labels) == [("P63-38", ""), ("", ""), ("", ""), ("D-401", "")]


def test_a_town_whose_name_begins_like_a_title_is_an_office() -> None:
    context = replace(DEPARTMENT, unit_code="P63-77")
    found = subjects("Tổng số", "Cục THADS tỉnh", "Bà Rịa", "Bà Người Thứ Hai", context=context)

    assert found[2:] == [("D-748", ""), ("D-748", "officer=Người Thứ Hai")]
