"""Which indicator a figure gets, construction by construction, in our own words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipelines.narrative import NarrativeReading, read_text

HEAD = "Cục THADS tỉnh Nghệ An báo cáo kết quả năm 2023\n"


def read(text: str) -> NarrativeReading:
    """Return the reading of a text under the common headline."""
    return read_text(HEAD + text, report_id="0" * 64, published=date(2023, 11, 10), unit_code="")


def facts(text: str) -> set[tuple[str, str, Decimal]]:
    """Return (indicator, measure, value) of what the text says."""
    return {(each.indicator_code, each.measure, each.value) for each in read(text).observations}


def expected(lines: str) -> set[tuple[str, str, Decimal]]:
    found = set()
    for line in lines.split("|"):
        code, measure, value = line.split()
        found.add((code, measure, Decimal(value)))
    return found


NOUN_BEHIND = [
    (
        "Trong đó 910 việc (70%) có điều kiện, 390 việc (30%) chưa có điều kiện.",
        "with_conditions cases 910|share_with_conditions_cases percent 70"
        "|without_conditions cases 390|share_without_conditions_cases percent 30",
    ),
    (
        "Xác minh xong, Chi cục xếp 910 việc vào loại có điều kiện, còn 390 việc vào loại chưa có.",
        "with_conditions cases 910|without_conditions cases 390",
    ),
    (
        "Về án tham nhũng, kinh tế: 31 việc ứng với 39 tỷ đồng của loại này còn chưa có điều kiện.",
        "corruption_without_conditions cases 31|corruption_without_conditions vnd 39000000000",
    ),
]
PART_OF_A_WHOLE = [
    (
        "Toàn tỉnh thi hành xong 700 việc, bằng 70% trong số 1.000 việc đủ điều kiện, so cùng kỳ tăng 31 việc.",
        "completed_total cases 700|completion_rate_cases percent 70|with_conditions cases 1000"
        "|chg_abs_completed_total cases 31",
    ),
    (
        "Tiền thì chậm: 230 tỷ đồng trong 1.400 tỷ đồng đủ điều kiện, bằng 16,4%, giảm 3,05 điểm.",
        "completed_total vnd 230000000000|with_conditions vnd 1400000000000|completion_rate_money percent 16.4"
        "|chg_pp_completion_rate_money percent_points -3.05",
    ),
    (
        "Có điều kiện thi hành 910 việc, bằng 70% số việc phải thi hành; 300 tỷ đồng, bằng 40% số tiền phải thi hành.",
        "with_conditions cases 910|share_with_conditions_cases percent 70|with_conditions vnd 300000000000"
        "|share_with_conditions_money percent 40",
    ),
]
WORDS_THAT_MISLEAD = [
    (
        "Về tiền, toàn tỉnh có 900 tỷ đồng đủ điều kiện, mới thu 200 tỷ đồng, tỷ lệ 22,2%.",
        "with_conditions vnd 900000000000|completed_total vnd 200000000000|completion_rate_money percent 22.2",
    ),
    (
        "Thụ lý 900 việc. Trừ 12 việc ủy thác và 5 việc thu hồi, hủy quyết định, còn phải thi hành 883 việc.",
        "accepted_total cases 900|entrusted_out cases 12|revoked cases 5|enforceable_total cases 883",
    ),
    (
        "Phần việc có điều kiện được làm kỹ: tỷ lệ thi hành xong đạt 85% về việc.",
        "completion_rate_cases percent 85",
    ),
    (
        "Về tiền, kết quả khả quan: 531 tỷ đồng, đạt 51,46%, vượt 5,06% chỉ tiêu.",
        "completed_total vnd 531000000000|completion_rate_money percent 51.46|over_target_money percent_points 5.06",
    ),
    (
        "Tiền xong 20 tỷ đồng, đạt 30%; số việc xong đạt 86,5%, vượt 3%.",
        "completed_total vnd 20000000000|completion_rate_money percent 30|completion_rate_cases percent 86.5"
        "|over_target_cases percent_points 3",
    ),
]
CHANGES = [
    (
        "Số thụ lý là 1.200 việc. Đem so với cùng kỳ thì hụt 26 việc, tức giảm 3,2%.",
        "accepted_total cases 1200|chg_abs_accepted_total cases -26|chg_pct_accepted_total_cases percent -3.2",
    ),
    (
        "Thi hành xong đạt 80% về việc; so với năm 2022 thì số việc tăng 3,1%, số tiền giảm 6,4%.",
        "completion_rate_cases percent 80|chg_pct_completed_total_cases percent 3.1"
        "|chg_pct_completed_total_money percent -6.4",
    ),
    (
        "Lượng có điều kiện gối sang năm sau giảm 0,6% về việc, giảm 14,9% về tiền so với năm trước.",
        "chg_pct_carried_forward_with_conditions_cases percent -0.6"
        "|chg_pct_carried_forward_with_conditions_money percent -14.9",
    ),
]
CARRIED_AND_TARGETS = [
    (
        "3.384 việc chuyển kỳ sau, trong số này 1.551 việc có điều kiện mà chưa xong; về tiền là 140 tỷ đồng, "
        "phần có điều kiện mà chưa xong chiếm 36 tỷ đồng.",
        "carried_forward cases 3384|carried_forward_with_conditions cases 1551|carried_forward vnd 140000000000"
        "|carried_forward_with_conditions vnd 36000000000",
    ),
    (
        "Án tồn chuyển kỳ sau còn nhiều. Bộ Tư pháp giao mức giảm của năm là 4% về việc và 3% về tiền.",
        "target_cut_carried_forward_cases percent 4|target_cut_carried_forward_money percent 3",
    ),
    (
        "Về việc đạt 76%, bằng 92,8% chỉ tiêu giao; về tiền đạt tỷ lệ 27%, bằng 65,7% chỉ tiêu giao.",
        "completion_rate_cases percent 76|target_fulfilment_cases percent 92.8|completion_rate_money percent 27"
        "|target_fulfilment_money percent 65.7",
    ),
    (
        "So với toàn quốc, con số này chiếm 12,8% về việc và 31,4% về tiền.",
        "share_of_national_cases percent 12.8|share_of_national_money percent 31.4",
    ),
]
OLD_REGIME = [
    (
        "Số đã thi hành xong, thi hành đều và dở dang là 207 việc, đạt 86,8%, tăng 2,14% so với năm trước.",
        "legacy_done_regular_partial cases 207|legacy_done_regular_partial_rate percent 86.8"
        "|chg_pp_legacy_done_regular_partial_rate percent_points 2.14",
    ),
    (
        "Giải quyết qua các hình thức 14 tỷ 120 triệu đồng, tỷ lệ 67,05%; thực thu 5 tỷ đồng, tỷ lệ 40%.",
        "legacy_resolved_all_forms vnd 14120000000|legacy_resolved_all_forms_rate percent 67.05"
        "|legacy_actually_collected vnd 5000000000|legacy_actually_collected_rate percent 40",
    ),
]
THEMES = [
    (
        "Cả năm thi hành xong 870 việc, thu 600 tỷ đồng: nộp ngân sách 70 tỷ đồng, trả cho công dân, tổ chức 530 tỷ đồng.",
        "completed_total cases 870|completed_total vnd 600000000000|state_budget_completed_total vnd 70000000000"
        "|paid_to_persons_completed_total vnd 530000000000",
    ),
    (
        "Riêng nợ ngân hàng thu được 97 tỷ đồng từ 38 việc.",
        "bank_credit_completed_total vnd 97000000000|bank_credit_completed_total cases 38",
    ),
    (
        "- Thu nộp ngân sách: 902 việc = 14.220.000.000 đồng.",
        "state_budget_completed_total cases 902|state_budget_completed_total vnd 14220000000",
    ),
    (
        "PV: Án ngân hàng có phải là nguyên nhân?\n- Đúng. Loại này có điều kiện 402 việc. Mới xong 48 việc, 119 tỷ đồng.",
        "bank_credit_with_conditions cases 402|bank_credit_completed_total cases 48"
        "|bank_credit_completed_total vnd 119000000000",
    ),
    (
        "Giao xong 27 việc trúng đấu giá; giải quyết xong 141 việc cho các tổ chức tín dụng, thu 256 tỷ đồng.",
        "asset_handover_completed_total cases 27|bank_credit_completed_total cases 141"
        "|bank_credit_completed_total vnd 256000000000",
    ),
    (
        "Đã giao xong tài sản của 33 việc, hiện còn 27 vụ việc chưa giao.",
        "asset_handover_completed_total cases 33|asset_handover_pending cases 27",
    ),
]
OTHERS = [
    (
        "Về học vấn: 11 người trên đại học, 73 người đại học, 2 người trung cấp.",
        "staff_postgraduate people 11|staff_graduate people 73|staff_intermediate_degree people 2",
    ),
    (
        "26 cá nhân là Chiến sĩ thi đua cơ sở, 02 cá nhân là Chiến sĩ thi đua ngành Tư pháp.",
        "award_grassroots_emulation_fighter people 26|award_sector_emulation_fighter people 2",
    ),
    (
        "Chi cục suy tôn 01 đơn vị nhận Cờ thi đua ngành Tư pháp, đề nghị tặng danh hiệu Tập thể lao động xuất sắc cho 05 đơn vị.",
        "award_moj_flag_nominated units 1|award_excellent_collective_proposed units 5",
    ),
    (
        "Bình quân mỗi chấp hành viên thụ lý mới 215 việc.",
        "new_per_enforcer cases 215",
    ),
]
SHARED_BY_TWO = [
    (
        "Xong 5.120/6.520 việc có điều kiện (78,5%), thu 402/1.052 tỷ đồng có điều kiện (38,2%).",
        "completed_total cases 5120|with_conditions cases 6520|completion_rate_cases percent 78.5"
        "|completed_total vnd 402000000000|with_conditions vnd 1052000000000|completion_rate_money percent 38.2",
    ),
    (
        "Năm nay đạt 99% cả về việc lẫn về tiền.",
        "completion_rate_cases percent 99|completion_rate_money percent 99",
    ),
    (
        "Kết quả đạt 78,5% về việc và 38,2% về tiền, lần lượt vượt 2% và thiếu 1,1% so với chỉ tiêu.",
        "completion_rate_cases percent 78.5|completion_rate_money percent 38.2|over_target_cases percent_points 2"
        "|short_of_target_money percent_points 1.1",
    ),
    (
        "Về việc đạt 78,5%/76,5% chỉ tiêu giao.",
        "completion_rate_cases percent 78.5|target_cases percent 76.5",
    ),
    (
        "Mức Tổng cục giao (76,5%, 39,3%) là cao.",
        "target_cases percent 76.5|target_money percent 39.3",
    ),
    (
        "Kết quả: việc đạt 78,5% (chỉ tiêu 76,5%), tiền đạt 38,2% (chỉ tiêu 39,3%).",
        "completion_rate_cases percent 78.5|target_cases percent 76.5|completion_rate_money percent 38.2"
        "|target_money percent 39.3",
    ),
    (
        "Kết quả năm: xong 601 việc; thu 24 tỷ 300 triệu đồng, đạt 55,8%.",
        "completed_total cases 601|completed_total vnd 24300000000|completion_rate_money percent 55.8",
    ),
    (
        "Kết quả của một số đơn vị (tỷ lệ việc | tỷ lệ tiền):\nĐô Lương | 71,3% | 22,8%",
        "completion_rate_cases percent 71.3|completion_rate_money percent 22.8",
    ),
    (
        "Có 2.800 việc với số tiền 910 tỷ đồng chưa có điều kiện thi hành.",
        "without_conditions cases 2800|without_conditions vnd 910000000000",
    ),
    (
        "Khoảng 76% trong số phải thi hành là việc có điều kiện.",
        "share_with_conditions_cases percent 76",
    ),
    (
        "Lượng thụ lý của năm nay là 9.512 việc, hơn năm ngoái 512 việc; số tiền 2.006 tỷ đồng.",
        "accepted_total cases 9512|chg_abs_accepted_total cases 512|accepted_total vnd 2006000000000",
    ),
    (
        "Án tín dụng kéo thấp kết quả: đơn vị không xong được việc nào thuộc loại này; tổng tỷ lệ về tiền chỉ 27,6%.",
        "bank_credit_completed_total cases 0|completion_rate_money percent 27.6",
    ),
    (
        "Về tín dụng, ngân hàng, toàn tỉnh xong 76 việc.\nĐầu bảng vẫn là huyện Yên Thành: xong 38 việc, thu 4 tỷ đồng.",
        "bank_credit_completed_total cases 76|bank_credit_completed_total cases 38"
        "|bank_credit_completed_total vnd 4000000000",
    ),
    (
        "Trong 402 tỷ đồng thu được có 45 tỷ đồng nộp ngân sách và 355 tỷ đồng trả cho người dân.",
        "completed_total vnd 402000000000|state_budget_completed_total vnd 45000000000"
        "|paid_to_persons_completed_total vnd 355000000000",
    ),
]
COUNTED = [
    (
        "Chấp hành viên cao cấp 02, chấp hành viên trung cấp 40, chấp hành viên sơ cấp 54.",
        "enforcers_senior people 2|enforcers_intermediate people 40|enforcers_junior people 54",
    ),
    ("Toàn ngành có 221 công chức, 96 chấp hành viên.", "staff_present people 221|enforcers_total people 96"),
    (
        "Giải quyết 58/61 đơn khiếu nại thuộc thẩm quyền, đạt 95,1%.",
        "complaints_resolved cases 58|complaints_in_jurisdiction cases 61|complaints_resolution_rate percent 95.1",
    ),
    (
        "Tòa án ra quyết định buộc thi hành án đối với 9 bản án.",
        "administrative_compulsory_orders judgments 9",
    ),
    (
        "Án hành chính: đang theo dõi 12 bản án, số phải theo dõi tăng 15,8% so với cùng kỳ.",
        "administrative_to_monitor judgments 12|chg_pct_administrative_to_monitor_cases percent 15.8",
    ),
    (
        "Năm 2022, 80% doanh nghiệp cho rằng phán quyết của tòa án được thi hành nhanh chóng.",
        "pci_enforced_quickly percent 80",
    ),
]
MISLEADING_NEIGHBOURS = [
    (
        "Phân loại: có điều kiện 6.520 việc, chiếm 68,8%; chưa có điều kiện 2.800 việc, chiếm 29,5%.",
        "with_conditions cases 6520|share_with_conditions_cases percent 68.8|without_conditions cases 2800"
        "|share_without_conditions_cases percent 29.5",
    ),
    (
        "Kết quả thi hành xong về tiền chưa đạt chỉ tiêu (38,2%/39,3%).",
        "completion_rate_money percent 38.2|target_money percent 39.3",
    ),
    (
        "Kết quả về việc đạt và vượt chỉ tiêu với 78,5%; riêng về tiền mới đạt 38,2%, còn cách chỉ tiêu 1,1%.",
        "completion_rate_cases percent 78.5|completion_rate_money percent 38.2|short_of_target_money percent_points 1.1",
    ),
    (
        "Vượt cả hai chỉ tiêu (4,5% về việc và 1,7% về tiền).",
        "over_target_cases percent_points 4.5|over_target_money percent_points 1.7",
    ),
    ("Thi hành xong 5.120 việc, còn 1.400 việc chưa xong.", "completed_total cases 5120"),
    ("Số việc chuyển sang kỳ sau giảm còn 4.360 việc.", "carried_forward cases 4360"),
    (
        "Tăng 3,2% về số việc và giảm 1,5% về số tiền thi hành xong so với năm 2022.",
        "chg_pct_completed_total_cases percent 3.2|chg_pct_completed_total_money percent -1.5",
    ),
    (
        "Án chuyển kỳ sau có điều kiện giảm 5,2% về việc.",
        "chg_pct_carried_forward_with_conditions_cases percent -5.2",
    ),
    (
        "Chi cục THADS huyện Đô Lương xong 1.200 việc, bằng 23,4% số việc xong của toàn tỉnh.",
        "completed_total cases 1200",
    ),
    ("Xong 312 trên 355 việc có điều kiện.", "completed_total cases 312|with_conditions cases 355"),
    ("Xếp thứ 5 trên 63 tỉnh, thành về tỷ lệ việc.", "rank_completion_rate_cases rank 5"),
    (
        "Số biên chế được giao năm 2023 là 230, có mặt 221.",
        "staff_assigned people 230|staff_present people 221",
    ),
    ("Có 21 thạc sĩ, 200 cử nhân.", "staff_postgraduate people 21|staff_graduate people 200"),
]
NOTHING = [
    "Cứ 100 việc có điều kiện thì xong 88 việc.",
    "Có một vụ 300 tỷ đồng, tài sản đã thẩm định giá lại 5 lần.",
    "Vụ tranh chấp nhà ở kéo dài khiến 3 chấp hành viên phải đổi lịch, số nợ là 42 tỷ đồng.",
    "Tới đây, trong 52 vụ dự kiến tổ chức cưỡng chế có 8 vụ cần Công an phối hợp bảo vệ.",
    "Mỗi Chấp hành viên đăng ký 2 vụ khó; mỗi chấp hành viên lập danh sách 10 vụ có giá trị lớn nhất.",
    "Nhiệm vụ tháng tới: ra quyết định đúng hạn 100%.",
]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        *NOUN_BEHIND,
        *PART_OF_A_WHOLE,
        *WORDS_THAT_MISLEAD,
        *CHANGES,
        *CARRIED_AND_TARGETS,
        *OLD_REGIME,
        *THEMES,
        *OTHERS,
        *SHARED_BY_TWO,
        *COUNTED,
        *MISLEADING_NEIGHBOURS,
    ],
)
def test_a_figure_is_told_by_the_construction_it_stands_in(text: str, lines: str) -> None:
    assert facts(text) == expected(lines)


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_planned_or_wished_for_is_no_result(text: str) -> None:
    assert facts(text) == set()


def test_what_is_needed_is_not_what_is_assigned() -> None:
    assert facts("Biên chế được giao là 768 người trong khi cần ít nhất 900 người.") == expected(
        "staff_assigned people 768"
    )
