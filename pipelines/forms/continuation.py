"""A form split over two sheets: rows that go on under the same columns, with or without a header of their own.

Belongs here: whether a sheet goes on where another ended. Does not belong here: parts of one sheet (`parts`), columns
that go on beside those of another sheet (`beside`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.forms import notes, refusals
from pipelines.forms.block import Block
from pipelines.forms.columns import match_columns
from pipelines.forms.headers import find_header
from pipelines.forms.letterhead import Letterhead
from pipelines.forms.maps import FormMap
from pipelines.forms.matches import FormMatch
from pipelines.forms.parts import has_figures
from pipelines.forms.proof import adds_up
from pipelines.forms.unlabelled import code_of_sheet_name, fits, repeated_rows, row_names
from pipelines.forms.words import normal
from pipelines.readers.model import Sheet


def continued(
    sheet: Sheet, block: Block, letterhead: Letterhead, before: Sequence[FormMatch]
) -> FormMatch | None:
    """Return the form before that the sheet goes on with; one whose rows it repeats is refused with the reason."""
    own = code_of_sheet_name(sheet.name)
    for match in reversed(before):
        form_map = match.form_map
        if match.problem is not None or form_map is None or not may_go_on(match, form_map, own, letterhead):
            continue
        if not fits(block, sheet.merges, form_map):
            continue
        repeated = repeated_rows(block, sheet.merges, match.block, match.sheet.merges, form_map)
        problem = (
            refusals.sheet_repeats_form(match.form_code, sheet.name, match.sheet.name, repeated)
            if repeated
            else None
        )
        note = notes.sheet_continues(sheet.name, match.sheet.name, match.form_code)
        return replace(
            match, sheet=sheet, block=block, problem=problem, notes=() if problem else (note,), begun=match
        )
    return None


def continued_bare(
    sheet: Sheet, block: Block, letterhead: Letterhead, before: Sequence[FormMatch]
) -> FormMatch | None:
    """Return the form before that a sheet of bare rows goes on with: no header, figures in the very same columns.

    Its rows must meet the identities of the field under those columns, or it is left alone.
    """
    first = next(iter(block.rows.items()), None)
    match = before[-1] if before else None
    if first is None or match is None or match.problem is not None or match.period is None:
        return None
    form_map, header = match.form_map, match.header
    if form_map is None or not may_go_on(match, form_map, code_of_sheet_name(sheet.name), letterhead):
        return None
    header = header or find_header(match.block, match.sheet.merges, form_map)
    matching = match_columns(header, form_map) if header else None
    if (
        header is None
        or matching is None
        or matching.label is None
        or any(not c.is_optional for c in matching.missing)
    ):
        return None
    columns = {column.column for column, _ in matching.columns}
    used = {column for line in block.rows.values() if has_figures(line) for column in line}
    is_same = columns <= used and has_figures(first[1]) and matching.label.column in first[1]
    seen = {normal(name) for name in row_names(match.block, match.sheet.merges, form_map)}
    label = matching.label.column
    names = [line[label].text for line in block.rows.values() if has_figures(line) and label in line]
    if not is_same or seen & set(map(normal, names)) or not adds_up(matching, block, match.period.end):
        return None
    note = notes.sheet_continues(sheet.name, match.sheet.name, match.form_code)
    above = replace(header, first_row=0, last_row=block.first_row - 1)
    return replace(match, sheet=sheet, block=block, notes=(note,), begun=match, header=above)


def may_go_on(match: FormMatch, form_map: FormMap, own_code: str, letterhead: Letterhead) -> bool:
    """Say whether nothing on a sheet without number and title speaks against being part of a form before."""
    is_same_period = not letterhead.periods or match.period in letterhead.periods
    is_same_money = letterhead.scale in (None, match.scale) and (
        letterhead.scale is None or form_map.has_money
    )
    return own_code in ("", match.form_code) and not letterhead.unit_name and is_same_period and is_same_money
