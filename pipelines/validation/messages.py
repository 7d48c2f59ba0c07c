"""The sentence of a finding: figures, periods and names the way people write them, in both languages.

Belongs here: notation and the filling of message templates. Does not belong here: the templates (``rules.csv``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from string import Formatter

from pipelines.numerals import in_notation
from pipelines.problems import Text, ThadsError
from pipelines.reference.breakdowns import breakdown_words
from pipelines.reference.indicators import all_indicators
from pipelines.reference.periods import Period
from pipelines.settings import Lang

#: Words behind a figure, Vietnamese and English; a percentage takes its sign without a blank in Vietnamese.
_UNITS: dict[str, tuple[str, str]] = {
    "cases": (" việc", " cases"),
    "vnd": (" đồng", " VND"),
    "percent": ("%", "%"),
    "percent_points": (" điểm %", " percentage points"),
    "people": (" người", " people"),
    "documents": (" văn bản", " documents"),
    "meetings": (" cuộc", " meetings"),
    "judgments": (" bản án", " judgments"),
    "visits": (" lượt", " visits"),
    "delegations": (" đoàn", " delegations"),
    "units": (" đơn vị", " units"),
    "times": (" lần", " times"),
    "points": (" điểm", " points"),
    "days": (" ngày", " days"),
}


def figure(value: Decimal, measure: str, lang: Lang) -> str:
    """Return a figure with its unit: ``2.313.801.454.000 đồng``, ``83,98%``; ``2,313,801,454,000 VND``."""
    words = _UNITS.get(measure, ("", ""))
    return number(value, lang) + words[0 if lang == "vi" else 1]


def number(value: Decimal, lang: Lang) -> str:
    """Return a number in the notation of the language, without trailing zeros, at most four decimals."""
    text = in_notation(f"{abs(value):,.4f}".rstrip("0").rstrip("."), lang)
    return f"-{text}" if value < 0 and text.strip("0.,") else text


def day(value: date, lang: Lang) -> str:
    """Return a day: ``30/9/2021``; ``30 September 2021``."""
    return f"{value.day}/{value.month}/{value.year}" if lang == "vi" else f"{value.day} {value:%B %Y}"


def period(code: str, lang: Lang) -> str:
    """Return a period in words: ``năm 2021``, ``08 tháng năm 2021``, ``các năm 2016–2020``.

    A code outside the grammar is returned as it stands, so that a finding about it can still be read.
    """
    try:
        parsed = Period.parse(code)
    except ThadsError:
        return code
    if code.startswith("AT"):
        return f"ngày {day(parsed.end, lang)}" if lang == "vi" else day(parsed.end, lang)
    first = parsed.fiscal_year - parsed.years + 1
    years = f"{parsed.fiscal_year}" if parsed.years == 1 else f"{first}–{parsed.fiscal_year}"
    if lang == "vi":
        head = "các năm " if parsed.years > 1 else "năm dương lịch " if code.startswith("CY") else "năm "
        months = f"{parsed.months:02d} tháng " if parsed.months < 12 else ""
        return months + head + years
    head = "calendar year " if code.startswith("CY") else "fiscal year "
    months = f"first {parsed.months} months of " if parsed.months < 12 else ""
    return months + (head.replace("year", "years") if parsed.years > 1 else head) + years


def indicator(code: str, measure: str, lang: Lang) -> str:
    """Return the name of an indicator: the Vietnamese term; in English the words of its code."""
    known = all_indicators().get((code, measure))
    return known.term if lang == "vi" and known else code.replace("_", " ")


def breakdown(code: str, lang: Lang) -> str:
    """Return the detail a row is about as a phrase with a leading blank, ``""`` for a total."""
    words = breakdown_words(code).of(lang)
    if not words:
        return ""
    return f" (chi tiết: {words})" if lang == "vi" else f" (detail: {words})"


def sentence(templates: Text, row: Mapping[str, object]) -> Text:
    """Return the message of one failing row.

    Placeholders: ``unit_name period indicator breakdown lhs rhs difference``, ``distance`` (the difference without
    its sign, for "falls by") and every ``arg_`` column of the rule's query without its prefix; decimals and dates among those are written in the notation of the language, and
    of words that a query has in both languages (``arg_…_vi``, ``arg_…_en``) those of the language are taken.
    """
    return Text(vi=_fill(templates.vi, row, "vi"), en=_fill(templates.en, row, "en"))


def placeholders(template: str) -> set[str]:
    """Return the names a template asks for."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _fill(template: str, row: Mapping[str, object], lang: Lang) -> str:
    measure = str(row["measure"])
    values: dict[str, str] = {
        "unit_name": str(row.get("unit_name") or row["unit_code"]),
        "period": period(str(row["period_code"]), lang),
        "indicator": indicator(str(row["indicator_code"]), measure, lang),
        "breakdown": breakdown(str(row["breakdown"]), lang),
    }
    for side in ("lhs", "rhs"):
        values[side] = _side(row[side], measure, lang)
    difference = row["difference"]
    values["difference"] = _side(difference, _difference_measure(measure), lang)
    distance = abs(difference) if isinstance(difference, Decimal) else None
    values["distance"] = _side(distance, _difference_measure(measure), lang)
    for name, value in row.items():
        if name.startswith("arg_"):
            values[name.removeprefix("arg_").removesuffix(f"_{lang}")] = _argument(value, lang)
    return template.format_map(values)


def _difference_measure(measure: str) -> str:
    return "percent_points" if measure == "percent" else measure


def _side(value: object, measure: str, lang: Lang) -> str:
    return figure(value, measure, lang) if isinstance(value, Decimal) else "–"


def _argument(value: object, lang: Lang) -> str:
    if isinstance(value, datetime):
        return day(value.date(), lang)
    if isinstance(value, date):
        return day(value, lang)
    if isinstance(value, int | Decimal):
        return number(Decimal(value), lang)
    return "–" if value is None else str(value)
