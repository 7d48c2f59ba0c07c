"""Choosing by weighted luck: draws from given weights, and picks whose amounts come near a sum.

Belongs here: luck. Does not belong here: what is chosen (`cases`, `lives`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from bench.synth.anchors import Floats, Ints, split

#: Size of the sample in which a lean is looked for, and places of a table to draw from.
_SAMPLE, _PLACES = 3000, 1 << 16


def draw(weights: Sequence[float] | Floats, count: int, chooser: Generator) -> NDArray[np.int16]:
    """Draw numbers with given weights: a look-up in a table of 2**16 places is ten times as fast as a search."""
    places = _places(tuple(weights))
    return places[chooser.integers(0, _PLACES, count, dtype=np.uint16)]


def pick(amount: Ints, count: int, money: int, luck: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Choose ``count`` so that their amounts come near a sum: by luck, leaning on the amount as far as it takes."""
    size = len(amount)
    count = min(count, size)
    if count in (0, size):
        return np.full(size, count > 0)
    worth = np.log(amount.astype(np.float32))
    worth -= worth.mean()
    worth /= max(float(worth.std()), 1e-6)
    part = min(_SAMPLE, size)
    lean = _lean(luck[:part], worth[:part], amount[:part], round(count * part / size), money * part / size)
    return _largest(luck + np.float32(lean) * worth, count)


def _lean(
    luck: NDArray[np.float32], worth: NDArray[np.float32], amount: Ints, count: int, money: float
) -> float:
    """Return how much luck must lean on the amount for the chosen to be worth a sum (by halving, in a sample)."""
    low, high = -3.0, 3.0
    for _ in range(9):
        lean = (low + high) / 2
        chosen = _largest(luck + np.float32(lean) * worth, count)
        low, high = (lean, high) if int(amount[chosen].sum()) < money else (low, lean)
    return (low + high) / 2


def _largest(key: NDArray[np.float32], count: int) -> NDArray[np.bool_]:
    chosen = np.zeros(len(key), dtype=np.bool_)
    if count > 0:
        chosen[np.argpartition(key, len(key) - count)[len(key) - count :]] = True
    return chosen


@cache
def _places(weights: tuple[float, ...]) -> NDArray[np.int16]:
    return np.repeat(np.arange(len(weights), dtype=np.int16), split(_PLACES, weights))
