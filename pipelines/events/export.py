"""The log for other people's tools: Parquet or JSON lines.

Belongs here: writing events to a file. Does not belong here: sealing (`segments`), marts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pipelines.events.frames import frame_of_pages
from pipelines.events.log import EventLog
from pipelines.events.model import canonical_json
from pipelines.problems import Problem, Text, ThadsError

Format = Literal["parquet", "jsonl"]


def export_log(
    log: EventLog, target: Path, kind: Format | None = None, after: int = 0, until: int | None = None
) -> tuple[Path, int]:
    """Write the events with ``after < seq <= until`` to a file.

    Args:
        log: the log.
        target: a file ending in ``.parquet`` or ``.jsonl``, or a folder (then the file names its range).
        kind: format of a file in a folder, ``parquet`` by default.
        after: position before the first event wanted.
        until: last position, by default the log's position now.

    Returns:
        The file and its number of events.

    Raises:
        ThadsError: the name has another ending.
    """
    last = log.position() if until is None else until
    path = _file(target, kind, after, last)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.part")
    count = (
        _write_parquet(log, aside, after, last)
        if path.suffix == ".parquet"
        else _write_lines(log, aside, after, last)
    )
    aside.replace(path)
    return path, count


def _file(target: Path, kind: Format | None, after: int, last: int) -> Path:
    if target.is_dir() or not target.suffix:
        return target / f"events-{after + 1}-{last}.{kind or 'parquet'}"
    if target.suffix in (".parquet", ".jsonl") and kind in (None, target.suffix[1:]):
        return target
    raise ThadsError(
        Problem(
            code="unknown_export_format",
            what=Text("Không xuất được ra định dạng này.", "The log cannot be exported in this format."),
            where=target.name,
            expected=".parquet, .jsonl",
            found=target.suffix,
            next_step=Text(
                "Đặt tên tệp kết thúc bằng .parquet hoặc .jsonl, hoặc chỉ ra một thư mục.",
                "Name a file that ends in .parquet or .jsonl, or a folder.",
            ),
        )
    )


def _write_parquet(log: EventLog, path: Path, after: int, last: int) -> int:
    frame = frame_of_pages(log.pages(after, last))
    frame.write_parquet(path, compression="zstd")
    return frame.height


def _write_lines(log: EventLog, path: Path, after: int, last: int) -> int:
    count = 0
    with path.open("wb") as target:
        for event in log.read(after, last):
            target.write(canonical_json(event.as_dict()) + b"\n")
            count += 1
    return count
