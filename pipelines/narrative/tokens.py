"""The pieces a sentence is made of, once folded: figures, terms, periods, units, separators.

Belongs here: the token and the figure. Does not belong here: how they are found or what they add up to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from pipelines.observations import Qualifier

#: The noun of a first place told in words: "dẫn đầu".
PLACE = "hạng"


@dataclass(slots=True)
class Figure:
    """One printed number with its scale words.

    Attributes:
        value: exact value, scale words applied; whole đồng for money.
        measure: ``vnd`` · ``percent`` · ``points`` · ``times`` · ``bare`` · or the class of the noun that
            follows it (``cases``, ``people``, ``documents``, …).
        noun: the noun as folded, ``""`` when none follows.
        out_of: the denominator of ``97/102 người`` or ``5/34``.
        start, end: folded span of the figure with its scale words, without the unit of measure.
    """

    value: Decimal
    measure: str
    start: int
    end: int
    noun: str = ""
    qualifier: Qualifier = "exact"
    out_of: Decimal | None = None
    out_span: tuple[int, int] = (0, 0)
    is_scaled: bool = False
    digits: int = 0


@dataclass(slots=True)
class Token:
    """A piece of a sentence; ``start``/``end`` are folded offsets of the whole text.

    ``alt`` is the whole fiscal year of a wording that names a year still running.
    """

    kind: str
    start: int
    end: int
    value: str = ""
    figure: Figure | None = None
    alt: str = ""
    used: bool = field(default=False)
