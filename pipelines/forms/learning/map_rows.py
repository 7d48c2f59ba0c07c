"""The rows of a learned map: one per column of the sheet, as a steward reads and edits them.

Belongs here: what a row says, rows from what was learned. Does not belong here: the whole proposal (`proposal`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.forms.accepted import NOT_READ, MapHead
from pipelines.forms.headers import HeaderColumn
from pipelines.forms.learning.learner import Learned, LearnedColumn
from pipelines.forms.learning.reasons import reason_of, term_of
from pipelines.forms.maps import FormMap
from pipelines.forms.terms import LEVELS
from pipelines.readers.model import column_letters

_SURE, _LIKELY = 0.9, 0.7
_SAMPLES = 3
#: 1,234.5 as Vietnamese forms print it.
_NOTATION = {ord(","): ".", ord("."): ","}


@dataclass(frozen=True, slots=True)
class MapRow:
    """One column of the sheet: the columns of ``form_columns.csv``, and how it was found out.

    Attributes:
        indicator_code: ``""`` for the column that names the rows, ``-`` for one that is not read.
        path: header texts as printed, groups first, joined by `` > ``.
        certainty: 0 to 1.
        sheet_column: letters of the column it was learned from.
    """

    form_code: str
    regime: str
    position: int
    column_label_vi: str
    column_number_printed: str
    indicator_code: str
    formula: str
    confidence: str
    notes: str
    provenance: str
    path: str
    measure: str
    certainty: float
    reason_vi: str
    reason_en: str
    alternatives: str
    sheet_column: str

    @property
    def is_read(self) -> bool:
        """Say whether the column holds figures that are read."""
        return self.indicator_code not in ("", NOT_READ)


def label_row(head: MapHead, label: HeaderColumn, base: FormMap | None) -> MapRow:
    """Return the row of the column that names the rows."""
    known = base.label_column.label if base and base.label_column else label.leaf
    return MapRow(
        head.form_code, head.regime, 1, label.leaf or known, label.number, "", "", "hi", "", "learned",
        _printed(label), "", 1.0, "tên các dòng", "names of the rows", "", column_letters(label.column),
    )  # fmt: skip


def column_row(learned: Learned, head: MapHead, column: LearnedColumn, before: int) -> MapRow:
    """Return the row of a column of figures; ``before`` rows stand in front of the first one."""
    sheet, option = learned.table.columns[column.place], column.option
    reason = reason_of(learned, column)
    alternatives = [
        f"{each.option.indicator} ({each.option.measure})" if each.option else NOT_READ for each in column.alternatives
    ]  # fmt: skip
    return MapRow(
        form_code=head.form_code,
        regime=head.regime,
        position=column.place + before + 1,
        column_label_vi=": ".join(" ".join(part.split()) for part in sheet.path) or sheet.number,
        column_number_printed=sheet.number,
        indicator_code=option.indicator if option else NOT_READ,
        formula=_formula(learned, column),
        confidence="hi" if column.certainty >= _SURE else "med" if column.certainty >= _LIKELY else "lo",
        notes=term_of(option) if option else "",
        provenance="learned",
        path=_printed(sheet),
        measure=option.measure if option else "",
        certainty=column.certainty,
        reason_vi=reason.vi,
        reason_en=reason.en,
        alternatives=" | ".join(alternatives),
        sheet_column=column_letters(sheet.column),
    )


def _printed(column: HeaderColumn) -> str:
    return LEVELS.join(text.replace(">", "›") for text in column.path)


def _formula(learned: Learned, column: LearnedColumn) -> str:
    """Return the identity that gives the column, in the sheet's own printed numbers."""
    relation = next((met.relation for met in column.met if met.relation.target == column.place), None)
    if relation is None:
        return ""
    numbers = {place: each.number for place, each in enumerate(learned.table.columns)}
    if not all(numbers[place] for place in relation.columns):
        return ""
    plus = "+".join(numbers[place] for place in relation.plus)
    if relation.whole is not None:
        return f"100*({plus})/{numbers[relation.whole]}"
    return "".join([plus, *(f"-{numbers[place]}" for place in relation.minus)])


def samples_of(learned: Learned) -> dict[str, tuple[str, ...]]:
    """Return the first figures of each column, by its letters."""
    found = {}
    for place, column in enumerate(learned.table.columns):
        values = learned.table.figures[:, place]
        known = values[~np.isnan(values)][:_SAMPLES]
        found[column_letters(column.column)] = tuple(_number(float(value)) for value in known)
    return found


def _number(value: float) -> str:
    text = f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"
    return text.translate(_NOTATION)
