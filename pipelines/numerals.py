"""Vietnamese number notation: one printed figure to an exact decimal, and back.

Belongs here: digits with dots and commas, as cells and sentences print them.
Does not belong here: scale words (tỷ, triệu) and numbers in words (`narrative`), units of measure (`forms`).
"""

from __future__ import annotations

import re
from decimal import Decimal

from pipelines.settings import Lang

_GROUPED = re.compile(r"(?!0\d*[.,])\d{1,3}(?P<sep>[.,  ])\d{3}(?:(?P=sep)\d{3})*(?:(?!(?P=sep))[.,]\d+)?")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")


_SWAPPED = str.maketrans(",.", ".,")


def in_notation(digits: str, lang: Lang) -> str:
    """Return a number formatted as ``1,234.5`` in the notation of the language: ``1.234,5`` in Vietnamese."""
    return digits.translate(_SWAPPED) if lang == "vi" else digits


def parse_figure(printed: str) -> Decimal | None:
    """Return the value of one printed figure, or ``None`` when it is not one.

    Groups of three digits behind ``.``, ``,`` or a space are thousands; a separator that is followed by any
    other number of digits, or stands behind a zero, is the decimal sign. ``1.234`` is therefore 1234, ``46.76`` is
    46.76 and ``0,512`` is 0.512; a caller
    that knows better (a percentage printed ``5.625``) must say so with `parse_decimal`.

    Args:
        printed: digits with at most a sign, e.g. ``2.313.801.454.000``, ``83,98``, ``-1 250``, ``(3)``.
    """
    text = printed.strip().replace(" ", " ")
    negative = text.startswith(("-", "−", "–")) or (text.startswith("(") and text.endswith(")"))
    digits = text.strip("()−–-+ ")
    if _GROUPED.fullmatch(digits):
        plain = _ungroup(digits)
    elif _DECIMAL.fullmatch(digits):
        plain = digits.replace(",", ".")
    else:
        return None
    value = Decimal(plain)
    return -value if negative else value


def parse_decimal(printed: str) -> Decimal | None:
    """Return the value when any single separator is the decimal sign (rates, shares, scores)."""
    text = printed.strip()
    return Decimal(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else None


def _ungroup(digits: str) -> str:
    separators = [character for character in digits if not character.isdigit()]
    group = separators[0]
    whole, decimal_sign, fraction = digits, "", ""
    if separators[-1] != group:
        whole, decimal_sign, fraction = digits.rpartition(separators[-1])
    return whole.replace(group, "") + ("." + fraction if decimal_sign else "")
