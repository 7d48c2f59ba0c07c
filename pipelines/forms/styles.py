"""How official forms look: fonts, borders, number formats.

Belongs here: cell formats. Does not belong here: where they are used (`sheet_writer`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
_CENTERED = {"align": "center", "text_wrap": True}
_HEADER_FILL = "#DDE7F0"
_TOTAL_FILL = "#F3F6FA"


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self.title = self._format(bold=True, font_size=14, **_CENTERED)
        self.period = self._format(italic=True, **_CENTERED)
        self.corner = self._format(text_wrap=True, valign="top")
        self.mark = self._format(bold=True, font_color="#B00020", align="center")
        self.money = self._format(italic=True, align="right")
        self.header = self._format(bold=True, border=1, bg_color=_HEADER_FILL, font_size=10, **_CENTERED)
        self.number = self._format(italic=True, border=1, align="center", font_size=9)
        self.footnote = self._format(italic=True, font_size=10)
        self.signature = self._format(bold=True, **_CENTERED)
        self.signature_hint = self._format(italic=True, **_CENTERED)

    def label(self, *, is_total: bool, is_group: bool) -> Format:
        """Return the format of a row label."""
        indent = 0 if is_total or is_group else 1
        return self._format(border=1, text_wrap=True, indent=indent, **_emphasis(is_total, is_group))

    def figure(self, measure: str, *, is_total: bool, is_group: bool, is_text: bool) -> Format:
        """Return the format of a figure: rates with two digits, everything else whole with grouping."""
        number_format = "@" if is_text else ("0.00" if measure == "percent" else "#,##0")
        emphasis = _emphasis(is_total, is_group)
        return self._format(border=1, align="right", num_format=number_format, **emphasis)

    def _format(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({**_FONT, **properties})
        return self._formats[key]


def _emphasis(is_total: bool, is_group: bool) -> dict[str, object]:
    if is_total:
        return {"bold": True, "bg_color": _TOTAL_FILL}
    return {"bold": True} if is_group else {}
