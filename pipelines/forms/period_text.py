"""Reporting periods as letterheads and file names write them.

«12 tháng năm 2021», «từ ngày 01/10/2020 đến ngày 31/7/2021», «Quý III/2021», «tháng 7 năm 2021» (its cumulative
report), «năm 2021», ``10T2021``. All are cumulative from 1 October.

Belongs here: those notations. Does not belong here: periods inside sentences (`narrative`).
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from pipelines.reference.names import strip_accents
from pipelines.reference.periods import Period, fiscal_month_end, fiscal_year_of

_DAY = r"(?:ngay )?(\d{1,2})\s*(?:/|-|\.|thang)\s*(\d{1,2})\s*(?:/|-|\.|nam)\s*(\d{4}|\d{2}(?!\d))"
_RANGE = re.compile(rf"{_DAY}\s*(?:den|toi|-|–)\s*(?:het )?{_DAY}")
_MONTH_AT = r"thang (\d{1,2})(?:[\s/.\-]*(?:nam )?(\d{4}))?"
_MONTH_RANGE = re.compile(rf"{_MONTH_AT}\s*(?:den|toi|-|–)\s*(?:het )?{_MONTH_AT}")
_SIGNED = re.compile(r"ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})")
#: «công tác», «thống kê», «báo cáo»: what a year may be called.
_KIND = r"(?:cong tac |thong ke |bao cao )?"
_YEAR = rf"(?:dau )?[\s/.,()]*(?:cua )?(?:nam )?{_KIND}(\d{{4}})"
_MONTHS = re.compile(rf"\b(\d{{1,2}})\s*(?:thang|t)[\s/.]*{_YEAR}")
_QUARTER = re.compile(rf"\bquy\s*(iv|iii|ii|i|[1-4])\b[\s/.]*{_YEAR}")
_MONTH = re.compile(rf"\bthang\s*(\d{{1,2}})[\s/.]*{_YEAR}")
_SHORT_MONTH = re.compile(r"\bt\s*(\d{1,2})[\s/.]+(\d{4})")
_WHOLE_YEAR = re.compile(rf"\b(?:nam|fy)\s*{_KIND}(\d{{4}})")
_PART_OF_YEAR = re.compile(r"(?<!12 )\bthang\b|\bquy\b|\btuan\b|\bngay\b")
_CODE = re.compile(r"\bfy(\d{4})(?:\s*c(\d{2}))?\b")
_UNTIL = re.compile(rf"(?:tinh den|luy ke den|so lieu den|tu dau nam den|den het|den)\s*(?:het )?{_DAY}")
_SPELLED = {
    "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "muoi mot": 11, "muoi hai": 12,
}  # fmt: skip
_WORDS = "|".join(sorted(_SPELLED, key=len, reverse=True))
#: «sáu tháng», «tháng ba năm 2022», «quý ba năm 2022»; «tháng năm» is May only before another «năm».
_SPELLED_MONTHS = re.compile(
    rf"\b(?:(?<!nam )({_WORDS})(?= thang\b)|(?<=thang )({_WORDS})(?=\s*/|\s+nam\b)|(?<=quy )({_WORDS})(?=\s*/|\s+nam\b))"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@lru_cache(maxsize=1 << 12)
def period_of_dates(text: str) -> Period | None:
    """Return the cumulative period of «từ ngày … đến ngày …», ``None`` when it is not one."""
    span = _span(text)
    period = _ending(span[1]) if span else None
    return period if span and period is not None and span[0] == period.start else None


@lru_cache(maxsize=1 << 12)
def is_partial(text: str) -> bool:
    """Say whether a text names a span that begins after the first day of its fiscal year: no cumulative period.

    What stands under «từ 01/3/2022 đến 31/3/2022» is the flow of one month.
    """
    span = _span(text)
    return span is not None and span[0] < span[1] and span[0] > date(fiscal_year_of(span[1]) - 1, 10, 1)


def period_until(text: str) -> Period | None:
    """Return the cumulative period of «lũy kế đến ngày …», ``None`` when the day ends no month."""
    match = None if _span(text) else _UNTIL.search(strip_accents(text))
    try:
        return _ending(date(_year(match[3]), int(match[2]), int(match[1]))) if match else None
    except ValueError:
        return None


def _span(text: str) -> tuple[date, date] | None:
    """Return the first and last day of «từ … đến …», in days or in months; ``None`` when a text has none."""
    plain = strip_accents(text)
    try:
        if match := _RANGE.search(plain):
            start = date(_year(match[3]), int(match[2]), int(match[1]))
            return start, date(_year(match[6]), int(match[5]), int(match[4]))
        if (match := _MONTH_RANGE.search(plain)) and match[4]:
            first, last, year = int(match[1]), int(match[3]), int(match[4])
            end = _calendar_month(year, last)
            return (date(int(match[2] or year - (first > last)), first, 1), end.end) if end else None
    except ValueError:
        pass
    return None


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _ending(end: date) -> Period | None:
    fiscal_year = fiscal_year_of(end)
    months = (end.month - 10) % 12 + 1
    is_last_day = end == fiscal_month_end(fiscal_year, months)
    return _cumulative(fiscal_year, months) if is_last_day else None


@lru_cache(maxsize=1 << 12)
def period_of_words(text: str) -> Period | None:
    """Return the period of a «Kỳ báo cáo» line or a file name, ``None`` when it names none."""
    plain = re.sub(r"[_\-]+", " ", strip_accents(text))
    plain = _SPELLED_MONTHS.sub(lambda found: str(_SPELLED[found[0]]), plain)
    if match := _CODE.search(plain):
        return _cumulative(int(match[1]), int(match[2] or 12))
    if match := _QUARTER.search(plain):
        return _cumulative(int(match[2]), 3 * (_ROMAN.get(match[1]) or int(match[1])))
    if match := _MONTHS.search(plain):
        return _cumulative(int(match[2]), int(match[1]))
    if match := _MONTH.search(plain) or _SHORT_MONTH.search(plain):
        return _calendar_month(int(match[2]), int(match[1]))
    match = _WHOLE_YEAR.search(plain)
    if match and not _PART_OF_YEAR.search(plain):
        return _cumulative(int(match[1]), 12)
    return None


@lru_cache(maxsize=1 << 12)
def signed_on(text: str) -> date | None:
    """Return the day of «…, ngày 05 tháng 8 năm 2021», ``None`` when there is none."""
    match = _SIGNED.search(strip_accents(text))
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def _cumulative(fiscal_year: int, months: int) -> Period | None:
    is_possible = 1 <= months <= 12 and 1993 <= fiscal_year <= 2100
    return Period.cumulative(fiscal_year, months) if is_possible else None


def _calendar_month(year: int, month: int) -> Period | None:
    if not 1 <= month <= 12:
        return None
    return _cumulative(year + (month >= 10), (month - 10) % 12 + 1)
