"""One official form onto one worksheet: letterhead, merged header, number row, rows, signatures, print set-up.

Belongs here: which cell holds what. Does not belong here: formats (`styles`), header geometry (`header_layout`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.forms.header_layout import header_cells, header_depth
from pipelines.forms.labels import strip_ordinal
from pipelines.forms.maps import FormColumn, FormMap
from pipelines.forms.words import money_scale, normal, normal_words, words
from pipelines.reference import units
from pipelines.reference.periods import Period
from pipelines.reference.units import Unit

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from pipelines.forms.styles import Styles

Row = tuple[str, Mapping[str, Decimal]]
Rows = tuple[Row, ...]

#: Above the table: three rows of letterhead, one for the mark of made-up figures, one for the unit of measure.
_MARK_ROW, _UNIT_ROW, _TABLE_ROW = 3, 4, 5
_MIN_WIDTH = 8
_LABEL_WIDTH = 36
_ROW_HEIGHT = 18
_DOTS = "…………………………"
_GROUP = re.compile(r"\s*[IVXLC]+\.")
_COUNTED = {"cases": "việc", "judgments": "bản án", "times": "cuộc", "visits": "lượt", "people": "người"}
_NOT_A_FIGURE = {
    "validate": "decimal",
    "criteria": ">=",
    "value": 0,
    "error_type": "warning",
    "error_title": "Không phải là số",
    "error_message": "Ô này cần một số không âm; để trống nếu không có số liệu.",
}
_A4, _A3 = 9, 8
_WIDE = 12


@dataclass(frozen=True, slots=True)
class SheetContent:
    """One form to write.

    Attributes:
        unit: reporting unit; dots are printed when absent.
        rows: (label, column key (`FormColumn.key`) → value); money in whole đồng, rates in percent. A column
            without a value stays blank.
        signed: day of signature; dots when absent.
        is_synthetic: print the mark of made-up figures.
        as_text: write figures as text in Vietnamese notation and ``-`` for none, as many departments do.
        money_unit: another unit of money than the map's.
        footnote: a line between table and signatures.
    """

    form_map: FormMap
    unit: Unit | None
    period: Period | None
    rows: Rows
    signed: date | None = None
    is_synthetic: bool = False
    as_text: bool = False
    money_unit: str = ""
    sheet_name: str = ""
    footnote: str = ""


class SheetWriter:
    """Writes one form; used once."""

    def __init__(self, sheet: Worksheet, styles: Styles, content: SheetContent) -> None:
        self._sheet = sheet
        self._styles = styles
        self._content = content
        self._columns = content.form_map.columns
        self._width = max(len(self._columns), _MIN_WIDTH)

    def write(self) -> None:
        """Write everything from the letterhead to the print set-up."""
        self._letterhead()
        first_data_row = self._header()
        end = self._rows(first_data_row)
        if self._content.footnote:
            self._sheet.write_string(end, 0, self._content.footnote, self._styles.footnote)
        self._signatures(end + 1)
        self._page(first_data_row, end)

    def _letterhead(self) -> None:
        content, last = self._content, self._width - 1
        form_map, period = content.form_map, content.period
        reporter = agency_name(content.unit) if content.unit else _DOTS
        left = f"Biểu số: {form_map.form_code}\nBan hành kèm theo Thông tư số {form_map.circular}"
        right = f"Đơn vị báo cáo: {reporter}\nĐơn vị nhận báo cáo: {_recipient(content)}"
        side = 1 if self._width <= _WIDE else 2
        middle = (side + 1, last - side - 1)
        named = f"{period.months:02d} tháng năm {period.fiscal_year}" if period else _DOTS
        days = f"(Từ ngày {period.start:%d/%m/%Y} đến ngày {period.end:%d/%m/%Y})" if period else ""
        self._merge(0, 0, 2, side, left, self._styles.corner)
        self._merge(0, middle[0], 0, middle[1], form_map.title_vi.upper(), self._styles.title)
        self._merge(1, middle[0], 1, middle[1], f"Kỳ báo cáo: {named}", self._styles.period)
        self._merge(2, middle[0], 2, middle[1], days, self._styles.period)
        self._merge(0, middle[1] + 1, 2, last, right, self._styles.corner)
        if content.is_synthetic:
            mark = f"{words('synthetic')[0].upper()} - không phải số liệu thật"
            self._merge(_MARK_ROW, 0, _MARK_ROW, last, mark, self._styles.mark)
        self._merge(
            _UNIT_ROW, 0, _UNIT_ROW, last, f"Đơn vị tính: {self._unit_of_measure()}", self._styles.money
        )
        self._sheet.set_row(0, 42)

    def _unit_of_measure(self) -> str:
        form_map = self._content.form_map
        counted = [_COUNTED.get(measure, "") for measure in form_map.measures if measure != "vnd"]
        money = [self._content.money_unit or form_map.money_unit] if form_map.has_money else []
        text = ", ".join(part for part in (*dict.fromkeys(counted), *money) if part)
        return text[:1].upper() + text[1:]

    def _header(self) -> int:
        depth = header_depth(self._columns)
        for cell in header_cells(self._columns):
            rows = _TABLE_ROW + cell.first_row, _TABLE_ROW + cell.last_row
            self._merge(rows[0], cell.first_column, rows[1], cell.last_column, cell.text, self._styles.header)
        for row in range(depth):
            self._sheet.set_row(_TABLE_ROW + row, 76 if row == depth - 1 else 28)
        row = _TABLE_ROW + depth
        if any(column.number.isdigit() for column in self._columns):
            for index, column in enumerate(self._columns):
                self._sheet.write(row, index, _mark(column.number), self._styles.number)
            row += 1
        return row

    def _rows(self, row: int) -> int:
        for label, figures in self._content.rows:
            self._sheet.set_row(row, _ROW_HEIGHT)
            is_total, is_group = emphasis(label)
            for index, column in enumerate(self._columns):
                if not column.indicator:
                    cell_format = self._styles.label(is_total=is_total, is_group=is_group)
                    self._sheet.write_string(row, index, label, cell_format)
                else:
                    self._figure(row, index, column, figures.get(column.key), is_total, is_group)
            row += 1
        return row

    def _figure(
        self, row: int, index: int, column: FormColumn, value: Decimal | None, is_total: bool, is_group: bool
    ) -> None:
        as_text = self._content.as_text
        cell_format = self._styles.figure(
            column.measure, is_total=is_total, is_group=is_group, is_text=as_text
        )
        if value is None:
            self._sheet.write(row, index, "-" if as_text else None, cell_format)
            return
        printed = value / self._scale() if column.measure == "vnd" else value
        if as_text:
            self._sheet.write_string(row, index, vietnamese(printed), cell_format)
        else:
            self._sheet.write_number(row, index, _plain(printed), cell_format)

    def _scale(self) -> int:
        return money_scale(self._content.money_unit) or self._content.form_map.money_scale

    def _signatures(self, row: int) -> None:
        content = self._content
        half, last = self._width // 2, self._width - 1
        place = content.unit.short_name if content.unit else "…………"
        if content.unit and content.unit.level == "district":
            place = content.unit.name
        day = content.signed
        dated = f"ngày {day:%d} tháng {day:%m} năm {day:%Y}" if day else "ngày …… tháng …… năm ……"
        styles = self._styles
        self._merge(row, half, row, last, f"{place}, {dated}", styles.signature_hint)
        self._merge(row + 1, 0, row + 1, half - 1, "NGƯỜI LẬP BIỂU", styles.signature)
        self._merge(row + 1, half, row + 1, last, "THỦ TRƯỞNG ĐƠN VỊ", styles.signature)
        self._merge(row + 2, 0, row + 2, half - 1, "(Ký, ghi rõ họ, tên)", styles.signature_hint)
        self._merge(row + 2, half, row + 2, last, "(Ký tên, đóng dấu, ghi rõ họ, tên)", styles.signature_hint)

    def _page(self, first_data_row: int, end: int) -> None:
        sheet = self._sheet
        is_wide = self._width > _WIDE
        figure_width = 12.5 if self._content.form_map.has_money else 9.5
        sheet.set_column(0, 0, _LABEL_WIDTH)
        sheet.set_column(1, self._width - 1, figure_width if is_wide else 15)
        sheet.data_validation(first_data_row, 1, end - 1, len(self._columns) - 1, _NOT_A_FIGURE)
        sheet.freeze_panes(first_data_row, 1)
        sheet.set_landscape()
        sheet.set_paper(_A3 if is_wide else _A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_TABLE_ROW, first_data_row - 1)
        sheet.print_area(0, 0, end + 8, self._width - 1)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        sheet.set_footer("&C&P/&N")
        sheet.hide_gridlines(2)

    def _merge(self, r1: int, c1: int, r2: int, c2: int, text: str, cell_format: object) -> None:
        """Merge a rectangle, or write one cell where there is nothing to merge."""
        if (r1, c1) == (r2, c2):
            self._sheet.write_string(r1, c1, text, cell_format)
        else:
            self._sheet.merge_range(r1, c1, r2, c2, text, cell_format)


@lru_cache(maxsize=1 << 12)
def emphasis(label: str) -> tuple[bool, bool]:
    """Say whether a row is a total and whether it heads a group, by its label."""
    is_total = normal(strip_ordinal(label)) in normal_words("total_row")
    return is_total, bool(_GROUP.match(label))


def agency_name(unit: Unit) -> str:
    """Return the name an agency signs with: ``Chi cục THADS huyện Nga Sơn``, ``Cục THADS tỉnh Thanh Hóa``."""
    if unit.level == "district":
        named = (alias for alias in unit.aliases if alias.startswith(("Chi cục THADS", "Phòng THADS")))
        return next(named, f"Chi cục THADS {unit.name[:1].lower()}{unit.name[1:]}")
    return unit.name.replace("Thi hành án dân sự", "THADS")


def vietnamese(value: Decimal) -> str:
    """Return a figure in Vietnamese notation: ``1.234.567``, ``83,98``."""
    whole, _, fraction = f"{value:f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    digits = fraction.rstrip("0")
    return f"{grouped},{digits}" if digits else grouped


def _recipient(content: SheetContent) -> str:
    """Return who receives the report: the department above an office, the directorate of the day above it."""
    if content.unit is None or content.period is None:
        return _DOTS
    if content.unit.parent in units.all_units() and content.unit.parent != "VN":
        return agency_name(units.get(content.unit.parent))
    bodies = (u for u in units.children("VN", content.period.end, level="national") if u.valid_from)
    return next((agency_name(body) for body in bodies), _DOTS)


def _mark(number: str) -> int | str:
    return int(number) if number.isdigit() else number


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
