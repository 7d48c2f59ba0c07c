"""Random sheets in the way a stranger would lay out a form, with the figures a reader must find in them."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from pipelines.reference import units
from pipelines.reference.periods import Period
from pipelines.reference.units import Unit
from tests.strangers import wording

DATA = Path(__file__).resolve().parents[2] / "pipelines" / "reference" / "data"
Fact = tuple[str, str, str, str]
PERIODS = {
    "R2013": ("FY2014", "FY2016-C06", "FY2018-C10", "FY2019-C03"),
    "R2019": ("FY2020", "FY2021-C06", "FY2022-C10", "FY2023-C03", "FY2024-C08"),
    "R2024": ("FY2024", "FY2025-C06", "FY2025-C08", "FY2025-C03", "FY2025-C05"),
    "RTKLN2021": ("FY2022-C06", "FY2023", "FY2025-C06"),
}
SCALES = {"1.000 đồng": 1000, "đồng": 1, "triệu đồng": 1_000_000, "nghìn đồng": 1000}


@dataclass(slots=True)
class Grid:
    """One sheet: cells by (row, column) from 1, merges, hidden parts, and what it says."""

    name: str
    cells: dict[tuple[int, int], object] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    header_rows: range = range(0)
    table_top: int = 0
    table_bottom: int = 0
    facts: dict[Fact, Decimal] = field(default_factory=dict)
    story: list[str] = field(default_factory=list)

    def put(self, row: int, column: int, value: object) -> None:
        self.cells[row, column] = value

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))


@dataclass(frozen=True, slots=True)
class Column:
    indicator: str
    measure: str
    label: str
    number: str
    formula: str


@dataclass(frozen=True, slots=True)
class Form:
    code: str
    regime: str
    title: str
    circular: str
    axis: str
    breakdown: str
    money_unit: str
    label: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """What varies; ``None`` leaves it to chance."""

    headers: str | None = None
    letterhead: str | None = None
    is_numbered: bool | None = None
    total: str | None = None
    text_figures: str | None = None
    has_ordinals: bool | None = None
    repeats_header: bool | None = None
    is_shuffled: bool = False
    extra_columns: int = 0
    money_unit: str | None = None
    is_known_wording: bool = False


def forms() -> list[Form]:
    """Every form whose columns are listed, straight from the CSV files."""
    measures = {}
    for row in _rows("indicators"):
        measures.setdefault(row["code"], []).append(row["measure"])
    columns: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in _rows("form_columns"):
        columns.setdefault((row["form_code"], row["regime"]), []).append(row)
    found = []
    for row in _rows("forms"):
        own = columns.get((row["form_code"], row["regime"]))
        if own and row["regime"] in PERIODS:
            own.sort(key=lambda each: int(each["position"]))
            values = tuple(
                Column(c["indicator_code"], _measure(c, row["measure"], measures), c["column_label_vi"],
                       c["column_number_printed"], c["formula"])
                for c in own if c["indicator_code"]
            )  # fmt: skip
            found.append(
                Form(row["form_code"], row["regime"], row["title_vi"], row["instrument"].split(" as ")[0],
                     row["row_axis"], row["breakdown"], row["money_unit"], own[0]["column_label_vi"], values)
            )  # fmt: skip
    return found


def _measure(column: dict[str, str], of_form: str, measures: dict[str, list[str]]) -> str:
    possible = measures[column["indicator_code"]]
    if len(possible) == 1:
        return possible[0]
    if "tiền" in column["column_label_vi"].lower():
        return "vnd"
    return next(each for each in of_form.split("|") if each in possible)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def draw(form: Form, seed: int, options: Options = Options()) -> Grid:
    """Draw one sheet of a form."""
    return _Draw(form, Random(f"{seed}/{form.code}/{form.regime}"), options).sheet()


class _Draw:
    def __init__(self, form: Form, random: Random, options: Options) -> None:
        self.form, self.random, self.options = form, random, options
        self.grid = Grid(
            random.choice(
                (form.code.replace("/", "-"), "Sheet1", f"Bieu {form.code[:2]}", "B" + form.code[:2])
            )
        )
        self.period = Period.parse(random.choice(PERIODS[form.regime]))
        departments = units.children("VN", self.period.end, level="province")
        self.unit: Unit = random.choice(departments)
        self.columns = list(form.columns)
        if options.is_shuffled:
            random.shuffle(self.columns)
        self.style = options.text_figures or random.choice(
            ("number", "number", "dots", "spaces", "nbsp", "unit")
        )
        self.unit_word = options.money_unit or random.choice(
            ("1.000 đồng", "1.000 đồng", "nghìn đồng", "đồng", "triệu đồng")
        )
        self.scale = SCALES[self.unit_word]
        self.has_ordinals = (
            options.has_ordinals if options.has_ordinals is not None else random.random() < 0.4
        )
        self.first = 3 if self.has_ordinals else 2
        self.width = self.first - 1 + len(self.columns) + options.extra_columns

    def sheet(self) -> Grid:
        top = self._letterhead()
        bottom = self._header(top)
        row = self._body(bottom + 1)
        self._footer(row + 2)
        return self.grid

    # --- letterhead ----------------------------------------------------------------------------------------

    def _letterhead(self) -> int:
        style = self.options.letterhead or self.random.choice(("official", "state", "bare", "title"))
        if style == "title" and self.form.title.startswith("("):
            style = "bare"
        self.grid.story.append(f"letterhead={style}")
        row = getattr(self, f"_letterhead_{style}")()
        if any(column.measure == "vnd" for column in self.columns):
            self.grid.put(
                row,
                self.width,
                self.random.choice(("Đơn vị tính: {}", "ĐVT: {}", "(Đơn vị tính: {})")).format(
                    self.unit_word
                ),
            )
        else:
            self.grid.put(row, self.width, "Đơn vị tính: việc")
        return row + 1

    def _letterhead_official(self) -> int:
        middle = max(2, self.width // 2)
        right = max(self.width, middle + 1)
        self.grid.put(1, 1, f"Biểu số: {self.form.code}")
        self.grid.put(2, 1, f"Ban hành kèm theo {self.form.circular}")
        self.grid.put(1, middle, self._title())
        self.grid.put(2, middle, self._period_line())
        self.grid.put(1, right, f"Đơn vị báo cáo: {self._unit_name()}")
        self.grid.put(2, right, "Đơn vị nhận báo cáo: Tổng cục Thi hành án dân sự")
        return 4

    def _letterhead_state(self) -> int:
        right = max(3, self.width - 2)
        self.grid.put(1, 1, "TỔNG CỤC THI HÀNH ÁN DÂN SỰ")
        self.grid.put(2, 1, self._unit_name().upper())
        self.grid.put(1, right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        self.grid.put(2, right, "Độc lập - Tự do - Hạnh phúc")
        day = self.period.end + timedelta(days=3)
        self.grid.put(
            4, right, f"{self.unit.short_name}, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"
        )
        self.grid.put(5, 1, f"BIỂU SỐ {self.form.code}")
        self.grid.put(6, 1, self._title().upper())
        self.grid.merge(6, 1, 6, self.width)
        self.grid.put(7, 1, self._period_line())
        self.grid.put(8, 1, f"(Theo {self.form.circular})")
        return 10

    def _letterhead_bare(self) -> int:
        self.grid.put(1, 1, self.form.code)
        self.grid.put(2, 1, f"Đơn vị báo cáo: {self._unit_name()}")
        self.grid.put(3, 1, self._period_line())
        return 4

    def _letterhead_title(self) -> int:
        self.grid.put(1, 1, self._title().upper())
        self.grid.put(2, 1, self._period_line())
        self.grid.put(3, 1, f"Đơn vị: {self._unit_name()}")
        self.grid.put(4, 1, self.form.circular)
        return 5

    def _title(self) -> str:
        title = "Kết quả thi hành án" if self.form.title.startswith("(") else self.form.title
        return self.random.choice(("", "Báo cáo ", "Biểu thống kê ")) + title

    def _period_line(self) -> str:
        months, year = self.period.months, self.period.fiscal_year
        words = [f"{months} tháng năm {year}", f"{months:02d} tháng năm {year}", f"{months} tháng/{year}"]
        if months == 12:
            words.append(f"Năm {year}")
        if months == 6:
            words.append(f"6 tháng đầu năm {year}")
        start, end = self.period.start, self.period.end
        shape = self.random.choice(("Kỳ báo cáo: {}", "{}", "Kỳ báo cáo {}"))
        dated = (
            f"Từ ngày {start:%d/%m/%Y} đến ngày {end:%d/%m/%Y}",
            f"(Từ {start.day}/{start.month}/{start.year} đến {end.day}/{end.month}/{end.year})",
            f"Từ ngày {start.day:02d} tháng {start.month:02d} năm {start.year} đến hết ngày {end.day} tháng {end.month} năm {end.year}",
        )
        return self.random.choice((shape.format(self.random.choice(words)), self.random.choice(dated)))

    def _unit_name(self) -> str:
        short, name = self.unit.short_name, self.unit.name
        place = name.replace("Cục Thi hành án dân sự", "").replace("Thi hành án dân sự", "").strip()
        if self.period.end >= date(2025, 7, 1):
            return self.random.choice((name, f"THADS {place}"))
        return self.random.choice(
            (name, f"Cục THADS {place}", f"Cục Thi hành án dân sự {place}", f"Cục THADS {short}")
        )

    # --- header --------------------------------------------------------------------------------------------

    def _paths(self) -> list[tuple[str, ...]]:
        style = self.options.headers or self.random.choice(("flat", "flat", "two", "three", "four"))
        if self.options.is_shuffled:
            style = "flat"
        self.grid.story.append(f"headers={style}")
        groups = (
            wording.GROUPS_2013
            if self.form.regime == "R2013" and style != "flat"
            else wording.GROUPS.get(style, {})
        )
        core = any(column.indicator == "accepted_total" for column in self.columns)
        paths = []
        for column in self.columns:
            leaf = self._leaf(column)
            path = groups.get(column.indicator, ("*",)) if core else ("*",)
            if (not core or self._is_twofold(column)) and ": " in column.label and style != "flat":
                path = tuple(column.label.split(": "))
            paths.append(tuple(leaf if part == "*" else part for part in path))
        return paths

    def _is_twofold(self, column: Column) -> bool:
        return sum(other.indicator == column.indicator for other in self.columns) > 1

    def _leaf(self, column: Column) -> str:
        known = wording.COLUMNS.get(column.indicator, ())
        official = column.label
        if self._is_twofold(column):
            return official
        if self.options.is_known_wording or self.random.random() < 0.5 or not known:
            return official
        return wording.cased(self.random.choice(known), self.random)

    def _header(self, top: int) -> int:
        paths = self._paths()
        depth = max(map(len, paths))
        label = self.random.choice((self.form.label, *wording.LABEL_HEADERS[self.form.axis]))
        if self.has_ordinals:
            self.grid.put(top, 1, self.random.choice(("STT", "TT", "Số TT")))
            self.grid.merge(top, 1, top + depth - 1, 1)
        self.grid.put(top, self.first - 1, label)
        self.grid.merge(top, self.first - 1, top + depth - 1, self.first - 1)
        self._groups(paths, top, 0, self.first, depth)
        for extra in range(self.options.extra_columns):
            column = self.first + len(paths) + extra
            self.grid.put(
                top,
                column,
                self.random.choice(("Ghi chú", "So với cùng kỳ", "Cán bộ lập biểu"))
                + (f" {extra}" if extra else ""),
            )
            self.grid.merge(top, column, top + depth - 1, column)
        self.grid.header_rows = range(top, top + depth)
        self.grid.table_top = top
        numbered = (
            self.options.is_numbered if self.options.is_numbered is not None else self.random.random() < 0.7
        )
        self.grid.story.append(f"numbered={numbered}")
        if not numbered:
            return top + depth - 1
        self._numbers(top + depth)
        return top + depth

    def _groups(self, paths: list[tuple[str, ...]], top: int, level: int, left: int, depth: int) -> None:
        start = 0
        while start < len(paths):
            path = paths[start]
            stop = start + 1
            if len(path) > level + 1:
                while (
                    stop < len(paths)
                    and len(paths[stop]) > level + 1
                    and paths[stop][: level + 1] == path[: level + 1]
                ):
                    stop += 1
                self.grid.put(top + level, left + start, path[level])
                self.grid.merge(top + level, left + start, top + level, left + stop - 1)
                self._groups(paths[start:stop], top, level + 1, left + start, depth)
            else:
                self.grid.put(top + level, left + start, path[level])
                self.grid.merge(top + level, left + start, top + depth - 1, left + start)
            start = stop

    def _numbers(self, row: int) -> None:
        shape = self.random.choice(("{}", "({})", "{}"))
        with_formula = self.random.random() < 0.3
        if self.has_ordinals:
            self.grid.put(row, 1, "A")
        self.grid.put(row, self.first - 1, "B" if self.has_ordinals else "A")
        for place, column in enumerate(self.columns):
            number = column.number or ""
            if not any(c.number for c in self.columns):
                number = str(place + 1)
            text = shape.format(number) if number else ""
            if text and with_formula and column.formula and "rút" not in column.formula:
                text = f"{number}={column.formula}"
            if text:
                self.grid.put(
                    row,
                    self.first + place,
                    int(text) if text.isdigit() and self.random.random() < 0.5 else text,
                )

    # --- body ----------------------------------------------------------------------------------------------

    def _body(self, row: int) -> int:
        lines = self._lines()
        repeat = (
            self.options.repeats_header
            if self.options.repeats_header is not None
            else self.random.random() < 0.15
        )
        self.grid.story.append(f"repeats={repeat}")
        header = {at: value for at, value in self.grid.cells.items() if self.grid.table_top <= at[0] < row}
        for number, (ordinal, label, unit, breakdown, has_figures) in enumerate(lines):
            if repeat and number == len(lines) // 2:
                shift = row - self.grid.table_top
                for (r, c), value in header.items():
                    self.grid.put(r + shift, c, value)
                row += max(r for r, _ in header) - self.grid.table_top + 1
            if self.has_ordinals:
                if ordinal:
                    self.grid.put(row, 1, ordinal)
                self.grid.put(row, 2, label)
            else:
                self.grid.put(
                    row,
                    1,
                    f"{ordinal}. {label}"
                    if ordinal and ordinal != "-"
                    else f"- {label}"
                    if ordinal
                    else label,
                )
            if has_figures:
                self._figures(row, unit, breakdown)
            row += 1
        self.grid.table_bottom = row - 1
        return row

    def _lines(self) -> list[tuple[str, str, str, str, bool]]:
        axis, code = self.form.axis, self.unit.code
        lines: list[tuple[str, str, str, str, bool]] = []
        if axis == "kind of case" and self.form.breakdown:
            for number, (kind, words) in enumerate(wording.KINDS.items(), start=1):
                lines.append((str(number), self.random.choice(words), code, kind, True))
        elif axis == "kind of case":
            for ordinal, section, label in (
                ("I", "initiative=ex_officio", "Thi hành án chủ động"),
                ("II", "initiative=on_request", "Thi hành án theo yêu cầu"),
            ):
                lines.append((ordinal, label, code, section, True))
                for number, (kind, words) in enumerate(wording.KINDS.items(), start=1):
                    lines.append((str(number), self.random.choice(words), code, f"{section};{kind}", True))
        elif axis == "kind of revenue":
            for number, (kind, words) in enumerate(wording.REVENUES.items(), start=1):
                lines.append((str(number), self.random.choice(words), code, kind, True))
        else:
            lines = self._offices("enforcer" in axis)
        total = (
            "",
            self.random.choice(wording.TOTALS[:6] if axis != "office × enforcer" else wording.TOTALS),
            code,
            "",
            True,
        )
        place = self.options.total or self.random.choice(("first", "last"))
        self.grid.story.append(f"total={place}")
        return [total, *lines] if place == "first" else [*lines, total]

    def _offices(self, with_officers: bool) -> list[tuple[str, str, str, str, bool]]:
        code = self.unit.code
        offices = units.children(code, self.period.end, level="district")
        offices = self.random.sample(offices, min(len(offices), self.random.randint(2, 6)))
        own_has_figures = self.random.random() < 0.7
        lines = [("I", self._own_name(), code, "office=own", own_has_figures)]
        if with_officers:
            lines += self._officers(code)
        style = self.random.choice(("group", "roman"))
        if style == "group":
            lines.append(
                (
                    "II",
                    self.random.choice(
                        ("Các Chi cục THADS trực thuộc", "Các Chi cục", "Chi cục THADS cấp huyện")
                    ),
                    code,
                    "office=subordinate",
                    self.random.random() < 0.6,
                )
            )
        for number, office in enumerate(offices, start=1):
            ordinal = str(number) if style == "group" else ("II", "III", "IV", "V", "VI", "VII")[number - 1]
            has_figures = self.random.random() < 0.8 or not with_officers
            lines.append((ordinal, self._office_name(office), office.code, "", has_figures))
            if with_officers:
                lines += self._officers(office.code)
        return lines

    def _officers(self, code: str) -> list[tuple[str, str, str, str, bool]]:
        named = dict(map(reversed, (wording.officer(self.random) for _ in range(self.random.randint(1, 3)))))
        mark = self.random.choice(("-", "1."))
        own = "office=own;" if code == self.unit.code else ""
        return [
            ("-" if mark == "-" else str(n), label, code, f"{own}officer={name}", True)
            for n, (name, label) in enumerate(named.items(), start=1)
        ]

    def _own_name(self) -> str:
        return self.random.choice((self._unit_name(), "Cục THADS tỉnh", "Văn phòng Cục", "Cơ quan Cục"))

    def _office_name(self, office: Unit) -> str:
        kind = office.name.replace(office.short_name, "").strip() or "huyện"
        short = {"Thành phố": "TP", "Thị xã": "TX", "Huyện": "H.", "Quận": "Q."}.get(kind, kind)
        choices = [f"Chi cục THADS {office.name[:1].lower()}{office.name[1:]}", f"Chi cục Thi hành án dân sự {kind.lower()} {office.short_name}",
                   f"Chi cục THADS {short} {office.short_name}", f"CC THADS {kind.lower()} {office.short_name}", f"THADS {kind.lower()} {office.short_name}"]  # fmt: skip
        namesakes = [
            other
            for other in units.children(self.unit.code, self.period.end, level="district")
            if other.short_name == office.short_name
        ]
        if len(namesakes) == 1 and office.short_name != self.unit.short_name:
            choices += [
                f"Chi cục {office.short_name}",
                f"CC THADS {office.short_name}",
                office.short_name.upper(),
            ]
        if "enforcer" not in self.form.axis:
            choices.append(office.name)
        return self.random.choice(choices)

    def _figures(self, row: int, unit: str, breakdown: str) -> None:
        for place, column in enumerate(self.columns):
            shown, value = self._figure(column)
            if shown is not None:
                self.grid.put(row, self.first + place, shown)
            if value is not None:
                whole = ";".join(sorted(filter(None, (self.form.breakdown, *breakdown.split(";")))))
                self.grid.facts[unit, whole, column.indicator, column.measure] = value
        for extra in range(self.options.extra_columns):
            if self.random.random() < 0.5:
                self.grid.put(
                    row, self.first + len(self.columns) + extra, self.random.choice(("tăng", 12, "5,2%"))
                )

    def _figure(self, column: Column) -> tuple[object, Decimal | None]:
        chance = self.random.random()
        if chance < 0.06:
            return self.random.choice((None, "-", "x", "…", "", "—", " - ")), None
        if column.measure == "percent":
            value = Decimal(self.random.randint(100, 9999)) / 100
            if self.style == "number":
                return float(value), value
            return f"{value:.2f}".replace(".", ",") + self.random.choice(("", "%", " %")), value
        top = 10 ** self.random.randint(1, 5 if column.measure != "vnd" else 9)
        count = self.random.randint(0, top)
        value = Decimal(count) * (self.scale if column.measure == "vnd" else 1)
        if self.style == "number":
            return count, value
        grouped = f"{count:,}"
        mark = {"dots": ".", "spaces": " ", "nbsp": "\u00a0", "unit": "."}[self.style]
        text = grouped.replace(",", mark)
        if self.style == "unit" and self.random.random() < 0.3:
            text += (
                f" {self.unit_word.replace('1.000', 'nghìn')}"
                if column.measure == "vnd"
                else {"cases": " việc", "people": " người"}.get(column.measure, "")
            )
        return text, value

    def _footer(self, row: int) -> None:
        self.grid.put(row, 1, "Ghi chú: số liệu do đơn vị tổng hợp từ 05 cơ quan.")
        day = self.period.end + timedelta(days=3)
        self.grid.put(
            row + 1,
            max(2, self.width - 2),
            f"{self.unit.short_name}, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}",
        )
        self.grid.put(row + 2, 1, "NGƯỜI LẬP BIỂU")
        self.grid.put(row + 2, max(2, self.width - 2), "THỦ TRƯỞNG ĐƠN VỊ")
        self.grid.put(row + 6, 1, "Nguyễn Văn Mẫu")
