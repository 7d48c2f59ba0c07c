"""The workbook that goes back to a department: list, receipt, and its own sheets with the cells to correct.

Belongs here: which sheets there are, their names, what a cell's comment says. Does not belong here: each sheet's
layout (`to_do_sheet`, `receipt_sheet`, `own_sheets`), what is to be done (`tasks`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import BinaryIO

import xlsxwriter

from pipelines.events.lifecycle import SEVERITY_RANKS
from pipelines.forms.returned import RECEIPT_SHEET, TO_DO_SHEET
from pipelines.reports.book_styles import BookStyles
from pipelines.reports.feedback import Feedback
from pipelines.reports.look import looks_of
from pipelines.reports.own_sheets import Cell, MarkedCell, OwnSheet
from pipelines.reports.receipt_sheet import receipt_rows, unit_name, write_receipt
from pipelines.reports.task import Mark, Task
from pipelines.reports.to_do_sheet import ToDoSheet
from pipelines.validation.messages import period

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
#: Form codes that are named one by one.
_FEW = 5
#: Text of reports stays text: nothing that begins with "=" or looks like a link comes alive.
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_feedback(target: BinaryIO, feedback: Feedback) -> None:
    """Write the workbook; the same log gives the same bytes.

    Args:
        target: where to, opened for writing.
        feedback: the report, its file and its tasks.
    """
    original = feedback.original
    names = sheet_names([sheet.name for sheet in original.sheets])
    looks = looks_of(original.data) if original.document else {}
    with xlsxwriter.Workbook(target, {**_OPTIONS, "in_memory": True}) as book:
        created = feedback.state.recorded_at or datetime(2000, 1, 1, tzinfo=UTC)
        book.set_properties({"title": TO_DO_SHEET, "created": created.replace(microsecond=0)})
        styles = BookStyles(book)
        first, receipt = book.add_worksheet(TO_DO_SHEET), book.add_worksheet(RECEIPT_SHEET)
        ToDoSheet(first, styles, names).write(_subject(feedback), _verdict(feedback), feedback.tasks)
        write_receipt(receipt, styles, receipt_rows(feedback.dossier, feedback.state, feedback.tasks))
        for sheet in original.sheets:
            layouts = tuple(each for each in original.layouts if each.sheet == sheet.name)
            marked = _marked(sheet.name, feedback.tasks)
            written = book.add_worksheet(names[sheet.name])
            OwnSheet(written, styles, sheet, looks.get(sheet.name), layouts, marked).write()
            if sheet.is_hidden and not marked:
                written.hide()


def sheet_names(names: Iterable[str]) -> dict[str, str]:
    """Return, for each sheet of the file, a name a workbook may give it: no forbidden character, short, once."""
    taken = {TO_DO_SHEET.casefold(), RECEIPT_SHEET.casefold()}
    found = {}
    for name in names:
        plain = _FORBIDDEN.sub("-", name).strip("'")[:_LONGEST_NAME] or "Trang"
        free, number = plain, 2
        while free.casefold() in taken:
            free = f"{plain[: _LONGEST_NAME - 5]} ({number})"
            number += 1
        taken.add(free.casefold())
        found[name] = free
    return found


def _subject(feedback: Feedback) -> str:
    report, slots = feedback.dossier.report, feedback.dossier.standing.slots
    codes = list(dict.fromkeys(slot.form_code for slot in slots))
    forms = ", ".join(codes) if len(codes) < _FEW else f"{len(codes)} biểu ({codes[0]} … {codes[-1]})"
    periods = ", ".join(dict.fromkeys(period(slot.period_code, "vi") for slot in slots))
    version = f"bản {report.version}" if slots else ""
    parts = (
        unit_name(report.unit_code or report.folder_unit),
        forms,
        periods,
        version,
        f"tệp «{report.file_name}»",
    )
    return " · ".join(part for part in parts if part)


def _verdict(feedback: Feedback) -> str:
    standing = feedback.dossier.standing
    blocking = sum(task.severity == "blocking" for task in feedback.tasks)
    others = len(feedback.tasks) - blocking
    heads = {
        "held": f"CHƯA ĐƯỢC CHẤP NHẬN: còn {blocking} việc phải sửa thì báo cáo mới được chấp nhận.",
        "rejected": "KHÔNG ĐỌC ĐƯỢC: chưa số liệu nào của tệp này vào kho.",
        "accepted": f"ĐÃ ĐƯỢC CHẤP NHẬN; có {others} điểm nên xem lại." if others else "ĐÃ ĐƯỢC CHẤP NHẬN.",
        "declined": "BỊ TRẢ LẠI: bản này sẽ không được chấp nhận.",
        "replaced": "ĐÃ ĐƯỢC THAY bằng bản mới hơn; phiếu này chỉ để tra cứu.",
        "waiting": "ĐANG CHỜ KIỂM TRA.",
    }
    return f"{heads[standing.status]} {standing.now.vi}"


def _marked(sheet: str, tasks: Sequence[Task]) -> Mapping[Cell, MarkedCell]:
    """Return the coloured cells of a sheet; where several tasks meet, the worst colours and all are told."""
    marks: dict[Cell, list[tuple[Mark, str]]] = {}
    for number, task in enumerate(tasks, start=1):
        for mark in task.marks:
            if mark.place.sheet == sheet:
                told = _comment(number, task, mark)
                marks.setdefault((mark.place.row, mark.place.column), []).append((mark, told))
    return {
        cell: MarkedCell(
            min((mark for mark, _ in found), key=_strength), "\n".join(told for _, told in found)
        )
        for cell, found in marks.items()
    }


def _comment(number: int, task: Task, mark: Mark) -> str:
    if mark.is_likeliest:
        return f"Việc {number}: {task.to_do}"
    at = f" Bắt đầu từ ô {task.place.address}." if task.place and task.place != mark.place else ""
    return f"Việc {number}: {' '.join(task.sentences)}{at}"


def _strength(mark: Mark) -> tuple[bool, int]:
    return not mark.is_likeliest, SEVERITY_RANKS[mark.severity]
