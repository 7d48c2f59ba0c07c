"""The sheets this warehouse adds to a workbook it sends back, so that they are known when the workbook returns.

Belongs here: their names and their mark. Does not belong here: what they say (`reports`).
"""

from __future__ import annotations

from pipelines.readers.model import Sheet

#: Names of the added sheets: what is to be done, and the receipt.
TO_DO_SHEET = "Việc cần làm"
RECEIPT_SHEET = "Phiếu tiếp nhận"
#: First words of the first cell of either sheet; a department's own sheet of that name does not begin with them.
MARK = "Kho dữ liệu THADS"

_NAMES = frozenset({TO_DO_SHEET.casefold(), RECEIPT_SHEET.casefold()})


def is_returned(sheet: Sheet) -> bool:
    """Say whether a sheet is one that was added by this warehouse: it is no part of a department's report."""
    if sheet.name.strip().casefold() not in _NAMES:
        return False
    return bool(sheet.grid) and sheet.grid[0].row == 1 and sheet.grid[0].text.startswith(MARK)
