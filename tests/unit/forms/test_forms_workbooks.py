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


def bare(sheet: Sheet, name: str, *, drop: tuple[str, ...] = ()) -> Sheet:
    """Return a sheet from its table's header on, without the rows of these labels."""
    top = min(
        merge.first_row for merge in sheet.merges if merge.first_row > 4 and merge.last_row > merge.first_row
    )
    rows = {cell.row for cell in sheet.grid if cell.column == 1 and cell.text in drop}
    grid = tuple(cell for cell in sheet.grid if cell.row >= top and cell.row not in rows)
    return replace(sheet, name=name, grid=grid, merges=tuple(m for m in sheet.merges if m.first_row >= top))


NAMED = FormHints("P63-38", 2021, "bao cao 12 thang nam 2021.xlsx")


def test_a_sheet_without_letterhead_is_recognised_by_its_name_and_says_so(form: Form) -> None:
    whole = only_sheet(form)
    for name in ("04-TK-THA", "Biểu 4"):
        reading = read_sheets(bare(whole, name), hints=NAMED)

        assert [each.form_code for each in reading.identified] == ["04/TK-THA"]
        assert reading.observations["value"].sum() == read_sheets(whole).observations["value"].sum()
        assert "recognised_otherwise" in codes(reading)


def test_a_sheet_without_letterhead_is_recognised_by_the_name_of_the_file(form: Form) -> None:
    hints = replace(NAMED, file_name="04_TK-THA_12T2021.xlsx")

    reading = read_sheets(bare(only_sheet(form), "Sheet1"), hints=hints)

    assert [each.form_code for each in reading.identified] == ["04/TK-THA"]


def test_a_name_is_not_believed_against_the_columns(form: Form) -> None:
    reading = read_sheets(bare(only_sheet(form), "Biểu 9"), hints=NAMED)

    assert reading.identified == ()
    assert reading.observations.is_empty()


def test_a_file_name_that_announces_another_form_is_a_contradiction(form: Form) -> None:
    reading = read_sheets(only_sheet(form), hints=FormHints("P63-38", 2021, "05_TK-THA.xlsx"))

    found = [note for note in reading.notes if note.code.endswith("_contradiction")]
    assert [(note.found, note.expected) for note in found] == [("04/TK-THA", "05_TK-THA.xlsx: 05/TK-THA")]


def test_rows_that_go_on_on_a_sheet_without_letterhead_are_read_with_the_form(form: Form) -> None:
    whole = only_sheet(form)
    last = next(cell.text for cell in whole.grid if cell.text.startswith("2. Chi cục"))
    others = tuple(
        cell.text
        for cell in whole.grid
        if cell.column == 1 and cell.text.startswith(("Tổng số", "I. ", "1. Chi"))
    )
    gone = {cell.row for cell in whole.grid if cell.text == last}
    first = replace(whole, grid=tuple(cell for cell in whole.grid if cell.row not in gone))

    reading = read_sheets(first, bare(whole, "Sheet2", drop=others))

    assert reading.refused == ()
    assert "sheet_continues" in codes(reading)
    expected = read_sheets(whole).observations
    columns = ("unit_code", "indicator_code", "breakdown", "value")
    assert sorted(reading.observations.select(columns).rows()) == sorted(expected.select(columns).rows())


def test_a_sheet_without_letterhead_that_repeats_the_rows_of_a_form_is_refused(form: Form) -> None:
    whole = only_sheet(form)

    reading = read_sheets(whole, bare(whole, "Sheet2"))

    assert [problem.code for problem in reading.refused] == ["sheet_repeats_form"]
    assert reading.observations.equals(read_sheets(whole).observations)
