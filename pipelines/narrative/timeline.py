"""Wordings of time to period codes, with what the whole text and its date tell.

Belongs here: fiscal year, cumulative part, relative and open wordings. Does not belong here: finding wordings.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property

from pipelines.narrative.times import Mention, cumulative, months_until
from pipelines.problems import ThadsError
from pipelines.reference.periods import Period, fiscal_month_end, fiscal_year_of

_SLACK = timedelta(days=16)
#: A span of days shorter than this is a campaign or a visit.
_LEAST_DAYS = 60
_UNSTATED = ("now", "always", "index", "origin", "last_year", "same_last_year", "that_year")
#: A day or quarter without a year that lies farther back than this is not meant.
_LATELY = 180


class Timeline:
    """Resolves every wording of one text.

    Attributes:
        published: the day the text came out, ``None`` when unknown.
        current: calendar year of ``hiện nay``.
    """

    def __init__(self, lines: Sequence[Sequence[Mention]], published: date | None) -> None:
        self.published = published
        self.current: int | None = None
        self._parts: dict[int, int] = {}
        self._bound: dict[int, tuple[int, int]] = {}
        self._codes: dict[tuple[object, ...], str | None] = {}
        mentions = [mention for line in lines for mention in line]
        stated = [each for each in mentions if not each.is_base and not each.is_aside]
        self._stated = stated
        self._that_years = _that_years(mentions)
        self._parts = self._known_parts(stated)
        self._ranges = _by_length(
            (each.numbers[0], each.numbers[1]) for each in stated if each.name == "range"
        )
        self._bound = self._bindings(lines)
        self._runs = _by_length(run for line in lines if (run := _run(line)))
        years = [each.numbers[-1] for each in stated if each.numbers and each.numbers[-1] > 1990]
        told = Counter(years)
        self.current = published.year if published else max(set(years), key=told.__getitem__, default=None)
        self._codes.clear()  # what was asked before the year was known may be told otherwise now

    def code(self, mention: Mention) -> str | None:
        """Return the period code of a wording, ``None`` when it cannot be known."""
        place = mention.start if mention.name == "that_year" else -1
        wording = (mention.name, mention.numbers, mention.is_base, place)
        if wording not in self._codes:
            self._codes[wording] = self._parsed(mention)
        return self._codes[wording]

    def _parsed(self, mention: Mention) -> str | None:
        try:
            code = self._code(mention)
            return Period.parse(code).code if code else None
        except (ThadsError, ValueError):
            return None

    @cached_property
    def stated_codes(self) -> Counter[str]:
        """Return how often the text states each period for results, first told first: no comparisons, plans, laws."""
        found = Counter[str]()
        for each in self._stated:
            code = None if each.name in _UNSTATED else self.code(each)
            if code and not self.is_ahead(each, code):
                found[code] += 1
        return found

    @cached_property
    def stated_years(self) -> frozenset[str]:
        """Return the fiscal years, ``FY2023``, that the stated periods begin in."""
        return frozenset(code[:6] for code in self.stated_codes)

    @cached_property
    def main(self) -> str:
        """Return the period told of most, the first of several, ``""`` when the text states none."""
        return max(self.stated_codes, key=self.stated_codes.__getitem__, default="")

    def latest_day(self) -> date | None:
        """Return the last day the stated periods reach, ``None`` when there is none."""
        return max((Period.parse(code).end for code in self.stated_codes), default=None)

    def is_ahead(self, mention: Mention, code: str) -> bool:
        """Say whether a period begins after the text was written, or is the whole of a year not yet begun."""
        if self.published is None:
            return False
        is_next = mention.name == "year" and mention.numbers[-1] > self.published.year
        return is_next or Period.parse(code).start > self.published

    def _code(self, mention: Mention) -> str | None:
        numbers = mention.numbers
        if mention.name == "that_year":
            year = self._that_years.get(mention.start)
            return self._year(year) if year else None
        if mention.name == "year":
            return self._year(numbers[-1], is_base=mention.is_base)
        if mention.name == "now":
            return f"CY{self.current}" if self.current else None
        ways: dict[str, Callable[[tuple[int, ...]], str | None]] = {
            "months": lambda n: cumulative(n[1], n[0]),
            "half": lambda n: cumulative(n[-1], 6),
            "nine": lambda n: cumulative(n[-1], 9),
            "quarter": lambda n: cumulative(n[1], 3 * n[0]),
            "early": lambda n: self._partial(n[-1]),
            "until": lambda n: cumulative(*months_until(date(n[2], n[1], n[0]))),
            "until_words": lambda n: cumulative(*months_until(date(n[2], n[1], n[0]))),
            "until_month": lambda n: self._until_month(n[1], n[0]),
            "dates": lambda n: _between(date(*n[2::-1]), date(*n[:2:-1])),
            "dates_short": self._short_dates,
            "range": lambda n: self._range(n[0], n[1]),
            "range_until": lambda n: self._range_until(n[0], date(n[2], n[1], 28)),
            "range_until_day": lambda n: self._range_until(n[0], date(n[3], n[2], n[1])),
            "last_year": lambda _: self._year_before(whole=True),
            "same_last_year": lambda _: self._year_before(whole=False),
            "this_year": lambda _: self._year(self.current) if self.current else None,
            "enumeration": self._enumeration,
            "past_years": lambda n: self._past(n[0]),
            "term": lambda _: self._term(),
            "months_now": lambda n: self._months_now(n[0]),
            "past_year": lambda _: self._past(1),
            "half_now": lambda _: self._months_now(6),
            "quarters": lambda n: cumulative(n[1], 3 * n[0]),
            "quarter_now": lambda n: self._quarter_now(n[0]),
            "until_now": lambda n: self._until_now(n[1], n[0]),
            "month_now": lambda n: self._until_now(n[0], None),
            "since_start": lambda _: cumulative(*months_until(self.published)) if self.published else None,
            "index": lambda n: f"CY{n[0]}",
        }
        way = ways.get(mention.name)
        return way(numbers) if way else None

    def _year(self, year: int, *, is_base: bool = False) -> str:
        if not is_base and self._is_unfinished(year) and year in self._parts:
            return cumulative(year, self._parts[year]) or f"FY{year}"
        return f"FY{year}"

    def _partial(self, year: int) -> str | None:
        if year in self._parts:
            return cumulative(year, self._parts[year])
        return None

    def _is_unfinished(self, year: int) -> bool:
        return self.published is not None and self.published < fiscal_month_end(year, 12)

    def _until_month(self, year: int, month: int) -> str | None:
        return cumulative(*months_until(date(year, month, 28)))

    def _short_dates(self, numbers: tuple[int, ...]) -> str | None:
        day, month, last_day, last_month, year = numbers
        first_year = year if (month, day) <= (last_month, last_day) else year - 1
        return _between(date(first_year, month, day), date(year, last_month, last_day))

    def _range(self, first: int, last: int) -> str | None:
        if last <= first:
            return None
        return f"FY{first}..{self._year(last)}"

    def _range_until(self, first: int, last: date) -> str | None:
        end = cumulative(*months_until(last))
        return f"FY{first}..{end}" if end and Period.parse(end).fiscal_year > first else None

    def _enumeration(self, numbers: tuple[int, ...]) -> str | None:
        first, last = numbers[0], numbers[-1]
        end = cumulative(last, numbers[1]) if len(numbers) == 3 else self._year(last)
        return f"FY{first}..{end}" if last > first else None

    def _past(self, count: int) -> str | None:
        if count in self._bound:
            return self._range(*self._bound[count])
        if count in self._ranges:
            return self._range(*self._ranges[count])
        if count in self._runs and count > 2:
            first, last = self._runs[count]
            return f"FY{first}..FY{last}"
        if self.published is None:
            return None
        last = self.published.year - (self.published.month < 10)
        return f"FY{last}" if count == 1 else f"FY{last - count + 1}..FY{last}"

    def _term(self) -> str | None:
        return self._range(*self._ranges[5]) if 5 in self._ranges else self._past(5)

    def _months_now(self, months: int) -> str | None:
        if self.published is not None:
            year = fiscal_year_of(self.published)
            if fiscal_month_end(year, min(months, 12)) > self.published + _SLACK:
                year -= 1
            return cumulative(year, months)
        return cumulative(self.current, months) if self.current else None

    def _year_before(self, *, whole: bool) -> str | None:
        """Return the year before the one told of, or the same part of it."""
        main = self.main
        if not main or not main.startswith("FY") or ".." in main:
            return f"FY{self.published.year - 1}" if self.published and whole else None
        period = Period.parse(main)
        return cumulative(period.fiscal_year - 1, 12 if whole else period.months)

    def _quarter_now(self, quarter: int) -> str | None:
        """A quarter that has not ended yet is a plan, but for the fourth told just after the year."""
        if self.published is None:
            return cumulative(self.current, 3 * quarter) if self.current else None
        year = fiscal_year_of(self.published)
        if fiscal_month_end(year, 3 * quarter) > self.published + _SLACK:
            year -= 1
            if (self.published - fiscal_month_end(year, 3 * quarter)).days > _LATELY:
                return None
        return cumulative(year, 3 * quarter)

    def _until_now(self, month: int, day: int | None) -> str | None:
        """Return the part of the year up to the latest such day before publication."""
        if self.published is None:
            return None
        for year in (self.published.year, self.published.year - 1):
            last = date(year, month, day or monthrange(year, month)[1])
            if last <= self.published + _SLACK:
                return cumulative(*months_until(last)) if (self.published - last).days < _LATELY else None
        return None

    def _known_parts(self, stated: Sequence[Mention]) -> dict[int, int]:
        parts: dict[int, int] = {}
        for each in stated:
            if each.name in (
                "months",
                "half",
                "nine",
                "until",
                "until_words",
                "until_month",
                "dates",
                "dates_short",
            ):
                code = self.code(each)
                if code and "-C" in code and ".." not in code:
                    period = Period.parse(code)
                    parts.setdefault(period.fiscal_year, period.months)
        return parts

    def _bindings(self, lines: Sequence[Sequence[Mention]]) -> dict[int, tuple[int, int]]:
        """Return what ``hai năm qua (2019-2021)`` says about the number of years it names."""
        bound: dict[int, tuple[int, int]] = {}
        for line in lines:
            for left, right in zip(line, line[1:], strict=False):
                if left.name == "past_years" and right.name == "range" and right.start - left.end <= 3:
                    bound[left.numbers[0]] = (right.numbers[0], right.numbers[1])
        return bound


def _by_length(spans: Iterable[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Return the first span of each number of years."""
    found: dict[int, tuple[int, int]] = {}
    for first, last in spans:
        found.setdefault(last - first + 1, (first, last))
    return found


def _that_years(mentions: Sequence[Mention]) -> dict[int, int]:
    """Return, for every "năm đó", the year named last before it."""
    found: dict[int, int] = {}
    year = 0
    for each in mentions:
        if each.name == "that_year":
            found[each.start] = year
        elif each.name == "year":
            year = each.numbers[-1]
    return found


def _run(line: Sequence[Mention]) -> tuple[int, int] | None:
    """Return the first and last of consecutive years that one line takes one after the other."""
    years = sorted({each.numbers[-1] for each in line if each.name == "year" and not each.is_base})
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return years[0], years[-1]
    return None


def _between(first: date, last: date) -> str | None:
    if (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31):
        return f"CY{first.year}" if first.year == last.year else f"CY{first.year}..CY{last.year}"
    if (first.month, first.day) != (10, 1):
        return f"AT{first}..AT{last}" if (last - first).days >= _LEAST_DAYS else None
    year, months = months_until(last)
    if year == first.year + 1:
        return cumulative(year, months)
    return f"FY{first.year + 1}..{cumulative(year, months)}" if year > first.year else None
