"""Promise: whatever bytes arrive, the readers answer with a document or a reason, and in good time."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines import readers
from pipelines.problems import ThadsError
from tests.unit.readers import builders

MAX = 5_000_000
GENEROUS = settings(
    max_examples=60,
    deadline=timedelta(seconds=5),
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)


@cache
def good(kind: str) -> bytes:
    files = {
        "a.xlsx": builders.xlsx,
        "a.docx": builders.word,
        "a.html": builders.page,
        "a.pdf": builders.pdf,
        "a.txt": builders.TEXT.encode,
        "a.xls": (builders.FIXTURES / "form.xls").read_bytes,
        "a.ods": (builders.FIXTURES / "form.ods").read_bytes,
    }
    return files[kind]()


KINDS = ["a.xlsx", "a.docx", "a.html", "a.pdf", "a.txt", "a.xls", "a.ods"]


def answer(data: bytes, name: str) -> None:
    """Read; anything but a document or a `ThadsError` fails the test."""
    with suppress(ThadsError):
        document = readers.read(data, name, max_bytes=MAX)
        assert all(sheet.cells["text"].str.len_chars().min() != 0 for sheet in document.sheets)


@pytest.mark.parametrize("kind", KINDS)
@GENEROUS
@given(data=st.data())
def test_mutated_files_are_read_or_refused(kind: str, data: st.DataObject) -> None:
    original = good(kind)
    broken = bytearray(original)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(broken) - 1))
        change = data.draw(st.sampled_from(["flip", "cut", "copy", "drop"]))
        if change == "flip":
            broken[place] = data.draw(st.integers(0, 255))
        elif change == "drop":
            del broken[place : place + data.draw(st.integers(1, 20))]
        elif change == "copy":
            broken[place:place] = broken[: data.draw(st.integers(0, 50))]
        else:
            del broken[max(place, len(broken) // 2) :]
        if not broken:
            break

    answer(bytes(broken), kind)


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("a.xlsx", "xl/worksheets/sheet1.xml"),
        ("a.xlsx", "xl/workbook.xml"),
        ("a.xlsx", "xl/styles.xml"),
        ("a.xlsx", "xl/_rels/workbook.xml.rels"),
        ("a.docx", "word/document.xml"),
        ("a.ods", "content.xml"),
    ],
)
@GENEROUS
@given(data=st.data())
def test_mutated_parts_inside_a_sound_container_are_read_or_refused(
    kind: str, part: str, data: st.DataObject
) -> None:
    parts = builders.unzip(good(kind))
    broken = bytearray(parts[part])
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(broken) - 1))
        piece = data.draw(
            st.sampled_from([b"9", b"-1", b"99999999999", b"<", b">", b'"', b"", b"\xff", b"&x;", b"A"])
        )
        broken[place : place + data.draw(st.integers(0, 4))] = piece

    answer(builders.rezip({**parts, part: bytes(broken)}), kind)


@GENEROUS
@given(data=st.binary(max_size=2_000), magic=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"\xff\xfe"]))  # fmt: skip
def test_random_bytes_behind_any_magic_are_read_or_refused(data: bytes, magic: bytes) -> None:
    answer(magic + data, "a.xlsx")


@GENEROUS
@given(text=st.text(max_size=300))
def test_text_comes_back_in_normal_form_and_reads_the_same_again(text: str) -> None:
    try:
        once = readers.read(text.encode("utf-8", errors="ignore"), "a.txt", max_bytes=MAX)
    except ThadsError:
        return
    if once.media_type == "text/plain" and once.encoding == "utf-8":
        assert readers.read(once.text.encode(), "a.txt", max_bytes=MAX).text == once.text
