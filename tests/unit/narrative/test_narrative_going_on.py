"""What a figure takes over from what stands before it, and words around numbers; each in our own words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipelines.narrative import read_text
from pipelines.narrative.support import support_of
from pipelines.observations import Observation

HEAD = "Cục THADS tỉnh Nghệ An báo cáo kết quả năm 2023\n"


def facts(text: str) -> set[tuple[str, str, Decimal]]:
    """Return (indicator, measure, value) of what the text says under the common headline."""
    reading = read_text(HEAD + text, report_id="0" * 64, published=date(2023, 11, 10), unit_code="")
    return {(each.indicator_code, each.measure, each.value) for each in reading.observations}


def fact(line: str) -> tuple[str, str, Decimal]:
    code, measure, value = line.split()
    return code, measure, Decimal(value)


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
    # Cases added.
    (
        "Năm trước chuyển sang 3.300 việc, cộng thêm 900 việc mới thụ lý.",
        "carried_in cases 3300|newly_accepted cases 900",
    ),
    (
        "Ngoài số cũ 3.412 việc còn có 1.187 việc vừa thụ lý.",
        "carried_in cases 3412|newly_accepted cases 1187",
    ),
    (
        "Số cũ 2.415 việc, cộng thêm 751 việc được thụ lý thêm trong năm.",
        "carried_in cases 2415|newly_accepted cases 751",
    ),
    # The rest.
    (
        "5.318 việc có điều kiện thi hành, 1.905 việc chưa có điều kiện, 88 việc còn lại đang tạm đình chỉ hoặc hoãn.",
        "with_conditions cases 5318|without_conditions cases 1905|postponed_suspended cases 88",
    ),
    (
        "5.000 việc có điều kiện, 900 việc chưa có điều kiện và 77 việc còn lại đang trong diện hoãn, tạm đình chỉ.",
        "with_conditions cases 5000|without_conditions cases 900|postponed_suspended cases 77",
    ),
    (
        "Thi hành xong 3.005 việc, 415 việc còn lại đang thi hành.",
        "completed_total cases 3005|in_progress cases 415",
    ),
    # A labelled number with its share.
    (
        "Tổng số phải thi hành: 4.863 việc. Trong đó:\n"
        "- có điều kiện: 3.210 (chiếm 66,01%);\n"
        "- chưa có điều kiện: 1.498 (chiếm 30,80%);\n"
        "- hoãn, tạm đình chỉ: 155 (chiếm 3,19%).",
        "enforceable_total cases 4863|"
        "with_conditions cases 3210|"
        "share_with_conditions_cases percent 66.01|"
        "without_conditions cases 1498|"
        "share_without_conditions_cases percent 30.8|"
        "postponed_suspended cases 155|"
        "share_postponed_suspended_cases percent 3.19",
    ),
    (
        "Số phải thi hành 950 việc; có điều kiện: 610 (64,21%); hoãn: 95 (10%).",
        "enforceable_total cases 950|"
        "with_conditions cases 610|"
        "share_with_conditions_cases percent 64.21|"
        "postponed cases 95",
    ),
    (
        "- Thụ lý mới: 450 (tăng 12%).",
        "newly_accepted cases 450|chg_pct_newly_accepted_cases percent 12",
    ),
    # An obligation reduced.
    (
        "Kết quả thi hành xong: 804 việc, 21.720.450.000 đồng (24,69%), trong đó giảm nghĩa vụ thi hành án 222.000.000 đồng.",
        "completed_total cases 804|"
        "completed_total vnd 21720450000|"
        "completion_rate_money percent 24.69|"
        "reduced vnd 222000000",
    ),
    (
        "Thi hành xong 75 tỷ đồng (đình chỉ 5 tỷ đồng, giảm nghĩa vụ 55 triệu đồng).",
        "completed_total vnd 75000000000|discontinued vnd 5000000000|reduced vnd 55000000",
    ),
    (
        "Tòa án chấp nhận miễn, giảm nghĩa vụ cho 18 việc, 88 triệu đồng.",
        "remission cases 18|remission vnd 88000000",
    ),
    # Cases for each officer.
    (
        "Thụ lý mới 4.500 việc; bình quân mỗi Chấp hành viên thụ lý mới 90 việc.",
        "newly_accepted cases 4500|new_per_enforcer cases 90",
    ),
    (
        "Với 50 Chấp hành viên, thụ lý mới 4.000 việc, tính ra mỗi người nhận 80 việc.",
        "enforcers_total people 50|newly_accepted cases 4000|new_per_enforcer cases 80",
    ),
    (
        "Thụ lý mới 2.300 việc, tính bình quân trên đầu chấp hành viên, mỗi người gánh 46 việc.",
        "newly_accepted cases 2300|new_per_enforcer cases 46",
    ),
    (
        "Thụ lý mới 2.500 việc, bình quân 100 việc/chấp hành viên.",
        "newly_accepted cases 2500|new_per_enforcer cases 100",
    ),
    # A theme between count and verb.
    (
        "Có 57 việc liên quan đến tín dụng, ngân hàng đã thi hành xong, thu 112 tỷ đồng.",
        "bank_credit_completed_total cases 57|bank_credit_completed_total vnd 112000000000",
    ),
    (
        "27 việc tham nhũng, kinh tế được thi hành xong.",
        "corruption_completed_total cases 27",
    ),
    (
        "Năm 2023, 77 việc liên quan tín dụng, ngân hàng có điều kiện thi hành.",
        "bank_credit_with_conditions cases 77",
    ),
    # Petitions.
    (
        "II. Đơn thư\n"
        "Tiếp nhận 118 đơn, có 62 đơn thuộc thẩm quyền. Đã giải quyết 59 việc, đạt tỷ lệ 95,16%.",
        "complaints_received cases 118|"
        "complaints_in_jurisdiction cases 62|"
        "complaints_resolved cases 59|"
        "complaints_resolution_rate percent 95.16",
    ),
    (
        "II. Khiếu nại, tố cáo\n"
        "Thuộc thẩm quyền 72 đơn. Giải quyết xong 70 việc, còn 2 việc đang giải quyết.",
        "complaints_in_jurisdiction cases 72|complaints_resolved cases 70",
    ),
    (
        "II. Đơn thư\nTiếp nhận 38 đơn.\nIII. Kết quả thi hành\nĐã giải quyết 6.100 việc.",
        "complaints_received cases 38|accepted_total cases 6100",
    ),
    (
        "II. Đơn thư\nTiếp nhận 48 đơn (khiếu nại 40, tố cáo 8), thuộc thẩm quyền 30 đơn.",
        "complaints_received cases 48|complaints_in_jurisdiction cases 30",
    ),
    # Inspections.
    (
        "Trong năm có 15 cuộc kiểm sát trực tiếp, kiểm tra tại các đơn vị.",
        "inspections times 15",
    ),
    (
        "Viện kiểm sát nhân dân đã kiểm sát trực tiếp 12 cuộc.",
        "inspections times 12",
    ),
    (
        "Tổ chức 06 cuộc cưỡng chế, có 2 cuộc huy động lực lượng.",
        "coercion_decisions cases 6|coercion_with_force cases 2",
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
