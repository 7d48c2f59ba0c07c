"""Errors that were planted: what was changed where, and what a check should say of it.

Belongs here: the catalogue of kinds (`data/errors.csv`), the record of one, its file. Does not belong here: planting.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import orjson

from bench.synth.anchors import rows

#: Listed beside the workbooks; the inbox walks past it.
FILE = "planted.json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of error.

    Attributes:
        level: as rules have it.
        weight: how often it is planted among the kinds that change cells; 0 for whole files.
        change: what is done, with ``arguments``.
        rules: findings' rules or notes' codes; any one of them is an answer.
        outcome: ``finding``, ``note``, ``rejection``, ``absent``, or ``nothing`` when it must be read all the same.
        scope: what it explains beside the cells it lists: ``column`` or ``sheet`` of them, or the ``file``.
    """

    kind: str
    level: str
    weight: float
    change: str
    arguments: str
    rules: tuple[str, ...]
    severity: str
    outcome: str
    scope: str
    title_vi: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One changed cell: address, and what is printed in it as it should be and as it is."""

    cell: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted error; the first of ``cells`` is the one to find, the others changed with it.

    Attributes:
        report_id: sha256 of the file, ``""`` when there is none.
    """

    file: str
    report_id: str
    sheet: str
    kind: str
    cells: tuple[Cell, ...]

    @property
    def locators(self) -> tuple[str, ...]:
        """Return the places as observations name them."""
        return tuple(f"{self.sheet}!{each.cell}" for each in self.cells)

    def as_dict(self) -> dict[str, object]:
        """Return the error as the file lists it."""
        kind = kinds()[self.kind]
        first = asdict(self.cells[0]) if self.cells else {"cell": "", "before": "", "after": ""}
        return {
            "file": self.file, "report_id": self.report_id, "sheet": self.sheet, **first, "kind": self.kind,
            "level": kind.level, "rule_id": ";".join(kind.rules), "severity": kind.severity,
            "outcome": kind.outcome, "also": [asdict(each) for each in self.cells[1:]],
        }  # fmt: skip


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind by its name."""
    found = {}
    for row in rows("errors"):
        rules = tuple(rule for rule in row["rules"].split(";") if rule)
        found[row["kind"]] = Kind(**{**row, "weight": float(row["weight"]), "rules": rules})  # type: ignore[arg-type]
    return found


def write_planted(out: Path, seed: int, rate: float, planted: Iterable[Planted]) -> None:
    """List the errors beside the workbooks."""
    ordered = sorted(planted, key=lambda each: (each.file, each.sheet, each.locators, each.kind))
    data = {"seed": seed, "rate": rate, "planted": [each.as_dict() for each in ordered]}
    (out / FILE).write_bytes(orjson.dumps(data, option=orjson.OPT_INDENT_2))


def read_planted(out: Path) -> list[Planted]:
    """Return the errors listed beside the workbooks of a folder."""
    listed = orjson.loads((out / FILE).read_bytes())["planted"]
    return [
        Planted(
            row["file"], row["report_id"], row["sheet"], row["kind"],
            tuple(
                Cell(each["cell"], each["before"], each["after"])
                for each in ([row] if row["cell"] else []) + row["also"]
            ),
        )
        for row in listed
    ]  # fmt: skip
