"""What the person who corrects a report should do about a finding, by its rule or else by the rule's level.

Belongs here: the table ``data/advice.csv`` and filling its sentences. Does not belong here: the rules themselves.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pipelines.events.states import FindingState

_TABLE = Path(__file__).parent / "data" / "advice.csv"
_LEVEL = "level:"

Relation = Literal["=", "<=", ">=", "~", ""]


@dataclass(frozen=True, slots=True)
class Advice:
    """How a rule's right side reads as «what should stand there», and what to do.

    Attributes:
        relation: ``=`` exactly the right side, ``<=`` at most, ``>=`` at least, ``~`` about; ``""`` when the right
            side is not what should stand in the cell.
        to_do: Vietnamese, with ``{cell} {cells} {others}``.
    """

    relation: Relation
    to_do: str

    def sentence(self, *, cell: str, cells: str, others: str) -> str:
        """Return what to do, about these cells and what other reports say."""
        return self.to_do.format(cell=cell, cells=cells, others=others)


def advice_on(finding: FindingState) -> Advice:
    """Return the advice on a finding."""
    return advice_for(finding.rule_id, finding.level)


def advice_for(rule_id: str, level: str) -> Advice:
    """Return the advice of a rule, else of its level."""
    table = all_advice()
    return table.get(rule_id) or table[f"{_LEVEL}{level}"]


@cache
def all_advice() -> dict[str, Advice]:
    """Return every advice by rule id or ``level:<level>``."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {row["key"]: Advice(row["relation"], row["to_do"]) for row in csv.DictReader(file)}  # type: ignore[arg-type]
