"""What a proposed map says of the whole form: read off the letterhead and the known maps, or said by the steward.

Belongs here: form number, regime, title, dates, row axis, units. Does not belong here: columns (`proposal`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipelines.forms.accepted import MapHead
from pipelines.forms.codes import code_of
from pipelines.forms.labels import strip_ordinal
from pipelines.forms.learning.learner import Learned
from pipelines.forms.learning.table import SheetTable
from pipelines.forms.letterhead import label_of
from pipelines.forms.maps import FormMap, MapBook
from pipelines.forms.unit_names import level_of
from pipelines.forms.words import circulars_of, data_table, money_scales, normal, normal_words
from pipelines.problems import Problem, Text, ThadsError

_TITLE_LETTERS = 15
_TITLE_STARTS = re.compile(r"(kết quả|thống kê|báo cáo|tình hình|danh sách|tổng hợp)\b", re.IGNORECASE)
_KINDS_SHOWN = 0.3


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the steward says about the form; empty for what the sheet is to tell."""

    form_code: str = ""
    regime: str = ""
    title: str = ""
    instrument: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    row_axis: str = ""


def regime_of(table: SheetTable, book: MapBook, wishes: Wishes) -> str:
    """Return the regime: as wished, of the circular on the sheet, or in force when the period ends."""
    if wishes.regime:
        return wishes.regime
    circulars = set(table.letterhead.circulars)
    named = [each for each in book.maps if circulars & set(circulars_of(each.instrument))]
    if named or circulars:
        return named[0].regime if named else ""
    code = wishes.form_code or table.letterhead.code
    end = table.letterhead.periods[0].end if table.letterhead.periods else None
    in_force = [each for each in book.maps if each.form_code == code and end and each.is_in_force(end)]
    return in_force[0].regime if in_force else ""


def head_of(learned: Learned, book: MapBook, wishes: Wishes) -> MapHead:
    """Return the head of the proposed map.

    Raises:
        ThadsError: ``head_incomplete``: number, regime or first day are neither on the sheet nor said.
    """
    table, letterhead = learned.table, learned.table.letterhead
    code, regime = wishes.form_code or letterhead.code, regime_of(table, book, wishes)
    same = [each for each in book.maps if each.regime == regime]
    own = next((each for each in same if each.form_code == code), None)
    kin = own or next(iter(same), None)
    start = wishes.valid_from or (kin.valid_from if kin else None)
    if not code or not regime or start is None:
        raise ThadsError(_incomplete(table, code, regime, start))
    title = wishes.title or (own.title_vi if own and own.columns else "") or title_of(table, book)
    measures = [
        each.option.measure for each in learned.columns if each.option and each.option.measure != "percent"
    ]
    known_title = next((each for each in book.maps if each.title_vi == title), None)
    return MapHead(
        form_code=code,
        regime=regime,
        title_vi=title or code,
        title_en=known_title.title_en if known_title else title or code,
        instrument=wishes.instrument or (kin.instrument if kin else " / ".join(letterhead.circulars)),
        valid_from=start,
        valid_to=wishes.valid_to or (kin.valid_to if kin else None),
        row_axis=wishes.row_axis or row_axis_of(table, learned.base),
        measures=tuple(dict.fromkeys(measures)),
        money_unit=_money_unit(letterhead.scale) if "vnd" in measures else "",
    )


def title_of(table: SheetTable, book: MapBook) -> str:
    """Return the form's title: a known one that stands above the table, else the line that looks like one."""
    known = [each.title_vi for each in book.maps if normal(each.title_vi) in table.letterhead.text]
    if known:
        return max(known, key=len)
    above = table.block.between(table.block.first_row, table.header.first_row - 1)
    lines = [" ".join(line.split()) for cell in above.texts for line in cell.text.split("\n")]
    likely = [line for line in lines if _is_title(line)]
    best = max(likely, key=len, default="")
    return best[:1].upper() + best[1:].lower()


def _is_title(line: str) -> bool:
    is_labelled = ":" in line and bool(label_of(line)[0])
    is_other = code_of(line) or circulars_of(line) or level_of(line) or line.lower().startswith("kèm theo")
    if len(line) < _TITLE_LETTERS or is_other or is_labelled:
        return False
    return bool(_TITLE_STARTS.match(line)) or line == line.upper()


def row_axis_of(table: SheetTable, base: FormMap | None) -> str:
    """Return what the rows are: kinds that a known axis lists, else as on the base form, else offices."""
    labels = [normal(strip_ordinal(label)) for label in table.row_labels if label]
    rest = [label for label in labels if label not in normal_words("total_row")]
    for axis, kinds in _kinds().items():
        if rest and sum(label in kinds for label in rest) >= _KINDS_SHOWN * len(rest):
            return axis
    if base is not None:
        return base.row_axis
    offices = sum(level_of(label) is not None for label in table.row_labels)
    return "office" if offices >= len(rest) - 1 else "office × enforcer"


def _kinds() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in data_table("rows").fill_null("").to_dicts():
        if row["axis"] != "office":
            names: Iterable[str] = (row["label_vi"], *row["aliases"].split(";"))
            found.setdefault(row["axis"], set()).update(map(normal, names))
    return found


def _money_unit(scale: int | None) -> str:
    written = {1: "đồng", 1000: "1.000 đồng", 1_000_000: "triệu đồng", 1_000_000_000: "tỷ đồng"}
    return written[scale] if scale in written and scale in money_scales().values() else "1.000 đồng"


def _incomplete(table: SheetTable, code: str, regime: str, start: date | None) -> Problem:
    missing = [
        name for name, given in (("--form", code), ("--regime", regime), ("--valid-from", start)) if not given
    ]
    return Problem(
        code="head_incomplete",
        what=Text(
            "Trang không cho biết đủ về biểu; người quản trị phải nêu rõ.",
            "The sheet does not say enough about the form; the steward must.",
        ),
        where=table.sheet,
        expected=", ".join(missing),
        found=" · ".join(part for part in (code, regime, *table.letterhead.circulars) if part) or "—",
        next_step=Text(
            f"Chạy lại với {', '.join(missing)} (và --instrument nếu văn bản chưa có trong danh mục).",
            f"Run again with {', '.join(missing)} (and --instrument when the circular is not known yet).",
        ),
    )
