"""Promises of the encodings: however the letters were stored, the same text comes out, and the source is named."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest

from pipelines import readers
from pipelines.readers.model import Cell, Sheet
from pipelines.readers.old_letters import repair_sheet
from pipelines.readers.refusals import DATA
from tests.unit.readers import builders

MAX = 1_000_000


def read(data: bytes, name: str = "a.txt") -> readers.Document:
    return readers.read(data, name, max_bytes=MAX)


def to_windows_1258(text: str) -> bytes:
    """Encode as old Windows did: base letters precomposed, tone marks combining."""
    out = bytearray()
    for sign in text:
        try:
            out += sign.encode("cp1258")
        except UnicodeEncodeError:
            base = unicodedata.normalize("NFD", sign)
            marks = [mark for mark in base[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
            letter = unicodedata.normalize("NFC", "".join(mark for mark in base if mark not in marks))
            out += letter.encode("cp1258") + "".join(marks).encode("cp1258")
    return bytes(out)


def to_old(text: str, charset: str) -> bytes:
    with (DATA / "legacy_letters.csv").open(encoding="utf-8", newline="") as lines:
        table = {
            row["letter"]: bytes.fromhex(row["hex"])
            for row in csv.DictReader(lines)
            if row["charset"] == charset
        }
    return b"".join(table.get(sign) or sign.encode("cp1252") for sign in text)


ENCODED = {
    "utf-8-sig": builders.TEXT.encode("utf-8-sig"),
    "crlf": builders.TEXT.replace("\n", "\r\n").encode(),
    "nfd": unicodedata.normalize("NFD", builders.TEXT).encode(),
    "utf-16": builders.TEXT.encode("utf-16"),
    "utf-16-le": builders.TEXT.encode("utf-16-le"),
    "utf-16-be": builders.TEXT.encode("utf-16-be"),
    "utf-16-nfd": unicodedata.normalize("NFD", builders.TEXT).encode("utf-16"),
    "windows-1258": to_windows_1258(builders.TEXT),
}


@pytest.mark.parametrize("how", ENCODED)
def test_every_unicode_and_windows_form_gives_the_same_text(how: str) -> None:
    document = read(ENCODED[how])

    assert document.text == builders.TEXT
    assert document.encoding == {"utf-8-sig": "utf-8", "crlf": "utf-8", "nfd": "utf-8"}.get(
        how, "utf-16-le" if how.startswith("utf-16") and how != "utf-16-be" else how
    )


def test_the_encoding_of_a_converted_text_is_noted() -> None:
    assert [note.code for note in read(ENCODED["windows-1258"]).notes] == ["converted_encoding"]


LOWER = "\n".join(
    [
        "Trong kỳ báo cáo, đơn vị thụ lý 1.234 việc, tương ứng 56,7 tỷ đồng.",
        "Đã giải quyết xong 765 việc, đạt tỷ lệ 77,5%, vượt chỉ tiêu được giao.",
        "Người phải thi hành án tự nguyện nộp đủ số tiền còn thiếu.",
    ]
)


@pytest.mark.parametrize("charset", ["tcvn3", "vni", "vps"])
def test_old_charsets_are_told_apart_and_converted(charset: str) -> None:
    document = read(to_old(LOWER, charset))

    assert document.text == LOWER
    assert document.encoding == charset


@pytest.mark.parametrize("charset", ["tcvn3", "vni"])
def test_old_letters_saved_as_unicode_are_converted(charset: str) -> None:
    mojibake = to_old(LOWER, charset).decode("cp1252")

    document = read(mojibake.encode())

    assert document.text == LOWER
    assert document.encoding == f"utf-8+{charset}"


def test_several_encodings_in_one_file_are_read_paragraph_by_paragraph() -> None:
    first, second, third = LOWER.split("\n")
    data = b"\n".join([first.encode(), to_old(second, "tcvn3"), to_windows_1258(third)])

    document = read(data)

    assert document.text == LOWER
    assert document.encoding == "tcvn3+utf-8+windows-1258"


def test_word_runs_in_an_old_font_are_converted_and_capital_fonts_read_as_capitals() -> None:
    old = [to_old(line, "tcvn3").decode("cp1252") for line in LOWER.split("\n")]

    assert LOWER.split("\n")[0] in read(builders.word(old, font=".VnTime"), "a.docx").text
    capital = read(builders.word(old, font=".VnTimeH"), "a.docx")
    assert LOWER.split("\n")[0].upper() in capital.text
    assert capital.encoding == "tcvn3"


def test_old_letters_in_cells_are_converted() -> None:
    parts = builders.unzip(builders.xlsx())
    old = to_old("Tỷ lệ giải quyết", "tcvn3").decode("cp1252").encode()
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace("Tỷ lệ".encode(), old)
    document = readers.read(builders.rezip(parts), "a.xlsx", max_bytes=MAX)

    assert "Tỷ lệ giải quyết" in document.sheets[0].cells["text"].to_list()
    assert document.encoding == "tcvn3"


@pytest.mark.parametrize("label", ["Năm trước chuyển sang", "Chưa có điều kiện", "Đề nghị xét miễn, giảm"])
def test_old_letters_that_unicode_shows_as_nothing_survive_in_cells(label: str) -> None:
    parts = builders.unzip(builders.xlsx())
    old = to_old("Tỷ lệ giải quyết", "tcvn3").decode("cp1252"), to_old(label, "tcvn3").decode("cp1252")
    parts["xl/sharedStrings.xml"] = (
        parts["xl/sharedStrings.xml"]
        .replace("Tỷ lệ".encode(), old[0].encode())
        .replace("Đơn vị".encode(), old[1].encode())
    )
    document = readers.read(builders.rezip(parts), "a.xlsx", max_bytes=MAX)

    assert label in document.sheets[0].cells["text"].to_list()


def test_a_unicode_letterhead_does_not_hide_old_letters_in_short_cells() -> None:
    sheet = Sheet(
        "1",
        tuple(
            Cell(row, 1, text, "text")
            for row, text in enumerate(
                [
                    "Cục Thi hành án dân sự",
                    *(to_old(each, "tcvn3").decode("cp1252") for each in ("Hoãn", "Thụ lý mới", "Tỷ lệ")),
                ],
                1,
            )
        ),
    )
    repaired = repair_sheet(sheet, charsets := set())

    assert [cell.text for cell in repaired.grid] == ["Cục Thi hành án dân sự", "Hoãn", "Thụ lý mới", "Tỷ lệ"]
    assert charsets == {"tcvn3"}


def test_a_look_alike_of_đ_is_no_old_letter() -> None:
    sheet = Sheet("1", (Cell(1, 1, "\u00d0ình ch\u1ec9", "text"), Cell(2, 1, "\u00d0ông Anh", "text")))

    assert [cell.text for cell in repair_sheet(sheet, set()).grid] == ["Đình chỉ", "Đông Anh"]


@pytest.mark.parametrize(
    "text",
    [
        "Café, naïve, déjà vu: các từ mượn không bị đổi.",
        "a · b → c § 5 ± 0,1 °C",
        "Quý III: 12 án, 15 xã, phòng hành chính, tài vụ",
        "São Paulo, Zürich, Málaga, Ångström",
    ],
)
def test_text_that_is_unicode_already_stays_as_it_is(text: str) -> None:
    document = read(text.encode())

    assert document.text == text
    assert document.encoding == "utf-8"


def test_a_few_broken_bytes_are_marked_and_noted() -> None:
    data = ENCODED["utf-16"] + b"\x00\xd8"
    document = read(data)

    assert document.text == builders.TEXT + "\N{REPLACEMENT CHARACTER}"
    assert "decode_error" in {note.code for note in document.notes}


@pytest.mark.shared
def test_real_reports_read_as_they_are(shared_dir: Path) -> None:
    for path in sorted((shared_dir / "seeds").glob("*.txt")):
        data = path.read_bytes()
        document = read(data, path.name)
        expected = unicodedata.normalize("NFC", data.decode("utf-8-sig")).replace("\r\n", "\n")

        assert document.encoding == "utf-8"
        assert document.text == expected.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "")


@pytest.mark.shared
def test_real_reports_survive_every_old_encoding(shared_dir: Path) -> None:
    for path in sorted((shared_dir / "seeds").glob("*.txt")):
        text = readers.read(path.read_bytes(), path.name, max_bytes=MAX).text
        plain = "\n".join(line for line in text.split("\n") if _is_encodable(line))
        assert read(to_windows_1258(plain)).text == plain
        for charset in ("tcvn3", "vni"):
            small = plain.lower()
            assert _alike(read(to_old(small, charset)).text, small) > 0.995, (path.name, charset)


def _alike(found: str, expected: str) -> float:
    words = list(zip(found.split(), expected.split(), strict=True))
    return sum(one == other for one, other in words) / len(words)


def _is_encodable(line: str) -> bool:
    """Say whether old Windows had every sign of the line: letters, and the punctuation of Windows-1252."""
    return all(sign.isalpha() or sign.encode("cp1252", errors="ignore") for sign in line)
