"""Levels of another time keep their own period, and what follows goes on from the figure of this year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipelines.narrative import read_text

HEAD = "Cục THADS tỉnh Nghệ An báo cáo kết quả năm 2023\n"


def facts(text: str) -> set[tuple[str, str, str, Decimal]]:
    """Return (indicator, measure, period, value) of what the text says under the common headline."""
    reading = read_text(HEAD + text, report_id="0" * 64, published=date(2023, 11, 10), unit_code="")
    return {
        (each.indicator_code, each.measure, each.period_code, each.value) for each in reading.observations
    }


def fact(line: str) -> tuple[str, str, str, Decimal]:
    code, measure, period, value = line.split()
    return code, measure, period, Decimal(value)


RATE, DONE, POINTS = "completion_rate_cases percent", "completed_total cases", "chg_pp_completion_rate_cases"
CASES = [
    (
        "Toàn tỉnh thi hành xong 1.530 việc, đạt 69,11% (cùng kỳ: 66,90%; tăng 2,21%).",
        f"{DONE} FY2023 1530|{RATE} FY2023 69.11|{RATE} FY2022 66.90|{POINTS} percent_points FY2023 2.21",
    ),
    (
        "Toàn tỉnh thi hành xong 1.530 việc, đạt 69,11% (năm 2022: 66,90%; tăng 2,21%).",
        f"{DONE} FY2023 1530|{RATE} FY2023 69.11|{RATE} FY2022 66.90|{POINTS} percent_points FY2023 2.21",
    ),
    (
        "Toàn tỉnh thi hành xong 1.530 việc, 20 tỷ đồng (cùng kỳ năm trước là 1.400 việc, 15 tỷ đồng).",
        f"{DONE} FY2023 1530|completed_total vnd FY2023 20000000000"
        f"|{DONE} FY2022 1400|completed_total vnd FY2022 15000000000",
    ),
    (
        "Toàn tỉnh thi hành xong 1.530 việc. Cùng kỳ năm trước chỉ xong 1.400 việc.",
        f"{DONE} FY2023 1530|{DONE} FY2022 1400",
    ),
    (
        "Toàn tỉnh thi hành xong 1.530 việc, tăng 130 việc so với cùng kỳ năm 2022.",
        f"{DONE} FY2023 1530|chg_abs_completed_total cases FY2023 130",
    ),
    (
        "Về việc, toàn tỉnh đạt tỷ lệ 69,11%; cùng kỳ năm ngoái con số này là 66,90%.",
        f"{RATE} FY2023 69.11|{RATE} FY2022 66.90",
    ),
    (
        "Toàn tỉnh đạt 70% về việc, 30% về tiền. Cùng kỳ năm trước, hai tỷ lệ này lần lượt là 65,02% và 31,30%.",
        f"{RATE} FY2023 70|completion_rate_money percent FY2023 30"
        f"|{RATE} FY2022 65.02|completion_rate_money percent FY2022 31.30",
    ),
    (
        "Các đơn vị cưỡng chế 31 trường hợp (cùng kỳ 40 trường hợp).",
        "coercion_decisions cases FY2023 31|coercion_decisions cases FY2022 40",
    ),
    (
        "Tỷ lệ thi hành xong về việc tăng từ 77,1% (năm 2022) lên 78,53% (năm 2023).",
        f"{RATE} FY2022 77.1|{RATE} FY2023 78.53",
    ),
    (
        "Số tiền thu được 187 tỷ đồng, bằng 22,6% số có điều kiện (828 tỷ đồng), giảm 4,1 điểm phần trăm.",
        "completed_total vnd FY2023 187000000000|completion_rate_money percent FY2023 22.6"
        "|with_conditions vnd FY2023 828000000000|chg_pp_completion_rate_money percent_points FY2023 -4.1",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_level_of_another_time_is_read_with_its_own_period(text: str, expected: str) -> None:
    assert facts(text) == {fact(line) for line in expected.split("|")}
