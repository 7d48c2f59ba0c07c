"""One report read: bytes → document → observations, or the reason why not.

A pure function of the bytes and of where the file lay, so that it can run in any process and be replayed.

Belongs here: choosing between official form and prose. Does not belong here: storing anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl

from pipelines import forms, narrative, readers
from pipelines.archive.store import Archive
from pipelines.forms import AcceptedMap
from pipelines.intake.claims import Slot, slot_of_name
from pipelines.narrative.review.items import review_frame
from pipelines.observations import to_frame
from pipelines.problems import Problem, Text, ThadsError
from pipelines.readers.model import Document

#: Which code read a report; a report is read again when the string of its kind changes.
PARSERS = {
    "form": f"{readers.PARSER} {forms.PARSER}",
    "narrative": f"{readers.PARSER} {narrative.PARSER}",
    "": f"{readers.PARSER} {forms.PARSER} {narrative.PARSER}",
}


def parser_name(
    kind: str,
    accepted: Sequence[AcceptedMap],
    form_codes: Iterable[str] = (),
    regime: str = "",
    refused: int = 0,
) -> str:
    """Return which code and which accepted maps read a report; it is read again when this changes.

    Args:
        kind: ``form``, ``narrative``, or ``""`` for a report that could not be read.
        accepted: the maps in force.
        form_codes: the forms that were read.
        regime: their regime.
        refused: forms in it that could not be read: any new map may be theirs.
    """
    if kind == "narrative":
        return PARSERS[kind]
    maps = forms.edition(accepted) if refused or not kind else forms.edition(accepted, form_codes, regime)
    return f"{PARSERS[kind]} maps/{maps}" if maps else PARSERS[kind]


@cache
def _book(accepted: tuple[AcceptedMap, ...], archive_dir: Path) -> forms.MapBook:
    return forms.book_with(accepted, Archive(archive_dir).read)


@dataclass(frozen=True, slots=True)
class Maps:
    """The form maps in force: the tables' own and those that stewards accepted, whose rows are in the archive."""

    accepted: tuple[AcceptedMap, ...] = ()
    archive_dir: Path | None = None

    def book(self) -> forms.MapBook:
        """Return all maps; made once in each process."""
        return _book(self.accepted, self.archive_dir) if self.archive_dir else forms.default_book()


NO_MAPS = Maps()


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a report before it is opened."""

    report_id: str
    file_name: str
    folder_unit: str
    folder_year: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A report that was read.

    Attributes:
        observations: frame of `pipelines.observations.SCHEMA`, at least one row unless figures wait for review.
        review: frame of `pipelines.narrative.review.items.SCHEMA`, ``None`` for official forms.
        slots: (unit_code, form_code, period_code) of each official form in it; empty for prose.
        unread: the same of each form in it that cannot be read.
        form_maps: accepted maps that forms were read with.
        forms_refused: official forms in it that could not be read.
    """

    source: Source
    kind: Literal["form", "narrative"]
    parser: str
    observations: pl.DataFrame
    unit_code: str
    period_code: str = ""
    slots: tuple[Slot, ...] = ()
    unread: tuple[Slot, ...] = ()
    regime: str = ""
    published: date | None = None
    title: str = ""
    encoding: str = ""
    notes: tuple[Problem, ...] = field(default=())
    form_maps: tuple[str, ...] = ()
    forms_refused: int = 0
    review: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A report that cannot be read, and why.

    Attributes:
        unread: the slots its forms were meant for by their own words; ``by_name`` the one that folder and file name
            claim, when the content says nothing.
    """

    source: Source
    parser: str
    problem: Problem
    unread: tuple[Slot, ...] = ()
    by_name: Slot | None = None


def read_report(data: bytes, source: Source, *, max_bytes: int, maps: Maps = NO_MAPS) -> Reading | Rejection:
    """Read one report to the end.

    Args:
        data: the bytes as received.
        source: where the file lay; content wins over it.
        max_bytes: largest file that is opened.
        maps: the form maps in force.
    """
    try:
        document = readers.read(data, source.file_name, max_bytes=max_bytes)
        hints = forms.FormHints(source.folder_unit, source.folder_year, source.file_name)
        found = forms.read_all(document, source.report_id, hints, maps.book())
        if found.identified or found.refused:
            return _read_forms(document, source, found, maps)
        return _read_prose(document, source)
    except ThadsError as error:
        by_name = slot_of_name(source.file_name, source.folder_unit, source.folder_year)
        return Rejection(source, parser_name("", maps.accepted), error.problem, by_name=by_name)


def _read_forms(
    document: Document, source: Source, reading: forms.FormReading, maps: Maps
) -> Reading | Rejection:
    unread, parser = _slots(reading.unread), parser_name("", maps.accepted)
    if not reading.identified:
        return Rejection(source, parser, reading.refused[0], unread)
    if reading.observations.is_empty():
        problem = reading.notes[0] if reading.notes else _no_figures(source)
        return Rejection(source, parser, problem, (*unread, *_slots(reading.identified)))
    first, codes = reading.identified[0], [each.form_code for each in reading.identified]
    return Reading(
        source=source,
        kind="form",
        parser=parser_name("form", maps.accepted, codes, first.regime, len(reading.refused)),
        observations=reading.observations,
        unit_code=first.unit_code,
        period_code=first.period_code,
        slots=_slots(reading.identified),
        unread=unread,
        regime=first.regime,
        title=first.title,
        encoding=document.encoding,
        notes=(*document.notes, *reading.notes),
        form_maps=tuple(dict.fromkeys(each.map_id for each in reading.identified if each.map_id)),
        forms_refused=len(reading.refused),
    )


def _slots(found: Iterable[forms.IdentifiedForm]) -> tuple[Slot, ...]:
    return tuple(dict.fromkeys((each.unit_code, each.form_code, each.period_code) for each in found))


def _read_prose(document: Document, source: Source) -> Reading:
    if not document.text.strip():
        raise ThadsError(_no_known_form(source))
    if code := forms.form_at_head(document):
        raise ThadsError(_form_without_table(source, code))
    reading = narrative.read_text(
        document.text, report_id=source.report_id, published=None, unit_code=source.folder_unit, title=""
    )
    review = review_frame(source.report_id, reading)
    if not reading.observations and not _tells_of_results(review):
        raise ThadsError(_no_figures(source))
    return Reading(
        source=source,
        kind="narrative",
        parser=PARSERS["narrative"],
        observations=to_frame((*reading.observations, *reading.derived)),
        unit_code=reading.unit_code,
        published=reading.published,
        title=reading.title,
        encoding=document.encoding,
        notes=(*document.notes, *reading.notes),
        review=review,
    )


def _tells_of_results(review: pl.DataFrame) -> bool:
    """Say whether a figure that waits for review is one of the catalogue; any text has numbers."""
    return bool((review["indicator_code"] != "").any())


def _no_known_form(source: Source) -> Problem:
    return Problem(
        code="no_known_form",
        what=Text(
            "Bảng tính không theo biểu mẫu thống kê nào đã biết.",
            "The workbook follows no statistical form that is known.",
        ),
        where=source.file_name,
        expected="Biểu số …/TK-THA, tiêu đề và dòng số cột / form number, title and the row of column numbers",
        found="không có tiêu đề biểu mẫu / no form title",
        next_step=Text(
            "Nếu đây là báo cáo thống kê: lập lại theo mẫu (`thads forms template`). Nếu không: bỏ khỏi thư mục.",
            "If it is a statistical report, use the template (`thads forms template`); if not, remove it.",
        ),
    )


def _form_without_table(source: Source, code: str) -> Problem:
    return Problem(
        code="header_not_found",
        what=Text(
            f"Tệp là biểu {code}, nhưng không đọc được bảng nào của biểu trong đó; số liệu của biểu không được đọc như lời văn.",
            f"The file is form {code}, but no table of the form could be read in it; figures of a form are not read as prose.",
        ),
        where=source.file_name,
        expected="bảng có kẻ khung, tên cột theo mẫu / a ruled table with the form's column names",
        found=code,
        next_step=Text(
            "Gửi biểu dưới dạng bảng tính (.xlsx); tệp .pdf chỉ để đối chiếu.",
            "Send the form as a workbook (.xlsx); a .pdf serves for comparison only.",
        ),
    )


def _no_figures(source: Source) -> Problem:
    return Problem(
        code="no_figures",
        what=Text(
            "Không tìm thấy số liệu thi hành án nào trong tệp.",
            "No figure of judgment enforcement was found in the file.",
        ),
        where=source.file_name,
        expected="số việc, số tiền hoặc tỷ lệ của một cơ quan trong một kỳ / cases, money or a rate of a body in a period",
        found="0",
        next_step=Text(
            "Kiểm tra đã gửi đúng tệp chưa; gửi lại báo cáo nếu nhầm.",
            "Check that this is the right file; send the report again if it is not.",
        ),
    )
