"""What a form prints about its own columns: «6 = 1 - 4 - 5», «7=8+…+14», «17 = (8+9)/7».

Belongs here: such a text to signed column numbers. Does not belong here: which columns those are (`relations`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_INSIDE = re.compile(r"(?:\(?\b(\d{1,2}[a-z]?)\)?\s*)?=\s*([\d\s+\-−–*x×.:/()…%,a-z]+)", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,2})\s*\+\s*(?:…|\.{2,})\s*\+\s*(\d{1,2})")
_TERM = re.compile(r"([+-]?)\s*\(?\s*(\d{1,2}[a-z]?)\s*\)?")
_SIGNS = str.maketrans({"−": "-", "–": "-", ":": "/", "×": "*", "x": "*", "[": "(", "]": ")"})


@dataclass(frozen=True, slots=True)
class Formula:
    """Signed column numbers: ``target = Σ plus - Σ minus``, or ``target = 100 * Σ plus / whole``."""

    target: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    whole: str = ""


def read_formulae(number: str, text: str) -> list[Formula]:
    """Return the formulae a text states about the column of this number (``= a - b = c + d`` states two)."""
    return [formula for target, side in _sides(number, text) if (formula := _read(target, side))]


def _sides(number: str, text: str) -> Iterator[tuple[str, str]]:
    plain = " ".join(text.lower().translate(_SIGNS).split())
    for found in _INSIDE.finditer(plain):
        yield found[1] or number, found[2]


def _read(target: str, side: str) -> Formula | None:
    side = _RANGE.sub(lambda found: _spelled(int(found[1]), int(found[2])), side)
    side = re.sub(r"\*?\s*100\s*%?\s*\*?", "", side).replace("%", "")
    part, slash, whole = side.partition("/")
    terms = [(sign == "-", number) for sign, number in _TERM.findall(part)]
    is_nested = re.search(r"-\s*\(([^()]*)\)", part)
    if is_nested:
        inner = {number for _, number in _TERM.findall(is_nested[1])}
        terms = [(number in inner or is_minus, number) for is_minus, number in terms]
    below = _TERM.findall(whole)
    if not terms or not target or (slash and len(below) != 1):
        return None
    plus = tuple(number for is_minus, number in terms if not is_minus)
    minus = tuple(number for is_minus, number in terms if is_minus)
    is_itself = plus == (target,) and not minus
    return None if is_itself or not plus else Formula(target, plus, minus, below[0][1] if slash else "")


def _spelled(first: int, last: int) -> str:
    return "+".join(str(number) for number in range(first, last + 1))
