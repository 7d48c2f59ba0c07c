"""Prose: how fast it is read, how time grows with length, and how honest confidence is.

Belongs here: measurements of `pipelines.narrative`. Does not belong here: tests with thresholds, reading formats.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from bench.figures import Figure
from bench.prose import ENDLESS, HOSTILE, SAMPLE, repeated
from pipelines.narrative import lexicon, read_text
from pipelines.narrative.fold import Folded
from pipelines.narrative.scoring.calibration import EDGES, expected_error, left_out, reliability
from pipelines.narrative.scoring.samples import read_samples

SAMPLES = Path(__file__).with_name("narrative_samples.csv")
GOAL_KB, GOAL_REPORTS = 200, 30
#: Of texts made to be slow, many of them nothing but figures, half of that.
GOAL_HOSTILE_KB = 100
#: A text four times as long may take four times as long, and a little for what the machine is busy with.
GOAL_LINEAR = 1.25
ENDLESS_MB = (1.25, 2.5, 5.0)


def measure(_folder: Path, scale: float = 1.0) -> Iterator[Figure]:
    """Yield the figures of the reader; ``scale`` 1 reads texts of up to 5 MB and hostile ones of 1 MB."""
    yield from _usual(scale)
    for name, piece in ENDLESS.items():
        yield from _endless(name, piece, scale)
    for name, piece in HOSTILE.items():
        size = 1024 * max(0.1, scale)
        yield _beside_quarter(f"hostile text of {size / 1024:.1f} MB: {name}", piece, size)
    yield from _honesty()


def _usual(scale: float) -> Iterator[Figure]:
    """Yield the rates of reports as departments write them, and of one text of many paragraphs."""
    report = SAMPLE * 5
    size = _kilobytes(report)
    times = max(20, int(200 * scale))
    read = _seconds(lambda: [_read(report) for _ in range(times)])
    terms = _seconds(lambda: [lexicon.scan(Folded(report).text) for _ in range(times)])
    yield Figure(
        "narrative", f"read reports of {size:.0f} KB", times * size / read, "KB/s", "fold and look up terms",
        times * size / terms, goal_rate=GOAL_KB,
    )  # fmt: skip
    yield Figure(
        "narrative", f"read reports of {size:.0f} KB", times / read, "reports/s", goal_rate=GOAL_REPORTS
    )
    megabytes = max(0.5, 5 * scale)
    yield Figure(
        "narrative", f"read one text of {megabytes:.1f} MB", _rate(repeated(SAMPLE, 1024 * megabytes)), "KB/s",
        "short reports", times * size / read, goal_rate=GOAL_KB, goal_times=1.5,
    )  # fmt: skip


def _endless(name: str, piece: str, scale: float) -> Iterator[Figure]:
    """Yield the rates of one line without end at three lengths, each beside the shortest: time must grow as length."""
    sizes = [1024 * max(0.1, megabytes * scale) for megabytes in ENDLESS_MB]
    shortest = _rate(repeated(piece, sizes[0]))
    yield Figure(
        "narrative", f"one endless {name} of {sizes[0] / 1024:.2f} MB", shortest, "KB/s", goal_rate=GOAL_KB
    )
    for size in sizes[1:]:
        yield Figure(
            "narrative", f"one endless {name} of {size / 1024:.2f} MB", _rate(repeated(piece, size)), "KB/s",
            f"of {sizes[0] / 1024:.2f} MB", shortest, goal_rate=GOAL_KB, goal_times=GOAL_LINEAR,
        )  # fmt: skip


def _beside_quarter(what: str, piece: str, size: float) -> Figure:
    """Return the rate of a text, beside that of a text a quarter as long."""
    quarter = _rate(repeated(piece, size / 4))
    rate = _rate(repeated(piece, size))
    return Figure(
        "narrative",
        what,
        rate,
        "KB/s",
        "a quarter of it",
        quarter,
        goal_rate=GOAL_HOSTILE_KB,
        goal_times=GOAL_LINEAR,
    )


def _honesty() -> Iterator[Figure]:
    """Yield the reliability curve: of readings said to be so sure, how many of a hundred were right."""
    bins = reliability(left_out(list(read_samples(SAMPLES))), EDGES)
    for each in bins:
        told = f"right of {each.readings} readings said {100 * each.said:.0f} % sure"
        yield Figure("narrative", told, 100 * each.right, "of 100")
    yield Figure(
        "narrative", "calibration: 100 less the expected error", 100 - 100 * expected_error(bins), "of 100"
    )


def _read(text: str) -> None:
    read_text(text, report_id="0" * 64, published=date(2023, 12, 1), unit_code="")


def _rate(text: str) -> float:
    """Return the kilobytes read in a second."""
    return _kilobytes(text) / _seconds(lambda: _read(text))


def _seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one run, after a warm start."""
    _read(SAMPLE)
    started = time.process_time()
    work()
    return time.process_time() - started


def _kilobytes(text: str) -> float:
    return len(text.encode()) / 1024
