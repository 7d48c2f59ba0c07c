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
