"""A form split over two sheets: rows that go on under the same columns, without a letterhead of their own.

Belongs here: whether a sheet goes on where another ended. Does not belong here: parts of one sheet (`parts`), columns
that go on (a sheet that lacks columns is refused by `reading`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.forms import notes, refusals
from pipelines.forms.block import Block
from pipelines.forms.letterhead import Letterhead
from pipelines.forms.maps import FormMap
from pipelines.forms.matches import FormMatch
from pipelines.forms.unlabelled import code_of_sheet_name, fits, repeated_rows
from pipelines.readers.model import Sheet


def continued(
    sheet: Sheet, block: Block, letterhead: Letterhead, before: Sequence[FormMatch]
) -> FormMatch | None:
    """Return the form before that the sheet goes on with; one whose rows it repeats is refused with the reason."""
    own = code_of_sheet_name(sheet.name)
    for match in reversed(before):
        form_map = match.form_map
        if match.problem is not None or form_map is None or not _may_go_on(match, form_map, own, letterhead):
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
        return replace(match, sheet=sheet, block=block, problem=problem, notes=() if problem else (note,))
    return None


def _may_go_on(match: FormMatch, form_map: FormMap, own_code: str, letterhead: Letterhead) -> bool:
    """Say whether nothing on a sheet without number and title speaks against being part of a form before."""
    is_same_period = not letterhead.periods or match.period in letterhead.periods
    is_same_money = letterhead.scale in (None, match.scale) and (
        letterhead.scale is None or form_map.has_money
    )
    return own_code in ("", match.form_code) and not letterhead.unit_name and is_same_period and is_same_money
