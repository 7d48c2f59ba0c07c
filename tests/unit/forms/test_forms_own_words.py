"""Sheets typed by hand, not from our template: other words, other layouts, the same figures."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipelines.forms import FormHints, FormReading, read_all
from pipelines.readers.cells import cells_from_values
from pipelines.readers.model import Document, Merge, Sheet

HINTS = FormHints("P63-38", 2021, "bao cao.xlsx")
LETTERHEAD = (
    ("Biểu số: 06/TK-THA", "", "Ban hành kèm theo Thông tư số 08/2015/TT-BTP"),
    ("Đơn vị báo cáo: Cục Thi hành án dân sự tỉnh Thanh Hóa", "", "Kỳ báo cáo: 9 tháng năm 2017"),
)
#: The header of form 06 of 2015, worded by nobody's template: one line of groups, one of leaves.
GROUPS = ("Tên cơ quan", "Thụ lý", "", "", "Uỷ thác", "Rút lên", "Phải thi hành", "Có điều kiện", "", "", "", "", "", "", "",
          "Chưa có điều kiện", "Còn chuyển kỳ sau", "Tỷ lệ %")  # fmt: skip
LEAVES = ("", "Tổng", "Cũ", "Mới", "", "", "", "Tổng", "Xong", "Đình chỉ", "Đang thi hành", "Hoãn", "Tạm đình chỉ",
          "Tạm dừng để GQKN", "Khác", "", "", "")  # fmt: skip
FIGURES = (100, 40, 60, 3, 0, 97, 70, 40, 2, 20, 3, 2, 1, 2, 27, 55, 60)


def sheet(rows: Sequence[Sequence[object]], name: str = "1", merges: Sequence[Merge] = ()) -> Sheet:
    width = max(map(len, rows))
    grid = cells_from_values([[*row, *[""] * (width - len(row))] for row in rows])
    return Sheet(name, grid, merges=tuple(merges))


def read(*sheets: Sheet, hints: FormHints = HINTS) -> FormReading:
    return read_all(Document("xlsx", "", sheets=sheets), "r" * 64, hints)


def test_a_group_over_a_bare_total_is_the_total_of_the_group() -> None:
    merges = [Merge(3, 2, 3, 4), Merge(3, 8, 3, 15)]
    reading = read(
        sheet(
            [
                *LETTERHEAD,
                GROUPS,
                (*LEAVES[:2], "Năm trước chuyển sang", "Mới thụ lý", *LEAVES[4:]),
                ("Tổng số", *FIGURES),
            ],
            merges=merges,
        )  # fmt: skip
    )

    found = dict(reading.observations.select("indicator_code", "value").rows())
    assert reading.refused == ()
    assert (found["accepted_total"], found["with_conditions"], found["carried_forward"]) == (100, 70, 55)
    assert len(found) == len(FIGURES)


MONEY_HEAD = (
    ("Biểu số: 07/TK-THA", "", "Ban hành kèm theo Thông tư số 08/2015/TT-BTP"),
    ("Đơn vị báo cáo: Cục Thi hành án dân sự tỉnh Thanh Hóa", "", "Kỳ báo cáo: 9 tháng năm 2017"),
)
MONEY_LEAVES = ("Tên cơ quan", "Tổng số thụ lý", "Năm trước chuyển sang", "Mới thụ lý", "Ủy thác", "Rút lên",
                "Tổng số phải thi hành", "Có điều kiện", "Thi hành xong", "Đình chỉ", "Giảm", "Đang thi hành", "Hoãn",
                "Tạm đình chỉ", "Tạm dừng để GQKN", "Trường hợp khác", "Chưa có điều kiện", "Chuyển kỳ sau", "Tỷ lệ %")  # fmt: skip
AMOUNTS = (100_500, 40_500, 60_000, 3_250, 0, 97_250, 70_250, 40_125, 2_125, 1_000, 20_000, 3_000, 2_000, 1_000, 1_000,
           27_000, 54_000)  # fmt: skip


def money(amounts: Sequence[object], rate: object, unit: str = "triệu đồng") -> Sheet:
    return sheet([*MONEY_HEAD, (f"ĐVT: {unit}",), MONEY_LEAVES, ("Tổng số", *amounts, rate)])


def amounts_of(reading: FormReading) -> dict[str, int]:
    rows = reading.observations.filter(reading.observations["measure"] == "vnd")
    return {name: int(value) for name, value in rows.select("indicator_code", "value").rows()}


def with_comma(value: int) -> str:
    return f"{value // 1000},{value % 1000:03}" if value else "0"


def test_three_digits_behind_a_sign_are_a_fraction_where_the_table_proves_that_sign_the_decimal_one() -> None:
    typed = ["1.100,500", *map(with_comma, AMOUNTS[1:])]

    found = amounts_of(read(money(typed, "61,57")))

    assert found["accepted_total"] == 1_100_500_000
    assert found["carried_in"] == 40_500_000
    assert found["discontinued"] == 2_125_000


def test_three_digits_behind_a_sign_are_thousands_where_the_table_proves_that() -> None:
    typed = ["1,100,500", *map(with_comma, AMOUNTS[1:])]

    assert amounts_of(read(money(typed, "61,57", "1.000 đồng")))["carried_in"] == 40_500_000


def test_three_digits_behind_a_sign_are_not_read_where_only_the_rates_speak_and_that_is_said() -> None:
    reading = read(money([*map(with_comma, AMOUNTS)], "61,57"))

    assert "carried_in" not in amounts_of(reading)
    assert [note.code for note in reading.notes if note.code == "notation_open"] == ["notation_open"]


def test_rates_printed_as_shares_of_one_are_percentages_when_their_row_recomputes_so() -> None:
    reading = read(money(AMOUNTS, 0.6157, "1.000 đồng"))

    rates = reading.observations.filter(reading.observations["measure"] == "percent")["value"].to_list()
    assert [str(rate) for rate in rates] == ["61.5700"]
    assert "rates_are_shares" in [note.code for note in reading.notes]


def test_a_rate_below_one_percent_stays_a_percentage() -> None:
    small = (*AMOUNTS[:7], 400, 100, 0, 62_750, 3_000, 2_000, 1_000, 1_000, 27_000, 96_750)

    reading = read(money(small, 0.71, "1.000 đồng"))

    rates = reading.observations.filter(reading.observations["measure"] == "percent")["value"].to_list()
    assert [str(rate) for rate in rates] == ["0.7100"]


def test_an_apostrophe_that_forces_text_is_no_part_of_the_figure() -> None:
    typed = [f"'{value:,}".replace(",", ".") for value in AMOUNTS]

    assert amounts_of(read(money(typed, "61,57", "1.000 đồng")))["accepted_total"] == 100_500_000


def test_a_form_of_one_months_flow_is_refused_though_the_file_name_tells_a_period() -> None:
    head = (MONEY_HEAD[0], ("Cục THADS tỉnh Thanh Hóa", "", "Tháng 3 năm 2017 (từ 01/3/2017 đến 31/3/2017)"))
    reading = read(
        sheet([*head, ("ĐVT: 1.000 đồng",), MONEY_LEAVES, ("Tổng số", *AMOUNTS, 61.57)]),
        hints=FormHints("P63-38", 2017, "07 T3 2017.xlsx"),
    )

    assert [problem.code for problem in reading.refused] == ["period_not_cumulative"]
    assert reading.observations.is_empty()


COVER = sheet([("BÁO CÁO THỐNG KÊ",), ("Đơn vị báo cáo: Cục THADS tỉnh Thanh Hóa",), ("Kỳ báo cáo: 9 tháng năm 2017",)], "Bìa")  # fmt: skip
BARE = sheet(
    [("Biểu số: 07/TK-THA", "", "ĐVT: 1.000 đồng"), MONEY_LEAVES, ("Tổng số", *AMOUNTS, 61.57)], "07"
)


def test_a_form_that_prints_neither_unit_nor_period_takes_them_from_the_cover() -> None:
    reading = read(COVER, BARE, hints=FormHints("P63-40", 2018, "bc 2 thang 2018.xlsx"))

    assert [(each.unit_code, each.period_code) for each in reading.identified] == [("P63-38", "FY2017-C09")]
    assert {"unit_contradiction", "period_contradiction"} <= {note.code for note in reading.notes}


def test_sheets_that_disagree_lend_nothing_to_a_form() -> None:
    other = sheet([("Cục THADS tỉnh Nghệ An",), ("Kỳ báo cáo: 6 tháng năm 2017",)], "Bìa 2")
    reading = read(COVER, other, BARE, hints=FormHints("P63-38", 2017, "a.xlsx"))

    assert [problem.code for problem in reading.refused] == ["period_unknown"]


def test_a_table_of_contents_is_no_form_that_could_not_be_read() -> None:
    cover = sheet([("Cục THADS tỉnh Thanh Hóa",), ("9 tháng năm 2017",), ("1", "Biểu 07/TK-THA"), ("2", "Biểu 06/TK-THA")], "Bìa")  # fmt: skip
    reading = read(cover, BARE)

    assert [each.sheet for each in reading.identified] == ["07"]
    assert reading.refused == ()


TWO_NAMES = ("Tên cơ quan", "Chấp hành viên", *MONEY_LEAVES[1:])


@pytest.mark.parametrize("is_named_once", [True, False])
def test_offices_and_officers_in_two_columns_are_read_as_under_each_other(*, is_named_once: bool) -> None:
    office = "Chi cục THADS huyện Nga Sơn"
    rows = [
        ("Tổng số", "", *AMOUNTS, 61.57),
        (office, "Nguyễn Văn Thứ Nhất", *AMOUNTS, 61.57),
        ("" if is_named_once else office, "Trần Thị Thứ Hai", *AMOUNTS, 61.57),
        ("" if is_named_once else office, "Cộng", *AMOUNTS, 61.57),
    ]
    reading = read(sheet([*MONEY_HEAD, ("ĐVT: 1.000 đồng",), TWO_NAMES, *rows]))

    assert set(reading.observations.select("unit_code", "breakdown").rows()) == {
        ("P63-38", ""),
        ("D-401", "officer=Nguyễn Văn Thứ Nhất"),
        ("D-401", "officer=Trần Thị Thứ Hai"),
        ("D-401", ""),
    }
    assert [note.code for note in reading.notes if note.code in ("extra_column", "row_unknown")] == []


@pytest.mark.parametrize(
    ("official", "typed"),
    [
        ("Tổng số thụ lý", "TS thụ lý"),
        ("Năm trước chuyển sang", "Số cũ năm trước chuyển sang"),
        ("Ủy thác", "Ủy thác đi nơi khác"),
        ("Rút lên", "Cục rút hồ sơ lên thi hành"),
        ("Có điều kiện", "Có ĐKTH"),
        ("Chưa có điều kiện", "Chưa đủ điều kiện thi hành"),
        ("Chuyển kỳ sau", "Tồn chuyển kỳ sau"),
        ("Tỷ lệ %", "% xong/có điều kiện"),
    ],
)
def test_columns_are_known_under_the_names_departments_give_them(official: str, typed: str) -> None:
    header = tuple(typed if text == official else text for text in MONEY_LEAVES)
    reading = read(sheet([*MONEY_HEAD, ("ĐVT: 1.000 đồng",), header, ("Tổng số", *AMOUNTS, 61.57)]))

    assert typed in header
    assert reading.refused == ()
    assert reading.observations.height == len(AMOUNTS) + 1


def shifted(by: int) -> tuple[int, ...]:
    """Other amounts that add up in the same way."""
    return tuple(amount * by for amount in AMOUNTS)


def with_header(official: str, typed: str, *rows: Sequence[object]) -> FormReading:
    header = tuple(typed if text == official else text for text in MONEY_LEAVES)
    offices = ("Tổng số", "Chi cục THADS huyện Nga Sơn", "Chi cục THADS thị xã Bỉm Sơn")
    lines = [(name, *row) for name, row in zip(offices, rows, strict=True)]
    return read(sheet([*MONEY_HEAD, ("ĐVT: 1.000 đồng",), header, *lines]))


@pytest.mark.parametrize(
    "official", ["Mới thụ lý", "Đang thi hành", "Chưa có điều kiện", "Chuyển kỳ sau", "Tỷ lệ %"]
)
def test_a_column_nobody_knows_by_name_is_read_when_every_row_proves_it(official: str) -> None:
    rows = [(*shifted(by), 61.57) for by in (5, 2, 3)]

    reading = with_header(official, "Mục X", *rows)

    assert reading.refused == ()
    assert reading.observations.height == 3 * len(rows[0])
    assert [n.found.partition(" = ")[0] for n in reading.notes if n.code == "columns_by_figures"] == [
        "«Mục X»"
    ]


def test_a_column_is_not_read_by_its_figures_when_one_row_speaks_against_it() -> None:
    rows = [[*shifted(by), 61.57] for by in (5, 2, 3)]
    rows[2][2] += 1

    assert [p.code for p in with_header("Mới thụ lý", "Mục X", *rows).refused] == ["columns_missing"]


def test_a_column_is_not_read_by_its_figures_when_two_rows_are_all_that_speak_for_it() -> None:
    rows = [(*shifted(by), 61.57) for by in (5, 5, 3)]

    assert [p.code for p in with_header("Mới thụ lý", "Mục X", *rows).refused] == ["columns_missing"]


def test_numbers_that_are_none_leave_the_notation_and_the_proof_of_columns_unmoved() -> None:
    broken = Sheet("1", tuple(
        each._replace(text="Infinity") if (each.row, each.column) == (5, 8) else each
        for each in money(AMOUNTS, 61.57, "1.000 đồng").grid
    ))  # fmt: skip

    assert read(broken).observations.height == len(AMOUNTS)


OFFICE = "Chi cục THADS huyện Nga Sơn"
FIRST_PAGE = sheet(
    [*MONEY_HEAD, ("ĐVT: 1.000 đồng",), MONEY_LEAVES, ("Tổng số", *shifted(3), 61.57), (OFFICE, *shifted(2), 61.57),
     ("Người Thứ Nhất", *AMOUNTS, 61.57)], "Trang 1"
)  # fmt: skip


@pytest.mark.parametrize("top", [(), (MONEY_LEAVES,)])
def test_rows_that_go_on_on_the_next_sheet_belong_to_the_office_open_on_the_first(
    top: Sequence[Sequence[object]],
) -> None:
    rows = [("Người Thứ Hai", *AMOUNTS, 61.57), ("Chi cục THADS thị xã Bỉm Sơn", *AMOUNTS, 61.57)]

    reading = read(FIRST_PAGE, sheet([*top, *rows], "Trang 2"))

    on_second = reading.observations.filter(reading.observations["locator"].str.starts_with("Trang 2"))
    assert set(on_second.select("unit_code", "breakdown").rows()) == {
        ("D-401", "officer=Người Thứ Hai"),
        ("D-381", ""),
    }
    assert "sheet_continues" in [note.code for note in reading.notes]


def test_bare_rows_that_do_not_add_up_under_the_columns_of_the_sheet_before_are_left_alone() -> None:
    mixed = (*AMOUNTS[5:], *AMOUNTS[:5])

    reading = read(
        FIRST_PAGE, sheet([("Người Thứ Hai", *mixed, 61.57), ("Huyện Thọ Xuân", *mixed, 61.57)], "Trang 2")
    )

    assert reading.observations["locator"].str.starts_with("Trang 1").all()
    assert [note.where for note in reading.notes if note.code == "sheet_not_a_form"] == ["Trang 2"]


def halves(*names: str) -> tuple[Sheet, Sheet]:
    left = [(name, *AMOUNTS[:8]) for name in ("Tổng số", OFFICE)]
    right = [(name, *AMOUNTS[8:], 61.57) for name in names]
    head = [*MONEY_HEAD, ("ĐVT: 1.000 đồng",), MONEY_LEAVES[:9]]
    return sheet([*head, *left], "07"), sheet([("Tên cơ quan", *MONEY_LEAVES[9:]), *right], "07 (tiếp)")


def test_columns_that_go_on_on_the_next_sheet_are_read_for_the_same_rows() -> None:
    reading = read(*halves("Tổng số", OFFICE))

    assert reading.refused == ()
    assert reading.observations.height == 2 * (len(AMOUNTS) + 1)


def test_columns_on_a_sheet_with_other_rows_do_not_complete_a_form() -> None:
    reading = read(*halves("Tổng số", "Huyện Thọ Xuân"))

    assert [problem.code for problem in reading.refused] == ["columns_missing"]
    assert reading.observations.is_empty()


ELSEWHERE = FormHints("P63-40", 2018, "bc.xlsx")


@pytest.mark.parametrize(
    "head",
    [
        [("CỤC THI HÀNH ÁN DÂN SỰ",), ("TỈNH THANH HÓA",), ("Biểu số: 07/TK-THA",), ("9 tháng năm 2017",)],
        [("CỤC THI HÀNH ÁN DÂN SỰ\nTỈNH THANH HÓA\nBiểu số: 07/TK-THA\nKỳ báo cáo: 9 tháng năm 2017",)],
        [("Mẫu số 07/TK-THA",), ("(Cục THADS tỉnh Thanh Hóa)",), ("Kỳ: 9 tháng 2017",)],
        [("BIỂU 07/TK-THA: KẾT QUẢ THADS TÍNH BẰNG TIỀN CỦA CỤC THADS TỈNH THANH HÓA 9 THÁNG NĂM 2017",)],
        [("Phụ lục: Biểu số: 07/TK-THA ban hành kèm theo Thông tư số 08/2015/TT-BTP ngày 26 tháng 6 năm 2015 của Bộ Tư pháp",),
         ("CTHADS Thanh Hóa",), ("9T/2017",)],
    ],
)  # fmt: skip
def test_unit_and_form_are_found_however_the_letterhead_is_laid_out(head: Sequence[Sequence[object]]) -> None:
    table = [MONEY_LEAVES, ("Tổng số", *AMOUNTS, 61.57)]
    reading = read(sheet([*head, ("(Đơn vị: ngàn đồng)",), *table]), hints=ELSEWHERE)

    assert [(each.form_code, each.unit_code, each.period_code) for each in reading.identified] == [
        ("07/TK-THA", "P63-38", "FY2017-C09")
    ]
    assert amounts_of(reading)["accepted_total"] == 100_500_000
    assert "money_unit" not in [note.code for note in reading.notes]


def test_an_office_below_its_department_is_the_reporter_though_both_names_run_over_two_lines() -> None:
    head = [("CỤC THI HÀNH ÁN DÂN SỰ",), ("TỈNH THANH HÓA",), ("CHI CỤC THI HÀNH ÁN DÂN SỰ",), ("HUYỆN NGA SƠN",),
            ("Biểu số: 07/TK-THA",), ("9 tháng năm 2017",)]  # fmt: skip
    reading = read(sheet([*head, ("ĐVT: 1.000 đồng",), MONEY_LEAVES, ("Tổng số", *AMOUNTS, 61.57)]))

    assert [each.unit_code for each in reading.identified] == ["D-401"]


@pytest.mark.parametrize(
    ("form_code", "columns", "indicators"),
    [
        ("07/TK-THA", ("Số trường hợp cưỡng chế", "Có huy động lực lượng liên ngành"), ("coercion_decisions", "coercion_with_force")),
        ("08/TK-THA", ("Tổng số đơn", "Số đơn đã giải quyết"), ("complaints_received", "complaints_resolved")),
        ("11/TK-THA", ("Số việc bồi thường", "Số tiền đã chi trả"), ("state_compensation_cases", "state_compensation_paid")),
    ],
)  # fmt: skip
def test_small_forms_are_known_under_the_names_departments_give_their_columns(
    form_code: str, columns: Sequence[str], indicators: Sequence[str]
) -> None:
    head = [
        (f"Biểu số: {form_code}",),
        ("Cục THADS tỉnh Thanh Hóa",),
        ("9 tháng năm 2021",),
        ("ĐVT: 1.000 đồng",),
    ]
    reading = read(sheet([*head, ("Tên cơ quan", *columns), ("Tổng số", 9, 4), (OFFICE, 5, 3)]))

    assert reading.refused == ()
    assert sorted(set(reading.observations["indicator_code"])) == sorted(indicators)


@pytest.mark.parametrize(
    ("own", "other"),
    [("Lũy kế", "Trong tháng"), ("Kỳ này", "Kỳ trước"), ("Năm nay", "Năm trước"), ("THADS", "Trong đó: án tín dụng ngân hàng")],
)  # fmt: skip
@pytest.mark.parametrize("is_first", [True, False])
def test_a_block_of_another_time_or_of_a_part_of_all_cases_is_left_aside(
    own: str, other: str, *, is_first: bool
) -> None:
    width = len(MONEY_LEAVES) - 1
    blocks = [(own, MONEY_LEAVES[1:], (*AMOUNTS, 61.57)), (other, MONEY_LEAVES[1:], (*shifted(3), 61.57))]
    one, two = blocks if is_first else blocks[::-1]
    groups = ("Tên cơ quan", one[0], *[""] * (width - 1), two[0], *[""] * (width - 1))
    merges = [Merge(4, 2, 4, 1 + width), Merge(4, 2 + width, 4, 1 + 2 * width), Merge(4, 1, 5, 1)]
    rows = [*MONEY_HEAD, ("ĐVT: 1.000 đồng",), groups, ("", *one[1], *two[1]), ("Tổng số", *one[2], *two[2])]

    assert amounts_of(read(sheet(rows, merges=merges)))["accepted_total"] == 100_500_000


def test_a_column_that_only_another_block_holds_is_missing() -> None:
    own, other = (*MONEY_LEAVES[1:4], *MONEY_LEAVES[5:]), MONEY_LEAVES[1:]
    groups = ("Tên cơ quan", "Kỳ này", *[""] * (len(own) - 1), "Kỳ trước", *[""] * (len(other) - 1))
    merges = [
        Merge(4, 2, 4, 1 + len(own)),
        Merge(4, 2 + len(own), 4, 1 + len(own) + len(other)),
        Merge(4, 1, 5, 1),
    ]
    figures = (*AMOUNTS[:3], *AMOUNTS[4:], 61.57, *AMOUNTS, 61.57)
    rows = [*MONEY_HEAD, ("ĐVT: 1.000 đồng",), groups, ("", *own, *other), ("Tổng số", *figures)]

    assert [problem.code for problem in read(sheet(rows, merges=merges)).refused] == ["columns_missing"]


def test_a_total_in_brackets_and_its_part_are_not_taken_for_each_other() -> None:
    head = [("Biểu số: 04/TK-THA",), ("Cục THADS tỉnh Thanh Hóa",), ("9 tháng năm 2021",)]
    leaves = ("Tên cơ quan", "Tổng số giải quyết", "Năm trước chuyển sang", "Thụ lý mới", "Ủy thác", "Thu hồi, hủy QĐ",
              "Tổng số phải thi hành", "Có điều kiện", "Tổng số xong (xong + đình chỉ)", "Đã thi hành xong", "Đình chỉ",
              "Đang thi hành", "Hoãn theo điểm c k1 Đ48", "Chưa có điều kiện", "Hoãn khác", "Tạm đình chỉ",
              "Chuyển kỳ sau", "Tỷ lệ %")  # fmt: skip
    figures = (100, 40, 60, 2, 1, 97, 70, 50, 45, 5, 15, 5, 20, 4, 3, 47, 71.43)

    found = dict(
        read(sheet([*head, leaves, ("Tổng số", *figures)]))
        .observations.select("indicator_code", "value")
        .rows()
    )

    assert (found["completed_total"], found["completed"]) == (50, 45)


def test_a_day_of_signature_left_over_from_an_older_report_does_not_call_back_a_former_unit() -> None:
    head = [("Biểu số: 10/TK-THA",), ("Cục THADS tỉnh Thừa Thiên Huế",), ("5 tháng năm 2025",)]
    foot = [(), ("", "Huế, ngày 04 tháng 4 năm 2021")]
    rows = [*head, ("Tên cơ quan", "Số cuộc"), ("Tổng số", 9), *foot]

    reading = read(sheet(rows), hints=FormHints("P63-46", 2025, "a.xlsx"))

    assert [each.unit_code for each in reading.identified] == ["P63-46H"]
