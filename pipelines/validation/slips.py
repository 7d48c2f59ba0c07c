"""Slips of the keyboard: how a typed number differs from the number that was meant.

Belongs here: comparing two numbers digit by digit. Does not belong here: which of them is right (`locate`).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

Slip = Literal["swapped", "other_digit", "digit_more", "digit_less", "scale"]

_SCALES = frozenset({10, 100, 1000, 1_000_000})
#: Two short numbers always look alike.
_LEAST_DIGITS = 3


def slip_of(typed: Decimal, meant: Decimal) -> Slip | None:
    """Return how ``typed`` came of ``meant``: two neighbours swapped, one digit wrong, too many or too few, or the scale."""
    left, right = _digits(typed), _digits(meant)
    if typed < 0 or meant <= 0 or left == right or max(len(left), len(right)) < _LEAST_DIGITS:
        return None
    if typed and (typed / meant in _SCALES or meant / typed in _SCALES):
        return "scale"
    if len(left) == len(right):
        differ = [place for place, pair in enumerate(zip(left, right, strict=True)) if pair[0] != pair[1]]
        if len(differ) == 1:
            return "other_digit"
        is_pair = len(differ) == 2 and differ[1] == differ[0] + 1
        swapped = is_pair and left[differ[0]] + left[differ[1]] == right[differ[1]] + right[differ[0]]
        return "swapped" if swapped else None
    if len(left) == len(right) + 1 and _drops_to(left, right):
        return "digit_more"
    if len(left) + 1 == len(right) and _drops_to(right, left):
        return "digit_less"
    return None


def is_slip(typed: Decimal, meant: Decimal) -> bool:
    """Say whether one number can be a slip of the other."""
    return slip_of(typed, meant) is not None


def _digits(value: Decimal) -> str:
    text = f"{abs(value):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", "")


def _drops_to(longer: str, shorter: str) -> bool:
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
