"""What follows from the figures of one text: never printed, always with its parents.

An equation with one figure missing gives it: target = result - points over, last year = this year - change, the
missing part of an identity. A derived row keeps the place of its first parent and says ``derived=True``.

Belongs here: solving. Does not belong here: the equations (`relations`), readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipelines.narrative.relations import Instance, Key, instances, totals
from pipelines.observations import Observation, Qualifier

#: A figure may follow from one that follows from others, no deeper: a trace must stay readable.
_ROUNDS = 2
#: Rounding of one parent would be all there is to these.
_NEVER = ("chg_", "share_", "over_target", "short_of_target", "target_fulfilment")
_MILLION = 10**6


def derive(observations: Sequence[Observation]) -> list[Observation]:
    """Return what follows from the observations of one text and is not printed in it.

    Args:
        observations: readings of one text; only exact totals without breakdown take part.
    """
    printed = totals(observations)
    facts = {key: each for key, each in printed.items() if each.qualifier == "exact"}
    found: dict[Key, Observation] = {}
    fresh = list(facts)
    for _ in range(_ROUNDS):
        solved = [row for each in instances(fresh) if (row := _solve(each, facts)) is not None]
        fresh = []
        for key, follows in solved:
            if key not in printed and key not in found:
                found[key] = facts[key] = follows
                fresh.append(key)
    return list(found.values())


def _solve(instance: Instance, facts: dict[Key, Observation]) -> tuple[Key, Observation] | None:
    """Return the one figure an equation lacks, ``None`` when it lacks none or more, or says nothing sensible."""
    figures = instance.known(facts)
    missing = [position for position, each in enumerate(figures) if each is None]
    if instance.equation.is_ratio or len(missing) != 1:
        return None
    at = missing[0]
    parents = [each for each in figures if each is not None]
    rest = sum(
        (
            term.coefficient * each.value
            for term, each in zip(instance.equation.terms, figures, strict=True)
            if each is not None
        ),
        Decimal(0),
    )
    key = instance.keys[at]
    value = -rest / instance.equation.terms[at].coefficient
    if key[2].startswith(_NEVER) or value <= 0 or (key[3] == "percent" and value > 100):
        return None
    return key, _row(key, value, parents)


def _row(key: Key, value: Decimal, parents: Sequence[Observation]) -> Observation:
    unit, period, indicator, measure = key
    place = parents[0]
    return Observation(
        report_id=place.report_id,
        unit_code=unit,
        period_code=period,
        indicator_code=indicator,
        measure=measure,
        value=value,
        printed=place.printed,
        locator=place.locator,
        parser=place.parser,
        qualifier=_qualifier(parents),
        confidence=min(each.confidence for each in parents),
        derived=True,
        parents=tuple(each.observation_id for each in parents),
    )


def _qualifier(parents: Sequence[Observation]) -> Qualifier:
    """Money told in whole millions was rounded, so its sums and differences are too."""
    rounded = any(each.measure == "vnd" and each.value % _MILLION == 0 for each in parents)
    return "about" if rounded or any(each.qualifier != "exact" for each in parents) else "exact"
