"""One writer at a time: the lock every refresh, replay and compaction takes first.

Belongs here: the advisory lock and the sentence the second writer reads.
Does not belong here: what is done under the lock (`publish`, `compact`).
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import orjson

from pipelines.problems import Problem, Text, ThadsError

LOCK_NAME = ".writer.lock"


@contextmanager
def writer_lock(folder: Path, purpose: str) -> Iterator[None]:
    """Hold the writer's lock of a warehouse folder for the work inside.

    The lock belongs to the open file (``flock``), not to the name: it falls with the process that held it,
    however that died, so a file left behind never blocks anybody.

    Args:
        folder: the warehouse folder; made when it does not exist.
        purpose: what the holder is doing, shown to whoever comes second.

    Raises:
        ThadsError: ``writer_busy`` when another process builds right now.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _busy(folder, descriptor) from error
        note = {"pid": os.getpid(), "since": datetime.now(UTC), "purpose": purpose}
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, orjson.dumps(note), 0)
        yield
    finally:
        os.close(descriptor)


def _busy(folder: Path, descriptor: int) -> ThadsError:
    try:
        note = orjson.loads(os.pread(descriptor, 4096, 0))
    except orjson.JSONDecodeError:
        note = {}  # the holder has the lock but has not yet written who it is
    holder = f"{note.get('purpose', '?')} · pid {note.get('pid', '?')} · {note.get('since', '?')}"
    return ThadsError(
        Problem(
            code="writer_busy",
            what=Text(
                "Một tiến trình khác đang cập nhật kho dữ liệu.", "Another process is building the warehouse."
            ),
            where=str(folder / LOCK_NAME),
            expected="",
            found=holder,
            next_step=Text(
                "Chờ tiến trình đó kết thúc rồi chạy lại; trong lúc chờ vẫn tra cứu được phiên bản đang công bố.",
                "Wait until it ends and run the command again; the published version can be queried meanwhile.",
            ),
        )
    )
