"""The little grammar of accounting identities: ``a = b + c - d``, ``rate = 100 * part / whole``.

The part of a ratio may be a sum in brackets.

Belongs here: an expression of ``identities.csv`` to its signed terms. Does not belong here: which identities are
rules (`validation`), how figures or layouts are judged by them (`validation`, `forms.learning`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NAME = r"[a-z][a-z0-9_]*"
_SUM = re.compile(rf"{_NAME}(?:\s*[+-]\s*{_NAME})*")
_TERM = re.compile(rf"(?P<sign>[+-]?)\s*(?P<name>{_NAME})")
_RATIO = re.compile(
    rf"100\s*\*\s*(?:(?P<part>{_NAME})|\((?P<parts>{_SUM.pattern})\))\s*/\s*(?P<whole>{_NAME})"
)
_RELATION = re.compile(r"\s*(<=|=)\s*")

#: (side, coefficient, indicator) of one term; sides are ``lhs``, ``rhs``, or ``part`` and ``whole`` of a ratio.
Term = tuple[str, int, str]


def parse(expression: str) -> tuple[str, list[Term]] | None:
    """Return operator and terms of an expression, ``None`` when it is not a plain sum or ratio."""
    parts = _RELATION.split(expression.strip())
    if len(parts) != 3 or not _SUM.fullmatch(parts[0]):
        return None
    left, operator, right = parts
    lhs: list[Term] = [("lhs", sign, name) for sign, name in _signed(left)]
    ratio = _RATIO.fullmatch(right)
    if ratio:
        parts_ = [("part", sign, name) for sign, name in _signed(ratio["part"] or ratio["parts"])]
        return operator, [*lhs, *parts_, ("whole", 1, ratio["whole"])]
    if not _SUM.fullmatch(right):
        return None
    return operator, lhs + [("rhs", sign, name) for sign, name in _signed(right)]


def _signed(text: str) -> Iterator[tuple[int, str]]:
    for match in _TERM.finditer(text):
        yield (-1 if match["sign"] == "-" else 1), match["name"]
