"""Promises of the guards: what would harm or cannot be a report is refused in words a department understands."""

from __future__ import annotations

import csv
import io
import re
import time
import zipfile
from contextlib import suppress

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from pipelines import readers
from pipelines.problems import Problem, ThadsError
from pipelines.readers import guards
from pipelines.readers.refusals import DATA
from tests.unit.readers import builders

MAX = 5_000_000
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def refused(data: bytes, name: str = "a.xlsx", max_bytes: int = MAX) -> Problem:
    with pytest.raises(ThadsError) as caught:
        readers.read(data, name, max_bytes=max_bytes)
    return caught.value.problem


def ole(stream: str) -> bytes:
    return OLE + bytes(504) + stream.encode("utf-16-le") + bytes(600)


def drawn_pdf(text: str = "", password: str = "") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(password, canPrint=0) if password else None)
    canvas.rect(10, 10, 100, 100)
    canvas.drawString(50, 500, text)
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "label"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "JPEG"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(50), "RAR"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "7-Zip"),
        (b"MZ" + bytes(50), "EXE"),
        (rb"{\rtf1 abc}", "RTF"),
        (b"SQLite format 3\x00" + bytes(50), "SQLite"),
        (ole("WordDocument"), ".doc"),
        (ole("Something"), "OLE2"),
        (bytes(range(256)) * 10, "?"),
        (builders.rezip({"a.txt": b"hello"}), "ZIP"),
    ],
)
def test_known_types_that_are_no_report_are_named(data: bytes, label: str) -> None:
    problem = refused(data)

    assert problem.code == "unsupported_type"
    assert label in problem.found


@pytest.mark.parametrize("data", [b"", b"  \r\n\t", b"\xef\xbb\xbf", bytes(100)])
def test_a_file_without_content_is_empty(data: bytes) -> None:
    assert refused(data).code == "empty_file"


def test_a_file_above_the_limit_is_too_large() -> None:
    assert refused(b"x" * 101, "a.txt", max_bytes=100).code == "too_large"


@pytest.mark.parametrize(
    "name",
    ["../a.xlsx", "/etc/passwd", "a/b.txt", "..\\a.xls", "C:a.txt", "a\x00.txt", "a\n.txt", "", "..",
     "bao-cao\u202excod.exe", "x" * 300],
)  # fmt: skip
def test_names_that_play_tricks_are_refused_and_shown_harmlessly(name: str) -> None:
    problem = refused(b"abc", name)

    assert problem.code == "path_trick"
    assert all(sign.isprintable() for sign in problem.where + problem.found)


def test_an_encrypted_workbook_says_so() -> None:
    assert refused(ole("EncryptedPackage")).code == "encrypted_file"


def test_an_encrypted_pdf_says_so() -> None:
    assert refused(drawn_pdf("abc", password="secret"), "a.pdf").code == "encrypted_file"


def test_an_encrypted_zip_entry_says_so() -> None:
    data = bytearray(builders.xlsx())
    for found in re.finditer(rb"PK\x01\x02", bytes(data)):
        data[found.start() + 8] |= 1

    assert refused(bytes(data)).code == "encrypted_file"


def test_a_pdf_of_pictures_is_a_scan() -> None:
    assert refused(drawn_pdf(), "a.pdf").code == "scanned_pdf"


def test_a_zip_bomb_is_refused_before_it_unpacks() -> None:
    parts = builders.unzip(builders.xlsx())
    parts["xl/media/bomb.bin"] = bytes(30_000_000)

    assert refused(builders.rezip(parts)).code == "zip_bomb"


def test_a_part_that_declares_less_than_it_holds_is_refused() -> None:
    parts = builders.unzip(builders.xlsx())
    honest = builders.rezip({**parts, "xl/media/bomb.bin": bytes(30_000_000)})
    lying = honest.replace((30_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))

    assert refused(lying).code == "damaged_file"


def test_too_many_entries_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for number in range(guards.MAX_ENTRIES + 1):
            container.writestr(f"{number}", b"")

    assert refused(out.getvalue()).code == "zip_bomb"


@pytest.mark.parametrize("name", ["../evil.xml", "/abs.xml", "xl/../../evil.xml", "..\\evil.xml"])
def test_entries_that_climb_out_are_refused(name: str) -> None:
    assert refused(builders.rezip({**builders.unzip(builders.xlsx()), name: b"x"})).code == "path_trick"


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><l>&c;</l>'
)
DEEP = "<a>" * 5_000 + "</a>" * 5_000
CASES = [
    (builders.xlsx(), "xl/worksheets/sheet1.xml", "a.xlsx"),
    (builders.xlsx(), "xl/sharedStrings.xml", "a.xlsx"),
    (builders.xlsx(), "xl/workbook.xml", "a.xlsx"),
    (builders.word(), "word/document.xml", "a.docx"),
]


@pytest.mark.parametrize("text", [LAUGHS, DEEP], ids=["laughs", "deep"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
@pytest.mark.parametrize(("data", "part", "name"), CASES)
def test_entities_and_deep_nesting_are_refused(
    data: bytes, part: str, name: str, codec: str, text: str
) -> None:
    broken = builders.rezip({**builders.unzip(data), part: text.encode(codec)})

    assert refused(broken, name).code == "deep_xml"


def test_deep_nesting_with_text_between_is_refused() -> None:
    deep = "<w:document xmlns:w='w'>" + "<w:p>x" * 3_000 + "</w:p>" * 3_000 + "</w:document>"
    parts = builders.unzip(builders.word())

    assert refused(builders.rezip({**parts, "word/document.xml": deep.encode()}), "a.docx").code == "deep_xml"


def test_a_deep_page_is_refused() -> None:
    page = "<html><body>" + "<div>" * 20_000 + "x"

    assert refused(page.encode(), "a.html").code == "deep_xml"


def test_a_sheet_that_spans_its_far_corner_is_refused() -> None:
    parts = builders.unzip(builders.xlsx())
    name = "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[name] = parts[name].replace(b"</sheetData>", far)

    assert refused(builders.rezip(parts)).code == "too_many_cells"


def test_an_open_document_sheet_that_repeats_without_end_is_refused() -> None:
    parts = builders.unzip((builders.FIXTURES / "form.ods").read_bytes())
    endless = (
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float"'
        b' office:value="1" table:number-columns-repeated="16384"/></table:table-row><table:table-row '
    )
    parts["content.xml"] = parts["content.xml"].replace(b"<table:table-row ", endless, 1)

    assert refused(builders.rezip(parts), "a.ods").code == "too_many_cells"


@pytest.mark.parametrize(
    ("record", "place", "lie"),
    [
        (b"\x00\x02\x0e\x00", 4, b"\x02\x00\x00\x80"),
        (b"\x00\x02\x0e\x00", 8, b"\xff\xff\xff\x7f"),
        (b"\xfc\x00", 8, b"\xff\xff\xff\x7f"),
        (b"\x85\x00", 4, b"\xff\xff\xff\x7f"),
    ],
    ids=["range ends before it begins", "range below the grid", "strings", "sheet offset"],
)
def test_an_old_workbook_whose_numbers_lie_is_damaged_and_aborts_nothing(
    record: bytes, place: int, lie: bytes
) -> None:
    data = bytearray((builders.FIXTURES / "form.xls").read_bytes())
    start = data.index(record, 512) + place
    data[start : start + len(lie)] = lie

    assert refused(bytes(data), "a.xls").code == "damaged_file"


@pytest.mark.parametrize(
    "piece", [b'<c r="A1" t="e">', b'<c r="A1"><f>', b"<row hidden=", b"<mergeCell ref=", b"<", b"t='e'"]
)
def test_a_sheet_of_unclosed_cells_is_answered_in_good_time(piece: bytes) -> None:
    parts = builders.unzip(builders.xlsx())
    head = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>hidden <f>'
    )
    parts["xl/worksheets/sheet1.xml"] = head + piece * (2_000_000 // len(piece))
    started = time.process_time()
    with suppress(ThadsError):
        readers.read(builders.rezip(parts), "a.xlsx", max_bytes=MAX)

    assert time.process_time() - started < 5


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("data", [builders.xlsx(), builders.word()], ids=["xlsx", "docx"])
def test_a_file_cut_short_is_damaged(data: bytes, keep: float) -> None:
    assert refused(data[: int(len(data) * keep)]).code == "damaged_file"


def test_text_in_no_known_encoding_says_so() -> None:
    data = "ab\ud800".encode("utf-16-le", errors="surrogatepass") * 40

    assert refused(b"\xff\xfe" + data, "a.txt").code == "unknown_encoding"


@pytest.mark.parametrize("table", ["refusals.csv", "notes.csv", "magic.csv", "legacy_letters.csv"])
def test_tables_are_complete(table: str) -> None:
    with (DATA / table).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert rows
    assert all(value for row in rows for value in row.values())
