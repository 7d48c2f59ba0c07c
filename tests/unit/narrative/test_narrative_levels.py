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


def told(text: str) -> set[str]:
    """Return the same as words without the measure."""
    return {f"{code} {period} {value.normalize():f}" for code, _, period, value in facts(text)}


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Số có điều kiện đi từ 4.120 việc lên 4.512 việc, thêm 392 việc.",
            "with_conditions FY2022 4120|with_conditions FY2023 4512|chg_abs_with_conditions FY2023 392",
        ),
        (
            "Số có điều kiện từ 4.512 việc xuống còn 4.120 việc, bớt 392 việc.",
            "with_conditions FY2022 4512|with_conditions FY2023 4120|chg_abs_with_conditions FY2023 -392",
        ),
        (
            "Số chưa có điều kiện thì ngược lại, từ 1.810 việc giảm còn 1.655 việc.",
            "without_conditions FY2022 1810|without_conditions FY2023 1655",
        ),
        (
            "Tiền thi hành xong tăng từ 91 lên 118 tỷ đồng.",
            "completed_total FY2022 91000000000|completed_total FY2023 118000000000",
        ),
        (
            "Tổng số phải thi hành từ 7.205 việc năm 2021 tăng lên 7.940 việc năm 2023.",
            "enforceable_total FY2021 7205|enforceable_total FY2023 7940",
        ),
        (
            "Tổng số phải thi hành tăng từ 6.804 việc, 310 tỷ đồng lên 7.205 việc, 342 tỷ đồng.",
            "enforceable_total FY2022 6804|enforceable_total FY2022 310000000000"
            "|enforceable_total FY2023 7205|enforceable_total FY2023 342000000000",
        ),
        (
            "So với năm 2019, thụ lý mới tăng từ 3.100 việc lên 3.840 việc.",
            "newly_accepted FY2019 3100|newly_accepted FY2023 3840",
        ),
        (
            "Trong hai năm, số thụ lý mới từ 3.410 việc lên 3.502 việc.",
            "newly_accepted FY2022 3410|newly_accepted FY2023 3502",
        ),
        (
            "Số có điều kiện, từ chỗ 2.310 việc, nay là 2.405 việc.",
            "with_conditions FY2022 2310|with_conditions FY2023 2405",
        ),
        ("Mỗi vụ thu được từ 200 nghìn đồng đến 3 triệu đồng.", ""),
        ("Biên chế giảm từ 118 người xuống còn 112 người.", ""),
        ("Các vụ có giá trị từ 5 tỷ đồng lên đến 10 tỷ đồng chưa xong.", ""),
        ("Mỗi phòng đã thi hành xong từ 5 việc khó trở lên.", ""),
    ],
)
def test_both_ends_of_a_count_that_rose_are_told_each_of_its_year(text: str, expected: str) -> None:
    assert told(text) == set(filter(None, expected.split("|")))


@pytest.mark.parametrize(
    "text",
    [
        "Án mới năm 2022 chỉ có 3.200 việc, năm nay lên 3.840 việc, tăng đúng 20%.",
        "Thụ lý mới năm trước có 3.200 việc, năm nay tăng lên 3.840 việc, tăng 20%.",
        "Năm 2022 thụ lý mới 3.200 việc; đến năm 2023 đã lên tới 3.840 việc, tăng 20%.",
    ],
)
def test_what_this_year_has_risen_to_is_no_growth(text: str) -> None:
    assert told(text) == {
        "newly_accepted FY2022 3200",
        "newly_accepted FY2023 3840",
        "chg_pct_newly_accepted_cases FY2023 20",
    }


def test_what_was_added_is_no_level() -> None:
    text = "Năm 2022 thụ lý mới 3.200 việc, năm nay tăng lên 240 việc."
    assert told(text) == {"newly_accepted FY2022 3200", "chg_abs_newly_accepted FY2023 240"}


@pytest.mark.parametrize("pair", ["hai con số tương ứng là", "các số liệu này là", "con số tương ứng là"])
def test_the_numbers_that_correspond_are_of_what_was_told_before_its_rates(pair: str) -> None:
    text = f"Năm 2022 xong 3.900 việc, đạt 78%; thu 91 tỷ đồng, đạt 36%. Sang năm 2023, {pair} 4.200 việc và 118 tỷ đồng."
    assert {"completed_total FY2023 4200", "completed_total FY2023 118000000000"} <= told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2022 đứng 44/63 về tiền; năm nay, 31/63.",
        "Năm 2022 ta xếp thứ 44/63 về tiền, năm 2023: 31/63.",
        "Từ vị trí 44/63 về tiền năm 2022, năm nay đơn vị lên 31/63.",
    ],
)
def test_a_second_place_is_in_the_ranking_of_the_first(text: str) -> None:
    assert told(text) == {"rank_completion_rate_money FY2022 44", "rank_completion_rate_money FY2023 31"}


def test_so_many_of_the_offices_are_no_place_in_a_ranking() -> None:
    text = "Năm 2022 đứng 44/63 về tiền; năm nay có 8/9 Chi cục làm thêm giờ."
    assert told(text) == {"rank_completion_rate_money FY2022 44"}
