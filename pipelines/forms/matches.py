"""What recognition knows before it looks, and what it found: hints and matches.

Belongs here: these two shapes. Does not belong here: finding anything (`recognition`, `continuation`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.forms.block import Block
from pipelines.forms.headers import Header
from pipelines.forms.maps import FormMap
from pipelines.problems import Problem
from pipelines.readers.model import Sheet
from pipelines.reference.periods import Period


@dataclass(frozen=True, slots=True)
class FormHints:
    """What the folder and the file name say; the sheet overrules them.

    Attributes:
        unit_code: unit of the folder, ``""`` when unknown.
        fiscal_year: year of the folder.
    """

    unit_code: str = ""
    fiscal_year: int | None = None
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class FormMatch:
    """One official form found in a document.

    Attributes:
        form_map: ``None`` or without columns when the form cannot be read; ``problem`` then says why.
        unit_code: reporting unit, ``""`` when unknown.
        scale: đồng per printed unit of money.
        problem: why the sheet cannot be loaded, ``None`` when it can.
        notes: what does not stop the reading.
        begun: the match whose rows this one goes on with, on another sheet.
        header: the header of that sheet, when this one prints none.
        elsewhere: positions of the map's columns that another sheet holds for the same rows.
    """

    sheet: Sheet
    block: Block
    form_code: str
    regime: str
    title: str
    form_map: FormMap | None
    unit_code: str
    period: Period | None
    scale: int
    is_synthetic: bool
    problem: Problem | None = None
    notes: tuple[Problem, ...] = field(default=())
    begun: FormMatch | None = None
    header: Header | None = None
    elsewhere: frozenset[int] = frozenset()
