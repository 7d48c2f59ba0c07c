"""Prose: how fast it is read, how time grows with length, and how honest confidence is.

Belongs here: measurements of `pipelines.narrative`. Does not belong here: tests with thresholds, reading formats.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from bench.figures import Figure
from pipelines.narrative import lexicon, read_text
from pipelines.narrative.fold import Folded
from pipelines.narrative.scoring.calibration import EDGES, expected_error, left_out, reliability
from pipelines.narrative.scoring.samples import read_samples

SAMPLES = Path(__file__).with_name("narrative_samples.csv")
GOAL_KB, GOAL_REPORTS = 200, 30
#: Own wording; a report of about four kilobytes is made of five of them.
SAMPLE = (
    "Cục THADS tỉnh Nghệ An sơ kết 6 tháng đầu năm 2023\n"
    "Tổng số thụ lý là 12.450 việc, trong đó năm trước chuyển sang 7.210 việc, thụ lý mới 5.240 việc. "
    "Có điều kiện thi hành 8.900 việc, chiếm 72,27%; đã thi hành xong 5.102 việc, đạt tỷ lệ 57,33%, "
    "tăng 2,1% so với cùng kỳ năm 2022 (vượt 1,2% so với chỉ tiêu).\n"
    "Hội nghị cũng thảo luận các giải pháp nâng cao hiệu quả công tác phối hợp giữa các ngành trong tỉnh.\n"
)
HOSTILE = {
    "digits": "1", "brackets": "(", "trong đó": "trong đó ", "quotes": '"', "mixed": "trong đó (1.234 việc, ",
    "dots": "1.1",
}  # fmt: skip


def measure(_folder: Path, scale: float = 1.0) -> Iterator[Figure]:
    """Yield the figures of the reader; ``scale`` 1 reads one text of 5 MB and hostile ones of 1 MB."""
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
    long = SAMPLE * int(max(0.5, 5 * scale) * 1024 / _kilobytes(SAMPLE))
    taken = _seconds(lambda: _read(long))
    yield Figure(
        "narrative", f"read one text of {_kilobytes(long) / 1024:.1f} MB", _kilobytes(long) / taken, "KB/s",
        "short reports", times * size / read, goal_times=1.5,
    )  # fmt: skip
    for name, piece in HOSTILE.items():
        text = piece * int(max(0.1, scale) * 2**20 / len(piece.encode()))
        yield Figure(
            "narrative", f"hostile text of {_kilobytes(text) / 1024:.1f} MB: {name}",
            _kilobytes(text) / _seconds(lambda text=text: _read(text)), "KB/s", goal_rate=100,
        )  # fmt: skip
    yield from _honesty()


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


def _seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one run, after a warm start."""
    _read(SAMPLE)
    started = time.process_time()
    work()
    return time.process_time() - started


def _kilobytes(text: str) -> float:
    return len(text.encode()) / 1024
