"""What a figure measures: indicator codes with their measure, terms and the corpus keys.

Belongs here: the catalogue and its look-ups. Does not belong here: recognising terms in sentences or headers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from pipelines.reference.tables import table


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator in one measure (``completed_total`` in ``cases`` and in ``vnd`` are two).

    Attributes:
        term: the Vietnamese name; ``aliases`` are other wordings.
        vi_codes: keys used by answer keys of the corpus.
    """

    code: str
    measure: str
    theme: str
    term: str
    aliases: tuple[str, ...]
    vi_codes: tuple[str, ...]


@cache
def all_indicators() -> dict[tuple[str, str], Indicator]:
    """Return every indicator by (code, measure)."""
    return {(row["code"], row["measure"]): _indicator(row) for row in table("indicators").to_dicts()}


def get(code: str, measure: str) -> Indicator:
    """Return an indicator.

    Raises:
        KeyError: no such indicator in that measure.
    """
    return all_indicators()[code, measure]


def by_vi_code(vi_code: str, printed_unit: str) -> list[tuple[str, str]]:
    """Return the (code, measure) pairs a corpus key with a printed unit of measure stands for."""
    return list(_bridge().get((vi_code, printed_unit), ()))


def _indicator(row: dict[str, str]) -> Indicator:
    return Indicator(
        code=row["code"],
        measure=row["measure"],
        theme=row["theme"],
        term=row["vi_term"],
        aliases=tuple(alias.strip() for alias in (row["vi_aliases"] or "").split(";") if alias.strip()),
        vi_codes=tuple(code.strip() for code in (row["vi_code"] or "").split("|") if code.strip()),
    )


@cache
def _bridge() -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in table("indicator_vi_codes").to_dicts():
        pairs[row["vi_code"], row["unit_in_corpus"] or ""].append((row["indicator_code"], row["measure"]))
    return {key: tuple(values) for key, values in pairs.items()}
