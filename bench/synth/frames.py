"""Workbooks fast: the forms' own writer draws one sheet of each form, then everything else is stamped into copies.

What a sheet looks like and says stays the business of `pipelines.forms`: a sheet with three rows is drawn once by
its `SheetWriter` and cut into head, kinds of rows and tail; the texts that depend on unit and period are listened
to by running the same writer against a sheet that only writes down what it is told. Only rows and digits take the
short way, several times as fast as a writer that handles each cell (ADR 0090).

Belongs here: bytes of .xlsx. Does not belong here: figures.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html import unescape
from xml.sax.saxutils import escape

from bench.synth.tables import BLANK, Table
from pipelines.forms.maps import FormMap
from pipelines.forms.sheet_writer import SheetContent, SheetWriter, emphasis
from pipelines.forms.styles import Styles
from pipelines.forms.template import write_book
from pipelines.reference.periods import Period
from pipelines.reference.units import Unit

#: Cells that do not show their figure plainly: (row, value column) of a table → what stands in the cell's tag.
Overrides = Mapping[tuple[int, int], str]

_SAMPLES = ("Tổng số", "I. Nhóm", "1. Dòng")
_NOBODY = Unit("", "province", "@đơn vị@", "@nơi ký@", "", "", None, None, "", ())
_NEVER, _NO_DAY = Period.cumulative(2099, 7), date(2099, 5, 1)
_FIXED, _LEVEL = (1980, 1, 1, 0, 0, 0), 1
_ROW = re.compile(r'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)\d+" s="(\d+)"')
_TAG = re.compile(r'<c r="[A-Z]+\d+" s="\d+"[^>]*?(?:/>|>.*?</c>)')
_STRING = re.compile(r"<si><t[^>]*>(.*?)</t></si>", re.DOTALL)
_ADDRESS = re.compile(r'(r="|ref="|sqref="|:)([A-Z]+)(\d+)')
_SSML = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True, slots=True)
class _Form:
    """One form's sheet, cut open at its rows.

    Attributes:
        rows: by look of a row (total, group) what it is written with: row number, label's string, figures.
        tail: what follows the rows.
        first: number of the first row.
        letters: of the label's column, then of each figure's.
    """

    part: str
    head: str
    rows: Mapping[tuple[bool, bool], str]
    tail: str
    first: int
    is_rate: tuple[bool, ...]
    letters: tuple[str, ...]


class Frame:
    """The workbook of one set of forms, to be stamped for any department and month."""

    def __init__(self, maps: Sequence[FormMap]) -> None:
        self._contents = [_content(form_map, _NOBODY, _NEVER, _NO_DAY) for form_map in maps]
        buffer = io.BytesIO()
        write_book(buffer, [replace(each, rows=_samples(each.form_map)) for each in self._contents])
        with zipfile.ZipFile(buffer) as archive:
            self._parts = {name: archive.read(name) for name in archive.namelist()}
        self._strings = [
            unescape(text) for text in _STRING.findall(self._parts["xl/sharedStrings.xml"].decode())
        ]
        self._forms = [
            _cut(f"xl/worksheets/sheet{number}.xml", self._parts, form_map)
            for number, form_map in enumerate(maps, start=1)
        ]
        self._said = [_texts(each) for each in self._contents]

    def stamped(
        self,
        unit: Unit,
        period: Period,
        signed: date,
        tables: Sequence[Table],
        overrides: Mapping[int, Overrides] = {},
    ) -> bytes:
        """Return the workbook of a unit and period with the figures of the tables.

        Args:
            unit: who reports.
            period: for which period.
            signed: day of signature.
            tables: one per form, in the frame's order.
            overrides: by position of the table, cells that are written otherwise.
        """
        strings = _Strings(self._strings, self._texts_of(unit, period, signed))
        parts = dict(self._parts)
        for number, (form, table) in enumerate(zip(self._forms, tables, strict=True)):
            parts[form.part] = _filled(form, table, strings, overrides.get(number, {}))
        shifts = [len(table.labels) - len(_SAMPLES) for table in tables]
        parts["xl/workbook.xml"] = _print_areas(parts["xl/workbook.xml"], shifts)
        parts["xl/sharedStrings.xml"] = strings.xml()
        parts["docProps/core.xml"] = parts["docProps/core.xml"].replace(
            _NO_DAY.isoformat().encode(), signed.isoformat().encode()
        )
        return _zipped(parts)

    def address(self, table: int, row: int, column: int) -> str:
        """Return the address of a figure by table, row and value column (-1: the row's label)."""
        form = self._forms[table]
        return f"{form.letters[column + 1]}{form.first + row}"

    def _texts_of(self, unit: Unit, period: Period, signed: date) -> dict[str, str]:
        """Return what the forms say of this unit and period in the place of what the frame says."""
        found: dict[str, str] = {}
        for content, frame_texts in zip(self._contents, self._said, strict=True):
            texts = _texts(_content(content.form_map, unit, period, signed))
            found.update((old, new) for old, new in zip(frame_texts, texts, strict=True) if old != new)
        return found


class _Strings:
    """The workbook's shared strings: the frame's, some of them said otherwise, then the labels."""

    def __init__(self, frame: Sequence[str], said: Mapping[str, str]) -> None:
        self._texts = [said.get(text, text) for text in frame]
        self._index: dict[str, int] = {}

    def index(self, label: str) -> int:
        """Return the number of a label."""
        number = self._index.setdefault(label, len(self._texts))
        if number == len(self._texts):
            self._texts.append(label)
        return number

    def xml(self) -> bytes:
        """Return the part of the workbook that holds the strings."""
        items = "".join(f"<si><t>{escape(text)}</t></si>" for text in self._texts)
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        return f'{head}<sst xmlns="{_SSML}" uniqueCount="{len(self._texts)}">{items}</sst>'.encode()


@lru_cache(maxsize=8)
def frame_of(maps: tuple[FormMap, ...]) -> Frame:
    """Return the frame of a set of forms; it is drawn once in a process."""
    return Frame(maps)


def _content(form_map: FormMap, unit: Unit, period: Period, signed: date) -> SheetContent:
    return SheetContent(form_map, unit, period, (), signed=signed, is_synthetic=True)


def _samples(form_map: FormMap) -> tuple[tuple[str, dict[str, Decimal]], ...]:
    zeros = {column.key: Decimal(0) for column in form_map.value_columns}
    return tuple((label, zeros) for label in _SAMPLES)


def _filled(form: _Form, table: Table, strings: _Strings, overrides: Overrides) -> bytes:
    lines = [form.head]
    rates = [at for at, is_rate in enumerate(form.is_rate) if is_rate]
    special = {number for number, _ in overrides}
    row = form.first
    for number, (label, values) in enumerate(zip(table.labels, table.values.tolist(), strict=True)):
        for at in rates:
            values[at] = "" if values[at] == BLANK else f"<v>{values[at] // 100}.{values[at] % 100:02d}</v>"
        given = [row] * (2 * len(values) + 3)
        given[2] = strings.index(label)
        given[4::2] = values
        line = form.rows[emphasis(label)] % tuple(given)
        lines.append(_special(line, number, overrides) if number in special else line)
        row += 1
    lines.append(_shifted(form.tail, len(table.labels) - len(_SAMPLES)))
    return "".join(lines).encode()


def _special(line: str, number: int, overrides: Overrides) -> str:
    """Write the cells of a row that are to be written otherwise."""
    label, *figures = _TAG.findall(line)
    for (row, at), inside in overrides.items():
        if row == number:
            start = _CELL.match(figures[at])
            figures[at] = f"{start[0] if start else ''}{inside}"
    return f"{line[: line.index(label)]}{label}{''.join(figures)}</row>"


def _cut(part: str, parts: Mapping[str, bytes], form_map: FormMap) -> _Form:
    """Cut a drawn sheet at its three sample rows."""
    xml = parts[part].decode()
    found = list(_ROW.finditer(xml))
    strings = _STRING.findall(parts["xl/sharedStrings.xml"].decode())
    first = next(at for at, match in enumerate(found) if _label(match[3] or "", strings) == _SAMPLES[0])
    samples = found[first : first + len(_SAMPLES)]
    is_rate = tuple(column.measure == "percent" for column in form_map.value_columns)
    cells = [_CELL.findall(match[3]) for match in samples]
    patterns = {
        emphasis(label): _pattern(match[2], found_cells, is_rate)
        for label, match, found_cells in zip(_SAMPLES, samples, cells, strict=True)
    }
    head, tail = xml[: samples[0].start()], xml[samples[-1].end() :]
    letters = tuple(letter for letter, _ in cells[0])
    return _Form(part, head, patterns, tail, int(samples[0][1]), is_rate, letters)


def _pattern(attributes: str, cells: Sequence[tuple[str, str]], is_rate: Sequence[bool]) -> str:
    """Return a row with gaps for numbers of rows and strings, counts and amounts (``%d``), and rates (``%s``)."""
    (label, label_style), *figures = cells
    start = f'<row r="%d"{attributes}><c r="{label}%d" s="{label_style}" t="s"><v>%d</v></c>'
    insides = ("%s" if rate else "<v>%d</v>" for rate in is_rate)
    found = (
        f'<c r="{letter}%d" s="{style}">{inside}</c>'
        for (letter, style), inside in zip(figures, insides, strict=False)
    )
    return f"{start}{''.join(found)}</row>"


def _label(cells: str, strings: Sequence[str]) -> str:
    match = re.match(r'<c r="A\d+" s="\d+" t="s"><v>(\d+)</v>', cells)
    return strings[int(match[1])] if match else ""


@lru_cache(maxsize=1 << 10)
def _shifted(tail: str, by: int) -> str:
    """Move everything under the table down: rows of the signatures, their merges, the end of the checked cells."""
    limit = min(int(number) for number in re.findall(r'<row r="(\d+)"', tail))

    def moved(match: re.Match[str]) -> str:
        number = int(match[3])
        return f"{match[1]}{match[2]}{number + by if number >= limit - 1 else number}"

    rows = re.sub(r'<row r="(\d+)"', lambda match: f'<row r="{int(match[1]) + by}"', tail)
    return _ADDRESS.sub(moved, rows)


def _print_areas(workbook: bytes, shifts: Sequence[int]) -> bytes:
    def moved(match: re.Match[str]) -> str:
        return f"{match[1]}{int(match[3]) + shifts[int(match[2])]}<"

    area = r'(<definedName name="_xlnm\.Print_Area" localSheetId="(\d+)">[^<]*\$)(\d+)<'
    return re.sub(area, moved, workbook.decode()).encode()


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _FIXED)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def _texts(content: SheetContent) -> list[str]:
    """Return every text the forms' writer puts on a sheet without rows, in its order."""
    listener = _Listener()
    SheetWriter(listener, Styles(_NoBook()), content).write()
    return listener.texts


class _Listener:
    """A worksheet that writes down what it is told to write, and does nothing else."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def write_string(self, row: int, column: int, text: str, cell_format: object) -> None:  # noqa: ARG002
        self.texts.append(text)

    def merge_range(self, r1: int, c1: int, r2: int, c2: int, text: str, cell_format: object) -> None:  # noqa: ARG002, PLR0913
        self.texts.append(text)

    def __getattr__(self, name: str) -> object:
        return lambda *_, **__: None


class _NoBook:
    """A workbook without formats."""

    @staticmethod
    def add_format(properties: object) -> object:
        return properties
