"""What one report says otherwise than another, figure by figure, wherever the figure stands on the sheet.

Figures are matched by what they speak of (form, row, column), so that a row that moved is no change; a figure that is
only on one side is an added or a removed one, and a row or column all of whose figures are is added or removed itself.

Belongs here: comparing two readings. Does not belong here: which version is compared with which (`lookup`), screens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Literal

import polars as pl

from pipelines.events.states import ReportState
from pipelines.reports.original import Original, Place

ChangeKind = Literal["changed", "added", "removed"]

#: One figure: form, unit ("" for whose report it is), breakdown, indicator, measure, and which of several it is.
Key = tuple[str, str, str, str, str, str, int]

METADATA = ("file_name", "size", "unit_code", "period_code", "regime", "title", "encoding", "parser", "rows")


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that differs.

    Attributes:
        place: its cell on the newer side, or on the older one when it was removed; a ``char:`` span in prose.
        before: value on the older side, in the unit of the indicator (whole đồng), ``None`` when it was not there.
    """

    kind: ChangeKind
    form_code: str
    place: str
    place_before: str
    row_name: str
    column_name: str
    unit_code: str
    indicator_code: str
    measure: str
    breakdown: str
    before: Decimal | None
    after: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """Return after less before, ``None`` when one side is missing."""
        return None if self.before is None or self.after is None else self.after - self.before

    def as_dict(self) -> dict[str, object]:
        """Return a JSON-ready dict."""
        return {**asdict(self), "difference": self.difference}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two reports: its file and the rows of its newest reading."""

    report: ReportState
    original: Original
    figures: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Difference:
    """What the newer report says otherwise.

    Attributes:
        same: figures that say the same on both sides.
        rows_added, rows_removed: names of rows all of whose figures are only on one side; columns likewise.
        metadata: name → (before, after) of what differs about the reports themselves.
    """

    before: ReportState
    after: ReportState
    changes: tuple[Change, ...]
    same: int
    rows_added: tuple[str, ...]
    rows_removed: tuple[str, ...]
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    metadata: Mapping[str, tuple[object, object]]

    def frame(self) -> pl.DataFrame:
        """Return the changes as a frame, one row each, for files."""
        rows = [each.as_dict() for each in self.changes]
        names = [*Change.__dataclass_fields__, "difference"]
        schema = {name: pl.Decimal(24, 4) if name in _VALUES else pl.String for name in names}
        return pl.DataFrame([[row[name] for name in names] for row in rows], schema=schema, orient="row")


_VALUES = frozenset({"before", "after", "difference"})


def difference(before: Side, after: Side) -> Difference:
    """Return what ``after`` says otherwise than ``before``."""
    old, new = _keyed(before), _keyed(after)
    changes = [_change(key, old.get(key), new.get(key), before, after) for key in _in_order(old, new)]
    kept = [each for each in changes if each.kind != "changed" or each.before != each.after]
    return Difference(
        before=before.report,
        after=after.report,
        changes=tuple(kept),
        same=len(changes) - len(kept),
        rows_added=_only(new, old, after, is_row=True),
        rows_removed=_only(old, new, before, is_row=True),
        columns_added=_only(new, old, after, is_row=False),
        columns_removed=_only(old, new, before, is_row=False),
        metadata=_metadata(before.report, after.report),
    )


def _keyed(side: Side) -> dict[Key, Mapping[str, object]]:
    """Return the printed figures by what they speak of; the second of the same on one form is the second."""
    seen: Counter[tuple[str, ...]] = Counter()
    keyed: dict[Key, Mapping[str, object]] = {}
    rows = side.figures.filter(~pl.col("derived")).to_dicts()
    for row in sorted(rows, key=lambda row: _reading_order(side, row)):
        place = side.original.place(str(row["locator"]))
        own = row["unit_code"] == side.report.unit_code
        is_form = place is not None and place.form_code
        subject = (
            place.form_code if place else "",
            "" if own else str(row["unit_code"]),
            "" if is_form else str(row["period_code"]),
            str(row["breakdown"]),
            str(row["indicator_code"]),
            str(row["measure"]),
        )
        keyed[(*subject, seen[subject])] = row
        seen[subject] += 1
    return keyed


def _reading_order(side: Side, row: Mapping[str, object]) -> tuple[object, ...]:
    locator = str(row["locator"])
    place = side.original.place(locator)
    if place:
        return 0, place.sheet, place.row, place.column
    start = locator.removeprefix("char:").partition("-")[0]
    return 1, "", int(start) if start.isdigit() else 0, 0


def _in_order(old: Mapping[Key, object], new: Mapping[Key, object]) -> Iterator[Key]:
    """Yield every key once: in the order of the newer report, removed ones after."""
    yield from new
    yield from (key for key in old if key not in new)


def _change(
    key: Key, old: Mapping[str, object] | None, new: Mapping[str, object] | None, before: Side, after: Side
) -> Change:
    side, row = (after, new) if new is not None else (before, old or {})
    place = side.original.place(str(row["locator"]), str(row["unit_code"]))
    return Change(
        kind="changed" if old and new else ("added" if new else "removed"),
        form_code=key[0],
        place=str(row["locator"]),
        place_before=str(old["locator"]) if old else "",
        row_name=place.row_name if place else "",
        column_name=place.column_name if place else "",
        unit_code=str(row["unit_code"]),
        indicator_code=str(row["indicator_code"]),
        measure=str(row["measure"]),
        breakdown=str(row["breakdown"]),
        before=_value(old),
        after=_value(new),
    )


def _value(row: Mapping[str, object] | None) -> Decimal | None:
    return Decimal(str(row["value"])) if row else None


def _only(
    here: Mapping[Key, Mapping[str, object]], there: Mapping[Key, object], side: Side, *, is_row: bool
) -> tuple[str, ...]:
    """Return the names of the rows (or columns) none of whose figures the other side has."""
    known = {_line(key, is_row=is_row) for key in there}
    forms = {key[0] for key in there}
    places: Iterable[Place | None] = (
        side.original.place(str(row["locator"]), str(row["unit_code"]))
        for key, row in here.items()
        if key[0] and key[0] in forms and _line(key, is_row=is_row) not in known
    )
    names = (f"{each.form_code} {each.row_name if is_row else each.column_name}" for each in places if each)
    return tuple(dict.fromkeys(name.strip() for name in names))


def _line(key: Key, *, is_row: bool) -> Sequence[object]:
    form, unit, period, breakdown, indicator, measure, _ = key
    return (form, unit, period, breakdown) if is_row else (form, indicator, measure)


def _metadata(before: ReportState, after: ReportState) -> dict[str, tuple[object, object]]:
    return {
        name: (getattr(before, name), getattr(after, name))
        for name in METADATA
        if getattr(before, name) != getattr(after, name)
    }
