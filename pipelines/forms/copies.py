"""Hidden sheets that hold a form which a visible sheet of the same workbook holds too, such as last month's draft.

Belongs here: which of two sheets of one slot is read. Does not belong here: versions in different files (`intake`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.forms.matches import FormMatch


def hidden_copies(matches: Sequence[FormMatch]) -> dict[int, tuple[str, str]]:
    """Return, by place in ``matches``, the hidden sheets to leave out, each with the visible sheet that is read.

    A form that only hidden sheets hold is read, and so are the parts of one sheet.
    """
    visible = {
        slot: match.sheet.name for match in matches if (slot := _slot(match)) and not match.sheet.is_hidden
    }
    return {
        place: (match.sheet.name, visible[slot])
        for place, match in enumerate(matches)
        if match.sheet.is_hidden and (slot := _slot(match)) in visible
    }


def _slot(match: FormMatch) -> tuple[str, str, str] | None:
    if match.problem is not None or match.period is None or not match.unit_code:
        return None
    return match.unit_code, match.form_code, match.period.code
