"""Form maps: what each column of each official form means under each regime, read from CSV.

Belongs here: maps, their dates and their provenance. Does not belong here: sheets and cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Self

import polars as pl

from pipelines.forms import refusals
from pipelines.forms.words import circulars_of, data_table, measure_words, money_scale, normal
from pipelines.problems import ThadsError
from pipelines.reference import indicators
from pipelines.reference.names import fold
from pipelines.reference.tables import table

#: Ending of the code that stands for all forms of a regime nobody here has seen.
UNSEEN = "-UNKNOWN"

_CONFIDENCE = ("lo", "med", "hi")
#: How far a figure can be trusted to stand under the column the map takes it for.
_TRUST = {"lo": 0.6, "med": 0.85, "hi": 0.95}
#: Row axis of lists with one row per case: they name persons and are never loaded.
_CASE_LIST = "one row per case"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of a form.

    Attributes:
        path: header texts from the outermost group to the leaf.
        label: the flat name the map gives the column.
        number: what is printed under the header (``A``, ``1``), ``""`` when the map does not know.
        indicator: code in the catalogue, ``""`` for the label column.
        measure: ``cases``, ``vnd``, ``percent``, … ; ``""`` for the label column.
        confidence: how sure the map is of this column: ``hi``, ``med``, ``lo``, ``""`` unknown.
        is_optional: the map cannot place the column (no printed number though others have one), so a sheet
            may lack it.
        key: the name of the column inside its form: the indicator, with ``/<measure>`` when it occurs twice.
    """

    position: int
    label: str
    path: tuple[str, ...]
    number: str
    indicator: str
    measure: str
    formula: str
    confidence: str
    provenance: str
    note: str = ""
    is_optional: bool = False
    key: str = ""

    @property
    def trust(self) -> float:
        """The confidence of figures in this column: 1 when its layout was read in a source."""
        return _TRUST.get(self.confidence, 1.0)


@dataclass(frozen=True)
class FormMap:
    """One form under one regime.

    Attributes:
        breakdown: what the whole form is a part of (``initiative=ex_officio``), ``""`` for the whole.
        money_unit: unit of its money columns as printed, ``""`` for forms without money.
        columns: empty when the layout is not known: such a form is recognised and refused.
        map_id: of a map that a steward accepted, ``""`` for one of the reference tables.
        variants: accepted maps of the same form and regime, which the sheet may fit better.
    """

    form_code: str
    regime: str
    title_vi: str
    title_en: str
    instrument: str
    valid_from: date
    valid_to: date | None
    row_axis: str
    breakdown: str
    measures: tuple[str, ...]
    money_unit: str
    provenance: str
    columns: tuple[FormColumn, ...] = ()
    map_id: str = ""
    variants: tuple[FormMap, ...] = ()

    def __hash__(self) -> int:
        """Hash what names the map and not its columns: caches look maps up for every sheet and every header."""
        return hash((self.form_code, self.regime, self.map_id, len(self.columns)))

    @cached_property
    def label_column(self) -> FormColumn | None:
        """The column that names the rows."""
        return next((column for column in self.columns if not column.indicator), None)

    @cached_property
    def value_columns(self) -> tuple[FormColumn, ...]:
        """The columns that hold figures."""
        return tuple(column for column in self.columns if column.indicator)

    @property
    def circular(self) -> str:
        """The numbers of the instruments that issued the form, as letterheads print them."""
        return " / ".join(circulars_of(self.instrument)) or self.instrument

    @property
    def has_money(self) -> bool:
        """Say whether any column is an amount."""
        return any(column.measure == "vnd" for column in self.columns)

    @property
    def money_scale(self) -> int:
        """Đồng per unit of the money columns."""
        return money_scale(self.money_unit) or 1

    @property
    def confidence(self) -> str:
        """The confidence of the least certain column; ``""`` without columns."""
        known = [_CONFIDENCE.index(c.confidence) for c in self.columns if c.confidence in _CONFIDENCE]
        return _CONFIDENCE[min(known)] if known else ""

    @property
    def is_recalled(self) -> bool:
        """Say whether any column comes from memory rather than from a source."""
        return any("recalled" in column.provenance for column in self.columns)

    @property
    def is_case_list(self) -> bool:
        """Say whether it is a list of single cases rather than a table of figures."""
        return self.row_axis == _CASE_LIST

    @property
    def analogy(self) -> str:
        """What the layout was taken over from («06/TK-THA R2013»), ``""`` for a layout of its own."""
        notes = (column.note for column in self.columns)
        found = (
            note.removeprefix("by analogy with ").partition(";")[0] for note in notes if "analogy" in note
        )
        return next(found, "")

    @property
    def has_title(self) -> bool:
        """Say whether the form's title is known; an unknown one is put in brackets."""
        return not self.title_vi.startswith("(")

    def is_in_force(self, on: date) -> bool:
        """Say whether the form is used for periods that end on this day."""
        return self.valid_from <= on <= (self.valid_to or date.max)


@dataclass(frozen=True, eq=False)
class MapBook:
    """All form maps there are; look-ups by code and day, or by code and regime.

    A book is itself only (``eq=False``): caches look it up for every line of every sheet.
    """

    maps: tuple[FormMap, ...]

    @classmethod
    def from_frames(cls, forms: pl.DataFrame, columns: pl.DataFrame) -> Self:
        """Build the maps from frames with the columns of ``forms.csv`` and ``form_columns.csv`` (all text)."""
        by_form: dict[tuple[str, str], list[dict[str, str]]] = {}
        for row in columns.fill_null("").to_dicts():
            by_form.setdefault((row["form_code"], row["regime"]), []).append(row)
        rows = forms.fill_null("").to_dicts()
        return cls(tuple(_form_map(row, by_form.get((row["form_code"], row["regime"]), [])) for row in rows))

    def extended(self, forms: pl.DataFrame, columns: pl.DataFrame) -> Self:
        """Return a book with more maps; one of the same code and regime replaces the old one."""
        extra = self.from_frames(forms, columns).maps
        replaced = {(each.form_code, each.regime) for each in extra}
        kept = tuple(each for each in self.maps if (each.form_code, each.regime) not in replaced)
        return replace(self, maps=kept + extra)

    def map_for(self, form_code: str, on: date) -> FormMap:
        """Return the map of a form for a period that ends on this day.

        Raises:
            ThadsError: ``unknown_form`` or ``form_not_in_force``.
        """
        versions = [each for each in self.maps if each.form_code == form_code]
        if not versions:
            raise ThadsError(refusals.unknown_form(form_code, self.codes()))
        for each in versions:
            if each.is_in_force(on):
                return each
        spans = [f"{m.regime}: {m.valid_from} – {m.valid_to or '…'}" for m in versions]
        raise ThadsError(refusals.form_not_in_force(form_code, on, spans))

    def by_regime(self, form_code: str, regime: str) -> FormMap | None:
        """Return the map of a form under a regime, or ``None``."""
        found = (m for m in self.maps if m.form_code == form_code and m.regime == regime)
        return next(found, None)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Return the title of every form by its comparison key; placeholders of unknown titles have none."""
        return {normal(each.title_vi): each.title_vi for each in self.maps if each.has_title}

    @cached_property
    def title_keys(self) -> tuple[str, ...]:
        """Return the comparison keys of the titles, longest first."""
        return tuple(sorted(self.titles, key=len, reverse=True))

    def has_title(self, key: str) -> bool:
        """Say whether the title of any form stands in a text, given as a comparison key."""
        return self._title_pattern.search(key) is not None

    @cached_property
    def _title_pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self.title_keys)) or r"(?!)")

    def codes(self) -> tuple[str, ...]:
        """Return every form code once, in order; regimes announced without forms have none."""
        codes = {each.form_code for each in self.maps if not each.form_code.endswith(UNSEEN)}
        return tuple(sorted(codes))


@cache
def default_book() -> MapBook:
    """Return the maps of the reference tables."""
    return MapBook.from_frames(table("forms"), table("form_columns"))


def map_for(form_code: str, on: date) -> FormMap:
    """Return the reference map of a form for a period that ends on this day (see `MapBook.map_for`)."""
    return default_book().map_for(form_code, on)


def _form_map(row: dict[str, str], column_rows: list[dict[str, str]]) -> FormMap:
    measures = tuple(part for part in row["measure"].split("|") if part)
    valid_to = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    return FormMap(
        form_code=row["form_code"],
        regime=row["regime"],
        title_vi=row["title_vi"],
        title_en=row["title_en"],
        instrument=row["instrument"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=valid_to,
        row_axis=row["row_axis"],
        breakdown=row.get("breakdown", ""),
        measures=measures,
        money_unit=row["money_unit"],
        provenance=row["provenance"],
        columns=_columns(column_rows, measures),
    )


def _columns(rows: list[dict[str, str]], measures: tuple[str, ...]) -> tuple[FormColumn, ...]:
    is_numbered = any(row["column_number_printed"].isdigit() for row in rows)
    columns = [_column(row, measures, is_numbered) for row in rows]
    counts = Counter(column.indicator for column in columns)
    return tuple(sorted((_keyed(column, counts) for column in columns), key=lambda c: c.position))


def _keyed(column: FormColumn, counts: Counter[str]) -> FormColumn:
    twice = counts[column.indicator] > 1
    return replace(column, key=f"{column.indicator}/{column.measure}" if twice else column.indicator)


def _column(row: dict[str, str], measures: tuple[str, ...], is_numbered: bool) -> FormColumn:
    indicator, number = row["indicator_code"], row["column_number_printed"]
    label = row["column_label_vi"]
    return FormColumn(
        position=int(row["position"]),
        label=label,
        path=_printed_path(row) or _header_paths().get((row["regime"], indicator)) or _path_of(label),
        number=number,
        indicator=indicator,
        measure=(row.get("measure") or _measure(indicator, label, measures)) if indicator else "",
        formula=row["formula"],
        confidence=row["confidence"],
        provenance=row["provenance"],
        note=row.get("notes", ""),
        is_optional=bool(indicator) and is_numbered and not number,
    )


def _printed_path(row: dict[str, str]) -> tuple[str, ...]:
    """Return the header texts of a learned map, which are a sheet's own."""
    return tuple(part.strip() for part in (row.get("path") or "").split(" > ") if part.strip())


def _path_of(label: str) -> tuple[str, ...]:
    """Read «group: leaf» as two header levels."""
    return tuple(part.strip()[:1].upper() + part.strip()[1:] for part in label.split(": "))


def _measure(indicator: str, label: str, measures: tuple[str, ...]) -> str:
    possible = _measures_of().get(indicator, ())
    if len(possible) == 1:
        return possible[0]
    fitting = [measure for measure in measures if not possible or measure in possible]
    by_words = (measure for word, measure in measure_words() if word in fold(label) and measure in fitting)
    return next(by_words, fitting[0] if fitting else "cases")


@cache
def _measures_of() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, measure in indicators.all_indicators():
        found[code] = (*found.get(code, ()), measure)
    return found


@cache
def _header_paths() -> dict[tuple[str, str], tuple[str, ...]]:
    return dict(_iter_paths(data_table("header_paths").iter_rows()))


def _iter_paths(rows: Iterable[tuple[str, ...]]) -> Iterable[tuple[tuple[str, str], tuple[str, ...]]]:
    for regimes, indicator, path in rows:
        for regime in regimes.split("|"):
            yield (regime, indicator), tuple(part.strip() for part in path.split(">"))
