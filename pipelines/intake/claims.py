"""Which slot a file was meant for although it cannot be read: so that a form that came is not counted as one that never came.

Belongs here: what folder and file name claim. Does not belong here: what a sheet says of itself (`forms.recognition`).
"""

from __future__ import annotations

import re

from pipelines.forms import default_book
from pipelines.forms.period_text import period_of_words
from pipelines.problems import ThadsError
from pipelines.reference.periods import Period

Slot = tuple[str, str, str]

#: «04_TK-THA», «04-TK-THA», «04 TK THA», «01_TKLN-THADS» in a file name, where a slash cannot stand.
_CODE = re.compile(r"(?<!\d)(\d{1,2})[ _.-]*(TK(?:LN)?)[ _.-]*(THA(?:DS)?)(?![A-Za-z])", re.IGNORECASE)


def slot_of_name(file_name: str, folder_unit: str, folder_year: int | None) -> Slot | None:
    """Return the slot that folder and file name claim together, ``None`` when they leave one part open.

    Args:
        file_name: as sent.
        folder_unit: unit code of the folder.
        folder_year: fiscal year of the folder; a name with another year claims nothing.
    """
    stem = file_name.rpartition(".")[0] or file_name
    code = _CODE.search(stem)
    period = period_of_words(stem)
    if code is None or period is None or not folder_unit or folder_year not in (None, period.fiscal_year):
        return None
    form_code = f"{int(code[1]):02d}/{code[2].upper()}-{code[3].upper()}"
    return (folder_unit, form_code, period.code) if _is_in_force(form_code, period) else None


def _is_in_force(form_code: str, period: Period) -> bool:
    try:
        default_book().map_for(form_code, period.end)
    except ThadsError:
        return False
    return True
