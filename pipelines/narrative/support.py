"""What the other figures of a text say for or against each one.

Belongs here: one word per place. Does not belong here: the equations (`relations`), weighing (`confidence`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from pipelines.narrative.relations import (
    Equation,
    Instance,
    instances,
    is_near,
    is_satisfied,
    ratio_of,
    totals,
)
from pipelines.observations import Observation

#: Points of difference below which a printed percentage is taken for a computed one.
_ALIKE = Decimal("0.1")
#: A sum and two parts: fewer meet by chance, as two figures that are told alike.
_ENOUGH = 3
#: Two issuers set their own targets, and each share of the nation is of something else: several values are no contradiction.
_SEVERAL = ("target_", "over_target", "short_of_target", "share_of_national")
_Figure = tuple[str, str, str, str, str]


def support_of(observations: Sequence[Observation]) -> dict[str, str]:
    """Return by locator ``agrees`` · ``repeated`` · ``contradicted``; a figure nothing speaks of is not named.

    Args:
        observations: every complete reading of one text, also those nobody would publish.
    """
    words: dict[str, str] = {}
    facts = totals(observations)
    asked = list(instances(facts))
    whole = [(each, figures) for each in asked if (figures := each.complete(facts))]
    swapped = _swapped(whole)
    agreeing: set[str] = set()
    for instance, figures in whole:
        places = {each.locator for each in figures}
        if (
            is_satisfied(instance.equation, figures)
            or is_near(instance.equation, figures)
            or places & swapped
        ):
            agreeing |= places
        else:
            words |= dict.fromkeys(places, "contradicted")
    for instance in asked:
        agreeing |= _adds_up(instance.equation, instance.known(facts))
    words |= _repeated(observations)
    return words | dict.fromkeys(agreeing, "agrees")


def _adds_up(equation: Equation, figures: Sequence[Observation | None]) -> set[str]:
    """Return the places of a sum and its parts that meet exactly although parts are not told: those were nought.

    That a sum of several figures comes out to the last digit is no accident, whatever else the text says of them.
    """
    told = [(term, each) for term, each in zip(equation.terms, figures, strict=True) if each is not None]
    values = {each.value for _, each in told}
    if equation.is_ratio or figures[0] is None or not _ENOUGH <= len(told) < len(figures) or 0 in values:
        return set()
    if any(each.measure not in ("cases", "vnd") or each.qualifier != "exact" for _, each in told):
        return set()
    total = sum((term.coefficient * each.value for term, each in told), Decimal(0))
    return set() if total else {each.locator for _, each in told}


def _swapped(whole: Sequence[tuple[Instance, list[Observation]]]) -> set[str]:
    """Return the places of percentages of việc and tiền that are printed in each other's place."""
    printed: dict[tuple[str, str, str], dict[str, tuple[Observation, Decimal]]] = defaultdict(dict)
    for instance, figures in whole:
        made = ratio_of(figures) if instance.equation.is_ratio else None
        result = figures[0]
        stem, _, dim = result.indicator_code.rpartition("_")
        if made is not None and dim in ("cases", "money"):
            printed[result.unit_code, result.period_code, stem][dim] = (result, made)
    return {
        each.locator
        for pair in printed.values()
        if len(pair) == 2  # noqa: PLR2004 việc and tiền
        for (each, own), (_, other) in (tuple(pair.values()), tuple(pair.values())[::-1])
        if abs(each.value - other) < _ALIKE <= abs(each.value - own)
    }


def _repeated(observations: Sequence[Observation]) -> dict[str, str]:
    """Return what is told at several places: twice the same, or twice otherwise."""
    told: dict[_Figure, list[Observation]] = defaultdict(list)
    for each in observations:
        told[each.unit_code, each.period_code, each.indicator_code, each.measure, each.breakdown].append(each)
    words: dict[str, str] = {}
    for (_, _, indicator, _, _), same in told.items():
        if indicator.startswith(_SEVERAL):
            continue
        places = [each.locator for each in same]
        if len(set(places)) > 1:
            values = {each.value for each in same}
            words |= dict.fromkeys(places, "repeated" if len(values) == 1 else "contradicted")
    return words
