"""A proposed map: a head and one row per column of the sheet, as data that a steward can read, edit and accept.

Belongs here: putting a proposal together, its CSV out and in. Does not belong here: finding out (`learner`), the rows
themselves (`map_rows`), checking (`checking`), deciding (`decisions`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace

from pipelines.forms.accepted import MapHead, form_map
from pipelines.forms.learning.checking import differences, problems
from pipelines.forms.learning.learner import Learned
from pipelines.forms.learning.map_rows import MapRow, column_row, label_row, samples_of
from pipelines.forms.maps import FormMap
from pipelines.problems import Problem, Text, ThadsError
from pipelines.reference import indicators


@dataclass(frozen=True, slots=True)
class Proposal:
    """A map for one sheet.

    Attributes:
        samples: the first figures of each column, by its letters.
        differences: from the map it started from, when it is the same form.
        problems: what keeps it from being accepted.
    """

    head: MapHead
    rows: tuple[MapRow, ...]
    sheet: str
    base: FormMap | None
    samples: Mapping[str, tuple[str, ...]]
    differences: tuple[Text, ...]
    problems: tuple[Problem, ...]

    @property
    def certainty(self) -> float:
        """The certainty of the least certain column that is read, 0 when none is."""
        return min((row.certainty for row in self.rows if row.is_read), default=0.0)

    @property
    def based_on(self) -> str:
        """The known map it started from, as «code regime»."""
        return f"{self.base.form_code} {self.base.regime}" if self.base else ""

    def to_csv(self) -> bytes:
        """Return the rows as the archive keeps them."""
        return _csv(self.rows)


def propose(learned: Learned, head: MapHead) -> Proposal:
    """Return the proposal for a learned table."""
    label = learned.table.label
    rows = [label_row(head, label, learned.base)] if label else []
    rows += [column_row(learned, head, column, len(rows)) for column in learned.columns]
    return _checked(learned, head, tuple(rows))


def edited(learned: Learned, head: MapHead, data: bytes) -> Proposal:
    """Return the proposal with the rows of a CSV that a steward edited.

    Raises:
        ThadsError: ``map_rows_unreadable``: columns are missing, or a row is of no column of the sheet.
    """
    names = {each.name for each in fields(MapRow)}
    given = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    if not given or not names <= given[0].keys():
        raise ThadsError(_unreadable(", ".join(sorted(names - (given[0].keys() if given else set())))))
    own = {row.sheet_column: row for row in propose(learned, head).rows}
    rows = []
    for each in given:
        before = own.get(each["sheet_column"])
        if before is None:
            raise ThadsError(_unreadable(f"sheet_column {each['sheet_column']!r}"))
        rows.append(_edited_row(before, each))
    return _checked(learned, head, tuple(rows))


def _edited_row(before: MapRow, given: dict[str, str]) -> MapRow:
    """Return a row with the steward's indicator and measure; path and number stay the sheet's own."""
    code, measure = given["indicator_code"].strip(), given["measure"].strip()
    possible = [known for each, known in indicators.all_indicators() if each == code]
    if len(possible) == 1:
        measure = possible[0]
    if (code, measure) == (before.indicator_code, before.measure):
        return before
    said = Text("người quản trị chọn", "chosen by the steward")
    return replace(
        before, indicator_code=code, measure=measure, column_label_vi=given["column_label_vi"] or before.column_label_vi,
        formula="", confidence="hi", certainty=1.0, reason_vi=said.vi, reason_en=said.en, alternatives="",
        provenance="steward",
    )  # fmt: skip


def _checked(learned: Learned, head: MapHead, rows: tuple[MapRow, ...]) -> Proposal:
    measures = tuple(dict.fromkeys(row.measure for row in rows if row.is_read and row.measure != "percent"))
    whole = replace(head, measures=measures)
    base = learned.base
    is_same_form = base is not None and base.form_code == head.form_code
    made = form_map(whole, _csv(rows), "draft")
    return Proposal(
        head=whole,
        rows=rows,
        sheet=learned.table.sheet,
        base=base,
        samples=samples_of(learned),
        differences=tuple(differences(rows, base)) if base and is_same_form else (),
        problems=tuple(problems(learned.table, rows, made)),
    )


def _csv(rows: Sequence[MapRow]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, [each.name for each in fields(MapRow)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    return text.getvalue().encode()


def _unreadable(what: str) -> Problem:
    return Problem(
        code="map_rows_unreadable",
        what=Text(
            "Tệp không phải là đề xuất do hệ thống ghi ra.", "The file is no proposal that was written here."
        ),
        where="--from",
        expected=", ".join(each.name for each in fields(MapRow)),
        found=what,
        next_step=Text(
            "Ghi lại đề xuất bằng -o rồi chỉ sửa chỉ tiêu.",
            "Write it again with -o, and edit indicators only.",
        ),
    )
