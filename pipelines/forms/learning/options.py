"""What a column could be: every indicator of the catalogue with all its names, the likeliest first.

Belongs here: names, tiers, which known form to start from. Does not belong here: comparing words (`wording`),
weighing columns against each other (`assignment`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from pipelines.forms.learning.table import SheetTable
from pipelines.forms.learning.templates import Key
from pipelines.forms.learning.wording import Lexicon, Name
from pipelines.forms.maps import FormColumn, FormMap, MapBook
from pipelines.forms.words import normal
from pipelines.reference import indicators

#: ``base``: a column of the known form the proposal starts from · ``form``: of another form · ``catalogue``: of no
#: form · ``derived``: a change, a rank, a target, which forms do not print.
Tier = Literal["base", "form", "catalogue", "derived"]

_DERIVED = (
    "chg_",
    "rank_",
    "target_",
    "over_target",
    "short_of_target",
    "ahead_of_pace",
    "legacy_",
    "award_",
)
#: Below this, a known form is no help.
_ALIKE = 0.55
#: The theme of the main forms.
CORE = "core"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Option:
    """One indicator in one measure.

    Attributes:
        column: the column of the base form that it is, if any.
    """

    indicator: str
    measure: str
    tier: Tier
    names: tuple[Name, ...]
    column: FormColumn | None = None

    @property
    def theme(self) -> str:
        """The catalogue's theme, ``""`` when the indicator is not in it."""
        found = indicators.all_indicators().get(self.key)
        return found.theme if found else ""

    @property
    def key(self) -> Key:
        """Indicator and measure."""
        return self.indicator, self.measure


def options_for(book: MapBook, base: FormMap | None) -> list[Option]:
    """Return every option, those of the base form first, in its order."""
    names = _names(book)
    of_base = {(column.indicator, column.measure): column for column in base.value_columns} if base else {}
    on_forms = {column.indicator for each in book.maps for column in each.value_columns}
    rest = [key for key in names if key not in of_base]
    return [
        *(Option(*key, "base", names[key], column) for key, column in of_base.items()),
        *(Option(*key, _tier(key, on_forms), names[key]) for key in rest),
    ]


class Catalogue:
    """All options of one book of maps, without a base form, and their names ready to be compared."""

    def __init__(self, book: MapBook) -> None:
        self.book = book
        self.options = options_for(book, None)
        self._lexicon = Lexicon([option.names for option in self.options])
        self._place = {option.key: place for place, option in enumerate(self.options)}

    def likeness(self, table: SheetTable) -> Likeness:
        """Compare every header of a table with every option."""
        title = table.letterhead.text
        return Likeness(
            np.array([self._lexicon.scores(column.path, title) for column in table.columns]), self._place
        )


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a table's headers are to the options of a catalogue.

    Attributes:
        of_columns: columns × options, 0 to 1.
    """

    of_columns: Floats
    place: Mapping[Key, int]

    def of(self, options: Sequence[Option]) -> Floats:
        """Return columns × these options."""
        return self.of_columns[:, [self.place[option.key] for option in options]]


def themes_of(table: SheetTable) -> frozenset[str]:
    """Return the themes that the title names; ``core`` when it names none."""
    text = f" {table.letterhead.text} "
    told = {theme for theme, words in _title_themes().items() if any(f" {word} " in text for word in words)}
    return frozenset(told or {CORE})


@cache
def _title_themes() -> dict[str, tuple[str, ...]]:
    path = Path(__file__).parent / "data" / "title_themes.csv"
    rows = pl.read_csv(path, infer_schema=False).iter_rows()
    return {theme: tuple(normal(word) for word in words.split(";")) for theme, words in rows}


def choose_base(book: MapBook, table: SheetTable, likeness: Likeness, code: str = "") -> FormMap | None:
    """Return the known form that the sheet is most like by its words, title, number and money.

    Returns:
        ``None`` when no form is like it.
    """
    themes = themes_of(table)
    known = [
        (_resemblance(each, table, likeness, code), each.valid_from, n)
        for n, each in enumerate(book.maps)
        if each.columns and _speaks_of(each, themes)
    ]
    best = max(known, default=None)
    return book.maps[best[2]] if best and best[0] >= _ALIKE else None


def _speaks_of(form_map: FormMap, themes: frozenset[str]) -> bool:
    """Say whether most columns of a form belong to the themes."""
    found = [indicators.get(column.indicator, column.measure).theme for column in form_map.value_columns]
    return 2 * sum(theme in themes for theme in found) > len(found)


def _resemblance(form_map: FormMap, table: SheetTable, likeness: Likeness, code: str) -> float:
    keys = [(column.indicator, column.measure) for column in form_map.value_columns]
    part = likeness.of_columns[:, [likeness.place[key] for key in keys]]
    rows, columns = linear_sum_assignment(part, maximize=True)
    words = float(part[rows, columns].sum()) / max(part.shape)
    letterhead = table.letterhead
    title = 0.25 if normal(form_map.title_vi) in letterhead.text else 0.0
    number = 0.15 if form_map.form_code == (code or letterhead.code) else 0.0
    money = 0.1 if (letterhead.scale is not None) == form_map.has_money else 0.0
    return float(round(words + title + number + money, 3))


def _names(book: MapBook) -> dict[Key, tuple[Name, ...]]:
    found: dict[Key, list[Name]] = defaultdict(list)
    for each in book.maps:
        for column in each.value_columns:
            key = column.indicator, column.measure
            found[key] += [Name.of_path(column.path), Name.of_path(column.label.split(": "))]
    for (code, measure), indicator in indicators.all_indicators().items():
        texts = (indicator.term, *indicator.aliases)
        found[code, measure] += [Name.of_term(text) for text in texts]
    return {key: _distinct(names) for key, names in found.items()}


def _distinct(names: Iterable[Name]) -> tuple[Name, ...]:
    return tuple({(normal(name.group), normal(name.leaf)): name for name in names}.values())


def _tier(key: Key, on_forms: set[str]) -> Tier:
    if key[0] in on_forms:
        return "form"
    return "derived" if key[0].startswith(_DERIVED) else "catalogue"
