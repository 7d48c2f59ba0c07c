"""What follows from the figures of one text: never printed, always with its parents.

Belongs here: target = result - points over; last year = this year - change; the missing part of an identity.
Does not belong here: readings. A derived row keeps the place of its first parent and says ``derived=True``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.observations import Observation
from pipelines.reference.indicators import all_indicators
from pipelines.reference.periods import Period

_Key = tuple[str, str, str, str]

#: (derived, plus, minus): derived = sum of plus - sum of minus, all in one measure.
_IDENTITIES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("accepted_total", ("carried_in", "newly_accepted"), ()),
    ("carried_in", ("accepted_total",), ("newly_accepted",)),
    ("newly_accepted", ("accepted_total",), ("carried_in",)),
    ("carried_forward", ("enforceable_total",), ("completed_total",)),
    ("carried_forward_with_conditions", ("with_conditions",), ("completed_total",)),
)
_TARGETS = (("over_target", Decimal(-1)), ("short_of_target", Decimal(1)))


@dataclass(frozen=True, slots=True)
class _Facts:
    """Exact totals of one text by (unit, period, indicator, measure)."""

    rows: dict[_Key, Observation]

    def get(self, unit: str, period: str, code: str, measure: str) -> Observation | None:
        return self.rows.get((unit, period, code, measure))


def derive(observations: Sequence[Observation]) -> list[Observation]:
    """Return what follows from the observations of one text and is not printed in it.

    Args:
        observations: readings of one text; only exact totals without breakdown take part.
    """
    rows: dict[_Key, Observation] = {}
    for each in observations:
        if each.qualifier == "exact" and not each.breakdown:
            rows.setdefault((each.unit_code, each.period_code, each.indicator_code, each.measure), each)
    facts = _Facts(rows)
    found: dict[_Key, Observation] = {}
    for row in [*_targets(facts), *_last_year(facts), *_parts(facts)]:
        key = (row.unit_code, row.period_code, row.indicator_code, row.measure)
        if key not in rows:
            found.setdefault(key, row)
    return list(found.values())


def _targets(facts: _Facts) -> Iterable[Observation]:
    for (unit, period, code, _), gap in facts.rows.items():
        for stem, sign in _TARGETS:
            dim = code.removeprefix(f"{stem}_")
            result = facts.get(unit, period, f"completion_rate_{dim}", "percent")
            if code == f"{stem}_{dim}" and dim in ("cases", "money") and result is not None:
                yield _row(result, f"target_{dim}", "percent", result.value + sign * gap.value, (result, gap))


def _last_year(facts: _Facts) -> Iterable[Observation]:
    for (unit, period, code, measure), change in facts.rows.items():
        before = _year_before(period)
        now = facts.get(unit, period, code.removeprefix("chg_abs_"), measure)
        if code.startswith("chg_abs_") and now is not None and before:
            value = now.value - change.value
            yield _row(now, now.indicator_code, measure, value, (now, change), period=before)


def _parts(facts: _Facts) -> Iterable[Observation]:
    places = dict.fromkeys((unit, period, measure) for unit, period, _, measure in facts.rows)
    for unit, period, measure in places:
        for code, plus, minus in _IDENTITIES:
            parents = [facts.get(unit, period, each, measure) for each in (*plus, *minus)]
            known = [each for each in parents if each is not None]
            if len(known) != len(parents) or (code, measure) not in all_indicators():
                continue
            signed = [each.value for each in known[: len(plus)]] + [
                -each.value for each in known[len(plus) :]
            ]
            value = sum(signed, Decimal(0))
            if value >= 0:
                yield _row(known[0], code, measure, value, tuple(known))


def _year_before(period: str) -> str:
    if ".." in period or not period.startswith("FY"):
        return ""
    parsed = Period.parse(period)
    return Period.cumulative(parsed.fiscal_year - 1, parsed.months).code


def _row(
    place: Observation,
    code: str,
    measure: str,
    value: Decimal,
    parents: Sequence[Observation],
    period: str = "",
) -> Observation:
    return Observation(
        report_id=place.report_id,
        unit_code=place.unit_code,
        period_code=period or place.period_code,
        indicator_code=code,
        measure=measure,
        value=value,
        printed=place.printed,
        locator=place.locator,
        parser=place.parser,
        confidence=min(each.confidence for each in parents),
        derived=True,
        parents=tuple(each.observation_id for each in parents),
    )
