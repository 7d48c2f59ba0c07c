"""Made-up figures of one form that satisfy the identities, with as many zeros as real forms have.

Belongs here: one row's figures by indicator. Does not belong here: sheets (`sheets`); the synthetic nation.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from pipelines.forms import FormMap

#: How often a figure is zero in a row of an enforcement officer or a kind of case.
_ZERO = {
    "entrusted_out": 0.45, "revoked": 0.7, "withdrawn_up": 0.92, "discontinued": 0.35, "reduced": 0.7,
    "postponed_48_1c": 0.75, "postponed": 0.65, "suspended": 0.8, "paused_for_complaint": 0.93, "other": 0.85,
}  # fmt: skip
_SHARE = {
    "completed": 0.45, "discontinued": 0.07, "reduced": 0.03, "in_progress": 0.3, "postponed_48_1c": 0.02,
    "postponed": 0.03, "suspended": 0.015, "paused_for_complaint": 0.01, "other": 0.02, "without_conditions": 0.35,
    "entrusted_out": 0.04, "revoked": 0.01, "withdrawn_up": 0.005, "without_conditions_separate_register": 0.6,
}  # fmt: skip

Row = dict[str, Decimal]


def rows(form_map: FormMap, count: int, rng: random.Random) -> list[Row]:
    """Return figures of ``count`` rows by column key; the first is the total of the others."""
    size = 10 ** rng.uniform(1.2, 3.2)
    idle = {code for code, share in _ZERO.items() if rng.random() < share**2}
    parts = [_row(form_map, rng.lognormvariate(0, 0.8) * size, idle, rng) for _ in range(max(1, count - 1))]
    return parts if count == 1 else [_total(form_map, parts), *parts]


def _row(form_map: FormMap, size: float, idle: set[str], rng: random.Random) -> Row:
    figures: Row = {}
    for measure in {column.measure for column in form_map.value_columns if column.measure != "percent"}:
        scale = size * 40_000 if measure == "vnd" else size
        found = {**_core(form_map, scale, idle, rng), **_administrative(scale, rng), **_small(scale, rng)}
        for column in form_map.value_columns:
            if column.measure == measure:
                code = column.indicator
                value = found[code] if code in found else _some(scale * rng.uniform(0.05, 0.6), rng)
                figures[column.key] = Decimal(value)
    return _with_rates(form_map, figures)


def _core(form_map: FormMap, size: float, idle: set[str], rng: random.Random) -> dict[str, int]:
    """Return the figures of the main forms: leaves first, then what they add up to."""
    present = {column.indicator for column in form_map.value_columns}
    leaf = {
        code: 0
        if code in idle or rng.random() < _ZERO.get(code, 0.02)
        else _some(size * share * rng.uniform(0.5, 1.5), rng)
        for code, share in _SHARE.items()
    }
    if "reduced" not in present:
        leaf["reduced"] = 0
    is_old = "postponed_48_1c" not in present
    done = leaf["completed"] + leaf["discontinued"] + leaf["reduced"]
    waiting = leaf["postponed"] + leaf["suspended"]
    rest = leaf["paused_for_complaint"] + leaf["other"] + waiting if is_old else leaf["postponed_48_1c"]
    ready = done + leaf["in_progress"] + rest
    enforceable = ready + leaf["without_conditions"] + (0 if is_old else waiting)
    lost = leaf["entrusted_out"] + leaf["withdrawn_up"] + (0 if is_old else leaf["revoked"])
    accepted = enforceable + lost
    carried_in = round(accepted * rng.uniform(0.3, 0.7))
    state = {f"state_budget_{k}": v for k, v in
             {"enforceable_total": enforceable, "with_conditions": ready, "completed_total": done}.items()}  # fmt: skip
    return {
        **leaf, **state, "completed_total": done, "with_conditions": ready, "enforceable_total": enforceable,
        "accepted_total": accepted, "carried_in": carried_in, "newly_accepted": accepted - carried_in,
        "carried_forward": enforceable - done, "postponed_suspended": waiting,
        "carried_forward_with_conditions": ready - done,
    }  # fmt: skip


def _administrative(size: float, rng: random.Random) -> dict[str, int]:
    carried, new = _some(size / 25, rng), _some(size / 40, rng)
    done = rng.randint(0, carried + new)
    return {
        "administrative_carried_in": carried, "administrative_newly_accepted": new,
        "administrative_to_monitor": carried + new, "administrative_completed": done,
        "administrative_pending": carried + new - done,
        "administrative_compulsory_orders": rng.randint(0, max(1, carried // 2)),
    }  # fmt: skip


def _small(size: float, rng: random.Random) -> dict[str, int]:
    """Return the figures of the small forms, where a part never exceeds its whole."""
    decisions, complaints, visits = _some(size / 20, rng), _some(size / 30, rng), _some(size / 12, rng)
    persons = visits + _some(size / 40, rng)
    leader = rng.randint(0, visits)
    groups = 0 if rng.random() < 0.7 else 1 + rng.randint(0, 2)
    return {
        "coercion_decisions": decisions, "coercion_with_force": rng.randint(0, decisions),
        "complaints_received": complaints, "complaints_resolved": rng.randint(0, complaints),
        "citizen_visits": visits, "citizen_persons": persons, "citizen_matters": max(0, visits - rng.randint(0, 3)),
        "citizen_leader_visits": leader, "citizen_leader_persons": min(persons, leader + rng.randint(0, 3)),
        "citizen_leader_matters": max(0, leader - rng.randint(0, 2)), "citizen_group_delegations": groups,
        "citizen_group_persons": groups * rng.randint(5, 12), "citizen_group_matters": groups,
    }  # fmt: skip


def _some(mean: float, rng: random.Random) -> int:
    return max(0, round(rng.lognormvariate(0, 0.4) * mean))


def _total(form_map: FormMap, parts: list[Row]) -> Row:
    keys = [column.key for column in form_map.value_columns if column.measure != "percent"]
    return _with_rates(form_map, {key: sum((part[key] for part in parts), Decimal(0)) for key in keys})


def _with_rates(form_map: FormMap, figures: Mapping[str, Decimal]) -> Row:
    """Add the rates, rounded as departments print them; none where the denominator is zero."""
    found: Row = dict(figures)
    for column in form_map.value_columns:
        if column.measure == "percent":
            theme = "state_budget_" if column.indicator.startswith("state_budget_") else ""
            parts = [f"{theme}completed_total"]
            if parts[0] not in figures:
                parts = [name for name in ("completed", "discontinued", "reduced") if name in figures]
            whole = figures.get(f"{theme}with_conditions", Decimal(0))
            done = sum((figures.get(name, Decimal(0)) for name in parts), Decimal(0))
            if whole:
                found[column.key] = (100 * done / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return found
