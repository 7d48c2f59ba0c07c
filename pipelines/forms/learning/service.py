"""From a file to proposals, and from a proposal to the log: what a command or a page calls.

Belongs here: the order of steps around the learner. Does not belong here: options and screens (`cli`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pipelines.archive.store import Archive
from pipelines.events.log import EventLog
from pipelines.events.model import NewEvent
from pipelines.events.projections import LogState
from pipelines.forms.columns import match_columns
from pipelines.forms.headers import find_header
from pipelines.forms.learning.decisions import proposed
from pipelines.forms.learning.heads import Wishes, head_of, regime_of
from pipelines.forms.learning.learner import learn_table
from pipelines.forms.learning.options import Catalogue
from pipelines.forms.learning.proposal import Proposal, edited, propose
from pipelines.forms.learning.table import SheetTable, tables_of
from pipelines.forms.maps import FormMap, MapBook
from pipelines.forms.matches import FormHints, FormMatch
from pipelines.forms.recognition import recognise
from pipelines.problems import Problem, Text, ThadsError
from pipelines.readers import read
from pipelines.readers.model import Document


@dataclass(frozen=True, slots=True)
class Source:
    """A file to learn from.

    Attributes:
        sheet: one of its sheets, ``""`` for all.
        rows: a proposal that a steward edited, as CSV.
    """

    data: bytes
    name: str
    sheet: str = ""
    rows: bytes | None = None


def learn_file(source: Source, book: MapBook, wishes: Wishes, *, max_bytes: int) -> list[Proposal]:
    """Return a proposal for each table of a file that no map reads; for each table when all are read.

    Raises:
        ThadsError: the file cannot be opened, holds no table, or does not say enough about the form.
    """
    document = read(source.data, source.name, max_bytes=max_bytes)
    tables = [
        table for table in tables_of(document, source.sheet)
        if not wishes.form_code or table.letterhead.code in ("", wishes.form_code)
    ]  # fmt: skip
    if not tables:
        raise ThadsError(_no_table(source.name))
    unread = [table for table in tables if not _is_read(table, document, book)]
    catalogue = Catalogue(book)
    return [_proposal(table, catalogue, wishes, source.rows) for table in unread or tables]


def offer(
    log: EventLog, state: LogState, archive: Archive, proposal: Proposal, *, learned_from: bytes, actor: str
) -> NewEvent:
    """Archive a proposal's rows and append it; the same proposal twice is one event."""
    event = offered(proposal, learned_from=learned_from, actor=actor)
    archive.put_bytes(proposal.to_csv())
    log.append([event])
    state.catch_up(log)
    return event


def offered(proposal: Proposal, *, learned_from: bytes, actor: str) -> NewEvent:
    """Return the event that offers a proposal."""
    rows = hashlib.sha256(proposal.to_csv()).hexdigest()
    return proposed(
        proposal, columns_sha256=rows, learned_from=hashlib.sha256(learned_from).hexdigest(), actor=actor
    )


def several_tables(name: str, sheets: list[str]) -> Problem:
    """More than one table of the file has no map; one decision is about one map."""
    return Problem(
        code="several_tables",
        what=Text(
            "Tệp có nhiều bảng chưa có mẫu; mỗi lần chỉ quyết định một bảng.",
            "Several tables of the file have no map; one decision is about one of them.",
        ),
        where=name,
        expected="1",
        found=", ".join(sheets),
        next_step=Text("Chọn trang bằng --sheet hoặc biểu bằng --form.", "Choose with --sheet or --form."),
    )


def _proposal(table: SheetTable, catalogue: Catalogue, wishes: Wishes, rows: bytes | None) -> Proposal:
    book = catalogue.book
    base = _known(table, book, wishes)
    learned = learn_table(table, catalogue, base)
    head = head_of(learned, book, wishes)
    return propose(learned, head) if rows is None else edited(learned, head, rows)


def _known(table: SheetTable, book: MapBook, wishes: Wishes) -> FormMap | None:
    """Return the map of this very form and regime, from which a sheet that nearly fits is learned."""
    code = wishes.form_code or table.letterhead.code
    found = book.by_regime(code, regime_of(table, book, wishes))
    return found if found is not None and found.columns else None


def _is_read(table: SheetTable, document: Document, book: MapBook) -> bool:
    """Say whether a map reads the table already, and leaves no column of figures unread."""
    found = [
        match for match in recognise(document, FormHints(), book)
        if match.sheet.name == table.sheet and match.block.first_row == table.block.first_row
    ]  # fmt: skip
    return any(_fits(match) for match in found)


def _fits(match: FormMatch) -> bool:
    if match.form_map is None or not match.form_map.columns:
        return False
    header = find_header(match.block, match.sheet.merges, match.form_map)
    if header is None:
        return False
    matching = match_columns(header, match.form_map)
    return not matching.ambiguous and all(column.is_optional for column in matching.missing)


def _no_table(name: str) -> Problem:
    return Problem(
        code="no_table",
        what=Text("Không tìm thấy bảng nào có đầu bảng và số liệu.", "No table with a header was found."),
        where=name,
        expected="đầu bảng, rồi các dòng số liệu / a header, then rows of figures",
        found="—",
        next_step=Text(
            "Kiểm tra tên trang (--sheet) và tệp.", "Check the sheet's name (--sheet) and the file."
        ),
    )
