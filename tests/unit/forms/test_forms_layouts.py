"""Sheets as departments change them: what must not matter does not, what must stop a sheet stops it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import openpyxl
import polars as pl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.forms import FormHints, FormReading
from pipelines.problems import Problem
from tests.unit.forms.conftest import Form, Read, content

HEADER_BOTTOM, NUMBERS, FIRST = 9, 10, 11
KEY = ["unit_code", "breakdown", "indicator_code", "value"]


def facts(reading: FormReading) -> set[tuple[object, ...]]:
    return set(reading.observations.select(KEY).rows())


def unmerge(sheet: Worksheet) -> None:
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))


def swap_columns(sheet: Worksheet, one: int, other: int, rows: range) -> None:
    for row in rows:
        first, second = sheet.cell(row, one), sheet.cell(row, other)
        first.value, second.value = second.value, first.value


def codes(problems: Iterable[Problem]) -> list[str]:
    return [problem.code for problem in problems]


@pytest.mark.parametrize("form_code", ["01/TK-THA", "02/TK-THA", "04/TK-THA", "05/TK-THA"])
@pytest.mark.parametrize("period", ["FY2021", "FY2025-C08"])
def test_what_was_written_is_what_is_read(form: Form, read: Read, form_code: str, period: str) -> None:
    written = content(form_code, period)

    reading = read(form(written), FormHints("P63-38", int(period[2:6]), "x.xlsx"))

    values = sorted(value for _, row in written.rows for value in row.values())
    assert sorted(reading.observations["value"]) == values
    assert reading.notes == ()


def test_figures_typed_as_vietnamese_text_are_the_same_figures(form: Form, read: Read) -> None:
    plain = content("05/TK-THA")

    assert facts(read(form(replace(plain, as_text=True)))) == facts(read(form(plain)))


def test_swapped_columns_are_read_by_their_names(form: Form, read: Read) -> None:
    book = form()
    expected = facts(read(form()))
    sheet = book.active
    unmerge(sheet)
    swap_columns(sheet, 5, 6, range(6, FIRST + 4))

    assert facts(read(book)) == expected


def test_headers_swapped_without_their_figures_show_in_the_printed_numbers(form: Form, read: Read) -> None:
    book = form()
    unmerge(book.active)
    swap_columns(book.active, 5, 6, range(6, HEADER_BOTTOM + 1))

    note = next(note for note in read(book).notes if note.code == "column_numbers_differ")

    assert "Ủy thác: 4" in note.expected
    assert "Ủy thác: 5" in note.found
    assert "recalled" in note.expected


def test_a_renamed_header_stops_the_sheet_and_shows_both_sides(form: Form, read: Read) -> None:
    book = form()
    header = next(cell for line in book.active.iter_rows() for cell in line if cell.value == "Ủy thác")
    header.value = "Việc gửi đi nơi khác"

    reading = read(book)

    assert codes(reading.refused) == ["columns_missing"]
    assert "Ủy thác" in reading.refused[0].expected
    assert "Việc gửi đi nơi khác" in reading.refused[0].found
    assert reading.observations.is_empty()


def test_a_missing_column_stops_the_sheet(form: Form, read: Read) -> None:
    book = form()
    unmerge(book.active)
    for row in range(6, FIRST + 4):
        book.active.cell(row, 5).value = None

    assert codes(read(book).refused) == ["columns_missing"]


def test_a_column_the_map_cannot_place_may_be_missing(form: Form, read: Read) -> None:
    book = form()
    unmerge(book.active)
    for row in range(6, FIRST + 4):
        book.active.cell(row, 7).value = None

    reading = read(book)

    assert codes(reading.notes) == ["optional_column_absent"]
    assert "withdrawn_up" not in reading.observations["indicator_code"].to_list()


def test_an_extra_column_is_noted_and_the_rest_is_read(form: Form, read: Read) -> None:
    book = form()
    expected = facts(read(form()))
    sheet = book.active
    sheet.cell(HEADER_BOTTOM, 25).value = "Số điện thoại liên hệ"
    sheet.cell(FIRST, 25).value = 12345

    reading = read(book)

    assert facts(reading) == expected
    assert codes(reading.notes) == ["extra_column"]
    assert reading.notes[0].where.endswith(f"!Y{NUMBERS}")


def test_two_columns_of_one_name_stop_the_sheet(form: Form, read: Read) -> None:
    book = form()
    book.active.cell(HEADER_BOTTOM, 25).value = "Ủy thác"

    assert codes(read(book).refused) == ["columns_ambiguous"]


def test_two_forms_in_one_book_are_both_read(form: Form, read: Read) -> None:
    book = form(content("04/TK-THA"), content("05/TK-THA"))
    book.create_sheet("Ghi chú")["A1"] = "Người liên hệ: bộ phận thống kê"

    reading = read(book)

    assert [each.form_code for each in reading.identified] == ["04/TK-THA", "05/TK-THA"]
    assert {"cases", "vnd", "percent"} == set(reading.observations["measure"])
    assert codes(reading.notes) == ["sheet_not_a_form"]


def test_two_forms_under_each_other_on_one_sheet_are_both_read(form: Form, read: Read) -> None:
    book = form(content("04/TK-THA"), content("05/TK-THA"))
    upper, lower = book.worksheets
    offset = upper.max_row + 3
    for line in lower.iter_rows():
        for cell in line:
            if cell.value is not None:
                upper.cell(cell.row + offset, cell.column).value = cell.value
    for merged in list(lower.merged_cells.ranges):
        first, last = get_column_letter(merged.min_col), get_column_letter(merged.max_col)
        upper.merge_cells(f"{first}{merged.min_row + offset}:{last}{merged.max_row + offset}")
    book.remove(lower)

    assert [each.form_code for each in read(book).identified] == ["04/TK-THA", "05/TK-THA"]


def test_a_total_in_the_last_row_is_still_the_total(form: Form, read: Read) -> None:
    plain = content()
    turned = replace(plain, rows=(*plain.rows[1:], ("Tổng cộng", plain.rows[0][1])))

    assert facts(read(form(turned))) == facts(read(form(plain)))


def test_merged_label_cells_and_an_ordinal_column_do_not_matter(form: Form, read: Read) -> None:
    book = form()
    expected = facts(read(form()))
    sheet = book.active
    ranges = [merged.bounds for merged in sheet.merged_cells.ranges]
    unmerge(sheet)
    sheet.insert_cols(1)
    for left, top, right, bottom in ranges:
        sheet.merge_cells(start_row=top, end_row=bottom, start_column=left + 1, end_column=right + 1)
    sheet.cell(6, 1).value = "Số TT"
    for row in range(FIRST, FIRST + 4):
        ordinal, _, label = str(sheet.cell(row, 2).value).rpartition(". ")
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = ordinal or None, label

    assert facts(read(book)) == expected


def test_a_header_without_merges_reads_like_a_merged_one(form: Form, read: Read) -> None:
    book = form()
    unmerge(book.active)

    assert facts(read(book)) == facts(read(form()))


def test_every_figure_is_what_its_cell_prints(form: Form, read: Read) -> None:
    book = form(replace(content("05/TK-THA"), as_text=True))
    rows = read(book).observations.select("locator", "printed", "value", "measure").rows()

    for locator, printed, value, measure in rows:
        sheet, _, cell = locator.partition("!")
        assert book[sheet][cell].value == printed
        scale = 1000 if measure == "vnd" else 1
        assert value == scale * type(value)(printed.replace(".", "").replace(",", "."))


@pytest.mark.parametrize("mark", ["-", "–", "x", "X", "…", "...", "  ", "……"])
def test_a_mark_of_no_figure_is_missing_and_never_zero(form: Form, read: Read, mark: str) -> None:
    book = form()
    book.active.cell(FIRST, 2).value = mark

    reading = read(book)

    total = reading.observations.filter((pl.col("unit_code") == "P63-38") & (pl.col("breakdown") == ""))
    assert "accepted_total" not in total["indicator_code"].to_list()
    assert reading.notes == ()


@pytest.mark.parametrize("text", ["12 người", "1.2.3,4", "#REF!", "mười hai", "12/07"])
def test_an_unreadable_cell_is_named_and_the_rest_is_read(form: Form, read: Read, text: str) -> None:
    book = form()
    book.active.cell(FIRST, 2).value = text

    reading = read(book)

    assert [(n.code, n.where, n.found) for n in reading.notes] == [
        ("cell_unreadable", f"04-TK-THA!B{FIRST}", text)
    ]
    assert reading.observations.height == read(form()).observations.height - 1


def test_hidden_rows_are_read_and_noted(form: Form, read: Read) -> None:
    book: openpyxl.Workbook = form()
    book.active.row_dimensions[FIRST + 1].hidden = True

    reading = read(book)

    assert facts(reading) == facts(read(form()))
    assert codes(reading.notes) == ["hidden_figures"]
