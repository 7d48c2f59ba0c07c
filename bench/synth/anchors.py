"""What the nation does in a year: published totals where there are some, written-down assumptions elsewhere.

Belongs here: national totals by fiscal year, and their split over departments. Does not belong here: single cases.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines.reference.tables import table

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

DATA = Path(__file__).parent / "data"
FIRST_YEAR, LAST_YEAR = 2013, 2026

#: Last fiscal year whose twelve months were reported on the forms of 2013: no column for revoked decisions.
LAST_OLD_YEAR = 2019
#: Shares nobody publishes every year.
_ENTRUSTED, _REVOKED, _WITHDRAWN, _THIRD_GROUP, _MOVED = 0.013, 0.0006, 0.0009, 0.016, 0.055
#: What a published figure is worth when several speak of one year.
_TRUST = {"final": 0, "unknown": 1, "preliminary": 2}


@dataclass(frozen=True, slots=True)
class Year:
    """One fiscal year of the nation; cases, and money in thousand đồng.

    Attributes:
        moved: cases that went to the separate register before the year began.
        outside: enforceable without conditions, postponed or suspended at the end of the year.
        third_group: the postponed and suspended among ``outside`` (none under the forms of 2013).
    """

    fiscal_year: int
    moved: int
    carried_in: int
    newly_accepted: int
    entrusted: int
    revoked: int
    withdrawn: int
    completed_total: int
    outside: int
    third_group: int
    money_enforceable: int
    money_with_conditions: int
    money_completed: int

    @property
    def enforceable(self) -> int:
        """Cases to be enforced."""
        return self.carried_in + self.newly_accepted - self.entrusted - self.revoked - self.withdrawn


@cache
def years() -> dict[int, Year]:
    """Return every year from the first on: each begins with what the one before carried forward."""
    known = _known()
    found: dict[int, Year] = {}
    closing = int(known[FIRST_YEAR, "carried_in", "cases"])
    for fiscal_year in range(FIRST_YEAR, LAST_YEAR + 1):
        year = _year(fiscal_year, closing, known)
        found[fiscal_year] = year
        closing = year.enforceable - year.completed_total
    return found


def split(total: int, sizes: Sequence[float] | Floats) -> Ints:
    """Split a whole number in proportion to sizes, without losing a unit (largest remainders first)."""
    weights = np.asarray(sizes, dtype=np.float64)
    exact = total * weights / weights.sum()
    shares = np.floor(exact).astype(np.int64)
    missing = total - int(shares.sum())
    shares[np.argsort(shares - exact, kind="stable")[:missing]] += 1
    return shares


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one table of this package."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


Known = dict[tuple[int, str, str], float]


def _known() -> Known:
    """Return the best published full-year figures, and assumptions where there are none."""
    published = [
        row
        for row in table("national_results").to_dicts()
        if row["period_code"] == row["fiscal_year"] or row["indicator_code"] == "carried_in"
    ]
    published.sort(key=lambda row: (-_TRUST.get(row["status"], 3), row["approx"] in ("exact", "derived")))
    known = {
        (int(row["fiscal_year"]), row["indicator_code"], row["measure"]): float(row["value"])
        for row in rows("assumed")
    }
    known |= {
        (int(row["fiscal_year"][2:]), row["indicator_code"], row["measure"]): float(row["value"])
        for row in published
    }
    return known


def _year(fiscal_year: int, closing: int, known: Known) -> Year:
    def cases(indicator: str) -> int | None:
        value = known.get((fiscal_year, indicator, "cases"))
        return None if value is None else int(value)

    opening = cases("carried_in")
    carried_in = min(closing, opening if opening is not None else round(closing * (1 - _MOVED)))
    enforceable = cases("enforceable_total")
    newly = cases("newly_accepted")
    if newly is None and enforceable is not None:
        newly = round(enforceable * (1 + _ENTRUSTED + _REVOKED + _WITHDRAWN)) - carried_in
    assert newly is not None
    away = carried_in + newly - enforceable if enforceable else round((carried_in + newly) * _ENTRUSTED)
    revoked = cases("revoked") or round((carried_in + newly) * _REVOKED)
    revoked = 0 if fiscal_year <= LAST_OLD_YEAR else revoked
    withdrawn = min(
        round((carried_in + newly) * _WITHDRAWN), max(away - revoked - (cases("entrusted_out") or 0), 0)
    )
    entrusted = away - revoked - withdrawn
    live = carried_in + newly - away
    completed = cases("completed_total")
    if completed is None:
        completed = live - int(known[fiscal_year, "carried_forward", "cases"])
    rate = known[fiscal_year, "completion_rate_cases", "percent"]
    outside = live - (cases("with_conditions") or round(100 * completed / rate))
    third = 0 if fiscal_year <= LAST_OLD_YEAR else cases("postponed_suspended") or round(live * _THIRD_GROUP)
    money = {
        name: int(known[fiscal_year, name, "vnd"]) // 1000
        for name in ("enforceable_total", "completed_total")
    }
    rate_money = known[fiscal_year, "completion_rate_money", "percent"]
    return Year(
        fiscal_year, closing - carried_in, carried_in, newly, entrusted, revoked, withdrawn, completed, outside,
        third, money["enforceable_total"], round(100 * money["completed_total"] / rate_money),
        money["completed_total"],
    )  # fmt: skip
