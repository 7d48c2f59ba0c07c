"""Period codes: what span of time a figure speaks of.

``FY2021`` fiscal year 2021 (1 Oct 2020 - 30 Sep 2021, 12 months) · ``FY2021-C08`` its first 8 months,
cumulative · ``FY2016..FY2020`` several fiscal years together, the last one may be a part
(``FY2019..FY2021-C08``) · ``CY2016`` a calendar year · ``CY2005..CY2010`` several · ``AT2021-09-30`` a day ·
``AT2009-07-01..AT2013-09-30`` a span of days that is none of these.

Belongs here: the grammar of the codes and their dates. Does not belong here: reading periods out of prose.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

from pipelines.problems import Problem, Text, ThadsError

_CODE = re.compile(
    r"AT(?P<day>\d{4}-\d{2}-\d{2})(?:\.\.AT(?P<until>\d{4}-\d{2}-\d{2}))?"
    r"|(?P<kind>FY|CY)(?P<first>\d{4})(?:\.\.(?P=kind)(?P<last>\d{4}))?(?:-C(?P<months>\d{2}))?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A parsed period code.

    Attributes:
        code: the canonical code.
        start: first day, inclusive.
        end: last day, inclusive.
        fiscal_year: the (last) fiscal year; for calendar years and days, the fiscal year the end falls in.
        months: months of the last fiscal year that are covered (12 for whole and calendar years).
        years: how many years the figure spans (1 for one year or a part of it).
    """

    code: str
    start: date
    end: date
    fiscal_year: int
    months: int
    years: int

    @classmethod
    def parse(cls, code: str) -> Period:
        """Return the period of a code.

        Raises:
            ThadsError: ``bad_period`` when the code is not in the grammar or no such month or day exists.
        """
        return _parse(code)

    @classmethod
    def cumulative(cls, fiscal_year: int, months: int) -> Period:
        """Return the first ``months`` (1-12) of a fiscal year."""
        return _parse(f"FY{fiscal_year}" if months == 12 else f"FY{fiscal_year}-C{months:02d}")

    @classmethod
    def span(cls, first: Self, last: Self) -> Period:
        """Return the period from the start of one fiscal year to the end of a later period."""
        return _parse(f"{first.code}..{last.code}")

    @property
    def is_cumulative(self) -> bool:
        """Say whether the period starts on 1 October of one fiscal year."""
        return self.code.startswith("FY") and self.years == 1


def fiscal_year_of(day: date) -> int:
    """Return the fiscal year a day falls in (year N runs 1 Oct N-1 to 30 Sep N)."""
    return day.year + (day.month >= 10)


def fiscal_month_end(fiscal_year: int, months: int) -> date:
    """Return the last day of the ``months``-th month of a fiscal year."""
    month = (months + 9 - 1) % 12 + 1
    year = fiscal_year - 1 if months <= 3 else fiscal_year
    return date(year, month, calendar.monthrange(year, month)[1])


@lru_cache(maxsize=4096)
def _parse(code: str) -> Period:
    match = _CODE.fullmatch(code)
    if match is None:
        raise _bad(code)
    try:
        return _days(code, match["day"], match["until"]) if match["day"] else _years(code, match)
    except ValueError as error:
        raise _bad(code) from error


def _days(code: str, first: str, last: str | None) -> Period:
    start = date.fromisoformat(first)
    end = date.fromisoformat(last) if last else start
    if last and end <= start:
        raise ValueError(code)
    fiscal_year = fiscal_year_of(end)
    return Period(code, start, end, fiscal_year, 12, fiscal_year - fiscal_year_of(start) + 1)


def _years(code: str, match: re.Match[str]) -> Period:
    first, last = int(match["first"]), int(match["last"] or match["first"])
    months = int(match["months"] or 12)
    is_calendar = match["kind"] == "CY"
    is_reversed = match["last"] is not None and last <= first
    if is_reversed or not 1 <= months <= 12 or not 1945 <= first <= last <= 2100:
        raise ValueError(code)
    if is_calendar and match["months"]:
        raise ValueError(code)
    if match["months"] == "12":
        code = code.removesuffix("-C12")
    start = date(first, 1, 1) if is_calendar else date(first - 1, 10, 1)
    end = date(last, 12, 31) if is_calendar else fiscal_month_end(last, months)
    return Period(code, start, end, last, months, last - first + 1)


def _bad(code: str) -> ThadsError:
    return ThadsError(
        Problem(
            code="bad_period",
            what=Text(f"Không có kỳ báo cáo «{code}».", f"There is no reporting period «{code}»."),
            where=code,
            expected="FY2021, FY2021-C08, FY2016..FY2020, CY2016, AT2021-09-30, AT2009-07-01..AT2013-09-30",
            found=code,
            next_step=Text(
                "Sửa mã kỳ theo một trong các dạng trên.", "Write the period in one of these forms."
            ),
        )
    )
