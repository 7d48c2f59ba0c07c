"""What is odd about how a table writes its figures, worded for the department that sent it.

Belongs here: the sentences. Does not belong here: deciding when they are due (`notation`, `cells`); other notes (`notes`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.problems import Problem, Text

#: Cells a sentence lists before it ends in «…».
_SHOWN = 5


def notation_open(sheet: str, cells: Sequence[str]) -> Problem:
    """Figures that are thousands or fractions, and nothing in the table says which; not read."""
    shown = " | ".join(cells[:_SHOWN]) + (" …" if len(cells) > _SHOWN else "")
    return Problem(
        code="notation_open",
        what=Text(
            f"{len(cells)} ô tiền có một dấu trước đúng ba chữ số; bảng không cho biết dấu đó ngăn hàng nghìn hay phần "
            "thập phân, nên các ô này không được đọc.",
            f"{len(cells)} amounts have one sign before exactly three digits; the table does not tell whether it stands "
            "before thousands or before a fraction, so these cells were not read.",
        ),
        where=f"{sheet}!{cells[0].partition(':')[0]}",
        expected="1.234.567 · 1.234,5",
        found=shown,
        next_step=Text(
            "Gửi lại với số ở dạng số của bảng tính, hoặc dấu chấm ngăn hàng nghìn, dấu phẩy thập phân trong cả bảng.",
            "Send it again with numbers as the spreadsheet's own, or dots before thousands and commas before fractions.",
        ),
    )


def columns_by_figures(where: str, told: str) -> Problem:
    """Columns under names nobody knows, which the figures of every row show to be columns of the form; read."""
    return Problem(
        code="columns_by_figures",
        what=Text(
            f"Tên cột không có trong mẫu biểu, nhưng số liệu ở mọi dòng cho biết đó là cột nào: {told}. Đã đọc theo đó.",
            f"A column's name is not the form's, but the figures of every row tell which column it is: {told}. Read so.",
        ),
        where=where,
        expected="tên cột theo mẫu / the form's own column names",
        found=told,
        next_step=Text(
            "Kiểm tra có đúng cột đó không; kỳ sau ghi tên cột theo mẫu biểu.",
            "Check that it is that column; use the form's column names next time.",
        ),
    )


def rates_are_shares(sheet: str) -> Problem:
    """Rates printed as shares of one, as their rows recompute; read as percentages."""
    return Problem(
        code="rates_are_shares",
        what=Text(
            f"Trang {sheet} ghi tỷ lệ dưới dạng phân số của 1 (0,7275 thay cho 72,75 %); tính lại từ các cột cho thấy như "
            "vậy, nên đã đọc thành phần trăm.",
            f"Sheet {sheet} prints rates as shares of one (0.7275 for 72.75 %); the columns of each row recompute so, and "
            "they were read as percentages.",
        ),
        where=sheet,
        expected="72,75",
        found="0,7275",
        next_step=Text("Kỳ sau ghi tỷ lệ bằng phần trăm.", "Print rates in percent next time."),
    )
