"""How well the layout of a sheet without a map is learned: columns proposed right, in percent.

Every known form is stripped of its map, renamed with words that were never used for tuning, moved about and filled.

Belongs here: the table of results. Does not belong here: drawing (`bench.learning.sheets`), counting (`score`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.learning.renames import Half
from bench.learning.score import Score, Stripped, score
from bench.learning.sheets import draw
from pipelines.forms import default_book

SHEETS_PER_FORM = 6
_GOAL, _GOAL_DETERMINED = 95.0, 100.0
_HOW: dict[Stripped, str] = {
    "regime": "map of its regime stripped",
    "form": "form stripped in all regimes",
    "all": "all maps stripped, catalogue alone",
}


def measure(_folder: Path, scale: float = 1.0) -> Iterator[Figure]:
    """Yield the shares of right columns; ``scale`` 1 is six sheets of each form."""
    count = max(1, round(SHEETS_PER_FORM * scale))
    for how in _HOW:
        yield from _of(how, "held_out", count)
    yield from _of("form", "tuning", count)


def _of(how: Stripped, half: Half, count: int) -> Iterator[Figure]:
    started = time.perf_counter()
    total = results(how, half, count)
    seconds = (time.perf_counter() - started) / max(1, total.sheets)
    words = "unseen wordings" if half == "held_out" else "wordings used for tuning"
    what = f"{_HOW[how]}, {words}"
    yield Figure("learn", f"{what} ({total.columns} columns)", total.share, "% right", goal_rate=_GOAL)
    yield Figure(
        "learn", f"… of those an identity determines ({total.determined})", total.share_determined, "% right",
        goal_rate=_GOAL_DETERMINED,
    )  # fmt: skip
    yield Figure(
        "learn",
        f"… sheets with no wrong column ({total.sheets})",
        100 * total.whole_sheets / total.sheets,
        "%",
    )
    yield Figure("learn", "… time for one sheet", seconds, "s")


def results(how: Stripped, half: Half, count: int, first: int = 0) -> Score:
    """Return the score over so many sheets of each known form."""
    book, total = default_book(), Score()
    for form_map in (each for each in book.maps if each.columns):
        for seed in range(first, first + count):
            total.add(score(draw(form_map, half, seed), book, how))
    return total
