"""How sure a reading is: the words of its evidence weighed by a fitted table.

The table (`data/confidence.csv`) holds log-odds: one intercept and one weight per word, fitted on readings of texts
nobody had tuned the reader on (ADR 0045). A word the table does not know weighs nothing.

Belongs here: applying the table. Does not belong here: fitting it (`scoring.calibration`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from pipelines.narrative.tables import rows


def threshold() -> float:
    """Return the confidence below which a reading waits for a person."""
    return _weights()["threshold", ""]


def confidence_of(words: Mapping[str, str]) -> float:
    """Return the probability, with four decimals, that a reading of such evidence is right in every part."""
    weights = _weights()
    odds = weights["intercept", ""] + sum(weights.get(each, 0.0) for each in words.items())
    return round(1 / (1 + math.exp(-odds)), 4)


@cache
def _weights() -> dict[tuple[str, str], float]:
    return {(row["part"], row["word"]): float(row["weight"]) for row in rows("confidence")}
