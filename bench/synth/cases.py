"""One department's cases from the first year on: born, waiting, ended. Every figure is a count or a sum of them.

That is why the forms agree: 01 and 04 count the same cases, officers make up offices, what ends the year open opens
the next one, whatever regime, merger or range of months was asked for.

Belongs here: lives of cases. Does not belong here: counting them (`counting`), forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from zlib import crc32

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from bench.synth.anchors import FIRST_YEAR, LAST_OLD_YEAR, Floats, Ints, Year, rows, split, years
from bench.synth.nation import Department, departments, shares

#: What a case is at a moment; the first five are endings, the rest are ways to be open.
ATOMS = (
    "completed", "discontinued", "entrusted_out", "revoked", "withdrawn_up",
    "in_progress", "postponed_48_1c", "without_conditions", "postponed", "suspended", "paused_for_complaint", "other",
)  # fmt: skip
ATOM = {name: number for number, name in enumerate(ATOMS)}
#: Nine kinds of case, ex officio and then on request; criminal cases are also corruption, drugs or neither.
KINDS = tuple(row["kind"] for row in rows("kinds"))
SUBKINDS = ("", "corruption", "drugs")
REVENUES = ("", "court_fees", "fines", "confiscation", "other_revenue")
_CRIMINAL = KINDS.index("criminal")
_SUBKIND_SHARES, _REVENUE_SHARES = (0.72, 0.08, 0.20), (0.28, 0.44, 0.12, 0.11, 0.05)

_SPREAD = 1.35
_LEAST, _MOST = 300, 40_000_000
_DISCONTINUED, _REDUCED = 0.035, 0.004
_STAYS = 1.2
_NEVER = 13


@dataclass(slots=True)
class Cases:
    """Columns of the cases that are open at some time of a year.

    Attributes:
        desk: where the file lies.
        kind: index into ex officio × `KINDS` then on request × `KINDS`; ``subkind``, ``revenue`` likewise.
        amount: thousand đồng.
        reduced: part of the amount remitted when the case ended.
        born: month of acceptance, 0 for those carried in.
        ended: month of the end, 13 for those that stay open.
        ending: atom it ends as; ``state`` atom it is while open.
    """

    desk: NDArray[np.int16]
    kind: NDArray[np.int8]
    subkind: NDArray[np.int8]
    revenue: NDArray[np.int8]
    amount: Ints
    reduced: Ints
    born: NDArray[np.int8]
    ended: NDArray[np.int8]
    ending: NDArray[np.int8]
    state: NDArray[np.int8]

    def take(self, chosen: NDArray[np.bool_] | Ints) -> Cases:
        """Return some of the cases."""
        return Cases(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def joined(self, other: Cases) -> Cases:
        """Return both, the own ones first."""
        return Cases(
            *(
                np.concatenate([getattr(self, field.name), getattr(other, field.name)])
                for field in fields(self)
            )
        )

    def __len__(self) -> int:
        return len(self.desk)


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


def case_years(department: Department, seed: int, last: int) -> Iterator[CaseYear]:
    """Yield a department's years from the first to the last; later ones never change earlier ones."""
    cases, register = _none(), _none()
    for fiscal_year in range(FIRST_YEAR, last + 1):
        chooser = np.random.Generator(np.random.SFC64([seed, fiscal_year, crc32(department.code.encode())]))
        quota = quotas(seed)[department.code, fiscal_year]
        opening = _carried_in(department, quota, fiscal_year, chooser) if fiscal_year == FIRST_YEAR else cases
        opening, gone = _to_register(opening, quota.moved, chooser)
        register = register.joined(gone)
        year = _Year(quota, fiscal_year, chooser)
        live = year.run(opening, year.births(department))
        yield CaseYear(fiscal_year, live, register)
        cases = live.take(live.ended == _NEVER)
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
    """One year of one department: who is born, who ends how, what the rest waits for."""

    def __init__(self, quota: Quota, fiscal_year: int, chooser: Generator) -> None:
        self._quota = quota
        self._year = fiscal_year
        self._chooser = chooser

    def births(self, department: Department) -> Cases:
        """Return the year's new cases, their amounts not yet scaled."""
        new = _fresh(department, self._quota.newly_accepted, self._chooser)
        new.born[:] = _months("newly_accepted", self._chooser.random(len(new), dtype=np.float32))
        return new

    def run(self, opening: Cases, new: Cases) -> Cases:
        """Return all cases of the year with their ends."""
        self._scale(opening, new)
        live = opening.joined(new)
        open_ = self._away(live)
        open_ = self._outside(live, open_)
        ended = self._completed(live, open_)
        self._waiting(live, ended)
        return live

    def _scale(self, opening: Cases, new: Cases) -> None:
        """Give the new cases the money that brings the department to its part of the nation's."""
        wanted = max(self._quota.money_enforceable - int(opening.amount.sum()), 40_000 * len(new))
        factor = wanted * 1.01 / max(int(new.amount.sum()), 1)
        new.amount[:] = np.clip(np.rint(new.amount * factor), _LEAST, _MOST)

    def _away(self, live: Cases) -> Ints:
        """End what is entrusted, revoked, withdrawn; return the rest."""
        quota, order = self._quota, self._chooser.permutation(len(live))
        start = 0
        counts = (quota.entrusted, quota.revoked, quota.withdrawn)
        for name, count in zip(("entrusted_out", "revoked", "withdrawn_up"), counts, strict=True):
            chosen = order[start : start + count]
            first = 4 if self._year == LAST_OLD_YEAR + 1 and name == "revoked" else 1
            earliest = np.maximum(live.born[chosen], first)
            span = _NEVER - earliest
            live.ended[chosen] = earliest + np.floor(span * self._chooser.random(len(chosen))).astype(np.int8)
            live.ending[chosen] = ATOM[name]
            start += count
        return order[start:]

    def _outside(self, live: Cases, rest: Ints) -> Ints:
        """Choose those without conditions (and the postponed and suspended since 2020); return the rest."""
        was = live.state[rest] == ATOM["without_conditions"]
        chosen = self._pick(
            live, rest, self._quota.outside, self._quota.money_outside, was * np.float32(_STAYS)
        )
        outside, others = rest[chosen], rest[~chosen]
        third = min(self._quota.third_group, len(outside))
        suspended = third // 4
        live.state[outside] = ATOM["without_conditions"]
        order = self._chooser.permutation(outside)
        live.state[order[:third]] = ATOM["postponed"]
        live.state[order[:suspended]] = ATOM["suspended"]
        return others

    def _completed(self, live: Cases, rest: Ints) -> Ints:
        """End what is completed or discontinued; return what stays open with conditions."""
        quota, chooser = self._quota, self._chooser
        chosen = self._pick(live, rest, quota.completed_total, quota.money_completed, None)
        done = rest[chosen]
        month = _months("completed", chooser.random(len(done), dtype=np.float32))
        born = live.born[done]
        later = born + np.floor((_NEVER - born) * chooser.random(len(done), dtype=np.float32)).astype(np.int8)
        live.ended[done] = np.maximum(np.where(month < born, later, month), 1)
        is_discontinued = chooser.random(len(done), dtype=np.float32) < _DISCONTINUED
        live.ending[done] = np.where(is_discontinued, ATOM["discontinued"], ATOM["completed"])
        live.state[done] = ATOM["in_progress"]
        remitted = done[~is_discontinued & (chooser.random(len(done), dtype=np.float32) < _REDUCED)]
        part = 0.2 + 0.5 * chooser.random(len(remitted))
        live.reduced[remitted] = np.rint(live.amount[remitted] * part).astype(np.int64)
        return rest[~chosen]

    def _waiting(self, live: Cases, rest: Ints) -> None:
        """Say what the open cases with conditions wait for."""
        luck = self._chooser.random(len(rest), dtype=np.float32)
        live.state[rest] = ATOM["in_progress"]
        if self._year <= LAST_OLD_YEAR:
            shares_ = {"postponed": 0.03, "suspended": 0.012, "paused_for_complaint": 0.004, "other": 0.02}
        else:
            shares_ = {"postponed_48_1c": 0.025}
        start = 0.0
        for name, share in shares_.items():
            live.state[rest[(luck >= start) & (luck < start + share)]] = ATOM[name]
            start += share

    def _pick(
        self, live: Cases, rest: Ints, count: int, money: int, bonus: NDArray[np.float32] | None
    ) -> NDArray[np.bool_]:
        """Choose ``count`` of the cases so that their amounts come near a sum: by luck that leans on the amount."""
        size = len(rest)
        count = min(count, size)
        if count in (0, size):
            return np.full(size, count > 0)
        amount = live.amount[rest]
        worth = np.log(amount.astype(np.float32))
        worth -= worth.mean()
        worth /= max(float(worth.std()), 1e-6)
        luck = self._chooser.standard_normal(size, dtype=np.float32)
        if bonus is not None:
            luck += bonus
        low, high = -3.0, 3.0
        best = np.zeros(size, dtype=np.bool_)
        for _ in range(7):
            lean = (low + high) / 2
            key = luck + np.float32(lean) * worth
            best = np.zeros(size, dtype=np.bool_)
            best[np.argpartition(key, size - count)[size - count :]] = True
            low, high = (lean, high) if int(amount[best].sum()) < money else (low, lean)
        return best


def _fresh(department: Department, count: int, chooser: Generator) -> Cases:
    table_ = rows("kinds")
    weights = [float(row[f"share_{way}"]) for way in ("ex_officio", "on_request") for row in table_]
    medians = [float(row[f"median_{way}"]) for way in ("ex_officio", "on_request") for row in table_]
    kind = _draw(weights, count, chooser)
    desk_sizes = [office.size / office.desks for office in department.offices for _ in range(office.desks)]
    amount = np.array(medians, dtype=np.float32)[kind] * np.exp(
        np.float32(_SPREAD) * chooser.standard_normal(count, dtype=np.float32)
    )
    subkind = np.where(kind % len(KINDS) == _CRIMINAL, _draw(_SUBKIND_SHARES, count, chooser), 0)
    revenue = np.where(kind < len(KINDS), _draw(_REVENUE_SHARES, count, chooser), 0)
    blank = np.zeros(count, dtype=np.int8)
    return Cases(
        desk=_draw(desk_sizes, count, chooser).astype(np.int16), kind=kind.astype(np.int8),
        subkind=subkind.astype(np.int8), revenue=revenue.astype(np.int8),
        amount=np.rint(amount).astype(np.int64), reduced=np.zeros(count, dtype=np.int64),
        born=blank.copy(), ended=np.full(count, _NEVER, dtype=np.int8), ending=blank.copy(),
        state=np.full(count, ATOM["in_progress"], dtype=np.int8),
    )  # fmt: skip


def _carried_in(department: Department, quota: Quota, fiscal_year: int, chooser: Generator) -> Cases:
    """Return what the first year begins with."""
    nation = years()[fiscal_year]
    cases = _fresh(
        department, round(quota.newly_accepted * nation.carried_in / nation.newly_accepted), chooser
    )
    cases.state[chooser.random(len(cases)) < 0.6] = ATOM["without_conditions"]
    return cases


def _to_register(opening: Cases, moved: int, chooser: Generator) -> tuple[Cases, Cases]:
    """Move cases without conditions to the separate register; return who stays and who goes."""
    candidates = np.flatnonzero(opening.state == ATOM["without_conditions"])
    goes = np.zeros(len(opening), dtype=np.bool_)
    goes[chooser.permutation(candidates)[:moved]] = True
    return opening.take(~goes), opening.take(goes)


def _draw(weights: list[float] | tuple[float, ...], count: int, chooser: Generator) -> Ints:
    edges = np.cumsum(np.array(weights, dtype=np.float64))
    edges /= edges[-1]
    return np.minimum(np.searchsorted(edges, chooser.random(count), side="right"), len(weights) - 1)


@cache
def _season(name: str) -> Floats:
    return np.array([float(row[name]) for row in rows("seasons")])


def _months(name: str, luck: NDArray[np.float32]) -> NDArray[np.int8]:
    """Return months by the season's curve: 1 to 12."""
    return np.minimum(np.searchsorted(_season(name), luck) + 1, 12).astype(np.int8)


def _none() -> Cases:
    return Cases(*(np.zeros(0, dtype=kind) for kind in (
        np.int16, np.int8, np.int8, np.int8, np.int64, np.int64, np.int8, np.int8, np.int8, np.int8,
    )))  # fmt: skip
