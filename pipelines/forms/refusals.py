"""Why a form is not read at all, worded for the department that sent it.

Belongs here: the sentences. Does not belong here: deciding when they are due; what stops less than a sheet (`notes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pipelines.problems import Problem, Text

_SEE_TEMPLATE = Text(
    "Lập lại biểu theo mẫu (thads forms template); nếu bố cục biểu đã thay đổi, báo cho Cục Quản lý THADS để học bố cục "
    "mới (thads forms learn).",
    "Use the template (thads forms template); if the layout has changed, tell the directorate, which can learn the new "
    "one (thads forms learn).",
)


def unknown_form(form_code: str, known: Iterable[str]) -> Problem:
    """The form's code is in no map."""
    return Problem(
        code="unknown_form",
        what=Text(f"Không có biểu mẫu «{form_code}».", f"There is no form «{form_code}»."),
        where=form_code,
        expected=", ".join(known),
        found=form_code,
        next_step=Text(
            "Kiểm tra số hiệu biểu ở góc trên của biểu.", "Check the form's number in its top corner."
        ),
    )


def form_not_in_force(form_code: str, on: date, spans: Iterable[str]) -> Problem:
    """The form exists, but under no regime of that day."""
    return Problem(
        code="form_not_in_force",
        what=Text(
            f"Biểu {form_code} không áp dụng cho kỳ kết thúc ngày {on:%d/%m/%Y}.",
            f"Form {form_code} is not in force for a period that ends on {on}.",
        ),
        where=form_code,
        expected="; ".join(spans),
        found=on.isoformat(),
        next_step=Text("Kiểm tra kỳ báo cáo và số hiệu biểu.", "Check the period and the form's number."),
    )


def layout_unknown(form_code: str, regime: str, instrument: str, where: str) -> Problem:
    """The form is recognised, but its columns are not known: refused, never guessed."""
    return Problem(
        code="layout_unknown",
        what=Text(
            f"Đây là biểu {form_code} theo {instrument}, nhưng hệ thống chưa có bảng cột của chế độ {regime} "
            "nên không đọc số liệu (không suy đoán).",
            f"This is form {form_code} under {instrument}; the columns of regime {regime} are not known yet, "
            "so it was not read (nothing is guessed).",
        ),
        where=where,
        expected="form_columns.csv: " + f"{form_code}, {regime}",
        found=instrument,
        next_step=Text(
            "Tệp đã được lưu nguyên trạng. Học bảng cột từ chính tệp này (thads forms learn), áp dụng, rồi chạy lại "
            "thads refresh.",
            "The file is archived as sent. Learn the form's columns from it (thads forms learn), put the map in "
            "force, then run thads refresh again.",
        ),
    )


def case_list(title: str, instrument: str, where: str) -> Problem:
    """A list with one row per case: it names persons, and the warehouse holds figures only."""
    return Problem(
        code="case_list",
        what=Text(
            f"Đây là «{title}» ({instrument}), mỗi dòng là một vụ việc có dữ liệu cá nhân. Kho chỉ nhận số liệu tổng hợp "
            "nên không nạp các dòng này.",
            f"This is «{title}» ({instrument}): one row per case, with personal data. The warehouse takes totals only, "
            "so its rows are not loaded.",
        ),
        where=where,
        expected="01/TK-THA … 12/TK-THA",
        found=title,
        next_step=Text(
            "Không cần làm gì: tệp đã được lưu nguyên trạng và được ghi nhận là đã nhận.",
            "Nothing: the file is archived as sent and counts as received.",
        ),
    )


def title_contradicts_code(code: str, code_title: str, title: str, where: str) -> Problem:
    """The number and the title belong to two different forms."""
    return Problem(
        code="title_contradicts_code",
        what=Text(
            f"Số hiệu biểu {code} và tên biểu trên trang không khớp nhau.",
            f"The form's number {code} and its title belong to different forms.",
        ),
        where=where,
        expected=f"{code}: {code_title}",
        found=title,
        next_step=Text(
            "Sửa số hiệu hoặc tên biểu rồi gửi lại.", "Correct the number or the title and send it again."
        ),
    )


def no_table(form_code: str, where: str, expected: Iterable[str]) -> Problem:
    """A form's letterhead without its table."""
    return Problem(
        code="header_not_found",
        what=Text(
            f"Trang có tiêu đề của biểu {form_code} nhưng không tìm thấy phần đầu bảng.",
            f"The sheet has the letterhead of form {form_code}, but no table header was found.",
        ),
        where=where,
        expected=" | ".join(expected),
        found="",
        next_step=_SEE_TEMPLATE,
    )


def columns_missing(
    form_code: str, regime: str, where: str, missing: Iterable[str], unmapped: Iterable[str], provenance: str
) -> Problem:
    """Columns of the map that the sheet does not show; stops the sheet."""
    found = " | ".join(unmapped)
    return Problem(
        code="columns_missing",
        what=Text(
            f"Biểu {form_code} ({regime}) thiếu cột hoặc có cột bị đổi tên; số liệu của trang này không được đọc.",
            f"Form {form_code} ({regime}) lacks columns or some were renamed; this sheet was not read.",
        ),
        where=where,
        expected=" | ".join(missing) + (f"  [{provenance}]" if provenance else ""),
        found=found or "—",
        next_step=_SEE_TEMPLATE,
    )


def columns_ambiguous(form_code: str, where: str, label: str, addresses: Iterable[str]) -> Problem:
    """Two columns of the sheet claim to be the same column of the map; stops the sheet."""
    return Problem(
        code="columns_ambiguous",
        what=Text(
            f"Biểu {form_code}: hai cột cùng mang tên «{label}», không biết lấy cột nào.",
            f"Form {form_code}: two columns are both named «{label}»; it is not clear which one counts.",
        ),
        where=where,
        expected=label,
        found=", ".join(addresses),
        next_step=_SEE_TEMPLATE,
    )


def sheet_repeats_form(form_code: str, where: str, before: str, rows: Sequence[str]) -> Problem:
    """A sheet without letterhead whose columns and rows are those of a form on another sheet; stops the sheet."""
    return Problem(
        code="sheet_repeats_form",
        what=Text(
            f"Trang «{where}» không có tiêu đề, có cùng cột và cùng dòng với biểu {form_code} ở trang «{before}»; không rõ "
            "là bản sao hay biểu khác nên không được đọc.",
            f"Sheet «{where}» has no letterhead, and the columns and rows of form {form_code} on sheet «{before}»; whether "
            "it is a copy or another form is not clear, so it was not read.",
        ),
        where=where,
        expected=before,
        found=" | ".join(rows[:5]),
        next_step=Text(
            "Ghi số hiệu, tên biểu và kỳ báo cáo ở đầu trang, hoặc xóa trang nếu là bản sao, rồi gửi lại.",
            "Print number, title and period at the top of the sheet, or delete it if it is a copy, and send it again.",
        ),
    )


def no_form(file_name: str) -> Problem:
    """A file without any official form."""
    return Problem(
        code="no_form",
        what=Text("Tệp không chứa biểu mẫu thống kê nào.", "The file holds no official form."),
        where=file_name,
        expected="Biểu số: 01/TK-THA …",
        found="—",
        next_step=Text(
            "Nếu đây là báo cáo thống kê: lập lại theo mẫu (thads forms template). Nếu không: bỏ khỏi thư mục.",
            "If it is a statistical report, use the template (thads forms template); if not, remove it.",
        ),
    )


def period_not_cumulative(where: str, line: str) -> Problem:
    """The form covers a part of the year; its figures cannot stand beside cumulative ones."""
    return Problem(
        code="period_not_cumulative",
        what=Text(
            "Biểu ghi khoảng thời gian không bắt đầu từ ngày 01/10; số liệu thống kê là số lũy kế từ đầu năm báo cáo, nên "
            "biểu này không được đọc.",
            "The form states a span that does not begin on 1 October; statistics are cumulative from the first day of the "
            "reporting year, so this form was not read.",
        ),
        where=where,
        expected="Từ ngày 01/10/2020 đến ngày 31/3/2021",
        found=line,
        next_step=Text(
            "Gửi biểu lũy kế từ ngày 01/10; nếu số liệu đã là lũy kế, sửa lại khoảng thời gian ghi trên biểu.",
            "Send the form cumulated from 1 October; if it already is, correct the span it states.",
        ),
    )


def not_identified(code: str, what: Text, where: str, found: str, expected: str) -> Problem:
    """Unit or period of the sheet is nowhere to be found; stops the sheet."""
    return Problem(
        code=code,
        what=what,
        where=where,
        expected=expected,
        found=found or "—",
        next_step=Text(
            "Ghi rõ «Đơn vị báo cáo» và «Kỳ báo cáo» ở đầu biểu rồi gửi lại.",
            "State «Đơn vị báo cáo» and «Kỳ báo cáo» at the top of the form and send it again.",
        ),
    )
