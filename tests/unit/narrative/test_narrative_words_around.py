"""Words around a number that tell what it counts; each in our own words."""

from __future__ import annotations

import pytest

from tests.narrative_support import fact, facts

CASES = [
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
    # What a heading is about.
    (
        "C. Khiếu nại, tố cáo\nĐã thụ lý 86 việc, giải quyết xong 84 việc, đạt 97,67%.",
        "complaints_received cases 86|complaints_resolved cases 84|complaints_resolution_rate percent 97.67",
    ),
    (
        "B. Kết quả thi hành án và giải quyết khiếu nại, tố cáo\nToàn tỉnh đã thụ lý 8.600 việc.",
        "accepted_total cases 8600",
    ),
    # Kinds of coercion in a bracket, inspections beside them.
    (
        "D. Cưỡng chế\nCưỡng chế 72 trường hợp (kê biên 41, buộc giao nhà 31). Đã tổ chức 4 cuộc kiểm tra tại các huyện.",
        "coercion_decisions cases 72|inspections times 4",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_number_counts_what_the_words_around_it_say_and_nothing_else(text: str, expected: str) -> None:
    assert facts(text) == {fact(line) for line in expected.split("|")}
