"""What a figure takes over from what stands before it; each in our own words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.narrative.support import support_of
from pipelines.observations import Observation
from tests.narrative_support import fact, facts

CASES = [
    # A sentence that only says how it grew.
    (
        "Cơ quan THADS theo dõi 64 bản án hành chính. So với năm 2022 tăng 8 bản án, tăng 14,29%.",
        "administrative_to_monitor judgments 64|"
        "chg_abs_administrative_to_monitor judgments 8|"
        "chg_pct_administrative_to_monitor_cases percent 14.29",
    ),
    (
        "Về thi hành án hành chính, phải theo dõi 40 bản án. So với cùng kỳ giảm 10 bản án, giảm 20%.",
        "administrative_to_monitor judgments 40|"
        "chg_abs_administrative_to_monitor judgments -10|"
        "chg_pct_administrative_to_monitor_cases percent -20",
    ),
    (
        "Án hành chính: phải theo dõi 55 bản án. Tăng 5 bản án so với năm 2022 (10%).",
        "administrative_to_monitor judgments 55|"
        "chg_abs_administrative_to_monitor judgments 5|"
        "chg_pct_administrative_to_monitor_cases percent 10",
    ),
    (
        "Án hành chính: thi hành xong 24 bản án. So với năm 2022 tăng 6 bản án.",
        "administrative_completed judgments 24|chg_abs_administrative_completed judgments 6",
    ),
    # A change set against a target.
    (
        "Số việc có điều kiện chuyển kỳ sau 2.204 việc, giảm 1,10% trong khi chỉ tiêu giao phải giảm 3%.",
        "carried_forward_with_conditions cases 2204|"
        "chg_pct_carried_forward_with_conditions_cases percent -1.10|"
        "target_cut_carried_forward_cases percent 3",
    ),
    (
        "Số có điều kiện chuyển kỳ sau là 904 việc, tăng 2,5% mặc dù chỉ tiêu yêu cầu giảm 3%.",
        "carried_forward_with_conditions cases 904|"
        "chg_pct_carried_forward_with_conditions_cases percent 2.5|"
        "target_cut_carried_forward_cases percent 3",
    ),
    # How much of a target is done.
    (
        "Thi hành xong 1.500 việc, đạt 50,00%; so với chỉ tiêu năm (83,00%) mới thực hiện được 60,24%.",
        "completed_total cases 1500|"
        "completion_rate_cases percent 50|"
        "target_cases percent 83|"
        "target_fulfilment_cases percent 60.24",
    ),
    (
        "Thu 90 tỷ đồng, đạt 18%; so với chỉ tiêu cả năm (45%) mới hoàn thành 40%.",
        "completed_total vnd 90000000000|"
        "completion_rate_money percent 18|"
        "target_money percent 45|"
        "target_fulfilment_money percent 40",
    ),
    (
        "Thi hành xong 800 việc, đạt tỷ lệ 33,2%; so với chỉ tiêu (83%) đã hoàn thành được 40%.",
        "completed_total cases 800|"
        "completion_rate_cases percent 33.2|"
        "target_cases percent 83|"
        "target_fulfilment_cases percent 40",
    ),
    (
        "Thi hành xong 900 việc, đạt 78%; so với chỉ tiêu (83%) còn thiếu 5%.",
        "completed_total cases 900|"
        "completion_rate_cases percent 78|"
        "target_cases percent 83|"
        "short_of_target_cases percent_points 5",
    ),
    # A measure named behind.
    (
        "Tỉnh đạt 85,4% về việc và 51,3% về tiền, tức là hơn chỉ tiêu 2,4 điểm ở việc và hơn chỉ tiêu 5,3 điểm ở tiền.",
        "completion_rate_cases percent 85.4|"
        "completion_rate_money percent 51.3|"
        "over_target_cases percent_points 2.4|"
        "over_target_money percent_points 5.3",
    ),
    (
        "Tỉnh còn thiếu 4,4 điểm ở việc và thiếu 7,5 điểm ở tiền so với chỉ tiêu.",
        "short_of_target_cases percent_points 4.4|short_of_target_money percent_points 7.5",
    ),
    (
        "Kết quả thi hành đạt 77,7% đối với việc và 33,9% đối với tiền.",
        "completion_rate_cases percent 77.7|completion_rate_money percent 33.9",
    ),
    (
        "Năm nay hơn chỉ tiêu 2,25 điểm đối với việc, hơn chỉ tiêu 1,75 điểm đối với tiền.",
        "over_target_cases percent_points 2.25|over_target_money percent_points 1.75",
    ),
    # A row of rates below a comparison.
    (
        "Kết quả thi hành án\n"
        "Nội dung | Việc | Tiền | So với cùng kỳ (việc)\n"
        "Thi hành xong | 3.100 | 200 tỷ đồng | giảm 80\n"
        "Tỷ lệ thi hành xong | 75,60% | 40,83% | giảm 2,25%",
        "completed_total cases 3100|"
        "completed_total vnd 200000000000|"
        "chg_abs_completed_total cases -80|"
        "completion_rate_cases percent 75.6|"
        "completion_rate_money percent 40.83|"
        "chg_pp_completion_rate_cases percent_points -2.25",
    ),
    (
        "Kết quả thi hành án\n"
        "Nội dung | Việc | Tiền | So với năm 2022 (tiền)\n"
        "Tỷ lệ thi hành xong | 75,60% | 40,83% | giảm 3,25%",
        "completion_rate_cases percent 75.6|"
        "completion_rate_money percent 40.83|"
        "chg_pp_completion_rate_money percent_points -3.25",
    ),
    (
        "Kết quả thi hành án\n"
        "Chỉ tiêu | Việc | Tiền | So với năm 2022 (việc)\n"
        "Thụ lý mới | 4.000 | 120 tỷ đồng | tăng 12,5%\n"
        "Tỷ lệ | 80,60% | 44,83% | tăng 1,25%",
        "newly_accepted cases 4000|"
        "newly_accepted vnd 120000000000|"
        "chg_pct_newly_accepted_cases percent 12.5|"
        "completion_rate_cases percent 80.6|"
        "completion_rate_money percent 44.83|"
        "chg_pp_completion_rate_cases percent_points 1.25",
    ),
    # What is told of something else.
    (
        "Riêng một vụ án lớn về trái phiếu, đã chi trả 380 tỷ đồng cho 5.614 đương sự trong tổng số hơn 12.000 người được thi hành án.",
        "large_case_paid vnd 380000000000|large_case_persons_paid people 5614",
    ),
    (
        "Tiếp nhận 128 đơn, gồm 100 đơn khiếu nại, 28 đơn tố cáo.",
        "complaints_received cases 128",
    ),
    (
        "Án hành chính: theo dõi 60 bản án.\n"
        "Về thi hành án dân sự, tỉnh có 8.520 việc có điều kiện, xong 6.822 việc, đạt 80,07%.",
        "administrative_to_monitor judgments 60|"
        "with_conditions cases 8520|"
        "completed_total cases 6822|"
        "completion_rate_cases percent 80.07",
    ),
    (
        "Án hành chính: theo dõi 60 bản án, còn 25 bản án; 18/25 bản án còn lại liên quan thu hồi đất; người phải thi hành là Chủ tịch UBND cấp huyện trong 21 vụ, cấp tỉnh trong 4 vụ.",
        "administrative_to_monitor judgments 60|administrative_pending judgments 25",
    ),
    (
        "Thu 500 tỷ đồng, bằng 3,9% cả nước.",
        "completed_total vnd 500000000000|share_of_national_money percent 3.9",
    ),
    # Told once more in other ways.
    (
        "Toàn tỉnh thi hành xong 5.700 việc, đạt 81,20%, trong đó: Cụm 1 xong 3.000 việc, đạt 82,10%; Cụm 2 xong 2.700 việc, đạt 80,20%.",
        "completed_total cases 5700|"
        "completion_rate_cases percent 81.2|"
        "completed_total cases 3000|"
        "completion_rate_cases percent 82.1|"
        "completed_total cases 2700|"
        "completion_rate_cases percent 80.2",
    ),
    (
        "Toàn tỉnh chuyển kỳ sau 3.900 việc (Cụm 1: 2.000 việc; Cụm 2: 1.900 việc).",
        "carried_forward cases 3900|carried_forward cases 2000|carried_forward cases 1900",
    ),
    (
        "Cưỡng chế 60 trường hợp. So với năm 2022, giảm 12 trường hợp.",
        "coercion_decisions cases 60|chg_abs_coercion_decisions cases -12",
    ),
    (
        "Thi hành xong 5.100 việc, đạt 82%. So với cùng kỳ tăng 200 việc và tăng 1,5% về tỷ lệ.",
        "completed_total cases 5100|"
        "completion_rate_cases percent 82|"
        "chg_abs_completed_total cases 200|"
        "chg_pp_completion_rate_cases percent_points 1.5",
    ),
    (
        "Thi hành xong 2.900 việc, đạt 70,55%; đối chiếu chỉ tiêu năm (83%), đã thực hiện được 85%.",
        "completed_total cases 2900|"
        "completion_rate_cases percent 70.55|"
        "target_cases percent 83|"
        "target_fulfilment_cases percent 85",
    ),
    (
        "Toàn tỉnh thấp hơn chỉ tiêu 0,9 điểm phần trăm ở việc, cao hơn chỉ tiêu 3,3 điểm phần trăm ở tiền.",
        "short_of_target_cases percent_points 0.9|over_target_money percent_points 3.3",
    ),
    (
        "So với chỉ tiêu, tỉnh vượt 1,35 điểm ở việc và 2,05 điểm ở tiền.",
        "over_target_cases percent_points 1.35|over_target_money percent_points 2.05",
    ),
    (
        "So với cùng kỳ, tỷ lệ tăng 0,7 điểm ở việc nhưng giảm 1,9 điểm ở tiền.",
        "chg_pp_completion_rate_cases percent_points 0.7|chg_pp_completion_rate_money percent_points -1.9",
    ),
    (
        "Số 130 việc còn lại được phân loại là chưa có điều kiện.",
        "without_conditions cases 130",
    ),
    (
        "Số phải thi hành 1.700 việc.\n"
        "+ Có điều kiện: 1.200, chiếm 70,59%;\n"
        "+ Chưa có điều kiện: 500, chiếm 29,41%.",
        "enforceable_total cases 1700|"
        "with_conditions cases 1200|"
        "share_with_conditions_cases percent 70.59|"
        "without_conditions cases 500|"
        "share_without_conditions_cases percent 29.41",
    ),
    (
        "Về tiền phải thi hành 170 tỷ đồng; có điều kiện: 120 (70,59%).",
        "enforceable_total vnd 170000000000",
    ),
    (
        "Có 21 việc thuộc loại án tham nhũng, kinh tế đã thi hành xong với 45 tỷ đồng.",
        "corruption_completed_total cases 21|corruption_completed_total vnd 45000000000",
    ),
    (
        "119 việc án tín dụng, ngân hàng phải thi hành, 64 việc có điều kiện.",
        "bank_credit_enforceable_total cases 119|bank_credit_with_conditions cases 64",
    ),
    (
        "Đơn thư: nhận 71 đơn, trong đó 33 việc thuộc thẩm quyền; đã giải quyết 31/33 việc.",
        "complaints_received cases 71|complaints_in_jurisdiction cases 33|complaints_resolved cases 31",
    ),
    (
        "Công tác giải quyết khiếu nại được quan tâm. Năm 2023 toàn tỉnh thụ lý 5.000 việc; đã giải quyết xong 4.100 việc.",
        "accepted_total cases 5000|completed_total cases 4100",
    ),
    (
        "Án tín dụng xong 91 việc, thu 81 tỷ đồng. Cục tập trung 22 vụ trên 5 tỷ đồng.",
        "bank_credit_completed_total cases 91|bank_credit_completed_total vnd 81000000000",
    ),
    (
        "Án tín dụng xong 92 việc, thu 82 tỷ đồng. Chỉ đạo xử lý 15 vụ việc có giá trị trên 5 tỷ đồng.",
        "bank_credit_completed_total cases 92|bank_credit_completed_total vnd 82000000000",
    ),
    (
        "Tiếp nhận 66 đơn (60 đơn khiếu nại, 06 đơn tố cáo).",
        "complaints_received cases 66",
    ),
    # A bracket splits the figure before it; what is said next goes on about the whole.
    (
        "Thi hành xong 88 tỷ đồng (trong đó đình chỉ 3 tỷ đồng), đạt 41,5%, so với cùng kỳ giảm 4 tỷ đồng, giảm 4,35%.",
        "completed_total vnd 88000000000|discontinued vnd 3000000000|completion_rate_money percent 41.5|"
        "chg_abs_completed_total vnd -4000000000|chg_pct_completed_total_money percent -4.35",
    ),
    # A table has the theme of its section.
    (
        "Thu cho ngân sách nhà nước 46 tỷ đồng.\n| Nội dung | Việc | Tiền |\n| Có điều kiện | 9.900 | 1.100 tỷ đồng |",
        "state_budget_completed_total vnd 46000000000|with_conditions cases 9900|with_conditions vnd 1100000000000",
    ),
    # What is announced is no result.
    ("Trong năm có 6 cuộc kiểm tra. Năm tới tổ chức 9 cuộc kiểm tra.", "inspections times 6"),
    # The theme beside a count, not the topic of the sentence.
    (
        "Tòa án đã miễn, giảm cho 47 việc, giao tài sản thành 103 vụ việc.",
        "remission cases 47|asset_handover_completed_total cases 103",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_figure_takes_over_what_the_words_around_it_say_and_nothing_else(text: str, expected: str) -> None:
    assert facts(text) == {fact(line) for line in expected.split("|")}


def figure(indicator: str, value: int, at: int) -> Observation:
    return Observation(
        report_id="0" * 64, unit_code="P63-40", period_code="FY2023", indicator_code=indicator, measure="cases",
        value=Decimal(value), printed=str(value), locator=f"char:{at}-{at + 4}", parser="test",
    )  # fmt: skip


def test_a_sum_that_meets_without_an_untold_part_speaks_for_its_figures() -> None:
    told = [
        figure("enforceable_total", 9000, 1),
        figure("with_conditions", 6200, 10),
        figure("without_conditions", 2800, 20),
    ]
    assert support_of(told) == dict.fromkeys((each.locator for each in told), "agrees")


def test_a_sum_that_does_not_meet_says_nothing_of_its_figures_when_a_part_is_untold() -> None:
    told = [
        figure("enforceable_total", 9000, 1),
        figure("with_conditions", 6200, 10),
        figure("without_conditions", 2700, 20),
    ]
    assert support_of(told) == {}
