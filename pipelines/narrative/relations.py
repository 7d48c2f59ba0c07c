"""How the figures of one text hang together: accounting identities, targets, changes against the year before.

Each relation is an equation over figures of one unit: a sum that must be nought, or a ratio. They come from the
reference table of identities and from the names of the catalogue (``chg_abs_X`` is the change of ``X``).

Belongs here: equations and whether figures satisfy them. Does not belong here: what follows from them (`derive`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from pipelines.observations import Observation
from pipelines.reference.identities import parse
from pipelines.reference.indicators import all_indicators
from pipelines.reference.periods import Period
from pipelines.reference.tables import table

#: Unit, period, indicator, measure of an exact total.
Key = tuple[str, str, str, str]
#: Petitions are resolved as far as they are the office's business, which prose counts in between.
_LOOSE = ("complaints",)
_OPEN_END = date(9999, 12, 31)
#: A ratio has its result, its part and its whole; one of sums is left to the rules.
_RATIO = 3
#: What "more than", "nearly" and "about" may stand for, as in the rules (ADR 0051).
#: How far off a ratio (in points) or a sum (as a share of its largest figure) still speaks for its figures.
_POINT, _SLACK, _SCALE = Decimal(1), Decimal("0.01"), Decimal(1000)
_UP, _DOWN, _AROUND = Decimal("0.1"), Decimal("0.1"), Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Term:
    """One figure of an equation; ``years_back`` 1 is the same period of the year before."""

    coefficient: int
    indicator: str
    measure: str
    years_back: int = 0


@dataclass(frozen=True, slots=True)
class Equation:
    """Σ coefficient × figure = 0; a ratio says first = 100 × second ÷ third."""

    terms: tuple[Term, ...]
    is_ratio: bool = False
    valid_from: date = date(1945, 1, 1)
    valid_to: date = _OPEN_END


@dataclass(frozen=True, slots=True)
class Instance:
    """An equation at one unit and period: its keys in the order of its terms."""

    equation: Equation
    keys: tuple[Key, ...]

    def known(self, facts: Mapping[Key, Observation]) -> list[Observation | None]:
        """Return the figure of each term, ``None`` where the text has none."""
        return [facts.get(key) for key in self.keys]

    def complete(self, facts: Mapping[Key, Observation]) -> list[Observation]:
        """Return the figure of each term when the text has them all, else nothing."""
        found = [each for each in self.known(facts) if each is not None]
        return found if len(found) == len(self.keys) else []


def totals(observations: Iterable[Observation]) -> dict[Key, Observation]:
    """Return totals without breakdown by key; of two the exact one, else the first."""
    facts: dict[Key, Observation] = {}
    for each in observations:
        key = (each.unit_code, each.period_code, each.indicator_code, each.measure)
        if not each.breakdown and (key not in facts or facts[key].qualifier != "exact" == each.qualifier):
            facts[key] = each
    return facts


def instances(keys: Iterable[Key]) -> Iterator[Instance]:
    """Yield every equation that one of the keys takes part in, once."""
    seen: set[tuple[int, str, str]] = set()
    for unit, period, indicator, measure in keys:
        for number, equation, years_back in _by_figure().get((indicator, measure), ()):
            at = _years_later(period, years_back)
            if not at or (number, unit, at) in seen:
                continue
            seen.add((number, unit, at))
            if equation.valid_from <= Period.parse(at).end <= equation.valid_to:
                yield Instance(equation, tuple(_key(unit, at, term) for term in equation.terms))


def is_satisfied(equation: Equation, figures: Sequence[Observation]) -> bool:
    """Say whether figures, each given the most its wording allows, can satisfy an equation."""
    spans = [bounds(each) for each in figures]
    if equation.is_ratio:
        (low, high), part, whole = spans
        if whole[0] <= 0:
            return True
        return low <= 100 * part[1] / whole[0] and 100 * part[0] / whole[1] <= high
    lowest = highest = Decimal(0)
    for term, (low, high) in zip(equation.terms, spans, strict=True):
        lowest += term.coefficient * (low if term.coefficient > 0 else high)
        highest += term.coefficient * (high if term.coefficient > 0 else low)
    return lowest <= 0 <= highest


def is_near(equation: Equation, figures: Sequence[Observation]) -> bool:
    """Say whether figures miss an equation by so little, or by so plain a slip, that they belong together all the same.

    Departments round twice, leave out a small part, or write nghìn for đồng: the figures were read rightly, and it
    is for the rules to say that they do not add up.
    """
    values = [each.value for each in figures]
    if equation.is_ratio:
        result, part, whole = values
        return whole > 0 and any(
            abs(result - 100 * part * scale / whole) <= _POINT for scale in (Decimal(1), 1 / _SCALE, _SCALE)
        )
    signed = [term.coefficient * value for term, value in zip(equation.terms, values, strict=True)]
    total, most = sum(signed, Decimal(0)), max(abs(value) for value in values)
    slips = (total - value + value * scale for value in signed for scale in (1 / _SCALE, _SCALE))
    return any(abs(each) <= most * _SLACK for each in (total, *slips))


def ratio_of(figures: Sequence[Observation]) -> Decimal | None:
    """Return what the last two figures of a ratio make of it, ``None`` for nothing."""
    _, part, whole = figures
    return 100 * part.value / whole.value if whole.value > 0 else None


def bounds(figure: Observation) -> tuple[Decimal, Decimal]:
    """Return the least and the most that a printed figure can stand for."""
    value, size = figure.value, abs(figure.value)
    match figure.qualifier:
        case "more_than":
            return value, value + size * _UP
        case "nearly":
            return value - size * _DOWN, value
        case "about":
            return value - size * _AROUND, value + size * _AROUND
    step = _step(figure)
    return value - step / 2, value + step


def _step(figure: Observation) -> Decimal:
    """Return the last printed place: of money its trailing noughts, of a rate its decimals."""
    if figure.measure == "vnd":
        digits = str(abs(int(figure.value)))
        return Decimal(10) ** (len(digits) - len(digits.rstrip("0"))) if figure.value else Decimal(0)
    if figure.measure in ("percent", "percent_points", "points"):
        exponent = figure.value.normalize().as_tuple().exponent
        return Decimal(10) ** min(int(exponent), 0)
    return Decimal(0)


def year_before(period: str, years: int = 1) -> str:
    """Return the same months of an earlier fiscal year, ``""`` for spans that are not of one fiscal year."""
    if ".." in period or not period.startswith("FY"):
        return ""
    parsed = Period.parse(period)
    return Period.cumulative(parsed.fiscal_year - years, parsed.months).code


def _years_later(period: str, years: int) -> str:
    return period if not years else year_before(period, -years)


def _key(unit: str, period: str, term: Term) -> Key:
    at = year_before(period, term.years_back) if term.years_back else period
    return (unit, at, term.indicator, term.measure)


@cache
def _by_figure() -> dict[tuple[str, str], tuple[tuple[int, Equation, int], ...]]:
    """Return (number, equation, years back) of every equation that a figure takes part in; equal ones have one number."""
    found: dict[tuple[str, str], list[tuple[int, Equation, int]]] = defaultdict(list)
    numbers: dict[Equation, int] = {}
    for equation in (*_identities(), *_targets(), *_changes()):
        number = numbers.setdefault(equation, len(numbers))
        for term in equation.terms:
            found[term.indicator, term.measure].append((number, equation, term.years_back))
    return {figure: tuple(each) for figure, each in found.items()}


def _identities() -> Iterator[Equation]:
    """Yield the identities of the reference table that one unit and period can show."""
    for row in table("identities").to_dicts():
        parsed = parse(row["expression"])
        if parsed is None or parsed[0] != "=":
            continue
        is_ratio = any(side == "whole" for side, _, _ in parsed[1])
        for measure in row["measure"].split("|"):
            terms = tuple(
                Term(sign if side in ("lhs", "part", "whole") else -sign, name, _measure(name, measure))
                for side, sign, name in parsed[1]
            )
            if is_ratio and len(terms) != _RATIO:
                continue
            if all(_is_strict(term) for term in terms):
                yield Equation(
                    terms, is_ratio, date.fromisoformat(row["valid_from"] or "1945-01-01"),
                    date.fromisoformat(row["valid_to"] or "9999-12-31"),
                )  # fmt: skip


def _is_strict(term: Term) -> bool:
    known = all_indicators().get((term.indicator, term.measure))
    return known is not None and known.theme not in _LOOSE


def _measure(name: str, measure: str) -> str:
    """Return the measure of a term: the identity's, or the only one the indicator has."""
    if (name, measure) in all_indicators():
        return measure
    own = [each for code, each in all_indicators() if code == name]
    return own[0] if len(own) == 1 else ""


def _targets() -> Iterator[Equation]:
    """Yield short of target = target - result; its opposite is in the reference table."""
    for dim in ("cases", "money"):
        yield Equation(
            (
                Term(1, f"short_of_target_{dim}", "percent_points"),
                Term(-1, f"target_{dim}", "percent"),
                Term(1, f"completion_rate_{dim}", "percent"),
            )
        )


def _changes() -> Iterator[Equation]:
    """Yield change = this year - the year before, for every change the catalogue has."""
    for code, measure in all_indicators():
        for prefix, base in (("chg_abs_", measure), ("chg_pp_", "percent")):
            stem = code.removeprefix(prefix)
            if code.startswith(prefix) and (stem, base) in all_indicators():
                yield Equation((Term(1, code, measure), Term(-1, stem, base), Term(1, stem, base, 1)))
