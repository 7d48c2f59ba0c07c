"""The workbook that goes back: a department finds what to correct, corrects it there, sends it, and is accepted."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.events.states import ReportState
from pipelines.forms.returned import MARK, RECEIPT_SHEET, TO_DO_SHEET
from pipelines.reports.feedback import Feedback, awaiting_feedback, feedback_name, feedback_on
from pipelines.reports.lookup import find_report
from pipelines.reports.outbox import write_all
from pipelines.reports.standing import standing_of
from pipelines.reports.workbook import sheet_names, write_feedback
from tests.reports_support import OFFICE, OWN, House, changed, content, workbook

GOOD = workbook(content())
TOTAL = {name: OWN[name] + OFFICE[name] for name in OWN}
#: The own office's newly accepted cases are 630 for 600, the total carried forward is 1.254 for 1.245.
WRONG = workbook(content(own=changed(OWN, newly_accepted=630), total=changed(TOTAL, carried_forward=1254)))
SHEET = "04-TK-THA"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = House(tmp_path_factory.mktemp("house"))
    house.take_in({"P63-26/2021/04.xlsx": GOOD})
    house.take_in({"P63-26/2021/04_12T2021.xlsx": WRONG, "P63-26/2021/anh.xlsx": b"PK\x03\x04 cut short"})
    return house


def feedback(house: House, name: str) -> Feedback:
    report = find_report(house.state, name)
    return feedback_on(house.log, house.state, house.archive, report, max_bytes=10_000_000)


def written(found: Feedback) -> bytes:
    buffer = io.BytesIO()
    write_feedback(buffer, found)
    return buffer.getvalue()


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def lines(sheet: Worksheet) -> list[list[str]]:
    table = [[str(cell or "") for cell in row] for row in sheet.iter_rows(min_row=7, values_only=True)]
    return table[1:]


def test_the_list_names_the_wrong_cells_first_what_blocks(house: House) -> None:
    book = opened(written(feedback(house, "04_12T2021.xlsx")))
    tasks = lines(book[TO_DO_SHEET])

    assert book.sheetnames == [TO_DO_SHEET, RECEIPT_SHEET, SHEET]
    assert [task[1] for task in tasks] == ["LỖI CHẶN", "LỖI CHẶN"]
    assert [(task[3], task[6], task[7], task[8]) for task in tasks] == [
        ("R11", "1.254", "1.245", "+9"),
        ("D12", "630", "600", "+30"),
    ]
    assert [task[5] for task in tasks] == ["17. Số chuyển kỳ sau", "3. Thụ lý mới"]
    assert "sửa 630 thành 600" in tasks[1][10]


def test_an_address_of_the_list_leads_to_the_cell(house: House) -> None:
    sheet = opened(written(feedback(house, "04_12T2021.xlsx")))[TO_DO_SHEET]

    assert sheet["D8"].hyperlink.location == f"'{SHEET}'!R11"
    assert sheet.auto_filter.ref == "A7:K9"
    assert sheet.freeze_panes == "A8"


def test_the_departments_own_sheet_comes_back_coloured_and_commented(house: House) -> None:
    book, original = opened(written(feedback(house, "04_12T2021.xlsx"))), opened(WRONG)
    sheet, before = book[SHEET], original[SHEET]

    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [cell.value for cell in row] for row in before.iter_rows()
    ]
    assert sorted(map(str, sheet.merged_cells.ranges)) == sorted(map(str, before.merged_cells.ranges))
    assert sheet.column_dimensions["A"].width == pytest.approx(before.column_dimensions["A"].width, abs=0.01)
    assert "Việc 2" in sheet["D12"].comment.text
    assert sheet["D12"].border.left.style == "thick"
    assert sheet["B12"].fill.fgColor.rgb == "FFFBD5D5"
    assert sheet["E12"].comment is None


def test_no_formula_and_nothing_that_looks_like_one_comes_alive(house: House, tmp_path: Path) -> None:
    book = opened(WRONG)
    book[SHEET]["A30"] = "=HYPERLINK(1)"
    book[SHEET]["A30"].data_type = "s"
    book[SHEET]["C13"] = "=B13-D13"
    book.save(tmp_path / "sly.xlsx")
    hostile = House(tmp_path / "hostile")
    hostile.take_in({"P63-26/2021/sly.xlsx": (tmp_path / "sly.xlsx").read_bytes()})
    data = written(feedback(hostile, "sly.xlsx"))

    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet for sheet in sheets)
    cell = opened(data)[SHEET]["A30"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1)", "s", True)


def test_the_receipt_says_what_was_received_and_by_which_rules_it_was_checked(house: House) -> None:
    report = find_report(house.state, "04_12T2021.xlsx")
    sheet = opened(written(feedback(house, "04_12T2021.xlsx")))[RECEIPT_SHEET]
    told = {
        str(label): str(value) for label, value in sheet.iter_rows(min_row=3, max_col=2, values_only=True)
    }

    assert told["Mã tệp (sha256)"] == report.report_id
    assert "bản 2 trên 2" in told["Biểu, kỳ, phiên bản"]
    assert "«04.xlsx»" in told["Bản đang có hiệu lực"]
    assert "phiên bản" in told["Bộ quy tắc"]


def test_the_same_log_gives_the_same_bytes(house: House) -> None:
    assert written(feedback(house, "04_12T2021.xlsx")) == written(feedback(house, "04_12T2021.xlsx"))


def test_the_corrected_workbook_comes_back_as_the_next_version_and_is_accepted(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.take_in({"P63-26/2021/04.xlsx": GOOD})
    house.take_in({"P63-26/2021/04_12T2021.xlsx": WRONG})
    answer = feedback(house, "04_12T2021.xlsx")
    book = opened(written(answer))
    for task in answer.tasks:
        assert task.place is not None
        book[task.place.sheet][task.place.address] = int(task.expected.replace(".", ""))
    buffer = io.BytesIO()
    book.save(buffer)
    name = feedback_name(answer.dossier.report)
    house.take_in({f"P63-26/2021/{name}": buffer.getvalue()})
    place = standing_of(house.state, find_report(house.state, name))

    assert place.status == "accepted"
    assert (place.slots[0].version, place.slots[0].in_force_version) == (3, 3)
    assert feedback(house, name).tasks == ()
    assert opened(written(feedback(house, name))).sheetnames == [TO_DO_SHEET, RECEIPT_SHEET, SHEET]


def test_a_file_that_cannot_be_read_gets_a_workbook_with_the_reason(house: House) -> None:
    book = opened(written(feedback(house, "anh.xlsx")))
    task = lines(book[TO_DO_SHEET])[0]

    assert book.sheetnames == [TO_DO_SHEET, RECEIPT_SHEET]
    assert str(book[TO_DO_SHEET]["A1"].value).startswith(MARK)
    assert task[9]
    assert task[10]
    assert "thads" not in " ".join(task)


def test_a_file_without_a_look_of_its_own_comes_back_readable(house: House, tmp_path: Path) -> None:
    rows = [[cell.value for cell in row] for row in opened(WRONG)[SHEET].iter_rows()]
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["" if cell is None else str(cell) for cell in row] for row in rows])
    other = House(tmp_path)
    other.take_in({"P63-26/2021/04_12T2021.csv": buffer.getvalue().encode()})
    book = opened(written(feedback(other, "04_12T2021.csv")))
    sheet = book[book.sheetnames[-1]]

    assert sheet["D12"].value == 630
    assert sheet["D12"].comment is not None
    assert sheet["B12"].border.left.style == "thin"
    assert sheet.freeze_panes == "B11"


def test_every_report_that_waits_for_a_department_gets_its_file(house: House, tmp_path: Path) -> None:
    waiting = awaiting_feedback(house.state)
    found = write_all(house.log, house.state, house.archive, waiting, tmp_path, max_bytes=10_000_000)

    assert [each.file.relative_to(tmp_path).as_posix() for each in found] == [
        "P63-26/04_12T2021_phan-hoi.xlsx",
        "P63-26/anh_phan-hoi.xlsx",
    ]
    assert all(each.file.exists() for each in found)
    assert awaiting_feedback(house.state, "P63-38") == []


def test_sheets_get_names_a_workbook_may_have() -> None:
    long = "Biểu tổng hợp kết quả thi hành án dân sự năm 2021"
    names = sheet_names(["a/b", "a:b", TO_DO_SHEET, long])

    assert len({name.casefold() for name in names.values()} | {TO_DO_SHEET.casefold()}) == 5
    assert all(len(name) <= 31 for name in names.values())
    assert names["a/b"] == "a-b"


def test_reports_of_one_name_do_not_overwrite_each_other(house: House, tmp_path: Path) -> None:
    report = find_report(house.state, "anh.xlsx")
    twice: list[ReportState] = [report, report]
    found = write_all(house.log, house.state, house.archive, twice, tmp_path, max_bytes=10_000_000)

    assert len({each.file for each in found}) == 2
