"""Sheets typed by hand, not from our template: other words, other layouts, the same figures."""

from __future__ import annotations

from collections.abc import Sequence

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
