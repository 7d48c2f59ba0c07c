"""How people who never saw our templates word a form: headers, row labels, letterheads.

Written from the field's terms, not from the engine's tables, so that what the engine does not know shows.
"""

from __future__ import annotations

from random import Random

#: Ways to write one column, by indicator; the official label is always among the choices.
COLUMNS: dict[str, tuple[str, ...]] = {
    "accepted_total": ("Tổng số giải quyết", "Tổng số thụ lý", "Tổng số phải giải quyết", "Tổng thụ lý"),
    "carried_in": ("Năm trước chuyển sang", "Số cũ chuyển sang", "Số năm trước chuyển sang", "Cũ chuyển sang",
                   "Kỳ trước chuyển sang", "Năm trước chuyển sang (trừ số đã chuyển sổ theo dõi riêng)"),
    "newly_accepted": ("Thụ lý mới", "Mới thụ lý", "Số mới thụ lý", "Số thụ lý mới"),
    "entrusted_out": ("Ủy thác", "Uỷ thác", "Ủy thác thi hành án", "Số ủy thác", "Ủy thác THA", "Đã ủy thác"),
    "revoked": ("Thu hồi, hủy quyết định thi hành án", "Thu hồi, hủy QĐ", "Thu hồi, huỷ quyết định THA",
                "Thu hồi/hủy QĐ THA", "Thu hồi, hủy quyết định"),
    "withdrawn_up": ("Cục rút lên thi hành", "Cục THADS rút lên thi hành", "Rút lên thi hành", "Cục rút lên"),
    "enforceable_total": ("Tổng số phải thi hành", "Số phải thi hành", "Tổng phải thi hành", "Tổng số phải thi hành án"),
    "with_conditions": ("Có điều kiện thi hành", "Có điều kiện", "Số có điều kiện thi hành", "Có ĐK thi hành"),
    "completed_total": ("Thi hành xong: tổng số", "Tổng số thi hành xong", "Tổng số đã thi hành xong"),
    "completed": ("Thi hành xong", "Xong", "Đã thi hành xong"),
    "discontinued": ("Đình chỉ", "Đình chỉ thi hành án", "Đình chỉ THA"),
    "reduced": ("Giảm", "Giảm thi hành án", "Giảm nghĩa vụ thi hành án"),
    "in_progress": ("Đang thi hành", "Đang tổ chức thi hành", "Đang thi hành án"),
    "postponed_48_1c": ("Hoãn theo điểm c khoản 1 Điều 48", "Hoãn thi hành án theo điểm c khoản 1 Điều 48",
                        "Hoãn theo điểm c k1 Đ48", "Hoãn theo điểm c, khoản 1, Điều 48 Luật THADS"),
    "without_conditions": ("Chưa có điều kiện", "Chưa có điều kiện thi hành", "Chưa có ĐK thi hành", "Số chưa có điều kiện",
                           "Chưa có điều kiện (trừ số đã chuyển sổ theo dõi riêng)"),
    "postponed": ("Hoãn (trừ điểm c khoản 1 Điều 48)", "Hoãn thi hành án (trừ điểm c khoản 1 Điều 48)",
                  "Hoãn (trừ điểm c k1 Đ48)"),
    "suspended": ("Tạm đình chỉ", "Tạm đình chỉ thi hành án", "Tạm đình chỉ THA"),
    "paused_for_complaint": ("Tạm dừng để giải quyết khiếu nại", "Tạm dừng thi hành án để giải quyết khiếu nại",
                             "Tạm dừng để GQKN"),
    "other": ("Trường hợp khác", "Khác", "Các trường hợp khác"),
    "carried_forward": ("Số chuyển kỳ sau", "Chuyển kỳ sau", "Tổng số chuyển kỳ sau", "Số việc chuyển kỳ sau"),
    "completion_rate_cases": ("Tỷ lệ (%)", "Tỷ lệ %", "Tỉ lệ thi hành xong (%)", "Tỷ lệ (%) xong / có điều kiện",
                              "Tỷ lệ thi hành xong/có điều kiện (%)"),
    "completion_rate_money": ("Tỷ lệ (%)", "Tỷ lệ %", "Tỉ lệ thi hành xong (%)", "Tỷ lệ (%) xong / có điều kiện",
                              "Tỷ lệ thi hành xong/có điều kiện (%)"),
    "without_conditions_separate_register": (
        "Ngoài bảng: chưa có điều kiện đã chuyển sổ theo dõi riêng", "Số chưa có điều kiện đã chuyển sổ theo dõi riêng",
        "Đã chuyển sổ theo dõi riêng"),
    "citizen_visits": ("Số lượt tiếp", "Số lượt tiếp công dân", "Lượt tiếp"),
    "citizen_persons": ("Số người", "Số người được tiếp"),
    "citizen_matters": ("Số vụ việc", "Số vụ việc tiếp"),
    "administrative_to_monitor": ("Tổng số phải theo dõi", "Tổng số bản án phải theo dõi"),
    "administrative_completed": ("Đã thi hành xong", "Thi hành xong"),
    "administrative_pending": ("Còn theo dõi", "Số còn phải theo dõi"),
    "administrative_compulsory_orders": ("Quyết định buộc thi hành", "Số quyết định buộc thi hành án hành chính"),
    "state_budget_enforceable_total": ("Tổng số phải thi hành (việc)", "Tổng số phải thi hành"),
    "state_budget_with_conditions": ("Có điều kiện", "Có điều kiện thi hành"),
    "state_budget_completed_total": ("Thi hành xong", "Đã thi hành xong"),
    "coercion_decisions": ("Số quyết định cưỡng chế", "Số QĐ cưỡng chế", "Tổng số quyết định cưỡng chế"),
    "coercion_with_force": ("Trong đó có huy động lực lượng", "Có huy động lực lượng"),
    "complaints_received": ("Số việc thụ lý", "Số thụ lý", "Tổng số việc thụ lý"),
    "complaints_resolved": ("Đã giải quyết", "Số đã giải quyết", "Đã giải quyết xong"),
    "inspections": ("Số cuộc", "Tổng số cuộc"),
    "state_compensation_cases": ("Số vụ", "Số vụ việc bồi thường"),
    "state_compensation_paid": ("Số tiền", "Số tiền bồi thường"),
}  # fmt: skip

#: Groups above the columns: how a person nests them; ``*`` stands for the column's own wording.
GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "two": {
        "accepted_total": ("Tổng số giải quyết", "Tổng số"), "carried_in": ("Tổng số giải quyết", "*"),
        "newly_accepted": ("Tổng số giải quyết", "*"), "enforceable_total": ("Tổng số phải thi hành", "Tổng số"),
        "with_conditions": ("Tổng số phải thi hành", "*"), "completed": ("Trong đó", "*"),
        "discontinued": ("Trong đó", "*"), "reduced": ("Trong đó", "*"),
    },
    "three": {
        "accepted_total": ("Tổng số thụ lý", "Tổng số"), "carried_in": ("Tổng số thụ lý", "Chia ra", "*"),
        "newly_accepted": ("Tổng số thụ lý", "Chia ra", "*"),
        "with_conditions": ("Có điều kiện thi hành", "Tổng số"),
        "completed_total": ("Có điều kiện thi hành", "Thi hành xong", "Tổng số"),
        "completed": ("Có điều kiện thi hành", "Thi hành xong", "*"),
        "discontinued": ("Có điều kiện thi hành", "Thi hành xong", "*"),
        "reduced": ("Có điều kiện thi hành", "Thi hành xong", "*"),
        "in_progress": ("Có điều kiện thi hành", "*"), "postponed_48_1c": ("Có điều kiện thi hành", "*"),
    },
    "four": {
        "accepted_total": ("Thụ lý", "Tổng số"), "carried_in": ("Thụ lý", "Chia ra", "*"),
        "newly_accepted": ("Thụ lý", "Chia ra", "*"),
        "enforceable_total": ("Phải thi hành", "Tổng số"),
        "with_conditions": ("Phải thi hành", "Có điều kiện thi hành", "Tổng số"),
        "completed_total": ("Phải thi hành", "Có điều kiện thi hành", "Thi hành xong", "Tổng số"),
        "completed": ("Phải thi hành", "Có điều kiện thi hành", "Thi hành xong", "*"),
        "discontinued": ("Phải thi hành", "Có điều kiện thi hành", "Thi hành xong", "*"),
        "reduced": ("Phải thi hành", "Có điều kiện thi hành", "Thi hành xong", "*"),
        "in_progress": ("Phải thi hành", "Có điều kiện thi hành", "*"),
        "postponed_48_1c": ("Phải thi hành", "Có điều kiện thi hành", "*"),
        "without_conditions": ("Phải thi hành", "*"), "postponed": ("Phải thi hành", "*"),
        "suspended": ("Phải thi hành", "*"),
    },
}  # fmt: skip
#: The layout of 2013-2015, where postponed and suspended belong to «có điều kiện».
GROUPS_2013: dict[str, tuple[str, ...]] = {
    "accepted_total": ("Thụ lý", "Tổng số"), "carried_in": ("Thụ lý", "Chia ra", "*"),
    "newly_accepted": ("Thụ lý", "Chia ra", "*"), "enforceable_total": ("Phải thi hành", "Tổng số"),
    "with_conditions": ("Phải thi hành", "Có điều kiện", "Tổng số"),
    **dict.fromkeys(("completed", "discontinued", "reduced", "in_progress", "postponed", "suspended", "paused_for_complaint", "other"), ("Phải thi hành", "Có điều kiện", "Chia ra", "*")),
    "without_conditions": ("Phải thi hành", "*"),
}  # fmt: skip

LABEL_HEADERS = {
    "office": ("Tên cơ quan", "Tên đơn vị", "Đơn vị", "Cơ quan THADS", "Tên cơ quan thi hành án"),
    "office × measure": ("Tên cơ quan", "Tên đơn vị", "Đơn vị"),
    "office × enforcer": ("Tên cơ quan THADS, Chấp hành viên", "Tên đơn vị, CHV", "Đơn vị / Chấp hành viên",
                          "Tên cơ quan, Chấp hành viên", "Tên đơn vị", "Họ và tên CHV"),
    "kind of case": ("Loại việc", "Loại án", "Nội dung", "Chỉ tiêu", "Loại việc / cơ quan, Chấp hành viên"),
    "kind of revenue": ("Khoản thu", "Loại khoản thu", "Nội dung"),
}  # fmt: skip

TOTALS = ("Tổng số", "TỔNG SỐ", "Tổng cộng", "TỔNG CỘNG", "Cộng", "Tổng cộng:", "Toàn tỉnh", "Tổng số (I+II)")
GIVEN = (
    "An",
    "Bình",
    "Chi",
    "Dũng",
    "Giang",
    "Hà",
    "Khoa",
    "Lan",
    "Minh",
    "Nga",
    "Phúc",
    "Quân",
    "Sơn",
    "Thảo",
    "Vinh",
)
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi")
MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Thu", "Quang")

KINDS: dict[str, tuple[str, ...]] = {
    "kind=civil": ("Dân sự", "Án dân sự"),
    "kind=family": ("Hôn nhân và gia đình", "HNGĐ", "Hôn nhân gia đình"),
    "kind=commercial": ("Kinh doanh, thương mại", "KDTM", "Kinh doanh thương mại"),
    "kind=labour": ("Lao động",),
    "kind=bankruptcy": ("Phá sản",),
    "kind=criminal": ("Hình sự", "Dân sự trong hình sự"),
}
REVENUES: dict[str, tuple[str, ...]] = {
    "kind=court_fees": ("Án phí", "Án phí, lệ phí"),
    "kind=fines": ("Tiền phạt", "Phạt"),
    "kind=confiscation": ("Tịch thu, truy thu",),
    "kind=other_revenue": ("Khoản thu khác", "Thu khác"),
}


def officer(random: Random) -> tuple[str, str]:
    """Return (label, name) of a made-up enforcement officer."""
    name = f"{random.choice(FAMILY)} {random.choice(MIDDLE)} {random.choice(GIVEN)} {random.choice(GIVEN)}"
    shape = random.choice(("{}", "CHV {}", "Chấp hành viên {}", "Ông {}", "Bà {}", "{}"))
    return shape.format(name), name


def cased(text: str, random: Random) -> str:
    """Return a header in one of the cases people use."""
    return random.choice((text, text, text, text.upper()))
