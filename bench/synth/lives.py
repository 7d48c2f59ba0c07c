"""One department's cases from the first year on: born, waiting, ended. Every figure is a count or a sum of them.

That is why the forms agree: 01 and 04 count the same cases, officers make up offices, what ends the year open opens
the next one, whatever regime, merger or range of months was asked for.

Belongs here: lives of cases. Does not belong here: counting them (`counting`), forms.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from bench.synth.anchors import FIRST_YEAR, LAST_OLD_YEAR, Floats, Ints, Year, rows, split, years
from bench.synth.cases import ATOM, NEVER, Cases, fresh, none
from bench.synth.choosing import draw, pick
from bench.synth.nation import Department, departments, shares

_LEAST, _MOST = 300, 40_000_000
_DISCONTINUED, _REDUCED = 0.035, 0.004
#: How much likelier a case without conditions is to stay so, and how many months early or late an end may come.
_STAYS, _TURN = 1.2, 5
_WAITING_OLD = {"postponed": 0.03, "suspended": 0.012, "paused_for_complaint": 0.004, "other": 0.02}
_WAITING_NEW = {"postponed_48_1c": 0.025}
_AWAY = ("entrusted_out", "revoked", "withdrawn_up")


@dataclass(frozen=True, slots=True)
class CaseYear:
    """A department's year: its cases, and those that left for the separate register up to its first day."""

    fiscal_year: int
    cases: Cases
    register: Cases


@dataclass(frozen=True, slots=True)
class Quota:
    """A department's part of a national year; of its own opening it keeps what it has."""

    newly_accepted: int
    moved: int
    entrusted: int
    revoked: int
    withdrawn: int
    completed_total: int
    outside: int
    third_group: int
    money_enforceable: int
    money_outside: int
    money_completed: int


@cache
def quotas(seed: int) -> dict[tuple[str, int], Quota]:
    """Return every department's part of every year; over the departments they add up to the nation."""
    found = departments(seed)
    by_cases, by_money = shares(found.values(), of_money=False), shares(found.values(), of_money=True)
    parts: dict[tuple[str, int], Quota] = {}
    for fiscal_year, year in years().items():
        columns = [split(total, sizes) for total, sizes in _totals(year, by_cases, by_money)]
        for code, values in zip(found, zip(*columns, strict=True), strict=True):
            parts[code, fiscal_year] = Quota(*(int(value) for value in values))
    return parts


def case_years(department: Department, seed: int, wanted: Collection[int]) -> Iterator[CaseYear]:
    """Yield the wanted years of a department, in order; all are lived, only these are told by the month."""
    cases, register = none(), none()
    for fiscal_year in range(FIRST_YEAR, max(wanted) + 1):
        who, when = (
            np.random.Generator(
                np.random.SFC64([seed, fiscal_year, crc32(f"{department.code}/{what}".encode())])
            )
            for what in ("who", "when")
        )
        quota = quotas(seed)[department.code, fiscal_year]
        opening = _first(department, quota, who) if fiscal_year == FIRST_YEAR else cases
        opening, gone = _to_register(opening, quota.moved, who)
        register = register.joined(gone)
        live = _Year(quota, fiscal_year, who).run(opening, fresh(department, quota.newly_accepted, who))
        if fiscal_year in wanted:
            _date(live, fiscal_year, when)
            yield CaseYear(fiscal_year, live, register)
        cases = live.take(live.ended == NEVER)
        cases.born[:] = 0


def _totals(year: Year, by_cases: Floats, by_money: Floats) -> Iterator[tuple[int, Floats]]:
    yield from ((value, by_cases) for value in (
        year.newly_accepted, year.moved, year.entrusted, year.revoked, year.withdrawn, year.completed_total,
        year.outside, year.third_group,
    ))  # fmt: skip
    yield from ((value, by_money) for value in (
        year.money_enforceable, year.money_enforceable - year.money_with_conditions, year.money_completed,
    ))  # fmt: skip


class _Year:
    """One year of one department: who ends how, what the rest waits for. When comes later, if anybody asks."""

    def __init__(self, quota: Quota, fiscal_year: int, chooser: Generator) -> None:
        self._quota = quota
        self._waiting_shares = _WAITING_OLD if fiscal_year <= LAST_OLD_YEAR else _WAITING_NEW
        self._chooser = chooser

    def run(self, opening: Cases, new: Cases) -> Cases:
        """Return all cases of the year with their ends."""
        self._scale(opening, new)
        live = opening.joined(new)
        rest = self._away(live)
        rest = self._outside(live, rest)
        rest = self._completed(live, rest)
        self._waiting(live, rest)
        return live

    def _scale(self, opening: Cases, new: Cases) -> None:
        """Give the new cases the money that brings the department to its part of the nation's."""
        wanted = max(self._quota.money_enforceable - int(opening.amount.sum()), 40_000 * len(new))
        factor = wanted * 1.01 / max(int(new.amount.sum()), 1)
        new.amount[:] = np.clip(np.rint(new.amount * factor), _LEAST, _MOST)

    def _away(self, live: Cases) -> Ints:
        """End what is entrusted, revoked, withdrawn; return the rest, in no order."""
        quota, order = self._quota, self._chooser.permutation(len(live))
        start = 0
        for name, count in zip(_AWAY, (quota.entrusted, quota.revoked, quota.withdrawn), strict=True):
            _end(live, order[start : start + count], ATOM[name])
            start += count
        return order[start:]

    def _outside(self, live: Cases, rest: Ints) -> Ints:
        """Choose those without conditions (and the postponed and suspended since 2020); return the rest."""
        quota = self._quota
        luck = self._luck(rest) + np.float32(_STAYS) * (live.state[rest] == ATOM["without_conditions"])
        chosen = pick(live.amount[rest], quota.outside, quota.money_outside, luck)
        outside = rest[chosen]  # its order is luck already
        third = min(quota.third_group, len(outside))
        live.state[outside] = ATOM["without_conditions"]
        live.state[outside[:third]] = ATOM["postponed"]
        live.state[outside[: third // 4]] = ATOM["suspended"]
        return rest[~chosen]

    def _completed(self, live: Cases, rest: Ints) -> Ints:
        """End what is completed or discontinued; return what stays open with conditions."""
        quota, chooser = self._quota, self._chooser
        chosen = pick(live.amount[rest], quota.completed_total, quota.money_completed, self._luck(rest))
        done = rest[chosen]
        discontinued, remitted = round(len(done) * _DISCONTINUED), round(len(done) * _REDUCED)
        _end(live, done, ATOM["completed"])
        live.ending[done[:discontinued]] = ATOM["discontinued"]
        lucky = done[len(done) - remitted :]
        part = 0.2 + 0.5 * chooser.random(len(lucky))
        live.reduced[lucky] = np.rint(live.amount[lucky] * part).astype(np.int64)
        live.state[done] = ATOM["in_progress"]
        return rest[~chosen]

    def _waiting(self, live: Cases, rest: Ints) -> None:
        """Say what the open cases with conditions wait for."""
        live.state[rest] = ATOM["in_progress"]
        start = 0
        for name, share in self._waiting_shares.items():
            count = round(len(rest) * share)
            live.state[rest[start : start + count]] = ATOM[name]
            start += count

    def _luck(self, rest: Ints) -> NDArray[np.float32]:
        return self._chooser.standard_normal(len(rest), dtype=np.float32)


def _end(live: Cases, chosen: Ints, ending: int) -> None:
    live.ended[chosen] = 1
    live.ending[chosen] = ending


def _date(live: Cases, fiscal_year: int, chooser: Generator) -> None:
    """Spread births and ends over the months of the year by the seasons."""
    new = np.flatnonzero(live.born)
    live.born[new] = 1 + draw(_monthly("newly_accepted"), len(new), chooser)
    is_done = (live.ending <= ATOM["discontinued"]) & (live.ended != NEVER)
    done = np.flatnonzero(is_done)
    # Who was there first is done first, give or take a few months; nobody before being accepted.
    turn = live.born[done] + chooser.integers(0, _TURN, len(done), dtype=np.int8)
    order = done[np.argsort(turn, kind="stable")]
    months = np.sort(1 + draw(_monthly("completed"), len(done), chooser), kind="stable")
    live.ended[order] = np.maximum(months, np.maximum(live.born[order], 1))
    away = np.flatnonzero(~is_done & (live.ended != NEVER))
    # The forms of the first months of that year had no column for revoked decisions.
    is_late = (live.ending[away] == ATOM["revoked"]) & (fiscal_year == LAST_OLD_YEAR + 1)
    earliest = np.maximum(live.born[away], np.where(is_late, 4, 1))
    later = np.floor((NEVER - earliest) * chooser.random(len(away))).astype(np.int8)
    live.ended[away] = earliest + later


def _first(department: Department, quota: Quota, chooser: Generator) -> Cases:
    """Return what the first year begins with."""
    nation = years()[FIRST_YEAR]
    count = round(quota.newly_accepted * nation.carried_in / nation.newly_accepted)
    cases = fresh(department, count, chooser)
    cases.born[:] = 0
    cases.state[chooser.random(len(cases)) < 0.6] = ATOM["without_conditions"]
    return cases


def _to_register(opening: Cases, moved: int, chooser: Generator) -> tuple[Cases, Cases]:
    """Move cases without conditions to the separate register; return who stays and who goes."""
    candidates = np.flatnonzero(opening.state == ATOM["without_conditions"])
    goes = np.zeros(len(opening), dtype=np.bool_)
    goes[chooser.permutation(candidates)[:moved]] = True
    return opening.take(~goes), opening.take(goes)


@cache
def _monthly(name: str) -> tuple[float, ...]:
    """Return the share of each month by the season's curve."""
    return tuple(np.diff([0.0, *(float(row[name]) for row in rows("seasons"))]).tolist())
