"""Answer keys as sets of comparable facts.

Belongs here: from a key in the format of ``facts.json`` to (unit, period, indicator, measure, value, qualifier).
Does not belong here: where the facts are looked for.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.reference import indicators, units
from pipelines.reference.periods import Period


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of a key; ``period`` is (fiscal year, months, years), or ``None`` when the key names none."""

    report: str
    unit_code: str
    period: tuple[int, int, int] | None
    indicators: frozenset[tuple[str, str]]
    value: Decimal
    qualifier: str
    quote: str


def read_key(path: Path) -> list[Fact]:
    """Return every fact of a key file."""
    reports = json.loads(path.read_text(encoding="utf-8"))
    return [_fact(report, figure) for report in reports for figure in report["figures"]]


def _fact(report: dict[str, Any], figure: dict[str, Any]) -> Fact:
    pairs = indicators.by_vi_code(figure["indicator"], figure["unit"])
    assert pairs, f"the key's indicator {figure['indicator']} ({figure['unit']}) is in no catalogue"
    day = date(int(re.search(r"\d{4}", report["published"])[0]), 1, 1)  # type: ignore[index]
    return Fact(
        report=report["id"],
        unit_code=_unit(figure["unit_name"], report["province"], day),
        period=_period(figure["period"]),
        indicators=frozenset(pairs),
        value=Decimal(str(figure["value"])),
        qualifier=figure["qualifier"],
        quote=figure["quote"],
    )


def _unit(name: str, province: str, day: date) -> str:
    if name == "toàn quốc":
        return "VN"
    (department,) = units.find(province, day, level="province")
    if name.startswith("Cụm"):
        found = units.find(name, day, level="cluster", parent=department.code)
    elif name.startswith("Chi cục"):
        found = units.find(name, day, level="district", parent=department.code)
    else:
        found = [department]
    assert len(found) == 1, f"{name}: {found}"
    return found[0].code


def _period(text: str) -> tuple[int, int, int] | None:
    """Return what the key's period means; the base of a comparison is not part of it."""
    code = text.split(" so ")[0].strip()
    if re.fullmatch(r"\d{4}", code):
        return int(code), 12, 1
    if not code.startswith("FY"):
        return None
    period = Period.parse(code)
    return period.fiscal_year, period.months, period.years
