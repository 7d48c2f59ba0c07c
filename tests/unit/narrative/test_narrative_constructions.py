"""Constructions of the language, each in our own words, read to indicator, unit, period and value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipelines.narrative import read_text
from tests.narrative_support import HEAD, fact, facts, read

CASES = [
    (
        "Toàn tỉnh thụ lý 9.240 việc. Trong tổng số việc thụ lý có 5.110 việc từ năm trước chuyển qua, 4.130 việc mới.",
        "accepted_total cases 9240|carried_in cases 5110|newly_accepted cases 4130",
    ),
    (
        "Trong tổng số phải thi hành 8.621 việc, tương ứng 305 tỷ đồng, số có điều kiện lần lượt là 6.537 việc và 153 tỷ đồng.",
        "enforceable_total cases 8621|enforceable_total vnd 305000000000"
        "|with_conditions cases 6537|with_conditions vnd 153000000000",
    ),
    (
        "Toàn tỉnh phải thi hành 7.106 việc. Phần lớn (68,8%) số việc thuộc diện có điều kiện, tương ứng 4.889 việc.",
        "enforceable_total cases 7106|share_with_conditions_cases percent 68.8|with_conditions cases 4889",
    ),
    (
        "Án hành chính: phải theo dõi 26, xong 12, còn 14.",
        "administrative_to_monitor judgments 26|administrative_completed judgments 12|administrative_pending judgments 14",
    ),
    ("Cả kỳ thi hành xong 1 nghìn 560 tỷ đồng.", "completed_total vnd 1560000000000"),
    (
        "Án hành chính: tổng số bản án, quyết định phải theo dõi là 121, đã thi hành xong 42, còn 79 bản án.",
        "administrative_to_monitor judgments 121|administrative_completed judgments 42|administrative_pending judgments 79",
    ),
    (
        "Toàn tỉnh thụ lý 6.904 việc, tăng 9,8% so với cùng kỳ, xếp thứ 11/63 tỉnh, thành.",
        "accepted_total cases 6904|chg_pct_accepted_total_cases percent 9.8|rank_accepted_total_cases rank 11",
    ),
    ("Toàn tỉnh phải xong thêm ít nhất 2.170 việc mới đạt chỉ tiêu 83%.", "target_cases percent 83"),
    (
        "Tổng phải thu 690 tỷ đồng; đã thu được 103 tỷ đồng.",
        "enforceable_total vnd 690000000000|completed_total vnd 103000000000",
    ),
    (
        "Tổng số thụ lý 900 việc, trong đó số cũ chuyển sang 400 việc, thụ lý mới 500 việc; tăng 20 việc (2,27%).",
        "accepted_total cases 900|carried_in cases 400|newly_accepted cases 500"
        "|chg_abs_accepted_total cases 20|chg_pct_accepted_total_cases percent 2.27",
    ),
    (
        "Xử lý cả thảy: giải quyết xong 117 việc = 12.345.678.000đ.",
        "completed_total cases 117|completed_total vnd 12345678000",
    ),
    ("Có 2.468 việc đã thi hành xong.", "completed_total cases 2468"),
    ("Toàn tỉnh đã kết thúc việc thi hành đối với 2.468 việc.", "completed_total cases 2468"),
    (
        "Có điều kiện 8.900 việc (72,27%), chưa có điều kiện 3.000 việc (24,36%), hoãn và tạm đình chỉ (3,37%).",
        "with_conditions cases 8900|share_with_conditions_cases percent 72.27|without_conditions cases 3000"
        "|share_without_conditions_cases percent 24.36|share_postponed_suspended_cases percent 3.37",
    ),
    (
        "Thi hành xong đạt tỷ lệ 81% về việc, 44,2% về tiền (vượt 3% về việc và 1,1% về tiền so với chỉ tiêu giao).",
        "completion_rate_cases percent 81|completion_rate_money percent 44.2"
        "|over_target_cases percent_points 3|over_target_money percent_points 1.1",
    ),
    (
        "Tỷ lệ thi hành xong về việc đạt 78%; so với cùng kỳ tăng 02%, nhưng so chỉ tiêu Tổng cục thiếu 03%.",
        "completion_rate_cases percent 78|chg_pp_completion_rate_cases percent_points 2"
        "|short_of_target_cases percent_points 3",
    ),
    (
        "Tỷ lệ: việc 91,3%, tiền 60,25%; tiến độ chung ổn định.",
        "completion_rate_cases percent 91.3|completion_rate_money percent 60.25",
    ),
    (
        "Số phải thi hành, có điều kiện và thi hành xong lần lượt là 500, 400 và 300 việc.",
        "enforceable_total cases 500|with_conditions cases 400|completed_total cases 300",
    ),
    (
        "Thi hành xong 7.890 việc, đạt 84,5% về việc, vượt tiến độ 1,2%.",
        "completed_total cases 7890|completion_rate_cases percent 84.5|ahead_of_pace_cases percent_points 1.2",
    ),
    (
        "Thi hành xong 345 việc (xong 300 việc, đình chỉ 45 việc).",
        "completed_total cases 345|completed cases 300|discontinued cases 45",
    ),
    (
        "Đã thi hành xong 9.100/11.200 việc có điều kiện.",
        "completed_total cases 9100|with_conditions cases 11200",
    ),
    (
        "Xong 430 tỷ trên 1.150 tỷ có điều kiện, bằng 37,39%.",
        "completed_total vnd 430000000000|with_conditions vnd 1150000000000|completion_rate_money percent 37.39",
    ),
    (
        "Án tín dụng ngân hàng: phải thi hành 310 việc/1.250 tỷ đồng; xong 45 việc, thu 120 tỷ đồng.",
        "bank_credit_enforceable_total cases 310|bank_credit_enforceable_total vnd 1250000000000"
        "|bank_credit_completed_total cases 45|bank_credit_completed_total vnd 120000000000",
    ),
    (
        "Trong đó thu cho ngân sách nhà nước 92 tỷ đồng, thu cho tổ chức, cá nhân 784 tỷ đồng.",
        "state_budget_completed_total vnd 92000000000|paid_to_persons_completed_total vnd 784000000000",
    ),
    ("Mức hoàn thành chỉ tiêu về việc: 71,45%.", "target_fulfilment_cases percent 71.45"),
    (
        "Chỉ tiêu được giao: về việc 83,90%, về tiền 51,90%.",
        "target_cases percent 83.9|target_money percent 51.9",
    ),
    (
        "Kết quả xếp thứ 10/63 tỉnh, thành phố về việc và thứ 7/63 về tiền.",
        "rank_completion_rate_cases rank 10|rank_completion_rate_money rank 7",
    ),
    (
        "Theo dõi án hành chính: phải theo dõi 25 bản án, đã thi hành xong 12 bản án, còn 13 bản án tiếp tục theo dõi.",
        "administrative_to_monitor judgments 25|administrative_completed judgments 12"
        "|administrative_pending judgments 13",
    ),
    ("Trong kỳ không có bản án hành chính nào phải theo dõi.", "administrative_to_monitor judgments 0"),
    (
        "Tiếp công dân: 120 lượt với 150 người về 98 vụ việc, trong đó lãnh đạo tiếp 30 lượt; 2 đoàn đông người.",
        "citizen_visits visits 120|citizen_persons people 150|citizen_matters cases 98"
        "|citizen_leader_visits visits 30|citizen_group_delegations delegations 2",
    ),
    (
        "Khiếu nại, tố cáo: tiếp nhận 45 đơn, thuộc thẩm quyền 20 đơn; đã giải quyết 19 đơn, đạt 95%.",
        "complaints_received cases 45|complaints_in_jurisdiction cases 20|complaints_resolved cases 19"
        "|complaints_resolution_rate percent 95",
    ),
    (
        "Cưỡng chế 35 trường hợp, có 12 trường hợp huy động lực lượng, giảm 5 trường hợp so với cùng kỳ.",
        "coercion_decisions cases 35|coercion_with_force cases 12|chg_abs_coercion_with_force cases -5",
    ),
    (
        "Xét miễn, giảm thi hành án 15 việc với số tiền 320 triệu đồng.",
        "remission cases 15|remission vnd 320000000",
    ),
    (
        "Có 02 việc bồi thường nhà nước, số tiền bồi thường 350 triệu đồng.",
        "state_compensation_cases cases 2|state_compensation_paid vnd 350000000",
    ),
    (
        "Biên chế là 97/102 người; 40 chấp hành viên, gồm 1 cao cấp, 18 trung cấp, 21 sơ cấp.",
        "staff_present people 97|staff_assigned people 102|enforcers_total people 40|enforcers_senior people 1"
        "|enforcers_intermediate people 18|enforcers_junior people 21",
    ),
    (
        "05 tập thể được tặng Cờ thi đua ngành Tư pháp, 12 cá nhân được tặng Bằng khen của Bộ trưởng Bộ Tư pháp.",
        "award_moj_flag_collective units 5|award_moj_merit_individual people 12",
    ),
    ("Còn bảy Chi cục ở huyện, thành phố.", "district_offices units 7"),
    (
        "Kết quả: 1.402 việc đã xong/2.310 việc có điều kiện (60,69%); 25,4 tỷ/110,2 tỷ đồng (23,05%).",
        "completed_total cases 1402|with_conditions cases 2310|completion_rate_cases percent 60.69"
        "|completed_total vnd 25400000000|with_conditions vnd 110200000000|completion_rate_money percent 23.05",
    ),
    (
        "Án hành chính: thụ lý 41 bản án (năm trước chuyển sang 25, thụ lý mới 16); xong 18; đang thi hành 23.",
        "administrative_to_monitor judgments 41|administrative_carried_in judgments 25"
        "|administrative_newly_accepted judgments 16|administrative_completed judgments 18"
        "|administrative_pending judgments 23",
    ),
    (
        "Việc: thụ lý 4.012; có điều kiện 3.110; xong 2.015 (64,79%).",
        "accepted_total cases 4012|with_conditions cases 3110|completed_total cases 2015"
        "|completion_rate_cases percent 64.79",
    ),
    ("Tỷ lệ việc tăng từ 80% lên mức mới, đạt tỷ lệ 84% về việc.", "completion_rate_cases percent 84"),
    (
        "Án dân sự về tín dụng: 118 việc, 640 tỷ đồng đã giải quyết xong.",
        "bank_credit_completed_total cases 118|bank_credit_completed_total vnd 640000000000",
    ),
    (
        "Thực thu 18,7 tỷ đồng, đạt 28,25%, tăng 3,1% so với năm trước.",
        "legacy_actually_collected vnd 18700000000|legacy_actually_collected_rate percent 28.25"
        "|chg_pp_legacy_actually_collected_rate percent_points 3.1",
    ),
    ("Ra quyết định thi hành án đúng thời hạn đạt 100%.", "on_time_decision_rate percent 100"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_construction_is_read_in_full_and_nothing_else(text: str, expected: str) -> None:
    assert facts(text) == {fact(line) for line in expected.split("|")}


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Nghị định số 71/2016/NĐ-CP và Quyết định số 2345/QĐ-TCTHADS ngày 12/10/2023.",
        "Chào mừng 77 năm ngày truyền thống; họp lúc 14 giờ 30 tại phòng số 105.",
        "Liên hệ: ĐT 0236.3888.999, trang 3, khoản 1 Điều 48, mẫu số 07.",
        "Phấn đấu thi hành xong trên 90% về việc trong năm 2024.",
        "Công chức đóng góp 4 ngày lương; 11 phường, xã cử đầu mối.",
        "Hội nghị dành phần cuối để 4 đơn vị tham luận.",
    ],
)
def test_numbers_that_are_no_statistics_stay_out(text: str) -> None:
    assert facts(text) == set()


def test_subjects_change_within_lists_and_come_back() -> None:
    reading = read(
        HEAD
        + "Về việc, một số nơi cao: Chi cục THADS huyện Diễn Châu 92,1%, Chi cục THADS huyện Yên Thành 90,5%. "
        "Toàn tỉnh thi hành xong 5.000 việc."
    )
    named = {(each.unit_code, each.value) for each in reading.observations}
    own = reading.unit_code
    assert (own, Decimal(5000)) in named
    assert len({unit for unit, _ in named}) == 3


def test_a_table_inside_the_text_takes_measures_from_its_header() -> None:
    rows = facts(
        "Nội dung | Việc | Tiền (triệu đồng)\nPhải thi hành | 9.120 | 1.250.300\nThi hành xong | 5.801 | 201.450"
    )
    assert rows == {
        ("enforceable_total", "cases", Decimal(9120)),
        ("enforceable_total", "vnd", Decimal(1250300000000)),
        ("completed_total", "cases", Decimal(5801)),
        ("completed_total", "vnd", Decimal(201450000000)),
    }


def test_a_comparison_with_an_earlier_year_says_so() -> None:
    reading = read(HEAD + "So với năm 2014, lượng đủ điều kiện của năm 2018 tăng 391 việc.")
    (row,) = reading.observations
    assert (row.indicator_code, row.period_code, row.breakdown) == (
        "chg_abs_with_conditions",
        "FY2018",
        "vs=FY2014",
    )


def test_what_follows_is_derived_with_its_parents_and_is_no_reading() -> None:
    reading = read(HEAD + "Thi hành xong đạt 84,5% về việc, vượt 1,5% so với chỉ tiêu.")
    (target,) = [each for each in reading.derived if each.indicator_code == "target_cases"]
    assert target.value == Decimal("83.0")
    assert target.derived
    assert set(target.parents) == {each.observation_id for each in reading.observations}
    assert not any(each.derived for each in reading.observations)


def test_a_figure_without_a_known_subject_waits_for_a_person() -> None:
    reading = read_text("Thi hành xong 500 việc.", report_id="0" * 64, published=None, unit_code="")
    assert reading.observations == []
    assert [doubt.printed for doubt in reading.review] == ["500"]


def test_who_is_written_to_does_not_report() -> None:
    text = (
        "CHI CỤC THI HÀNH ÁN DÂN SỰ QUẬN 1\nQuận 1, ngày 17 tháng 6 năm 2021\n\nBÁO CÁO CÔNG TÁC NĂM 2020\n"
        "Kính gửi: Cục Thi hành án dân sự Thành phố Hồ Chí Minh\n\n"
        "Năm 2020, tổng số phải giải quyết là 3.427 việc, thi hành xong 1.603 việc.\n"
    )
    assert {each.unit_code for each in read(text, date(2021, 6, 17)).observations} == {"D-760"}
