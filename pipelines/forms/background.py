"""What the other sheets of a workbook say of unit and period, for forms that print neither themselves.

Departments put both on a cover sheet, or on the first form only.

Belongs here: gathering it. Does not belong here: weighing it against folder and file name (`recognition`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipelines.forms.block import Block
from pipelines.forms.letterhead import Letterhead, read_letterhead
from pipelines.forms.maps import MapBook
from pipelines.forms.matches import FormMatch
from pipelines.forms.parts import has_figures, parts_of
from pipelines.forms.returned import is_returned
from pipelines.forms.words import normal
from pipelines.readers.model import Document
from pipelines.reference.periods import Period


@dataclass(frozen=True, slots=True)
class Background:
    """What all sheets that say it agree on; empty where they disagree or are silent."""

    periods: tuple[Period, ...] = ()
    unit_name: str = ""

    def behind(self, letterhead: Letterhead) -> Letterhead:
        """Return a letterhead with what it leaves out."""
        if not letterhead.periods and not letterhead.partial and self.periods:
            letterhead = replace(letterhead, periods=self.periods)
        if not letterhead.unit_name and self.unit_name:
            letterhead = replace(letterhead, unit_name=self.unit_name, unit_address="")
        return letterhead


def background_of(document: Document, maps: MapBook) -> Background:
    """Return what the visible sheets of a workbook agree on."""
    letterheads = [
        read_letterhead(part.block, part.table_row)
        for sheet in document.sheets
        if sheet.grid and not sheet.is_hidden and not is_returned(sheet)
        for part in parts_of(Block(sheet.grid), maps)
    ]
    periods = {each.periods[0].code: each.periods[0] for each in letterheads if each.periods}
    names = {normal(each.unit_name): each.unit_name for each in letterheads if each.unit_name}
    return Background(
        tuple(periods.values()) if len(periods) == 1 else (),
        next(iter(names.values())) if len(names) == 1 else "",
    )


def without_mentions(matches: list[FormMatch]) -> list[FormMatch]:
    """Leave out sheets that only name a form which another sheet holds, such as a table of contents."""
    codes = [match.form_code for match in matches]
    held = {match.form_code for match in matches if codes.count(match.form_code) > 1 and _has_table(match)}
    return [match for match in matches if match.form_code not in held or _has_table(match)]


def _has_table(match: FormMatch) -> bool:
    return any(map(has_figures, match.block.rows.values()))
