"""The first sheet of the workbook that goes back: what is to be done, what blocks acceptance first.

Belongs here: the list. Does not belong here: what it lists (`tasks`), the receipt (`receipt_sheet`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING

from pipelines.events.types import Severity
from pipelines.forms.returned import MARK
from pipelines.reports.book_styles import BookStyles
from pipelines.reports.task import Task

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: Head and width (in characters) of each column.
_COLUMNS = (
    ("STT", 5), ("Mức", 11), ("Biểu", 12), ("Ô", 8), ("Dòng", 20), ("Cột", 21), ("Số đang ghi", 12), ("Số cần có", 12),
    ("Chênh lệch", 11), ("Vì sao", 44), ("Việc cần làm", 46),
)  # fmt: skip
_SEVERITIES: Mapping[Severity, str] = {
    "blocking": "LỖI CHẶN",
    "warning": "Cảnh báo",
    "info": "Để biết",
}
_HOW = (
    "Cách sửa: bấm vào ô màu xanh ở cột «Ô» để đến đúng ô trong trang biểu phía sau. Ô viền đỏ đậm là ô nhiều khả năng ghi "
    "sai nhất; các ô tô nhạt là những ô có liên quan. Số ở đây ghi theo đơn vị tính của biểu. Sửa ngay trên trang biểu của tệp này (các ô công thức đã được "
    "thay bằng giá trị) rồi gửi lại cả tệp, hoặc sửa ở tệp gốc rồi gửi tệp gốc. Không cần xóa màu, ghi chú hay hai trang đầu."
)
_LEGEND: tuple[tuple[str, Severity, bool], ...] = (
    ("Nhiều khả năng sai", "blocking", True),
    ("Liên quan lỗi chặn", "blocking", False),
    ("Liên quan cảnh báo", "warning", False),
    ("Để biết", "info", False),
)
_HEAD_ROW = 6
_LINE, _PADDING = 13.8, 4
#: A letter of the sheet's font takes less than a width's unit, which is a digit of the default font; words break early.
_LETTER = 0.8
_NONE = "Không có điểm nào cần sửa."


class ToDoSheet:
    """Writes the list; used once."""

    def __init__(self, target: Worksheet, styles: BookStyles, sheet_names: Mapping[str, str]) -> None:
        self._target = target
        self._styles = styles
        self._names = sheet_names

    def write(self, subject: str, verdict: str, tasks: Sequence[Task]) -> None:
        """Write title, verdict, instructions, legend and the list.

        Args:
            subject: whose report for which period it is.
            verdict: how it stands and what happens next.
            tasks: in the order of the list.
        """
        worst = tasks[0].severity if tasks else None
        last = len(_COLUMNS) - 1
        for column, (_, width) in enumerate(_COLUMNS):
            self._target.set_column(column, column, width)
        self._target.merge_range(0, 0, 0, last, f"{MARK} · Phản hồi kiểm tra báo cáo", self._styles.title)
        self._target.merge_range(1, 0, 1, last, subject, self._styles.subtitle)
        self._target.merge_range(2, 0, 2, last, verdict, self._styles.verdict(worst))
        self._target.merge_range(3, 0, 3, last, _HOW if tasks else _NONE, self._styles.text)
        width = sum(width for _, width in _COLUMNS)
        for row, height in (
            (0, 24.0),
            (1, 20.0),
            (2, 1.5 * _height(verdict, width - 60)),
            (3, _height(_HOW, width - 10)),
        ):
            self._target.set_row(row, height)
        self._legend()
        self._list(tasks)
        self._page(len(tasks))

    def _legend(self) -> None:
        self._target.merge_range(4, 0, 4, 3, "Màu của ô:", self._styles.of(align="right", italic=True))
        for place, (text, severity, is_likeliest) in enumerate(_LEGEND):
            first = 4 + place
            self._target.write_string(
                4, first, text, self._styles.legend(severity, is_likeliest=is_likeliest)
            )
        self._target.set_row(4, 32)

    def _list(self, tasks: Sequence[Task]) -> None:
        for column, (head, _) in enumerate(_COLUMNS):
            self._target.write_string(_HEAD_ROW, column, head, self._styles.head)
        self._target.set_row(_HEAD_ROW, 30)
        for number, task in enumerate(tasks, start=1):
            self._task(_HEAD_ROW + number, number, task)

    def _task(self, row: int, number: int, task: Task) -> None:
        styles, place = self._styles, task.place
        texts = {
            4: place.row_name if place else "",
            5: place.column_name if place else "",
            9: "\n".join(task.sentences),
            10: task.to_do,
        }
        figures = {6: task.printed, 7: task.expected, 8: task.difference}
        self._target.write_number(row, 0, number, styles.cell(align="center"))
        self._target.write_string(row, 1, _SEVERITIES[task.severity], styles.severity(task.severity))
        self._target.write_string(row, 2, place.form_code if place else "", styles.cell())
        self._link(row, task)
        for column, text in texts.items():
            self._target.write_string(row, column, text, styles.cell())
        for column, text in figures.items():
            self._target.write_string(row, column, text, styles.cell(align="right", is_bold=column == 7))
        widths = {column: width for column, (_, width) in enumerate(_COLUMNS)}
        self._target.set_row(
            row, max(_height(text, widths[column]) for column, text in (texts | figures).items())
        )

    def _link(self, row: int, task: Task) -> None:
        """Write the cell's address as a link to it, or the sheet or file the task is about."""
        place = task.place
        name = self._names.get(place.sheet) if place else None
        if place is None or name is None:
            self._target.write_string(row, 3, task.where, self._styles.cell())
            return
        quoted = name.replace("'", "''")
        tip = f"Đến ô {place.address} của trang {name}"
        url = f"internal:'{quoted}'!{place.address}"
        self._target.write_url(
            row, 3, url, self._styles.cell(align="center", is_link=True), place.address, tip[:250]
        )

    def _page(self, count: int) -> None:
        last = len(_COLUMNS) - 1
        self._target.autofilter(_HEAD_ROW, 0, _HEAD_ROW + max(count, 1), last)
        self._target.freeze_panes(_HEAD_ROW + 1, 0)
        self._target.repeat_rows(_HEAD_ROW)
        self._target.set_landscape()
        self._target.set_paper(9)
        self._target.fit_to_pages(1, 0)
        self._target.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.5)
        self._target.set_footer("&C&8Trang &P/&N")
        self._target.hide_gridlines(2)
        self._target.ignore_errors({"number_stored_as_text": "A1:K5000"})
        self._target.set_tab_color(self._styles.tab_colour("info"))
        self._target.activate()


def _height(text: str, width: int) -> float:
    """Return the height of a row that shows a wrapped text in a column of a width in characters."""
    lines = sum(max(ceil(len(line) * _LETTER / width), 1) for line in text.split("\n"))
    return min(_LINE * lines + _PADDING, 400.0)
