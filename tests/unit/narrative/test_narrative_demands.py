"""What a directive asks for is a target of its year, what is missing is short of it, and neither is a result."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipelines.narrative import NarrativeReading, read_text

DIRECTIVE = (
    "CỤC THI HÀNH ÁN DÂN SỰ TỈNH BẾN TRE\nQUYẾT ĐỊNH\nVề việc giao chỉ tiêu, nhiệm vụ công tác năm 2024\n"
)
REPORT = "Cục THADS tỉnh Bến Tre báo cáo kết quả 8 tháng năm 2024\n"


def read(text: str, published: date) -> NarrativeReading:
    return read_text(text, report_id="0" * 64, published=published, unit_code="")


def told(text: str, published: date) -> set[str]:
    return {
        f"{each.indicator_code} {each.value.normalize():f} {each.period_code} {each.qualifier}"
        for each in read(text, published).observations
    }


@pytest.mark.parametrize(
    "text",
    [
        "1. Thi hành xong đạt tỷ lệ từ 81% trở lên về việc; từ 42% trở lên về tiền, tính trên số có điều kiện.",
        "Về việc: phấn đấu thi hành xong đạt tỷ lệ từ 81% trở lên. Về tiền: đạt tỷ lệ từ 42% trở lên.",
        "Mỗi phòng phải đạt tỷ lệ thi hành xong từ 81% về việc và 42% về tiền trở lên.",
        "Phấn đấu đạt 81% về việc và 42% về tiền.",
        "Thi hành xong trên số có điều kiện không thấp hơn 81% về việc và 42% về tiền.",
        "Yêu cầu các đơn vị đạt tỷ lệ thi hành xong tối thiểu 81% về việc, 42% về tiền.",
        "Tỷ lệ thi hành xong đạt ít nhất 81% số việc và 42% số tiền có điều kiện.",
    ],
)
def test_a_rate_that_a_directive_asks_for_is_its_target(text: str) -> None:
    assert told(DIRECTIVE + text, date(2023, 12, 4)) == {
        "target_cases 81 FY2024 exact",
        "target_money 42 FY2024 exact",
    }


@pytest.mark.parametrize(
    "text",
    [
        "2. Giảm ít nhất 6% số việc và 4,5% số tiền có điều kiện chuyển kỳ sau so với năm 2023.",
        "Giảm từ 6% số việc có điều kiện chuyển kỳ sau và từ 4,5% số tiền có điều kiện chuyển kỳ sau.",
        "Phấn đấu giảm số việc có điều kiện chuyển sang năm 2025 từ 6% trở lên, số tiền từ 4,5% trở lên.",
        "Số việc chuyển kỳ sau giảm tối thiểu 6% so với năm 2023; số tiền giảm tối thiểu 4,5%.",
    ],
)
def test_a_fall_of_the_backlog_that_is_asked_for_is_a_target_and_positive(text: str) -> None:
    assert told(DIRECTIVE + text, date(2023, 12, 4)) == {
        "target_cut_carried_forward_cases 6 FY2024 exact",
        "target_cut_carried_forward_money 4.5 FY2024 exact",
    }


def test_the_items_of_a_list_are_of_the_year_it_sets_targets_for() -> None:
    text = (
        "Năm 2023 thi hành xong 5.012 việc.\nĐiều 1. Giao chỉ tiêu toàn tỉnh năm 2024 như sau:\n"
        "1. Đạt tỷ lệ từ 81% trở lên về việc.\n"
    )
    assert "target_cases 81 FY2024 exact" in told(DIRECTIVE + text, date(2023, 12, 4))


@pytest.mark.parametrize(
    "text",
    [
        "Có 7 phòng đạt tỷ lệ từ 85% trở lên về việc.",
        "Đơn vị đạt tỷ lệ từ 85% trở lên về việc được xét khen thưởng.",
        "Hết quý II đạt từ 45% trở lên về việc.",
        "Hết tháng 6 đạt từ 45% đến 50% về việc.",
        "Giải quyết từ 95% trở lên số việc khiếu nại thuộc thẩm quyền.",
    ],
)
def test_a_floor_that_only_sorts_or_is_a_milestone_is_no_target(text: str) -> None:
    assert told(DIRECTIVE + text, date(2023, 12, 4)) == set()


def test_what_a_directive_tells_as_done_is_no_target() -> None:
    text = "Năm 2023, toàn tỉnh đạt trên 80% về việc, thấp hơn chỉ tiêu 1,5%; về tiền đạt trên 40%."
    found = told(DIRECTIVE + text, date(2023, 12, 4))
    assert {each.split()[0] for each in found} == {
        "completion_rate_cases",
        "short_of_target_cases",
        "completion_rate_money",
    }


BOTH = "CỤC THI HÀNH ÁN DÂN SỰ TỈNH BẾN TRE\nBÁO CÁO\nKết quả công tác năm 2023 và phương hướng, nhiệm vụ năm 2024\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Toàn tỉnh phải thi hành 5.310 việc; đạt trên 83% về việc.",
            "enforceable_total completion_rate_cases",
        ),
        ("Chấp hành viên đã nỗ lực, thi hành xong đạt 83% về việc.", "completion_rate_cases"),
        ("Có 4 huyện đạt trên 90% về việc.", ""),
        ("Yêu cầu khắc phục: có 3 đơn vị đạt dưới 70% về việc.", ""),
    ],
)
def test_a_report_that_also_plans_tells_results(text: str, expected: str) -> None:
    assert {each.split()[0] for each in told(BOTH + text, date(2023, 11, 20))} == set(expected.split())


def test_a_report_that_also_plans_speaks_of_the_target_of_its_own_year() -> None:
    text = "Chỉ tiêu giao 82% về việc, toàn tỉnh thực hiện đạt 83,5%."
    assert told(BOTH + text, date(2023, 11, 20)) == {
        "target_cases 82 FY2023 exact",
        "completion_rate_cases 83.5 FY2023 exact",
    }


def test_the_part_of_a_report_that_plans_sets_targets_for_the_next_year() -> None:
    text = (
        "Thi hành xong 4.012 việc.\nII. PHƯƠNG HƯỚNG NĂM 2024\n1. Thi hành xong đạt từ 83% trở lên về việc."
    )
    assert told(BOTH + text, date(2023, 11, 20)) == {
        "completed_total 4012 FY2023 exact",
        "target_cases 83 FY2024 exact",
    }


def test_what_an_office_only_hopes_to_reach_stays_a_plan() -> None:
    reading = read(REPORT + "Năm 2025, đơn vị phấn đấu đạt trên 80% về việc.", date(2024, 6, 10))
    assert (reading.observations, [each.reason for each in reading.review]) == ([], ["plan"])


@pytest.mark.parametrize(
    "text",
    [
        "Đối chiếu chỉ tiêu giao, toàn tỉnh còn phải phấn đấu thêm 9,3% việc, 12,7% tiền trong bốn tháng tới.",
        "Để đạt chỉ tiêu, toàn tỉnh cần nỗ lực thêm 9,3% về việc và 12,7% về tiền.",
        "Toàn tỉnh cần thêm 9,3% về việc, 12,7% về tiền nữa mới đạt chỉ tiêu.",
    ],
)
def test_what_is_still_to_be_done_is_short_of_the_target_and_no_target(text: str) -> None:
    assert told(REPORT + text, date(2024, 6, 10)) == {
        "short_of_target_cases 9.3 FY2024-C08 exact",
        "short_of_target_money 12.7 FY2024-C08 exact",
    }


def test_people_still_to_be_found_are_not_there() -> None:
    assert told(REPORT + "Đơn vị còn phải phấn đấu thêm 5 Chấp hành viên.", date(2024, 6, 10)) == set()


def test_what_falls_by_so_much_may_stand_behind_its_percentage() -> None:
    text = "Toàn tỉnh đạt 71,2% về việc, giảm 3% số việc có điều kiện chuyển kỳ sau."
    assert told(REPORT + text, date(2024, 6, 10)) == {
        "completion_rate_cases 71.2 FY2024-C08 exact",
        "chg_pct_carried_forward_with_conditions_cases -3 FY2024-C08 exact",
    }


def test_a_growth_is_not_compared_with_the_target_that_the_next_words_speak_of() -> None:
    text = (
        "Số việc có điều kiện chuyển kỳ sau là 1.204 việc, tăng 2,6%, trong khi chỉ tiêu là giảm ít nhất 4%."
    )
    rows = read(REPORT + text, date(2024, 6, 10)).observations
    assert {(each.indicator_code, each.value) for each in rows} == {
        ("carried_forward_with_conditions", Decimal(1204)),
        ("chg_pct_carried_forward_with_conditions_cases", Decimal("2.6")),
        ("target_cut_carried_forward_cases", Decimal(4)),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2023, tỉnh được giao chỉ tiêu thi hành xong đạt 81% về việc và 42% về tiền.",
        "Năm 2023, Tổng cục giao cho tỉnh phải thi hành xong đạt tỷ lệ 81% về việc và 42% về tiền.",
    ],
)
def test_a_rate_that_was_assigned_to_be_finished_is_the_target_and_no_result(text: str) -> None:
    assert {name.split()[0] for name in told(text + " " + REPORT, date(2023, 12, 4))} == {
        "target_cases",
        "target_money",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2023, thực hiện chỉ tiêu được giao, tỉnh Bến Tre thi hành xong đạt 81% về việc.",
        "Năm 2023, so với chỉ tiêu Tổng cục giao, THADS tỉnh Bến Tre thi hành xong về việc đạt 81%.",
    ],
)
def test_a_rate_told_beside_what_was_assigned_stays_a_result(text: str) -> None:
    assert "completion_rate_cases 81 FY2023 exact" in told(text, date(2023, 12, 4))


def test_a_target_told_in_a_bracket_is_the_target_and_what_follows_is_the_distance() -> None:
    text = "Năm 2023, THADS tỉnh Bến Tre đạt tỷ lệ 84,2% về việc, cao hơn chỉ tiêu (81% về việc) là 3,2%."

    assert {"target_cases 81 FY2023 exact", "over_target_cases 3.2 FY2023 exact"} <= told(
        text, date(2023, 12, 4)
    )
