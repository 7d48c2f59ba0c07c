"""A form too wide for one sheet: the same rows on two sheets, each with a part of the columns.

Belongs here: which columns another sheet holds. Does not belong here: rows that go on (`continuation`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.forms import notes
from pipelines.forms.block import Block
from pipelines.forms.columns import match_columns
from pipelines.forms.continuation import may_go_on
from pipelines.forms.headers import find_header
from pipelines.forms.letterhead import Letterhead
from pipelines.forms.maps import FormMap
from pipelines.forms.matches import FormMatch
from pipelines.forms.unlabelled import code_of_sheet_name, row_names
from pipelines.forms.words import normal
from pipelines.readers.model import Merge, Sheet


def goes_on_beside(
    sheet: Sheet, block: Block, letterhead: Letterhead, before: Sequence[FormMatch]
) -> FormMatch | None:
    """Return the form before whose missing columns a sheet without number and title holds for the same rows."""
    for match in reversed(before):
        form_map = match.form_map
        if match.problem is not None or form_map is None:
            continue
        if not may_go_on(match, form_map, code_of_sheet_name(sheet.name), letterhead):
            continue
        other = replace(match, sheet=sheet, block=block)
        if _missing(match) & _held(other) and _names(match) == _names(other):
            note = notes.sheet_continues(sheet.name, match.sheet.name, match.form_code)
            return replace(other, notes=(note,))
    return None


def with_columns_elsewhere(matches: list[FormMatch]) -> list[FormMatch]:
    """Tell each sheet which columns other sheets of its form, unit and period hold for the very same rows."""
    slots = [_slot(match) for match in matches]
    return [
        replace(match, elsewhere=found)
        if slot and slots.count(slot) > 1 and (found := _elsewhere(match, slot, matches, slots))
        else match
        for match, slot in zip(matches, slots, strict=True)
    ]


_Slot = tuple[str, str, str] | None


def _slot(match: FormMatch) -> _Slot:
    if match.problem is not None or match.period is None or not match.unit_code:
        return None
    return match.unit_code, match.form_code, match.period.code


def _elsewhere(
    match: FormMatch, slot: _Slot, matches: Sequence[FormMatch], slots: Sequence[_Slot]
) -> frozenset[int]:
    missing = _missing(match)
    if not missing:
        return frozenset()
    others = [each for each, its in zip(matches, slots, strict=True) if its == slot and each is not match]
    found = [_held(each) for each in others if _names(each) == _names(match)]
    return missing & frozenset().union(*found)


def _held(match: FormMatch) -> frozenset[int]:
    """Return the positions of the map's columns that a sheet holds."""
    form_map = match.form_map
    header = find_header(match.block, match.sheet.merges, form_map) if form_map else None
    if header is None or form_map is None:
        return frozenset()
    return frozenset(column.position for _, column in match_columns(header, form_map).columns)


def _missing(match: FormMatch) -> frozenset[int]:
    form_map = match.form_map
    positions = [column.position for column in form_map.value_columns] if form_map else []
    held = _held(match)
    return frozenset(positions) - held if held else frozenset()


def _names(match: FormMatch) -> list[str]:
    return [normal(name) for name in _row_names(match.block, match.sheet.merges, match.form_map)]


def _row_names(block: Block, merges: tuple[Merge, ...], form_map: FormMap | None) -> list[str]:
    return list(row_names(block, merges, form_map)) if form_map else []
