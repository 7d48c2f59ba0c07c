"""How fast and how well the narrative reader reads; prints a table.

Belongs here: measuring speed (per core, CPU time), linearity, hostile texts and calibration of confidence.
Does not belong here: tests with thresholds (`tests/acceptance/narrative`).

Run: ``python bench/narrative.py [FOLDER WITH KEYS …]``
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipelines.narrative import read_text
from pipelines.narrative.scoring.compare import compare, read_key
from pipelines.narrative.scoring.keys import KeyText, load_keys

console = Console()

#: Own wording, used when no folder with keys is given.
SAMPLE = (
    "Cục THADS tỉnh Nghệ An sơ kết 6 tháng đầu năm 2023\n"
    "Tổng số thụ lý là 12.450 việc, trong đó năm trước chuyển sang 7.210 việc, thụ lý mới 5.240 việc. "
    "Có điều kiện thi hành 8.900 việc, chiếm 72,27%; đã thi hành xong 5.102 việc, đạt tỷ lệ 57,33%, "
    "tăng 2,1% so với cùng kỳ năm 2022 (vượt 1,2% so với chỉ tiêu).\n"
    "Hội nghị cũng thảo luận các giải pháp nâng cao hiệu quả công tác phối hợp giữa các ngành trong tỉnh.\n"
)
HOSTILE = {
    "digits": "1",
    "brackets": "(",
    "trong đó": "trong đó ",
    "mixed": "trong đó (1.234 việc, ",
    "dots": "1.1",
}


def seconds(text: str) -> float:
    """Return the CPU seconds one reading takes."""
    started = time.process_time()
    read_text(text, report_id="0" * 64, published=date(2023, 12, 1), unit_code="")
    return time.process_time() - started


def speed(texts: list[str]) -> None:
    """Print reports and kilobytes per second and how time grows with length."""
    seconds(texts[0])
    table = Table(
        "text", "size KB", "seconds", "KB/s", title="speed (CPU time, one core)", title_justify="left"
    )
    total = sum(len(text.encode()) for text in texts) / 1024
    spent = sum(seconds(text) for text in texts for _ in range(3)) / 3
    table.add_row(
        f"{len(texts)} reports ({len(texts) / spent:.0f}/s)",
        f"{total:.0f}",
        f"{spent:.2f}",
        f"{total / spent:.0f}",
    )
    joined = "\n".join(texts) + "\n"
    for megabytes in (1, 5):
        text = joined * (megabytes * 2**20 // len(joined.encode()) + 1)
        size, took = len(text.encode()) / 1024, seconds(text)
        table.add_row(f"one text of {megabytes} MB", f"{size:.0f}", f"{took:.1f}", f"{size / took:.0f}")
    for name, piece in HOSTILE.items():
        text = piece * (2**20 // len(piece.encode()))
        table.add_row(f"hostile: {name}", "1024", f"{(took := seconds(text)):.1f}", f"{1024 / took:.0f}")
    console.print(table)


def calibration(keys: list[KeyText]) -> None:
    """Print, by stated confidence, how often a reading was right."""
    emitted: Counter[float] = Counter()
    wrong: Counter[float] = Counter()
    for key in keys:
        observations = read_key(key).observations
        emitted.update(each.confidence for each in observations)
        wrong.update(each.confidence for _, each in compare(key, observations).false_hits)
    table = Table("confidence", "readings", "right", title="reliability", title_justify="left")
    for confidence in sorted(emitted):
        right = emitted[confidence] - wrong[confidence]
        table.add_row(f"{confidence:.2f}", str(emitted[confidence]), f"{right / emitted[confidence]:.3f}")
    console.print(table)


def main() -> None:
    """Run everything."""
    folders = [Path(argument) for argument in sys.argv[1:]]
    keys = load_keys(folders)
    speed([key.text for key in keys] or [SAMPLE * 5])
    if keys:
        calibration(keys)


if __name__ == "__main__":
    main()
