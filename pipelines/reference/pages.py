"""The reference tables as pages for people: indicators and official forms.

Belongs here: pages made from ``data/*.csv``. Does not belong here: pages of other registries.
"""

from __future__ import annotations

from itertools import groupby

from pipelines import markdown
from pipelines.reference.tables import table

_THEMES = {
    "core": "Kết quả chung · Core results",
    "state_budget": "Thu ngân sách nhà nước · State budget",
    "bank_credit": "Tín dụng, ngân hàng · Bank credit",
    "asset_handover": "Giao tài sản · Asset handover",
    "corruption": "Tham nhũng, kinh tế · Corruption and economic crime",
    "criminal": "Hình sự · Criminal judgments",
    "coercion": "Cưỡng chế · Coercion",
    "remission": "Miễn, giảm · Remission",
    "complaints": "Khiếu nại, tố cáo · Complaints",
    "citizen_reception": "Tiếp công dân · Citizen reception",
    "administrative": "Thi hành án hành chính · Administrative judgments",
    "steering_committee": "Ban Chỉ đạo · Steering committees",
    "staffing": "Tổ chức, cán bộ · Staffing",
    "inspection": "Kiểm tra · Inspection",
    "compensation": "Bồi thường nhà nước · State compensation",
    "awards": "Thi đua, khen thưởng · Emulation and awards",
    "legal_index": "Chỉ số thiết chế pháp lý · Legal-institution index",
}


def render_indicators() -> str:
    """Return the page of all indicators, by theme."""
    rows = table("indicators").to_dicts()
    order = {theme: number for number, theme in enumerate(_THEMES)}
    rows.sort(key=lambda row: (order.get(row["theme"], len(order)), row["theme"]))
    parts = [
        "Mỗi con số trong kho là một chỉ tiêu (`indicator_code`) theo một đơn vị đo (`measure`). "
        "Tiền tính bằng đồng; tỷ lệ tính bằng %; chênh lệch tỷ lệ tính bằng điểm %.",
        "Every figure is one indicator in one measure. Money is whole đồng, rates are percent, differences of "
        f"rates percentage points. {len(rows)} pairs.",
    ]
    for theme, group in groupby(rows, key=lambda row: str(row["theme"])):
        parts += [
            f"## {_THEMES.get(theme, theme)}",
            markdown.table(
                ("indicator_code", "measure", "Thuật ngữ", "Định nghĩa", "Definition", "Công thức · Formula"),
                [
                    (
                        f"`{row['code']}`", row["measure"], row["vi_term"],
                        row["definition_vi"], row["definition_en"], row["formula"],
                    )
                    for row in group
                ],
            ),
        ]  # fmt: skip
    return markdown.page("Chỉ tiêu · Indicators", *parts)


def render_forms() -> str:
    """Return the page of all official forms, by regime, with how surely each column is known."""
    columns = table("form_columns").to_dicts()
    forms = sorted(table("forms").to_dicts(), key=lambda row: (row["valid_from"] or "", row["form_code"]))
    parts = [
        "Biểu mẫu theo từng chế độ báo cáo. Cột «Độ tin» cho biết bố cục cột được biết chắc đến đâu "
        "(`hi`, `med`, `lo`): chưa có ảnh biểu mẫu gốc nào được đọc, nên bố cục là theo trí nhớ của người trong ngành.",
        "Official forms by regime. `confidence` says how surely a column layout is known; no image of a form "
        "could be read, so every layout is recalled.",
    ]
    for regime, group in groupby(forms, key=lambda row: str(row["regime"])):
        members = list(group)
        parts.append(f"## {regime} · {members[0]['instrument'] or ''}")
        parts.append(
            markdown.table(
                ("Biểu", "Tên", "Title", "Hiệu lực", "Đơn vị tiền"),
                [
                    (
                        f"`{form['form_code']}`", form["title_vi"], form["title_en"],
                        f"{form['valid_from'] or '…'} → {form['valid_to'] or '…'}", form["money_unit"],
                    )
                    for form in members
                ],
            )
        )  # fmt: skip
        for form in members:
            of_form = [c for c in columns if (c["form_code"], c["regime"]) == (form["form_code"], regime)]
            if of_form:
                parts += [f"### {form['form_code']} ({regime})", _columns(of_form)]
    return markdown.page("Biểu mẫu · Official forms", *parts)


def _columns(columns: list[dict[str, str | None]]) -> str:
    return markdown.table(
        ("Số cột", "Tên cột", "indicator_code", "Công thức", "Độ tin · confidence"),
        [
            (
                column["column_number_printed"], column["column_label_vi"],
                f"`{column['indicator_code']}`" if column["indicator_code"] else "",
                column["formula"], column["confidence"],
            )
            for column in columns
        ],
    )  # fmt: skip
