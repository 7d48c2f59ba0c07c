"""What offices do beside enforcing: coercion, complaints, citizens received, inspections, compensation, monitoring.

Belongs here: yearly numbers of an office and how they grow over the months. Does not belong here: cases of
enforcement (`cases`).
"""

from __future__ import annotations

from functools import cache
from zlib import crc32

import numpy as np

from bench.synth.anchors import FIRST_YEAR, Ints
from bench.synth.nation import Department, departments

#: Average number a year per unit of office size; a part is a share of the column before it.
_YEARLY = {
    "coercion_decisions": 26.0,
    "complaints_received": 9.0,
    "citizen_visits": 60.0,
    "citizen_group_delegations": 1.2,
    "inspections": 5.0,
    "state_compensation_cases": 0.12,
    "administrative_newly_accepted": 2.4,
}
#: Share of one column that also counts in another.
_PARTS = {
    "coercion_with_force": ("coercion_decisions", 0.42),
    "complaints_resolved": ("complaints_received", 0.9),
    "citizen_leader_visits": ("citizen_visits", 0.35),
    "administrative_compulsory_orders": ("administrative_newly_accepted", 0.35),
}
_PERSONS, _GROUP_PERSONS = 1.25, 7
_PAID = 45_000
_OPENING, _COMPLETED = 3.0, 0.42


def matters(department: Department, seed: int, fiscal_year: int, months: int) -> dict[str, Ints]:
    """Return the figures of each office of a department up to a month, by name in the catalogue of indicators."""
    offices = range(len(department.offices))
    rows = [_office(department.code, number, seed, fiscal_year)[months - 1] for number in offices]
    return {name: np.array([row[name] for row in rows], dtype=np.int64) for name in rows[0]}


@cache
def _office(department: str, number: int, seed: int, fiscal_year: int) -> tuple[dict[str, int], ...]:
    """Return twelve months of one office."""
    office = departments(seed)[department].offices[number]
    chooser = np.random.default_rng([seed, fiscal_year, crc32(f"{department}/{office.code}".encode())])
    size = office.desks / 6
    total = {name: int(chooser.poisson(mean * size)) for name, mean in _YEARLY.items()}
    total |= {part: int(chooser.binomial(total[whole], share)) for part, (whole, share) in _PARTS.items()}
    phase = {name: float(chooser.random()) for name in _YEARLY}
    opening = _administrative(department, number, seed, fiscal_year)
    completed = int((opening + total["administrative_newly_accepted"]) * _COMPLETED)
    found = []
    for month in range(1, 13):
        so_far = {name: int(total[name] * month / 12 + phase[name] * (month < 12)) for name in _YEARLY}
        for name in _YEARLY:
            so_far[name] = min(so_far[name], total[name])
        so_far |= {
            part: total[part] * so_far[whole] // max(total[whole], 1) for part, (whole, _) in _PARTS.items()
        }
        found.append(_with_rest(so_far, opening, completed * month // 12))
    return tuple(found)


def _with_rest(so_far: dict[str, int], opening: int, completed: int) -> dict[str, int]:
    visits, leaders, groups = (
        so_far[name] for name in ("citizen_visits", "citizen_leader_visits", "citizen_group_delegations")
    )
    to_monitor = opening + so_far["administrative_newly_accepted"]
    return so_far | {
        "citizen_persons": int(visits * _PERSONS) + groups * _GROUP_PERSONS,
        "citizen_matters": visits,
        "citizen_group_persons": groups * _GROUP_PERSONS,
        "citizen_group_matters": groups,
        "citizen_leader_persons": int(leaders * _PERSONS),
        "citizen_leader_matters": leaders,
        "state_compensation_paid": so_far["state_compensation_cases"] * _PAID,
        "administrative_carried_in": opening,
        "administrative_to_monitor": to_monitor,
        "administrative_completed": completed,
        "administrative_pending": to_monitor - completed,
    }


@cache
def _administrative(department: str, number: int, seed: int, fiscal_year: int) -> int:
    """Return the administrative judgments an office begins a year with: what it was left with in the last."""
    if fiscal_year == FIRST_YEAR:
        return round(_OPENING * departments(seed)[department].offices[number].desks / 6)
    return _office(department, number, seed, fiscal_year - 1)[-1]["administrative_pending"]
