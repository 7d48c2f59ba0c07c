"""The receipt: what was received, when, as which version, by which rules it was checked, and where it stands.

Belongs here: the second sheet of the workbook that goes back. Does not belong here: the list (`to_do_sheet`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines.events.projections import LogState
from pipelines.forms.returned import MARK
from pipelines.numerals import in_notation
from pipelines.reference import units
from pipelines.reports.book_styles import BookStyles
from pipelines.reports.dossier import Dossier
from pipelines.reports.standing import STATUS_TEXTS
from pipelines.reports.task import Task
from pipelines.validation.messages import period
from pipelines.validation.registry import fingerprint, load_rules
from pipelines.warehouse.instants import show_instant

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Row = tuple[str, str]

_CODES = frozenset({"Mã tệp (sha256)", "Bộ quy tắc", "Chương trình đọc"})
_KINDS = {"form": "biểu mẫu thống kê", "narrative": "báo cáo lời văn"}


def receipt_rows(dossier: Dossier, state: LogState, tasks: Sequence[Task]) -> list[Row]:
    """Return the lines of the receipt, empty ones left out."""
    report, standing = dossier.report, dossier.standing
    counts = Counter(task.severity for task in tasks)
    rows = [
        ("Tên tệp", report.file_name),
        ("Nơi nhận", report.path),
        ("Mã tệp (sha256)", report.report_id),
        ("Kích thước", in_notation(f"{report.size:,} byte", "vi")),
        ("Thời điểm nhận", _instant(show_instant(report.received_at))),
        ("Đã có sẵn (trùng từng byte) tại", "\n".join(report.seen_paths)),
        ("Đơn vị báo cáo", unit_name(report.unit_code or report.folder_unit)),
        ("Loại báo cáo", _KINDS.get(report.kind, "")),
        ("Biểu, kỳ, phiên bản", "\n".join(_slot(each.form_code, each.period_code, each.version, each.of)
                                          for each in standing.slots)),
        ("Chế độ báo cáo", report.regime),
        ("Bảng mã chữ cũ đã chuyển", report.encoding),
        ("Số liệu đọc được", in_notation(f"{report.rows:,}", "vi") if report.rows else ""),
        ("Trạng thái", STATUS_TEXTS[standing.status].vi),
        ("Nghĩa là", standing.now.vi),
        ("Kết quả kiểm tra", f"{counts['blocking']} lỗi chặn, {counts['warning']} cảnh báo, {counts['info']} để biết"),
        ("Bản đang có hiệu lực", "\n".join(_in_force(state, dossier))),
        ("Chương trình đọc", report.parser),
        ("Bộ quy tắc", f"{len(load_rules())} quy tắc, phiên bản {fingerprint()}"),
        ("Lập phiếu theo nhật ký", f"đến sự kiện {state.position}, {_instant(show_instant(state.recorded_at))}"),
    ]  # fmt: skip
    return [(label, value) for label, value in rows if value]


def write_receipt(target: Worksheet, styles: BookStyles, rows: Sequence[Row]) -> None:
    """Write the receipt."""
    target.set_column(0, 0, 30)
    target.set_column(1, 1, 84)
    target.merge_range(0, 0, 0, 1, f"{MARK} · Phiếu tiếp nhận và kiểm tra báo cáo", styles.title)
    target.set_row(0, 26)
    for number, (label, value) in enumerate(rows, start=2):
        target.write_string(number, 0, label, styles.label)
        target.write_string(number, 1, value, styles.code if label in _CODES else styles.value)
        lines = sum(1 + len(line) // 84 for line in value.split("\n"))
        target.set_row(number, 16.0 * lines + 3)
    target.set_portrait()
    target.set_paper(9)
    target.fit_to_pages(1, 0)
    target.hide_gridlines(2)
    target.set_footer("&C&8Trang &P/&N")


def unit_name(code: str) -> str:
    """Return the name of a unit, its code when it has none."""
    unit = units.all_units().get(code)
    return unit.name if unit else code


def _slot(form_code: str, period_code: str, version: int, of: int) -> str:
    return f"{form_code}, {period(period_code, 'vi')}: bản {version} trên {of} bản đã nhận"


def _in_force(state: LogState, dossier: Dossier) -> list[str]:
    lines = []
    for slot in dossier.standing.slots:
        if not slot.in_force:
            lines.append(f"{slot.form_code}: chưa có")
        elif slot.in_force == dossier.report.report_id:
            lines.append(f"{slot.form_code}: bản này")
        else:
            file = state.reports[slot.in_force].file_name
            lines.append(f"{slot.form_code}: bản {slot.in_force_version} «{file}»")
    return lines


def _instant(text: str) -> str:
    return f"{text} (giờ Việt Nam)" if text else ""
