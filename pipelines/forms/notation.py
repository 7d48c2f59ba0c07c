"""How one table writes its figures: which sign is the decimal one, and whether rates are shares of one.

A cell alone does not say whether «68,875» is 68 thousand or 68 and a fraction; the other cells of the table do.

Belongs here: what the texts and numbers of a whole table prove. Does not belong here: one cell (`figure_text`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.forms.block import Block
from pipelines.forms.figure_text import number_of
from pipelines.forms.headers import HeaderColumn
from pipelines.forms.maps import FormColumn
from pipelines.forms.rows import RowSubject
from pipelines.readers.model import Cell

#: «68,875», «1.234»: one sign before exactly three digits, which may be thousands or a fraction.
OPEN = re.compile(r"\s*[(+−–-]*\s*[1-9]\d{0,2}(?P<sign>[.,])\d{3}\s*\)?\s*")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?P<sign>[.,])\d{3}(?:(?P=sign)\d{3})+(?P<decimal>[.,]\d+)?")
_MIXED = re.compile(r"[1-9]\d{0,2}(?P<sign>[.,])\d{3}(?P<decimal>[.,])\d+")
_FRACTION = re.compile(r"(?:0(?P<zero>[.,])\d+|\d+(?P<decimal>[.,])(?:\d{1,2}|\d{4,}))")
#: How near a rate must come to the share its row recomputes to, in points.
_NEAR = Decimal("0.06")
_ROUNDED = Decimal("0.0001")
#: Shares below this tell nothing: 0,5 % is 0.5 and 0.005, near to each other.
_TELLING = Decimal("0.02")
#: Decimal places of a share that no accident meets, and how many rounded ones stand for one of those.
_EXACT = 4
_PROOF = 3


@dataclass(frozen=True, slots=True)
class Notation:
    """What the money and the rates of a table prove.

    Attributes:
        decimals: signs that stand before fractions of money.
        groups: signs that stand before thousands of money.
        rate_decimals: signs that stand before fractions of rates.
        has_shares: rates are printed as shares of one (0.7275 for 72,75 %).
    """

    decimals: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    rate_decimals: frozenset[str] = frozenset()
    has_shares: bool = False

    @property
    def reads_as_fraction(self) -> frozenset[str]:
        """Return the signs that stand before a fraction even when three digits follow."""
        return self.decimals - self.groups

    @property
    def undecided(self) -> frozenset[str]:
        """Return the signs before three digits that may mean either: the table speaks for both, or only its rates do."""
        both = self.decimals & self.groups
        return both | (self.rate_decimals - self.decimals - self.groups)


NONE = Notation()

_Columns = Sequence[tuple[HeaderColumn, FormColumn]]


def notation_of(table: Block, columns: _Columns, subjects: Iterable[RowSubject]) -> Notation:
    """Return what the figures of a table prove about its notation.

    Args:
        table: the cells below the header.
        columns: which column of the sheet is which of the form.
        subjects: the rows; those without a unit are not looked at.
    """
    lines = [table.rows[each.row] for each in subjects if each.unit_code and each.row in table.rows]
    money, rates = _at(columns, "vnd"), _at(columns, "percent")
    texts = _texts(lines, money)
    has_shares = bool(rates) and _has_shares(lines, columns)
    if not any(map(OPEN.fullmatch, texts)):
        return Notation(has_shares=True) if has_shares else NONE
    decimals, groups = _signs(texts)
    return Notation(decimals, groups, _signs(_texts(lines, rates))[0], has_shares)


def _at(columns: _Columns, measure: str) -> list[int]:
    return [sheet.column for sheet, column in columns if column.measure == measure]


def _texts(lines: Iterable[Mapping[int, Cell]], at: Collection[int]) -> list[str]:
    return [
        line[column].text.strip(" ()+−–-%*")
        for line in lines
        for column in at
        if column in line and line[column].kind == "text"
    ]


def _signs(texts: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the signs that are proven to stand before fractions, and those before thousands."""
    decimals: set[str] = set()
    groups: set[str] = set()
    for text in texts:
        if match := _GROUPED.fullmatch(text):
            groups.add(match["sign"])
            decimals.update((match["decimal"] or "")[:1])
        elif (match := _MIXED.fullmatch(text)) and match["sign"] != match["decimal"]:
            groups.add(match["sign"])
            decimals.add(match["decimal"])
        elif match := _FRACTION.fullmatch(text):
            decimals.add(match["zero"] or match["decimal"])
    return frozenset(decimals), frozenset(groups)


def _has_shares(lines: Iterable[Mapping[int, Cell]], columns: _Columns) -> bool:
    """Say whether every rate that its row recomputes is a share of one, none of them a percentage."""
    places = {c.indicator: s.column for s, c in columns if c.measure in ("cases", "vnd")}
    rates = [
        (s.column, c.indicator.partition("completion_rate")) for s, c in columns if c.measure == "percent"
    ]
    proofs = 0
    for at, (prefix, is_rate, _) in rates:
        base, total = places.get(prefix + "with_conditions"), places.get(prefix + "completed_total")
        names = [] if total else [prefix + each for each in ("completed", "discontinued", "reduced")]
        done = [total] if total else [places[name] for name in names if name in places]
        if not is_rate or base is None or not done:
            continue
        for line in lines:
            found = _is_share(line, at, base, done)
            if found is False:  # one percentage is enough to know
                return False
            proofs += 0 if found is None else _weight(line[at].text)
    return proofs >= _PROOF


def _is_share(line: Mapping[int, Cell], rate: int, base: int, done: Sequence[int]) -> bool | None:
    """Say whether a row prints its rate as a share of one; ``None`` when it does not show."""
    printed, whole = number_of(line.get(rate)), number_of(line.get(base))
    parts = [number_of(line.get(at)) for at in done]
    if not printed or not whole:
        return None
    share = sum((part or Decimal(0) for part in parts), Decimal(0)) / whole
    slack = Decimal(5).scaleb(-_places(line[rate].text) - 1) + _ROUNDED
    is_percent, is_share = abs(printed - 100 * share) <= _NEAR, abs(printed - share) <= slack
    if is_share and share < _TELLING:  # so small that a percentage may look the same
        return None
    return is_share if is_share != is_percent else None


def _weight(printed: str) -> int:
    """Return how much one row proves: a share to four places is no accident, a rounded one may be."""
    return _PROOF if _places(printed) >= _EXACT else 1


def _places(printed: str) -> int:
    return len(printed.partition(".")[2])
