"""All relations of a shape that the figures show: every subset of columns is tried, exactly.

A sum over three rows becomes one whole number per column (modulo 2^64), so that a subset that adds up is a number
that is found again; several samples of rows are tried, so that some are free of wrong cells; what is found is then
judged over all rows.

Belongs here: the search for relations. Does not belong here: judging one (`evidence`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from pipelines.forms.learning.evidence import Evidence, Support
from pipelines.forms.learning.relations import Relation

_SAMPLES, _SAMPLE_ROWS = 8, 3
_MOST_SUBSETS = 40_000
_RATE_PARTS, _RATE_ROWS = 3, 12

Ints = NDArray[np.int64]


class Discovery:
    """Finds the relations of one table; each question is answered once.

    Args:
        preferred: columns in order of plausibility, for tables with too many columns for all subsets.
    """

    def __init__(self, evidence: Evidence, preferred: Sequence[int] = ()) -> None:
        self._evidence = evidence
        self._preferred = {column: place for place, column in enumerate(preferred)}
        self._keys = [_keys_of(evidence.exact[rows]) for rows in _samples(evidence.exact)]
        self._sums: dict[tuple[int, int, int], list[Relation]] = {}
        self._rates: list[Relation] | None = None

    def sums(self, plus: int, minus: int, missing: int) -> list[Relation]:
        """Return the sums with up to so many terms that hold.

        Args:
            plus: most terms added.
            minus: most terms taken away.
            missing: how many terms may be absent from the sheet or zero all over.
        """
        if (plus, minus, missing) not in self._sums:
            added = self._subsets(plus, max(1, plus - missing))
            taken = self._subsets(minus, max(0, minus - missing))
            found = {each for keys in self._keys for each in self._joined(keys, added, taken)}
            self._sums[plus, minus, missing] = self._shown(found)
        return self._sums[plus, minus, missing]

    def rates(self) -> list[Relation]:
        """Return the rates that recompute from the sum of a few columns over another."""
        if self._rates is None:
            self._rates = self._shown(set(self._likely_rates()))
        return self._rates

    def _shown(self, found: set[Relation]) -> list[Relation]:
        def is_shown(support: Support) -> bool:
            return support.is_met and support.strength > 0

        ordered = sorted(found, key=lambda each: (each.target, each.plus, each.minus, each.whole or 0))
        return [relation for relation in ordered if is_shown(self._evidence.support(relation))]

    def _likely_rates(self) -> Iterator[Relation]:
        evidence = self._evidence
        subsets = self._subsets(_RATE_PARTS, 1)
        rows = np.flatnonzero(np.any(evidence.values[:, evidence.rates] != 0, axis=1))[:_RATE_ROWS]
        values = np.hstack([evidence.values[rows], np.zeros((len(rows), 1))])
        sums = values[:, subsets].sum(axis=2)  # rows × subsets
        for target in evidence.rates:
            near = 10.0 ** -min(evidence.decimals[target], 4) * 1.001
            rate = values[:, [target]]
            for whole in evidence.summable:
                below = np.where(values[:, [whole]] == 0, np.inf, values[:, [whole]])
                off = np.minimum(np.abs(100 * sums / below - rate), 100 * np.abs(sums / below - rate))
                hits = (off <= near) & (rate != 0) & np.isfinite(below)
                for place in np.flatnonzero(hits.mean(axis=0) > 0.4) if len(rows) else ():
                    parts = _columns(subsets[place])
                    if whole not in parts:
                        yield Relation.of(target, parts, (), whole)

    def _subsets(self, most: int, least: int) -> NDArray[np.intp]:
        """Return the subsets of columns, a row each; short ones are filled up with a column of zeros (-1)."""
        columns = list(self._evidence.summable)
        last = len(self._preferred)
        while (
            len(columns) > most and sum(comb(len(columns), k) for k in range(least, most + 1)) > _MOST_SUBSETS
        ):
            columns.remove(max(columns, key=lambda column: self._preferred.get(column, last)))
        found = [np.full((1 if least == 0 else 0, most), -1, dtype=np.intp)]
        for size in range(max(1, least), min(most, len(columns)) + 1):
            chosen = np.array(list(combinations(columns, size)), dtype=np.intp).reshape(-1, size)
            found.append(np.pad(chosen, ((0, 0), (0, most - size)), constant_values=-1))
        return np.vstack(found)

    def _joined(self, keys: Ints, added: NDArray[np.intp], taken: NDArray[np.intp]) -> Iterator[Relation]:
        """Yield target, plus and minus where the numbers agree: target + minus = plus."""
        summable = self._evidence.summable
        with np.errstate(over="ignore"):
            sums, lost = keys[added].sum(axis=1), keys[taken].sum(axis=1)
            wanted = (keys[summable][:, None] + lost[None, :]).ravel()
        order = np.argsort(sums, kind="stable")
        low = np.searchsorted(sums[order], wanted, side="left")
        high = np.searchsorted(sums[order], wanted, side="right")
        for hit in np.flatnonzero(high > low):
            target, minus = summable[hit // len(taken)], _columns(taken[hit % len(taken)])
            for place in order[low[hit] : high[hit]]:
                plus = _columns(added[place])
                if len({target, *plus, *minus}) == 1 + len(plus) + len(minus):
                    yield Relation.of(target, plus, minus)


def _columns(subset: NDArray[np.intp]) -> tuple[int, ...]:
    return tuple(int(column) for column in subset if column >= 0)


def _samples(exact: Ints) -> Iterator[list[int]]:
    """Yield small groups of telling rows: in some of them no cell is wrong."""
    weight = np.count_nonzero(exact, axis=1)
    telling = [int(row) for row in np.argsort(-weight, kind="stable") if weight[row]]
    rng = np.random.default_rng(0)
    if telling:
        yield telling[:_SAMPLE_ROWS]
    for _ in range(_SAMPLES - 1 if len(telling) > _SAMPLE_ROWS else 0):
        yield [int(row) for row in rng.choice(telling, _SAMPLE_ROWS, replace=False)]


def _keys_of(rows: Ints) -> Ints:
    """Return a whole number per column in which sums of columns are sums of numbers; the last one is zero."""
    weights = np.random.default_rng(1).integers(1, 2**62, size=len(rows), dtype=np.int64) | 1
    keys = np.zeros(rows.shape[1] + 1, dtype=np.int64)
    with np.errstate(over="ignore"):
        keys[:-1] = (rows * weights[:, None]).sum(axis=0)
    return keys
