"""A reading as plain rows, for screens and JSON.

Belongs here: the fields of DESIGN §4 plus the unit's name. Does not belong here: printing.
"""

from __future__ import annotations

from pipelines.narrative.reading import Doubt, NarrativeReading
from pipelines.observations import Observation
from pipelines.reference import units


def observation_rows(reading: NarrativeReading) -> list[dict[str, object]]:
    """Return one row per observation, in order of place."""
    ordered = sorted(reading.observations, key=lambda each: _start(each.locator))
    return [observation_row(each) for each in ordered]


def observation_row(observation: Observation) -> dict[str, object]:
    """Return the fields of one observation and ``unit_name``."""
    unit = units.all_units().get(observation.unit_code)
    return {**observation.as_row(), "unit_name": unit.name if unit else observation.unit_code}


def doubt_rows(reading: NarrativeReading) -> list[dict[str, object]]:
    """Return one row per figure left for a person."""
    return [_doubt_row(each) for each in sorted(reading.review, key=lambda each: _start(each.locator))]


def _doubt_row(doubt: Doubt) -> dict[str, object]:
    guess = doubt.guess
    return {
        "printed": doubt.printed,
        "locator": doubt.locator,
        "reason": doubt.reason,
        "confidence": doubt.confidence,
        "guess": f"{guess.indicator_code} {guess.measure} {guess.unit_code} {guess.period_code}"
        if guess
        else "",
    }


def _start(locator: str) -> int:
    return int(locator.removeprefix("char:").split("-")[0])
