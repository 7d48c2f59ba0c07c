"""How well each column's header, number, place and kind of figures speak for each option.

Belongs here: unary evidence, one matrix. Does not belong here: how columns depend on each other (`assignment`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.forms.learning.evidence import Evidence
from pipelines.forms.learning.options import CORE, Option, themes_of
from pipelines.forms.learning.table import SheetTable
from pipelines.forms.maps import FormMap

#: A likeness of 1 is worth so much; «none of them» is worth `_NONE`.
_WORDS, _NONE = 10.0, 3.6
_TIER = {"base": 0.0, "form": -1.5, "catalogue": -2.5, "derived": -4.5}
_OTHER_MEASURE, _OTHER_THEME, _SAME_THEME = -2.0, -3.5, -0.3
_WRONG_KIND, _ODD_KIND, _RIGHT_KIND = -6.0, -1.5, 1.0
_NUMBER, _ORDER = 1.5, 1.5
_NUMBERS_KEPT, _ORDER_KEPT = 0.6, 0.7
_FORBIDDEN = -1e6
_PER_COLUMN = 6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a sheet counts in (empty when nothing says so), and the themes its title names."""

    measures: frozenset[str]
    themes: frozenset[str]


def worth_of(
    table: SheetTable, evidence: Evidence, options: Sequence[Option], likeness: Floats, expected: Expectation
) -> Floats:
    """Return columns × (options, then «none» once per column); likeness is from 0 to 1."""
    prior = np.array([_prior(option, expected) for option in options])
    worth = _WORDS * likeness + prior
    is_percent = np.array([option.measure in ("percent", "percent_points") for option in options])
    for column in range(len(table.columns)):
        worth[column] += _kind(table, evidence, column, is_percent)
    none = np.full((len(table.columns), len(table.columns)), _FORBIDDEN)
    np.fill_diagonal(none, _NONE)
    return np.hstack([worth, none])


def kept(worth: Floats, options: Sequence[Option]) -> list[int]:
    """Return the options worth keeping: those of the base form, and the best few of every column."""
    chosen = {place for place, option in enumerate(options) if option.tier == "base"}
    for line in worth[:, : len(options)]:
        chosen.update(int(place) for place in np.argsort(-line, kind="stable")[:_PER_COLUMN])
    return sorted(chosen)


def with_numbers_and_order(
    worth: Floats, table: SheetTable, options: Sequence[Option], solution: Sequence[int]
) -> Floats:
    """Return the worth with the base form's numbers and order counted in, where the sheet keeps to them."""
    base = [options[place].column if place < len(options) else None for place in solution]
    found = worth.copy()
    numbered = [
        (column.number, each)
        for column, each in zip(table.columns, base, strict=True)
        if each and each.number
    ]
    agreeing = sum(bool(number) and number == each.number for number, each in numbered)
    if len(numbered) >= 3 and agreeing >= _NUMBERS_KEPT * len(numbered):
        for place, option in enumerate(options):
            if option.column is not None and option.column.number:
                same = [column.number == option.column.number for column in table.columns]
                found[same, place] += _NUMBER
    positions = [each.position if each else 0 for each in base]
    anchors = _longest_rise(positions)
    if len(anchors) >= max(3, _ORDER_KEPT * len(positions)):
        for column in range(len(positions)):
            low = max((positions[a] for a in anchors if a < column), default=0)
            high = min((positions[a] for a in anchors if a > column), default=10**6)
            for place, option in enumerate(options):
                if option.column is not None and low < option.column.position < high:
                    found[column, place] += _ORDER
    return found


def expectation(table: SheetTable, base: FormMap | None) -> Expectation:
    """Return what the base form and the letterhead let one expect."""
    counted = {column.measure for column in base.value_columns} if base else set()
    money = {"vnd"} if table.letterhead.scale and base is None else set()
    return Expectation(frozenset(counted | money), themes_of(table))


def _prior(option: Option, expected: Expectation) -> float:
    is_counted = not expected.measures or option.measure in expected.measures or option.measure == "percent"
    prior = _TIER[option.tier] + (0.0 if is_counted else _OTHER_MEASURE)
    if option.tier == "base":
        return prior
    return (
        max(prior, _SAME_THEME)
        if option.theme in expected.themes - {CORE}
        else prior + _OTHER_THEME * (option.theme not in expected.themes)
    )


def _kind(table: SheetTable, evidence: Evidence, column: int, is_percent: NDArray[np.bool_]) -> Floats:
    if table.is_text[column]:
        return np.full(len(is_percent), _WRONG_KIND)
    if evidence.is_zero[column]:
        return np.zeros(len(is_percent))
    if evidence.is_rate[column]:
        return np.where(is_percent, _RIGHT_KIND, _WRONG_KIND)
    values = table.figures[:, column]
    is_possible = bool(np.nanmax(values) <= 100 and np.nanmin(values) >= 0)
    return np.where(is_percent, _ODD_KIND if is_possible else _WRONG_KIND, 0.0)


def _longest_rise(positions: Sequence[int]) -> list[int]:
    """Return the columns of the longest rising run of positions (0 is none)."""
    ends: list[int] = []
    chains: list[list[int]] = []
    for column, position in enumerate(positions):
        if position:
            length = bisect_left(ends, position)
            chain = [*(chains[length - 1] if length else []), column]
            ends[length : length + 1], chains[length : length + 1] = [position], [chain]
    return chains[-1] if chains else []
