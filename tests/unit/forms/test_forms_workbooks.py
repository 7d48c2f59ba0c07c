"""What departments do with sheets: hide old copies, leave formulas uncalculated."""

from __future__ import annotations

from dataclasses import replace

from pipelines.forms import FormHints, FormReading, read_all
from pipelines.readers.model import Cell, Document, Sheet
from tests.fixtures.forms_documents import document_of_book
from tests.unit.forms.conftest import Form, content

HINTS = FormHints("P63-38", 2021, "04.xlsx")


def only_sheet(form: Form) -> Sheet:
    return document_of_book(form()).sheets[0]


def read_sheets(*sheets: Sheet, hints: FormHints = HINTS) -> FormReading:
    return read_all(Document("xlsx", sheets=sheets), "r" * 64, hints)


def codes(reading: FormReading) -> list[str]:
    return [note.code for note in reading.notes]


def test_a_hidden_copy_of_a_visible_form_is_noted_and_not_read_twice(form: Form) -> None:
    shown = only_sheet(form)
    hidden = replace(shown, name="bản cũ", is_hidden=True)

    reading = read_sheets(hidden, shown)

    assert [each.sheet for each in reading.identified] == [shown.name]
    assert reading.observations.equals(read_sheets(shown).observations)
    note = next(note for note in reading.notes if note.code == "hidden_copy")
    assert (note.where, note.expected) == ("bản cũ", shown.name)


def test_a_form_that_only_a_hidden_sheet_holds_is_read_with_a_note(form: Form) -> None:
    reading = read_sheets(replace(only_sheet(form), is_hidden=True))

    assert len(reading.identified) == 1
    assert "hidden_figures" in codes(reading)


def test_two_forms_of_one_workbook_are_both_read_though_one_is_hidden(form: Form) -> None:
    first, second = document_of_book(form(content(), content("05/TK-THA"))).sheets

    reading = read_sheets(first, replace(second, is_hidden=True))

    assert [each.form_code for each in reading.identified] == ["04/TK-THA", "05/TK-THA"]
    assert "hidden_copy" not in codes(reading)


def test_formulas_without_a_result_are_one_note_a_sheet(form: Form) -> None:
    sheet = only_sheet(form)
    figures = [cell for cell in sheet.grid if cell.kind == "number"][-7:]
    emptied = {(cell.row, cell.column) for cell in figures}
    addresses = tuple(address(cell) for cell in figures)
    kept = tuple(cell for cell in sheet.grid if (cell.row, cell.column) not in emptied)

    reading = read_sheets(replace(sheet, grid=kept, formulas_without_value=addresses))

    found = [note for note in reading.notes if note.code == "formula_without_value"]
    assert [(note.where, note.found) for note in found] == [(f"{sheet.name}!{addresses[0]}", "7")]
    assert ", ".join(addresses[:5]) + ", …" in str(found[0].what)


def address(cell: Cell) -> str:
    return f"{chr(64 + cell.column)}{cell.row}"
