"""What offices do beside enforcing: coercion, complaints, citizens received, inspections, compensation, monitoring.

Belongs here: yearly numbers of an office and how they grow over the months. Does not belong here: cases of
enforcement (`cases`).
"""

from __future__ import annotations

from functools import cache
from zlib import crc32

import numpy as np

from bench.synth.anchors import FIRST_YEAR, Floats, Ints
from bench.synth.nation import Department, departments

#: Average number a year in an office of middling size.
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
_MIDDLING, _OPENING, _COMPLETED = 6, 3.0, 0.42

#: Figures of all offices of a department by name in the catalogue of indicators.
Columns = dict[str, Ints]


def matters(department: Department, seed: int, fiscal_year: int, months: int) -> Columns:
    """Return the figures of each office of a department up to a month (1-12) of a year."""
    total, phase, opening = _year(department.code, seed, fiscal_year)
    so_far = {name: _grown(total[name], phase[name], months) for name in _YEARLY}
    for part, (whole, _) in _PARTS.items():
        so_far[part] = total[part] * so_far[whole] // np.maximum(total[whole], 1)
    to_monitor = opening + so_far["administrative_newly_accepted"]
    completed = _completed(total, opening) * months // 12
    visits, leaders = so_far["citizen_visits"], so_far["citizen_leader_visits"]
    groups = so_far["citizen_group_delegations"]
    return so_far | {
        "citizen_persons": (visits * _PERSONS).astype(np.int64) + groups * _GROUP_PERSONS,
        "citizen_matters": visits,
        "citizen_group_persons": groups * _GROUP_PERSONS,
        "citizen_group_matters": groups,
        "citizen_leader_persons": (leaders * _PERSONS).astype(np.int64),
        "citizen_leader_matters": leaders,
        "state_compensation_paid": so_far["state_compensation_cases"] * _PAID,
        "administrative_carried_in": opening,
        "administrative_to_monitor": to_monitor,
        "administrative_completed": completed,
        "administrative_pending": to_monitor - completed,
    }


@cache
def _year(department: str, seed: int, fiscal_year: int) -> tuple[Columns, dict[str, Floats], Ints]:
    """Return a year's totals of each office, the phase at which they grow, and the judgments it began with."""
    sizes = np.array([office.desks / _MIDDLING for office in departments(seed)[department].offices])
    chooser = np.random.default_rng([seed, fiscal_year, crc32(f"{department}/matters".encode())])
    total = {name: chooser.poisson(mean * sizes) for name, mean in _YEARLY.items()}
    total |= {part: chooser.binomial(total[whole], share) for part, (whole, share) in _PARTS.items()}
    phase = {name: chooser.random(len(sizes)) for name in _YEARLY}
    if fiscal_year == FIRST_YEAR:
        return total, phase, np.rint(_OPENING * sizes).astype(np.int64)
    last, _, opening = _year(department, seed, fiscal_year - 1)
    return total, phase, opening + last["administrative_newly_accepted"] - _completed(last, opening)


def _completed(total: Columns, opening: Ints) -> Ints:
    """Return the judgments completed by the end of a year."""
    return ((opening + total["administrative_newly_accepted"]) * _COMPLETED).astype(np.int64)


def _grown(total: Ints, phase: Floats, months: int) -> Ints:
    """Return how far a year's number has come: whole steps, never back, complete in September."""
    return np.minimum((total * months / 12 + phase).astype(np.int64), total)
