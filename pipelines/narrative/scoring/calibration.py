"""Fitting confidence to samples, and how honest it is on texts that were left out.

A logistic regression over the words of the evidence with a ridge penalty, fitted by Newton steps; what it says of
each text comes from the other texts only.

Belongs here: fitting, cross-validation by text, reliability. Does not belong here: samples (`samples`), using the
weights (`narrative.confidence`).
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipelines.narrative.scoring.samples import Sample

Weights = dict[tuple[str, str], float]
#: Parts of the evidence that help on texts that were left out and speak of the text, not of one state of the rules;
#: the others are only shown (ADR 0045).
WEIGHED = frozenset({"size", "support"})
#: Penalty of a weight: what one word may say is believed only as far as several readings bear it out.
_RIDGE = 1.0
_STEPS = 30
INTERCEPT = ("intercept", "")
#: Bins of the reliability curve.
EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Readings of like confidence: how many, what was said on the average, and how many were right."""

    low: float
    high: float
    readings: int
    said: float
    right: float


def fit(samples: Sequence[Sample]) -> Weights:
    """Return the log-odds of every word that occurs, and the intercept."""
    words = sorted({word for each in samples for word in each.words if word[0] in WEIGHED})
    place = {word: at for at, word in enumerate(words)}
    table = np.zeros((len(samples), len(words) + 1))
    table[:, -1] = 1
    for row, sample in enumerate(samples):
        for word in sample.words:
            if word in place:
                table[row, place[word]] = 1
    count = np.array([each.readings for each in samples], dtype=float)
    right = np.array([each.right for each in samples], dtype=float)
    ridge = np.full(len(words) + 1, _RIDGE)
    ridge[-1] = 1e-6
    weights = np.zeros(len(words) + 1)
    for _ in range(_STEPS):
        said = 1 / (1 + np.exp(-(table @ weights)))
        slope = table.T @ (right - count * said) - ridge * weights
        curve = (table * (count * said * (1 - said))[:, None]).T @ table + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights += step
        if float(np.abs(step).max()) < 1e-9:
            break
    found: Weights = {INTERCEPT: round(float(weights[-1]), 4)}
    return found | {word: round(float(weights[at]), 4) for word, at in place.items()}


def predict(weights: Weights, sample: Sample) -> float:
    """Return what a table says of a sample."""
    odds = weights[INTERCEPT] + sum(weights.get(word, 0.0) for word in sample.words)
    return 1 / (1 + math.exp(-odds))


def left_out(samples: Sequence[Sample]) -> list[tuple[Sample, float]]:
    """Return every sample with what the other texts say of it."""
    found = []
    for group in sorted({each.group for each in samples}):
        weights = fit([each for each in samples if each.group != group])
        found += [(each, predict(weights, each)) for each in samples if each.group == group]
    return found


def kept_above(said: Iterable[tuple[Sample, float]], threshold: float) -> tuple[float, float, float]:
    """Return what a threshold does: precision above it, share of right readings kept, share of wrong ones caught."""
    pairs = list(said)
    readings, right = (sum(getattr(each, name) for each, _ in pairs) for name in ("readings", "right"))
    above = [each for each, sure in pairs if sure >= threshold]
    kept, kept_right = (sum(getattr(each, name) for each in above) for name in ("readings", "right"))
    wrong = readings - right
    caught = 1 - (kept - kept_right) / wrong if wrong else 1.0
    return kept_right / kept if kept else 1.0, kept_right / right if right else 0.0, caught


def reliability(said: Iterable[tuple[Sample, float]], edges: Sequence[float]) -> list[Bin]:
    """Return the bins between the edges that hold any reading."""
    pairs = list(said)
    bins = []
    for low, high in zip(edges, edges[1:], strict=False):
        inside = [(each, sure) for each, sure in pairs if low <= sure < high or sure == high == edges[-1]]
        readings = sum(each.readings for each, _ in inside)
        if readings:
            mean = sum(each.readings * sure for each, sure in inside) / readings
            bins.append(Bin(low, high, readings, mean, sum(each.right for each, _ in inside) / readings))
    return bins


def expected_error(bins: Sequence[Bin]) -> float:
    """Return how far, on the average over readings, what was said is from what came true."""
    total = sum(each.readings for each in bins)
    return sum(each.readings * abs(each.said - each.right) for each in bins) / total if total else 0.0


def write_weights(weights: Weights, threshold: float, path: Path) -> None:
    """Write the table that `narrative.confidence` reads."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("part", "word", "weight"))
        writer.writerow(("threshold", "", threshold))
        writer.writerows(
            (part, word, weight)
            for (part, word), weight in sorted(weights.items(), key=lambda each: each[0] != INTERCEPT)
        )
