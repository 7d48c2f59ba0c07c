"""Reading many reports at once, in processes that may die.

A damaged file can bring a C library down or keep it busy for ever; the refresh must not fall with it.

Belongs here: processes, time limits, isolation. Does not belong here: what reading means (`reading`).
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipelines.archive.store import Archive
from pipelines.forms import AcceptedMap
from pipelines.intake.reading import PARSERS, Maps, Reading, Rejection, Source, read_report
from pipelines.problems import Problem, Text

Reader = Callable[[Path, Source, int], Reading | Rejection]


def read_archived(
    archive_dir: Path, source: Source, max_bytes: int, accepted: tuple[AcceptedMap, ...] = ()
) -> Reading | Rejection:
    """Read one report from the archive; runs inside a worker."""
    data = Archive(archive_dir).read(source.report_id)
    return read_report(data, source, max_bytes=max_bytes, maps=Maps(accepted, archive_dir))


def reader_with(accepted: tuple[AcceptedMap, ...]) -> Reader:
    """Return the reader of a worker that knows these maps too."""
    return partial(read_archived, accepted=accepted)


#: Python looks for cycles after 700 new objects; a workbook is 5,000 cells and hardly a cycle, and looking took a
#: tenth of a worker's time.
_GARBAGE_AFTER = 50_000
#: How many reports are handed to a worker ahead of need.
_AHEAD = 4


@dataclass(slots=True)
class ReadingPool:
    """Reads archived reports in worker processes.

    Attributes:
        archive_dir: where the bytes are.
        max_bytes: largest file that is opened.
        workers: number of processes.
        seconds: time limit for one report; one that takes longer is rejected with the reason.
        reader: what a worker calls for one report; importable by name.
        parser: named by rejections of the pool itself.
    """

    archive_dir: Path
    max_bytes: int
    workers: int
    seconds: float = 120.0
    reader: Reader = read_archived
    parser: str = PARSERS[""]

    def read(self, sources: Sequence[Source]) -> Iterator[Reading | Rejection]:
        """Yield one result per source, in no particular order; never raises for a bad report."""
        waiting = deque(sources)
        suspects: list[Source] = []
        while waiting:
            yield from self._read_together(waiting, suspects)
            while suspects:
                yield self._read_alone(suspects.pop())

    def _read_together(self, waiting: deque[Source], suspects: list[Source]) -> Iterator[Reading | Rejection]:
        """Read until done, or until a worker dies or hangs: then what was in flight is suspect."""
        with _Workers(max(1, min(self.workers, len(waiting)))) as pool:
            flying: dict[Future[Reading | Rejection], Source] = {}
            while waiting or flying:
                while waiting and len(flying) < self.workers * _AHEAD:
                    source = waiting.popleft()
                    flying[pool.submit(self.reader, self.archive_dir, source, self.max_bytes)] = source
                done, _ = wait(flying, timeout=self.seconds, return_when=FIRST_COMPLETED)
                landed = {future: flying.pop(future) for future in done}
                results = [_result(future, source, self.parser) for future, source in landed.items()]
                suspects.extend(source for future, source in landed.items() if _has_died(future))
                yield from (result for result in results if result is not None)
                if suspects or not done:
                    suspects.extend(flying.values())
                    return

    def _read_alone(self, source: Source) -> Reading | Rejection:
        with _Workers(1) as pool:
            future = pool.submit(self.reader, self.archive_dir, source, self.max_bytes)
            done, _ = wait([future], timeout=self.seconds)
            result = _result(future, source, self.parser) if done else None
        return result or Rejection(source, self.parser, _gave_up(source, bool(done), self.seconds))


class _Workers:
    """A process pool that is killed, not waited for, when it is left."""

    def __init__(self, workers: int) -> None:
        self._pool = ProcessPoolExecutor(
            workers, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare_worker
        )

    def __enter__(self) -> ProcessPoolExecutor:
        return self._pool

    def __exit__(self, *_: object) -> None:
        # Before Python 3.14 there is no public way to end a worker that hangs.
        processes = list((self._pool._processes or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()


def _prepare_worker() -> None:
    """Let a worker end with the refresh that started it, and look for garbage less often."""
    gc.freeze()
    gc.set_threshold(_GARBAGE_AFTER)
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the parent's death (a kill -9 tells nobody), then leave; unread reports are read next time."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _has_died(future: Future[Reading | Rejection]) -> bool:
    return isinstance(future.exception(), BrokenProcessPool)


def _result(future: Future[Reading | Rejection], source: Source, parser: str) -> Reading | Rejection | None:
    """Return the result; an error nobody foresaw becomes a rejection, so that the other reports go on."""
    error = future.exception()
    if error is None:
        return future.result()
    return None if _has_died(future) else Rejection(source, parser, _failed(source, error))


def _failed(source: Source, error: BaseException) -> Problem:
    return Problem(
        code="reader_failed",
        what=Text(
            "Chương trình đọc gặp lỗi chưa lường trước ở tệp này.",
            "The reader met an unforeseen error in this file.",
        ),
        where=source.file_name,
        expected="",
        found=f"{type(error).__name__}: {error}"[:300],
        next_step=Text(
            "Báo cho nhóm kỹ thuật kèm mã báo cáo; tệp gốc đã được lưu và sẽ được đọc lại sau khi sửa.",
            "Tell the technical team the report's code; its bytes are kept and will be read again once mended.",
        ),
    )


def _gave_up(source: Source, has_died: bool, seconds: float) -> Problem:
    found = "chương trình đọc bị dừng đột ngột / the reader died" if has_died else f"> {seconds:.0f} s"
    return Problem(
        code="reader_gave_up",
        what=Text(
            "Tệp làm chương trình đọc dừng đột ngột hoặc chạy quá lâu.",
            "The file brings the reader down or keeps it busy for too long.",
        ),
        where=source.file_name,
        expected=f"≤ {seconds:.0f} s",
        found=found,
        next_step=Text(
            "Mở tệp bằng phần mềm gốc, lưu lại thành tệp mới rồi gửi lại.",
            "Open the file in its own program, save it as a new file and send that.",
        ),
    )
