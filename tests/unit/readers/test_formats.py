"""Promises of the readers: every format gives the same words and figures, with addresses."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest

from pipelines import readers
from pipelines.readers import cells, sniff
from tests.unit.readers import builders

MAX = 10_000_000
TABLE_TEXT = "\n".join(" | ".join(row) for row in builders.TABLE)


def read(data: bytes, name: str) -> readers.Document:
    return readers.read(data, name, max_bytes=MAX)


def grid(sheet: readers.Sheet) -> dict[str, tuple[str, str]]:
    return {
        readers.cell_address(row, column): (text, kind) for row, column, text, kind in sheet.cells.iter_rows()
    }


def codes(document: readers.Document) -> set[str]:
    return {note.code for note in document.notes}


def test_a_workbook_keeps_every_value_in_plain_notation_at_its_address() -> None:
    document = read(builders.xlsx(), "bieu.xlsx")
    sheet = document.sheets[0]
    found = grid(sheet)

    assert document.media_type == sniff.XLSX
    assert document.text == ""
    assert sheet.name == "Biểu 01"
    assert sheet.cells.schema == pl.Schema(readers.CELL_SCHEMA)
    assert found["A1"] == (builders.LINES[0], "text")
    assert found["B5"] == ("11813", "number")
    assert found["C5"] == ("83.98", "number")
    assert found["D5"] == ("2313801454000", "number")
    assert found["B6"] == ("0.3", "number")
    assert found["C6"] == ("46.76", "number")
    assert found["D6"] == ("0.0000001", "number")
    assert found["A7"] == ("#DIV/0!", "error")
    assert found["C7"] == ("11815", "number")
    assert found["D7"] == ("TRUE", "boolean")
    assert found["A8"] == ("2021-09-30", "date")
    assert found["B8"] == ("0123", "text")


def test_a_workbook_tells_merges_hidden_parts_and_formulas_never_calculated() -> None:
    document = read(builders.xlsx(), "bieu.xlsx")
    sheet, other = document.sheets

    assert sheet.merges == (readers.Merge(1, 1, 2, 4),)
    assert sheet.hidden_rows == {6}
    assert sheet.hidden_columns == {6, 7}
    assert sheet.formulas_without_value == ("B7",)
    assert not sheet.is_hidden
    assert other.is_hidden
    assert codes(document) == {"hidden_sheet", "formula_without_value"}


def test_a_formula_whose_text_value_is_empty_is_calculated() -> None:
    parts = builders.unzip(builders.xlsx())
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(
        b'<c r="B7"><f>B5+1</f><v></v>', b'<c r="B7" t="str"><f>B5+1</f><v></v>'
    )

    assert read(builders.rezip(parts), "bieu.xlsx").sheets[0].formulas_without_value == ()


def test_integers_beyond_a_double_keep_their_printed_digits() -> None:
    parts = builders.unzip(builders.xlsx())
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"<v>11813</v>", b"<v>12345678901234567891</v>")

    assert grid(read(builders.rezip(parts), "bieu.xlsx").sheets[0])["B5"] == (
        "12345678901234567891",
        "number",
    )


@pytest.mark.parametrize("extension", ["xlsx", "xls", "ods"])
def test_a_percentage_reads_as_it_is_shown_not_as_the_fraction_stored(extension: str) -> None:
    name = f"percentages.{extension}"
    data = builders.percentages() if extension == "xlsx" else (builders.FIXTURES / name).read_bytes()
    found = grid(read(data, name).sheets[0])

    assert found["B1"] == ("0.8398", "number")
    assert found["A2"] == ("83.98", "number")
    assert found["B2"] == ("100", "number")
    assert found["C2"][0].startswith("33.3333333333")
    assert found["D2"] == ("83.98", "number")
    assert found["E2"] == ("0,84", "text")
    assert "F2" not in found
    assert [found[each][0] for each in ("A3", "B3", "C3")] == ["50", "25", "12"]


def test_macros_are_left_alone_and_noted() -> None:
    document = read(builders.xlsx(macro=True), "bieu.xlsm")

    assert document.media_type == sniff.XLSM
    assert "macro_ignored" in codes(document)
    assert grid(document.sheets[0])["B5"] == ("11813", "number")


@pytest.mark.parametrize("name", ["form.xls", "form.ods"])
def test_older_and_open_workbooks_give_the_same_cells(name: str) -> None:
    document = read((builders.FIXTURES / name).read_bytes(), name)
    expected = grid(read(builders.xlsx(), "bieu.xlsx").sheets[0])
    # LibreOffice, which made the two files, calculated the open formula; booleans are numbers in .ods.
    recalculated = {"A7", "B7", "D7"}
    found = grid(document.sheets[0])

    assert {at: cell for at, cell in found.items() if at not in recalculated} == {
        at: cell for at, cell in expected.items() if at not in recalculated
    }
    assert document.sheets[0].merges == (readers.Merge(1, 1, 2, 4),)
    assert document.sheets[1].is_hidden


@pytest.mark.parametrize("name", ["form.xls", "form.ods"])
def test_older_and_open_workbooks_tell_hidden_rows_columns_and_errors(name: str) -> None:
    sheet = read((builders.FIXTURES / name).read_bytes(), name).sheets[0]
    errors = sheet.cells.filter(pl.col("kind") == "error")

    assert errors.select("row", "column", "text").rows() == [(7, 1, "#DIV/0!")]

    assert (sheet.hidden_rows, sheet.hidden_columns) == ({6}, {6, 7})


def test_word_gives_paragraphs_and_tables_in_document_order() -> None:
    document = read(builders.word(), "bao-cao.docx")

    assert document.text.split("\n") == [
        *builders.LINES[:2],
        *TABLE_TEXT.split("\n"),
        "Cộng | 5.500",
        *builders.LINES[2:],
    ]
    assert document.sheets[0].name == "table 1"
    assert document.sheets[0].merges == (readers.Merge(4, 1, 4, 2),)
    assert grid(document.sheets[0])["C4"] == ("5.500", "text")


def test_word_leaves_out_deleted_and_hidden_text() -> None:
    parts = builders.unzip(builders.word(["Đã xong 12 việc."]))
    extra = (
        "<w:p><w:r><w:t>Còn </w:t></w:r><w:del><w:r><w:delText>30</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>13</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t> ẩn</w:t></w:r>"
        "<w:r><w:t> việc</w:t></w:r></w:p>"
    )
    name = "word/document.xml"
    parts[name] = parts[name].replace(b"<w:body>", b"<w:body>" + extra.encode(), 1)
    document = read(builders.rezip(parts), "bao-cao.docx")

    assert document.text.startswith("Còn 13 việc\n")
    assert "tracked_changes" in codes(document)


def test_a_page_gives_what_a_visitor_reads() -> None:
    document = read(builders.page(), "tin.html")

    assert document.text == f"{builders.TEXT}\nmột\nhai\n{TABLE_TEXT}"
    assert document.media_type == sniff.HTML
    assert grid(document.sheets[0])["B2"] == ("120", "number")


def test_a_page_in_its_declared_charset_reads_the_same() -> None:
    utf16 = builders.page(charset="utf-16")

    assert read(utf16, "tin.html").text == read(builders.page(), "tin.html").text


def test_html_spans_keep_cells_at_their_grid_places() -> None:
    page = (
        "<html><body><table><tr><td rowspan=2>A</td><td colspan=2>B</td></tr>"
        "<tr><td>1</td><td>2</td></tr></table></body></html>"
    )
    sheet = read(page.encode(), "t.html").sheets[0]

    assert {at: text for at, (text, _) in grid(sheet).items()} == {"A1": "A", "B1": "B", "B2": "1", "C2": "2"}
    assert sheet.merges == (readers.Merge(1, 1, 2, 1), readers.Merge(1, 2, 1, 3))


def test_pdf_gives_lines_of_a_paragraph_as_one_and_pages_apart() -> None:
    long = "Trong kỳ báo cáo đơn vị đã tổ chức thi hành xong toàn bộ các việc có điều kiện và"
    document = read(builders.pdf([[long, "đạt tỷ lệ 83,98% so với cùng kỳ."], [builders.LINES[1]]]), "a.pdf")

    assert document.text == f"{long} đạt tỷ lệ 83,98% so với cùng kỳ.\n\n{builders.LINES[1]}"
    assert document.media_type == sniff.PDF


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_delimited_text_becomes_cells(delimiter: str) -> None:
    rows = [*builders.TABLE, ("Cộng", "218", '"5,5; 6"')]
    document = read("\r\n".join(delimiter.join(row) for row in rows).encode("utf-8-sig"), "bang.csv")
    found = grid(document.sheets[0])

    assert document.media_type == sniff.CSV
    assert found["A2"] == ("Thụ lý", "text")
    assert found["B2"] == ("120", "number")
    assert found["C2"] == ("3.400", "text")
    assert found["C4"] == ("5,5; 6", "text")


def test_prose_with_many_commas_is_no_table() -> None:
    prose = "\n".join(
        [
            "Trong kỳ, đơn vị thụ lý 1.234 việc, giải quyết xong 765 việc, đạt tỷ lệ 62%.",
            "Các cơ quan đã phối hợp, đôn đốc, kiểm tra việc thi hành án tại cơ sở trong năm.",
            "Về tiền, số phải thi hành là 56 tỷ đồng, số có điều kiện là 40 tỷ đồng, còn lại hoãn.",
            "Đơn vị sẽ tiếp tục rà soát, phân loại án, tập trung giải quyết các vụ việc lớn.",
        ]
    )

    assert read(prose.encode(), "a.csv").media_type == sniff.TXT


@pytest.mark.parametrize(
    ("data", "name"),
    [(builders.xlsx(), "bao-cao.docx"), (builders.TEXT.encode(), "a.xlsx"), (builders.page(), "a.xls")],
)
def test_a_file_that_lies_about_its_type_is_read_as_what_it_is_with_a_note(data: bytes, name: str) -> None:
    honest = read(data, f"a.{min(sniff.EXTENSIONS[read(data, name).media_type])}")
    document = read(data, name)

    assert "type_mismatch" in codes(document)
    assert "type_mismatch" not in codes(honest)
    assert document.text == honest.text


@pytest.mark.parametrize("data", [builders.xlsx(), builders.word(), builders.page(), builders.pdf()])
def test_the_same_bytes_give_the_same_document(data: bytes) -> None:
    first, second = read(data, "a"), read(data, "a")

    assert (first.text, first.notes, first.encoding) == (second.text, second.notes, second.encoding)
    for one, other in zip(first.sheets, second.sheets, strict=True):
        assert one.cells.equals(other.cells)
        assert (one.merges, one.hidden_rows) == (other.merges, other.hidden_rows)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (11813.0, "11813"),
        (46.760000000000005, "46.76"),
        (-0.5, "-0.5"),
        (1e22, "10000000000000000000000"),
        (2313801454000.5, "2313801454000.5"),
        (1.5e-9, "0.0000000015"),
        (-0.0, "0"),
        (7, "7"),
    ],
)
def test_numbers_are_printed_plainly(value: float, printed: str) -> None:
    assert cells.print_number(value) == printed


def test_everything_is_in_normal_form() -> None:
    decomposed = [unicodedata.normalize("NFD", line) for line in builders.LINES]
    for data, name in (
        (builders.word(decomposed), "a.docx"),
        (builders.page(decomposed), "a.html"),
        (builders.pdf([decomposed]), "a.pdf"),
    ):
        text = read(data, name).text
        assert text == unicodedata.normalize("NFC", text)
        assert builders.LINES[1] in text


def test_the_parser_name_is_stable_within_one_version() -> None:
    prefix, _, digest = readers.PARSER.partition("/")

    assert prefix == "readers"
    assert len(bytes.fromhex(digest)) == 4
