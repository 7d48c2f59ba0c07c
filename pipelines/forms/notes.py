"""What is odd about a form that is read all the same, worded for the department that sent it.

Belongs here: the sentences. Does not belong here: deciding when they are due; what stops a sheet (`refusals`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipelines.problems import Problem, Text

#: Addresses a sentence lists before it ends in «…».
_SHOWN = 5
_CHECK_CELL = Text(
    "Kiểm tra lại ô này và gửi bản đã sửa; các ô khác vẫn được đọc.",
    "Check this cell and send a corrected version; the other cells were read.",
)


def extra_column(where: str, text: str) -> Problem:
    """A column the map does not know; not read."""
    return Problem(
        code="extra_column",
        what=Text(
            f"Cột «{text}» không có trong mẫu biểu nên không được đọc; các cột khác vẫn được đọc.",
            f"Column «{text}» is not part of the form and was not read; the other columns were.",
        ),
        where=where,
        expected="",
        found=text,
        next_step=Text(
            "Không cần làm gì nếu cột này chỉ để đơn vị dùng.", "Nothing, if the column is for your own use."
        ),
    )


def optional_column_absent(where: str, label: str) -> Problem:
    """A column that a sheet may lack is not there."""
    return Problem(
        code="optional_column_absent",
        what=Text(f"Biểu không có cột «{label}».", f"The sheet has no column «{label}»."),
        where=where,
        expected=label,
        found="",
        next_step=Text("Bổ sung cột này nếu đơn vị có số liệu.", "Add the column if you have the figures."),
    )


def layout_by_analogy(where: str, form_code: str, analogy: str) -> Problem:
    """The layout of the form was never seen; it was taken over from another form, and the sheet fits it."""
    return Problem(
        code="layout_by_analogy",
        what=Text(
            f"Bố cục biểu {form_code} chưa được đối chiếu với bản gốc, được suy ra từ biểu {analogy}; "
            "trang này khớp tên cột nên được đọc, với độ tin thấp.",
            f"The layout of form {form_code} was never compared with the original; it is taken over from {analogy}. "
            "The headers of this sheet fit, so it was read, with low confidence.",
        ),
        where=where,
        expected=analogy,
        found=form_code,
        next_step=Text(
            "Cung cấp mẫu biểu gốc cho Cục Quản lý THADS để xác nhận bảng cột (`thads forms learn`).",
            "Show the directorate the original form, so that its columns can be confirmed (`thads forms learn`).",
        ),
    )


def column_numbers_differ(where: str, pairs: Iterable[tuple[str, str, str]], provenance: str) -> Problem:
    """The numbers printed under the headers are not the map's; the header text was followed."""
    rows = list(pairs)
    return Problem(
        code="column_numbers_differ",
        what=Text(
            "Số thứ tự cột in dưới đầu bảng khác với mẫu biểu; hệ thống đọc theo tên cột.",
            "The numbers printed under the headers differ from the map; columns were read by their names.",
        ),
        where=where,
        expected="; ".join(f"{label}: {expected}" for label, expected, _ in rows)
        + (f"  [{provenance}]" if provenance else ""),
        found="; ".join(f"{label}: {found}" for label, _, found in rows),
        next_step=Text(
            "Kiểm tra xem số liệu có nằm đúng dưới tên cột không.",
            "Check that the figures stand under the right headers.",
        ),
    )


def unit_unknown(name: str, where: str, candidates: Iterable[str], lost_rows: int = 0) -> Problem:
    """A name in the label column that is no unit of the department on that day."""
    more = f" Có {lost_rows} dòng thuộc đơn vị này không được đọc." if lost_rows else ""
    more_en = f" {lost_rows} rows under it were not read." if lost_rows else ""
    return Problem(
        code="unit_unknown",
        what=Text(
            f"Không xác định được đơn vị «{name}» vào thời điểm của kỳ báo cáo.{more}",
            f"The unit «{name}» is not known for the period of the report.{more_en}",
        ),
        where=where,
        expected=", ".join(candidates),
        found=name,
        next_step=Text(
            "Ghi đúng tên đơn vị, hoặc đề nghị bổ sung tên gọi này vào danh mục đơn vị.",
            "Write the unit's name in full, or ask for this name to be added to the list of units.",
        ),
    )


def row_unknown(name: str, where: str, expected: str) -> Problem:
    """A row with figures whose label is neither a unit, an officer, a kind nor a total."""
    return Problem(
        code="row_unknown",
        what=Text(
            f"Dòng «{name}» có số liệu nhưng không có trong mẫu biểu nên không được đọc.",
            f"Row «{name}» holds figures but is not part of the form; it was not read.",
        ),
        where=where,
        expected=expected,
        found=name,
        next_step=Text("Sửa tên dòng theo mẫu biểu.", "Name the row as the form does."),
    )


def row_repeated(name: str, where: str, first: str) -> Problem:
    """Two rows speak of the same subject."""
    return Problem(
        code="row_repeated",
        what=Text(f"Dòng «{name}» xuất hiện hai lần trong biểu.", f"Row «{name}» occurs twice in the form."),
        where=where,
        expected=first,
        found=where,
        next_step=Text("Giữ lại một dòng rồi gửi lại.", "Keep one of the rows and send it again."),
    )


def cell_unreadable(where: str, text: str) -> Problem:
    """A cell that holds neither a figure nor a mark for «none»."""
    return Problem(
        code="cell_unreadable",
        what=Text(f"Ô {where} không phải là số: «{text}».", f"Cell {where} is not a figure: «{text}»."),
        where=where,
        expected="1.234 · 83,98 · - · (để trống)",
        found=text,
        next_step=_CHECK_CELL,
    )


def formulas_without_value(where: str, addresses: Sequence[str]) -> Problem:
    """Formulas whose results were not stored in the file; one note for the whole sheet."""
    shown = ", ".join(addresses[:_SHOWN]) + (", …" if len(addresses) > _SHOWN else "")
    return Problem(
        code="formula_without_value",
        what=Text(
            f"Có {len(addresses)} ô là công thức nhưng tệp không lưu kết quả nên không có số liệu: {shown}.",
            f"{len(addresses)} cells are formulas whose results are not stored in the file, so they hold no figures: "
            f"{shown}.",
        ),
        where=where,
        expected="0",
        found=str(len(addresses)),
        next_step=Text(
            "Mở tệp bằng Excel, lưu lại rồi gửi.", "Open the file in Excel, save it and send it again."
        ),
    )


def recognised_by(where: str, form_code: str, source: Text) -> Problem:
    """The sheet prints neither number nor title; something else told which form it is, and its columns fit."""
    return Problem(
        code="recognised_otherwise",
        what=Text(
            f"Trang «{where}» không ghi số hiệu và tên biểu; được nhận ra là biểu {form_code} qua {source.vi} và khớp cột.",
            f"Sheet «{where}» prints neither number nor title; it was taken for form {form_code} by {source.en}, and its "
            "columns fit.",
        ),
        where=where,
        expected="Biểu số: 01/TK-THA …",
        found=form_code,
        next_step=Text(
            "Ghi số hiệu và tên biểu ở đầu trang.",
            "Print the form's number and title at the top of the sheet.",
        ),
    )


def sheet_continues(where: str, before: str, form_code: str) -> Problem:
    """A sheet without letterhead goes on with the rows of the form on a sheet before it."""
    return Problem(
        code="sheet_continues",
        what=Text(
            f"Trang «{where}» không có tiêu đề; được đọc là phần tiếp theo của biểu {form_code} ở trang «{before}».",
            f"Sheet «{where}» has no letterhead; it was read as going on with form {form_code} of sheet «{before}».",
        ),
        where=where,
        expected=before,
        found=form_code,
        next_step=Text(
            "Không cần làm gì nếu đúng; nếu là biểu khác thì ghi số hiệu và tên biểu ở đầu trang.",
            "Nothing, if that is right; if it is another form, print its number and title at the top.",
        ),
    )


def hidden_copy(where: str, visible: str) -> Problem:
    """A hidden sheet holds the form that a visible sheet of the same file holds; the visible one was read."""
    return Problem(
        code="hidden_copy",
        what=Text(
            f"Trang ẩn «{where}» chứa cùng biểu, cùng đơn vị, cùng kỳ với trang «{visible}»; chỉ đọc trang hiện.",
            f"The hidden sheet «{where}» holds the same form, unit and period as «{visible}»; only the visible sheet was "
            "read.",
        ),
        where=where,
        expected=visible,
        found=where,
        next_step=Text(
            "Xóa trang ẩn nếu đó là bản cũ; nếu trang ẩn mới đúng thì bỏ ẩn, xóa trang kia rồi gửi lại.",
            "Delete the hidden sheet if it is an old copy; if it is the right one, unhide it, delete the other and send "
            "the file again.",
        ),
    )


def hidden_figures(where: str, count: int) -> Problem:
    """Hidden rows or columns hold figures; they were read."""
    return Problem(
        code="hidden_figures",
        what=Text(
            f"Có {count} dòng hoặc cột bị ẩn chứa số liệu; vẫn được đọc.",
            f"{count} hidden rows or columns hold figures; they were read all the same.",
        ),
        where=where,
        expected="",
        found=str(count),
        next_step=Text("Bỏ ẩn và kiểm tra lại các số liệu này.", "Unhide them and check the figures."),
    )


def sheet_not_a_form(where: str) -> Problem:
    """A sheet of a workbook of forms that is no form itself."""
    return Problem(
        code="sheet_not_a_form",
        what=Text(
            f"Trang «{where}» không phải biểu mẫu thống kê nên không được đọc.",
            f"Sheet «{where}» is not an official form and was not read.",
        ),
        where=where,
        expected="01/TK-THA …",
        found="",
        next_step=Text(
            "Không cần làm gì nếu trang này chỉ để tham khảo.", "Nothing, if the sheet is for reference."
        ),
    )


def contradiction(
    what: Text, where: str, content: str, other: str, code: str = "identification_contradiction"
) -> Problem:
    """The sheet says one thing, folder, name or another line says another; the sheet was followed."""
    return Problem(
        code=code,
        what=what,
        where=where,
        expected=other,
        found=content,
        next_step=Text(
            "Kiểm tra tệp đã để đúng thư mục và đúng kỳ chưa; hệ thống lấy theo nội dung biểu.",
            "Check that the file lies in the right folder; what the form says was followed.",
        ),
    )


def money_unit_assumed(where: str, assumed: str, found: str) -> Problem:
    """The sheet does not say in which unit its money is, or says another than the map."""
    return Problem(
        code="money_unit",
        what=Text(
            "Đơn vị tính của biểu thiếu hoặc khác mẫu biểu.",
            "The form's unit of money is missing or differs from the map.",
        ),
        where=where,
        expected=assumed,
        found=found or "—",
        next_step=Text(
            "Kiểm tra đơn vị tính ở góc phải phía trên bảng.",
            "Check the unit stated at the top right of the table.",
        ),
    )
