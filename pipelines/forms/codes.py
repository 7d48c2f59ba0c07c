"""A form's number as printed: «04/TK-THA», «Biểu số 04 /TK – THA», «01/TKLN-THADS», ``04-TK-THA.xlsx``.

Belongs here: that notation, in lines, sheet names and file names. Does not belong here: which forms exist (`maps`).
"""

from __future__ import annotations

import re

_CODE = re.compile(
    r"(?<!\d)(\d{1,2})\s*[/\-–_. ]\s*(TK(?:LN)?)\s*[-–—_/. ]?\s*(THA(?:DS)?)(?![A-Za-z])", re.IGNORECASE
)
#: Forms of the national statistics: «004.N/BCB-TP».
_NATIONAL = re.compile(r"\b(\d{3})\s*\.\s*N\s*/\s*BCB\s*[-–]\s*TP\b", re.IGNORECASE)
#: ``Biểu 04``, ``B04``, ``Mẫu số 4``, ``04``: only names of sheets and files are so short.
_SHORT = re.compile(
    r"(?:^|[\s_\-])(?:bi[eể]u|m[aẫ]u|bm|b)?\s*(?:s[oố])?[\s.:_\-]*0*(\d{1,2})(?=$|[\s_\-.])", re.IGNORECASE
)
_NAMED = re.compile(
    r"(?:^|[\s_\-])(?:bi[eể]u|m[aẫ]u|bm|b)[\s.:_\-]*(?:s[oố])?[\s.:_\-]*0*(\d{1,2})(?!\d)", re.IGNORECASE
)
_CODE_LINE = 90


def code_of(line: str) -> str:
    """Return the form's number in canonical spelling when the line shows one, else ``""``."""
    if len(line) >= _CODE_LINE:
        return ""
    if national := _NATIONAL.search(line):
        return f"{national[1]}.N/BCB-TP"
    match = _CODE.search(line)
    if match is None:
        return ""
    kind = match[2].upper()
    return f"{int(match[1]):02d}/{kind}-{'THADS' if kind == 'TKLN' else 'THA'}"


def code_of_name(name: str, *, is_sheet: bool) -> str:
    """Return the form's number that a sheet's or a file's name shows, else ``""``.

    A file's name is full of other numbers, so there a bare one counts only behind «biểu», «mẫu» or «B».
    """
    if code := code_of(name):
        return code
    match = _NAMED.search(name) or (_SHORT.fullmatch(name.strip()) if is_sheet else None)
    return f"{int(match[1]):02d}/TK-THA" if match and 1 <= int(match[1]) <= 12 else ""
