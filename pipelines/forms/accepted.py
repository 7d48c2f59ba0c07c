"""Maps that stewards accepted, beside those of the reference tables: one book of all that are in force.

An accepted map of a form the tables do not lay out is that form's map. Beside a map of the tables, or an older
accepted one, it is a variant: the sheet decides which of them reads it (`fitting`).

Belongs here: heads, map rows as CSV, the book, its edition. Does not belong here: learning (`forms.learning`),
decisions and their events (`events`, `intake`).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from pipelines.events.states import FormMapState
from pipelines.forms.maps import FormMap, MapBook, default_book

#: In place of an indicator: a column of the sheet that is deliberately not read.
NOT_READ = "-"


@dataclass(frozen=True, slots=True)
class MapHead:
    """What a map says of the whole form: a row of ``forms.csv``."""

    form_code: str
    regime: str
    title_vi: str
    title_en: str
    instrument: str
    valid_from: date
    valid_to: date | None
    row_axis: str
    measures: tuple[str, ...]
    money_unit: str

    def row(self) -> dict[str, str]:
        """Return the row as text, with the columns of ``forms.csv``."""
        return {
            "form_code": self.form_code,
            "title_vi": self.title_vi,
            "title_en": self.title_en,
            "regime": self.regime,
            "instrument": self.instrument,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else "",
            "row_axis": self.row_axis,
            "measure": "|".join(self.measures),
            "money_unit": self.money_unit,
            "notes": "",
            "provenance": "accepted",
        }


@dataclass(frozen=True, slots=True)
class AcceptedMap:
    """A map in force; its rows are in the archive."""

    map_id: str
    head: MapHead
    columns_sha256: str


def accepted_maps(states: Iterable[FormMapState]) -> tuple[AcceptedMap, ...]:
    """Return the maps in force, the newest decision first."""
    chosen = sorted((each for each in states if each.state == "accepted"), key=lambda each: -each.decided_seq)
    return tuple(AcceptedMap(each.map_id, head_of(each), each.columns_sha256) for each in chosen)


def head_of(state: FormMapState) -> MapHead:
    """Return the head of a map as the log tells it."""
    return MapHead(**{name: getattr(state, name) for name in MapHead.__dataclass_fields__})


def edition(accepted: Iterable[AcceptedMap], forms: Iterable[str] | None = None, regime: str = "") -> str:
    """Return a name for the accepted maps that can matter to some forms, ``""`` when there are none.

    Args:
        accepted: the maps in force.
        forms: form codes; ``None`` for all maps.
        regime: regime of these forms.
    """
    codes = None if forms is None else set(forms)
    ids = [
        each.map_id
        for each in accepted
        if codes is None or (each.head.form_code in codes and each.head.regime == regime)
    ]
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()[:8] if ids else ""


def book_with(
    accepted: Sequence[AcceptedMap], read: Callable[[str], bytes], book: MapBook | None = None
) -> MapBook:
    """Return the book of the tables with the accepted maps in it.

    Args:
        accepted: the maps in force, the newest decision first.
        read: returns archived bytes by their sha256.
        book: the maps of the tables, when not the ones in use.
    """
    base = book or default_book()
    learned = [form_map(each.head, read(each.columns_sha256), each.map_id) for each in accepted]
    known = {(each.form_code, each.regime): each for each in base.maps}
    own: dict[tuple[str, str], list[FormMap]] = {}
    for each in learned:
        own.setdefault((each.form_code, each.regime), []).append(each)
    laid_out = {key: _joined(known.get(key), maps) for key, maps in own.items()}
    kept = tuple(laid_out.pop((each.form_code, each.regime), each) for each in base.maps)
    newest = sorted(laid_out.values(), key=lambda each: each.valid_from, reverse=True)
    return MapBook((*newest, *kept))


def form_map(head: MapHead, rows: bytes, map_id: str = "") -> FormMap:
    """Return the map of a head and its rows (CSV with the columns of ``form_columns.csv``, ``path``, ``measure``)."""
    columns = read_rows(rows).filter(pl.col("indicator_code").fill_null("") != NOT_READ)
    named = columns.with_columns(form_code=pl.lit(head.form_code), regime=pl.lit(head.regime))
    found = MapBook.from_frames(pl.DataFrame([head.row()]), named).maps[0]
    return replace(found, map_id=map_id)


def read_rows(rows: bytes) -> pl.DataFrame:
    """Return map rows; every column is text."""
    return pl.read_csv(io.BytesIO(rows), infer_schema=False)


def _joined(reference: FormMap | None, learned: list[FormMap]) -> FormMap:
    """Return one map with the others as its variants: the tables' own first, when it has columns."""
    if reference is not None and reference.columns:
        return replace(reference, variants=tuple(learned))
    return replace(learned[0], variants=tuple(learned[1:]))
