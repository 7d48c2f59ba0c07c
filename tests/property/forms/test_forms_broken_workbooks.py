"""Whatever a workbook has become on its way, reading it ends in figures or in a reason, and soon."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.intake.reading import Reading, Rejection, Source, read_report
from tests import reports_support
from tests.unit.readers.builders import rezip, unzip

GOOD = reports_support.workbook(reports_support.content())
PARTS = unzip(GOOD)
SHEET = "xl/worksheets/sheet1.xml"
EXTENSIONS = ("xlsx", "xlsm", "xls", "ods", "csv", "docx", "pdf")
BRIEF = settings(
    max_examples=40, deadline=timedelta(seconds=5), derandomize=True, suppress_health_check=list(HealthCheck)
)
MARKUP = (
    b"<c",
    b"</c>",
    b"<v>",
    b"<row",
    b'r="',
    b't="s"',
    b's="',
    b"<mergeCell ",
    b"A1",
    b"<sheetData>",
    b"&",
    b"0",
)
Change = Callable[[bytes], bytes]


def answer(data: bytes, name: str = "04.xlsx") -> Reading | Rejection:
    result = read_report(data, Source("r" * 64, name, "P63-26", 2021), max_bytes=5_000_000)
    assert isinstance(result, Reading | Rejection)
    if isinstance(result, Rejection):
        assert result.problem.code
        assert result.problem.what.vi
        assert result.problem.next_step.vi
    return result


@BRIEF
@given(data=st.binary(max_size=400), start=st.sampled_from([b"", b"PK\x03\x04", GOOD[:200], b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]), extension=st.sampled_from(EXTENSIONS))  # fmt: skip
def test_random_bytes_under_any_extension_are_answered(data: bytes, start: bytes, extension: str) -> None:
    answer(start + data, f"04.{extension}")


@BRIEF
@given(length=st.integers(0, len(GOOD) - 1))
def test_a_transfer_that_broke_off_is_refused(length: int) -> None:
    assert isinstance(answer(GOOD[:length]), Rejection)


@BRIEF
@given(flips=st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_flipped_bytes_are_answered(flips: list[tuple[int, int]]) -> None:
    broken = bytearray(GOOD)
    for place, value in flips:
        broken[place] = value
    answer(bytes(broken))


@BRIEF
@given(
    name=st.sampled_from(sorted(name for name in PARTS if name.endswith((".xml", ".rels")))),
    changes=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 30), st.sampled_from(MARKUP)), min_size=1, max_size=6
    ),
)
def test_markup_changed_inside_a_sound_container_is_answered(
    name: str, changes: list[tuple[float, int, bytes]]
) -> None:
    part = PARTS[name]
    for share, cut, put in changes:
        place = int(share * len(part))
        part = part[:place] + put + part[place + cut :]
    answer(rezip({**PARTS, name: part}))


def _cycles(sheet: bytes) -> bytes:
    """Turn every stored number into a formula that refers to itself, without a result."""
    return re.sub(rb'(<c r="([A-Z]+\d+)"[^<>]*>)<v>[\d.]+</v>', rb"\1<f>\2+1</f>", sheet)


def _external(sheet: bytes) -> bytes:
    """Take every stored number from another workbook, with its last result."""
    return re.sub(rb'(<c r="([A-Z]+\d+)"(?! [^<>]*t="s")[^<>]*>)(<v>)', rb"\1<f>[1]Sheet1!\2</f>\3", sheet)


CHANGES: dict[str, Change] = {
    "a dimension of the whole grid": lambda sheet: re.sub(
        rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', sheet
    ),
    "external links": _external,
    "rows out of order": lambda sheet: sheet.replace(b'<row r="3"', b'<row r="999999"'),
    "numbers that are none": lambda sheet: re.sub(rb"<v>\d{3,}</v>", b"<v>1e999</v>", sheet),
    "styles that do not exist": lambda sheet: re.sub(rb' s="\d+"', b' s="99999"', sheet),
    "shared strings that do not exist": lambda sheet: sheet.replace(b't="s"><v>', b't="s"><v>9999'),
    "a merge of the whole grid": lambda sheet: re.sub(
        rb'<mergeCell ref="[^"]*"', b'<mergeCell ref="A1:XFD1048576"', sheet, count=1
    ),
    "cyclic formulas": _cycles,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_workbook_that_lies_about_itself_is_answered(change: str) -> None:
    sheet = CHANGES[change](PARTS[SHEET])

    assert sheet != PARTS[SHEET]
    answer(rezip({**PARTS, SHEET: sheet}))


def test_figures_linked_to_another_workbook_are_read_as_they_were_last_stored() -> None:
    result = answer(rezip({**PARTS, SHEET: _external(PARTS[SHEET])}))
    plain = answer(GOOD)

    assert isinstance(result, Reading)
    assert isinstance(plain, Reading)
    assert result.observations["value"].to_list() == plain.observations["value"].to_list()


@pytest.mark.parametrize("name", sorted(PARTS))
def test_a_container_that_lacks_a_part_is_answered(name: str) -> None:
    answer(rezip({each: part for each, part in PARTS.items() if each != name}))


def test_a_container_of_something_else_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("ghi chú.txt", "không phải bảng tính")

    assert isinstance(answer(out.getvalue()), Rejection)
