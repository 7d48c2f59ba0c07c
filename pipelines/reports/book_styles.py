"""How the workbook that goes back looks: one colour per severity, a strong one for the likeliest wrong cell.

Belongs here: formats and colours. Does not belong here: where they are used (`own_sheets`, `to_do_sheet`, `receipt_sheet`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipelines.events.types import Severity
from pipelines.reports.task import Mark

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_FONT: Mapping[str, object] = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
_HEAD = "#1F3864"
#: Fill of a cell that takes part in an error, and of its line in the list.
_FILLS: Mapping[Severity, str] = {"blocking": "#FBD5D5", "warning": "#FFF2CC", "info": "#DEEAF6"}
_TABS: Mapping[Severity, str] = {"blocking": "#C00000", "warning": "#E6A800", "info": "#2E75B6"}
_LIKELIEST = {"bg_color": "#FF8A80", "border": 5, "border_color": "#C00000", "bold": True}


class BookStyles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self.title = self.of(bold=True, font_size=15, font_color=_HEAD)
        self.subtitle = self.of(bold=True, font_size=12)
        self.text = self.of(text_wrap=True, valign="top")
        self.head = self.of(
            bold=True, bg_color=_HEAD, font_color="#FFFFFF", align="center", text_wrap=True, border=1
        )
        self.label = self.of(bold=True, text_wrap=True, valign="top", border=1, bg_color="#F2F2F2")
        self.value = self.of(text_wrap=True, valign="top", border=1)
        self.code = self.of(text_wrap=True, valign="top", border=1, font_name="Courier New", font_size=10)

    def of(self, **properties: object) -> Format:
        """Return the format with these properties."""
        key = tuple(sorted(properties.items(), key=lambda each: each[0]))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({**_FONT, **properties})
        return self._formats[key]

    def verdict(self, severity: Severity | None) -> Format:
        """Return the format of the line that says how the report stands; green without anything to correct."""
        colour = _FILLS[severity] if severity else "#E2F0D9"
        return self.of(bold=True, font_size=12, text_wrap=True, bg_color=colour, border=1, indent=1)

    def severity(self, severity: Severity) -> Format:
        """Return the format of the word for a severity in the list."""
        return self.of(
            bold=True, align="center", valign="top", border=1, bg_color=_FILLS[severity], text_wrap=True
        )

    def cell(self, *, align: str = "left", is_link: bool = False, is_bold: bool = False) -> Format:
        """Return the format of a cell of the list."""
        link: dict[str, object] = {"font_color": "#0563C1", "underline": 1} if is_link else {}
        return self.of(
            align=align,
            valign="top",
            text_wrap=True,
            border=1,
            bold=is_bold or is_link,
            quote_prefix=not is_link,
            **link,
        )

    def legend(self, severity: Severity, *, is_likeliest: bool = False) -> Format:
        """Return the format of a sample of a colour."""
        more: dict[str, object] = _LIKELIEST if is_likeliest else {"bg_color": _FILLS[severity], "border": 1}
        return self.of(align="center", font_size=10, **more)

    def own(self, base: Mapping[str, object], *, mark: Mark | None, is_quoted: bool) -> Format:
        """Return the format of a cell of the department's sheet: its own look, coloured where it is marked."""
        properties: dict[str, object] = {"font_name": "Times New Roman", "font_size": 11, **base}
        if is_quoted:
            properties["quote_prefix"] = True
        if mark is not None:
            for side in ("left", "right", "top", "bottom") if mark.is_likeliest else ():
                properties.pop(side, None)
            properties |= _LIKELIEST if mark.is_likeliest else {"bg_color": _FILLS[mark.severity]}
        return self.of(**properties)

    @staticmethod
    def comment_colour(mark: Mark) -> str:
        """Return the colour of a comment's note."""
        return _FILLS[mark.severity]

    @staticmethod
    def tab_colour(severity: Severity) -> str:
        """Return the colour of a sheet's tab."""
        return _TABS[severity]
