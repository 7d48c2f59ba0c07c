"""Cells in old Vietnamese letters (TCVN3, VNI, VPS) turned into Unicode, sheet by sheet.

Belongs here: deciding per sheet whether its text is old, and converting it.
Does not belong here: the tables and the judgement of one text (`legacy`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.readers import legacy
from pipelines.readers.encodings import clean
from pipelines.readers.model import Sheet

#: Enough cells to know the letters of a sheet by.
_SAMPLE = 500
_OLD_SIGN = re.compile(r"[\u0080-\u00ff\u2018-\u2122\u2212]")


def repair_sheet(sheet: Sheet, charsets: set[str]) -> Sheet:
    """Return the sheet with old letters converted; the charsets found are added to ``charsets``.

    The sheet's texts that are not plainly Unicode decide first and together, since a single short cell says too
    little (a Unicode letterhead may stand over old cells); a sheet in Unicode throughout costs one look at each of
    its texts.
    """
    strings = dict.fromkeys(cell.text for cell in sheet.grid if cell.kind == "text")
    texts = [text for text in strings if _OLD_SIGN.search(text)]
    sample = [text for text in texts if not legacy.is_unicode(text)][:_SAMPLE]
    is_old = bool(legacy.repair("\n".join(sample))[1])
    mapping: dict[str, str] = {}
    for text in texts:
        new, charset = legacy.repair(text, evidence=1 if is_old else 2)
        charsets.update({charset} if charset else ())
        if (new := clean(new).strip()) != text:
            mapping[text] = new
    if not mapping:
        return sheet
    return replace(
        sheet, grid=tuple(cell._replace(text=mapping.get(cell.text, cell.text)) for cell in sheet.grid)
    )
