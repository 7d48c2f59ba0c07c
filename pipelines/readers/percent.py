"""Cells whose number format shows a fraction as a percentage: 0.8398 that a person reads as 83.98 %.

What such a cell says is what it shows. Readers therefore yield the percentage, with every stored digit and not the
rounding of the format, and everything above (figures, lineage, excerpts) reads that same text.

Belongs here: which number formats are percentages, the shift of two places.
Does not belong here: finding styles in a format of file other than .xlsx (`xls_parts`, `ods`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from pipelines.readers.guards import parse_xml

#: Built-in formats «0%» and «0.00%».
BUILT_IN = frozenset({9, 10})
#: What a format prints as it stands: quoted text, an escaped or padded sign, a colour or condition in brackets.
_LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]', re.DOTALL)


def is_percent(code: str) -> bool:
    """Say whether a format's code multiplies by a hundred: ``0.00%``, but not ``0"%"``."""
    return "%" in code and "%" in _LITERAL.sub("", code)


def percent_styles(parts: Mapping[str, bytes], file_name: str) -> frozenset[str]:
    """Return the cell styles of an .xlsx (the numbers in ``s="…"``) that show percentages; mostly none.

    Raises:
        ThadsError: ``damaged_file`` or ``deep_xml``.
    """
    name = next((name for name in parts if name.lower().endswith("/styles.xml")), "")
    styles = parts.get(name, b"")
    has_built_in = any(b'numFmtId="%d"' % number in styles for number in BUILT_IN)
    if not has_built_in and b"%" not in styles and b"numFmtId='" not in styles:
        return frozenset()
    root = parse_xml(styles, f"{file_name}: {name}")
    percent = {str(number) for number in BUILT_IN} | {
        each.get("numFmtId") or ""
        for each in root.iter("{*}numFmt")
        if is_percent(each.get("formatCode") or "")
    }
    formats = root.find("{*}cellXfs")
    cells = formats.findall("{*}xf") if formats is not None else []
    return frozenset(str(place) for place, each in enumerate(cells) if each.get("numFmtId") in percent)


def as_shown(text: str) -> str:
    """Return a stored fraction as its percentage: ``as_shown("0.8398") == "83.98"``."""
    try:
        shown = f"{Decimal(text).scaleb(2):f}"
    except InvalidOperation:
        return text
    return (shown.rstrip("0").rstrip(".") or "0") if "." in shown else shown
