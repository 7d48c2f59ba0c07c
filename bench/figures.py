"""One measured figure and the table of all.

Belongs here: what a measurement is and how it is shown. Does not belong here: measuring.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One rate beside the raw limit and the goal.

    Attributes:
        what: what was measured, with its size.
        rate: how much per second.
        unit: of what.
        raw_what: the least work that could do the same, measured in the same run; empty when there is none.
        raw_rate: its rate in the same unit, 0 when there is none.
        goal_rate: least rate wanted, 0 when there is no goal.
        goal_times: most times slower than raw wanted, 0 when there is no such goal.
    """

    room: str
    what: str
    rate: float
    unit: str
    raw_what: str = ""
    raw_rate: float = 0
    goal_rate: float = 0
    goal_times: float = 0

    @property
    def times_raw(self) -> float:
        """How many times slower than the raw limit, 0 when there is none."""
        return self.raw_rate / self.rate if self.raw_rate else 0

    @property
    def is_met(self) -> bool | None:
        """Whether every goal is met, None when there is none."""
        if not (self.goal_rate or self.goal_times):
            return None
        is_near = not self.goal_times or self.times_raw <= self.goal_times
        return self.rate >= self.goal_rate and is_near

    @property
    def goal(self) -> str:
        """The goals in words, empty when there is none."""
        least = [f"≥ {self.goal_rate:,.0f}"] if self.goal_rate else []
        return ", ".join(least + ([f"≤ {self.goal_times} × raw"] if self.goal_times else []))

    def as_dict(self) -> dict[str, object]:
        """A JSON-ready dict."""
        return {**self.__dict__, "times_raw": round(self.times_raw, 2), "is_met": self.is_met}


class Stopwatch:
    """Seconds between start and end of a ``timed()`` block."""

    seconds: float = 0.0


@contextmanager
def timed() -> Iterator[Stopwatch]:
    """Time a block."""
    watch = Stopwatch()
    started = time.perf_counter()
    yield watch
    watch.seconds = time.perf_counter() - started


def rate_of(work: Callable[[], object], amount: float, repeat: int = 1) -> float:
    """Return the best rate of some runs: other work on the machine only ever slows one down."""
    best = float("inf")
    for _ in range(repeat):
        with timed() as watch:
            work()
        best = min(best, watch.seconds)
    return amount / best


def table_of(figures: Sequence[Figure]) -> Table:
    """Return the figures as one table."""
    table = Table(title="Speed, beside the raw limit of this machine in this run", title_justify="left")
    for name, justify in (
        ("room", "left"), ("what", "left"), ("measured", "right"), ("unit", "left"), ("raw limit", "left"),
        ("raw", "right"), ("× slower", "right"), ("goal", "right"), ("met", "center"),
    ):  # fmt: skip
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for each in figures:
        met = {True: "[green]yes[/]", False: "[red]no[/]", None: ""}[each.is_met]
        raw = f"{each.raw_rate:,.0f}" if each.raw_rate else ""
        rate = f"{each.rate:,.0f}" if each.rate > 100 else f"{each.rate:,.1f}"
        slower = f"{each.times_raw:.2f}" if each.raw_rate else ""
        table.add_row(each.room, each.what, rate, each.unit, each.raw_what, raw, slower, each.goal, met)
    return table
