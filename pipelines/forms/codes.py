"""A form's number as printed: «04/TK-THA», «Biểu số 04 /TK – THA», «01/TKLN-THADS».

Belongs here: that notation in a line. Does not belong here: which forms exist (`maps`).
"""

from __future__ import annotations

import re

_CODE = re.compile(
    r"(?<!\d)(\d{1,2})\s*[/\-–_. ]\s*(TK(?:LN)?)\s*[-–—_/. ]?\s*(THA(?:DS)?)(?![A-Za-z])", re.IGNORECASE
)
#: Forms of the national statistics: «004.N/BCB-TP».
_NATIONAL = re.compile(r"\b(\d{3})\s*\.\s*N\s*/\s*BCB\s*[-–]\s*TP\b", re.IGNORECASE)
_CODE_LINE = 90
_CODE_HEAD = 50
_HEAD = re.compile(r"\W*(?:phụ lục\W+)?(?:biểu|mẫu)\b", re.IGNORECASE)


def code_of(line: str) -> str:
    """Return the form's number in canonical spelling when the line shows one, else ``""``."""
    if len(line) >= _CODE_LINE:
        # A long line is prose, unless it begins like the head of a form.
        line = line[:_CODE_HEAD] if _HEAD.match(line) else ""
    if national := _NATIONAL.search(line):
        return f"{national[1]}.N/BCB-TP"
    match = _CODE.search(line)
    if match is None:
        return ""
    kind = match[2].upper()
    return f"{int(match[1]):02d}/{kind}-{'THADS' if kind == 'TKLN' else 'THA'}"
