"""Why the synthetic nation cannot be made as asked.

Belongs here: problems of requests. Does not belong here: checking them.
"""

from __future__ import annotations

from bench.synth.anchors import FIRST_YEAR, LAST_YEAR
from pipelines.problems import Problem, Text

_SPAN = f"FY{FIRST_YEAR}-C01 … FY{LAST_YEAR}-C12"


def bad_month(code: str) -> Problem:
    """Return the problem of a period that is no month of the nation's years."""
    return Problem(
        "no_such_month",
        Text("Dữ liệu giả lập không có kỳ này.", "The synthetic nation has no such month."),
        "--from / --to",
        _SPAN,
        code,
        Text(
            "Chọn kỳ lũy kế theo tháng, ví dụ FY2024-C08.",
            "Choose a cumulative month, for example FY2024-C08.",
        ),
    )


def bad_range(first: str, last: str) -> Problem:
    """Return the problem of a range that ends before it begins."""
    return Problem(
        "bad_range",
        Text("Kỳ đầu sau kỳ cuối.", "The first month comes after the last."),
        "--from / --to",
        "--from ≤ --to",
        f"{first} > {last}",
        Text("Đổi chỗ hai kỳ.", "Swap the two."),
    )


def no_department(code: str) -> Problem:
    """Return the problem of a code that is no department."""
    return Problem(
        "no_department",
        Text("Không có đơn vị cấp tỉnh này.", "There is no such department."),
        "--provinces",
        "all, P63-38, P34-38",
        code,
        Text("Tra mã trong units.csv.", "Look the code up in units.csv."),
    )
