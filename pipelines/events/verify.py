"""Is every byte still what was written? The chain, the segments, the archive (P6).

Belongs here: walking everything once and naming the first bad place of each in words.
Does not belong here: repair; damage is never mended in place.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from pipelines.archive.store import Archive
from pipelines.events.chain import GENESIS
from pipelines.events.errors import REBUILD_SEGMENTS, RESTORE
from pipelines.events.frames import preimage_of_frame
from pipelines.events.log import EventLog
from pipelines.events.segments import Segment, read_manifest
from pipelines.problems import Problem, Text, ThadsError
from pipelines.progress import Advance, Progress, Silent

_LOG = Text("Chuỗi sự kiện", "Event chain")
_SEGMENTS = Text("Sự kiện đã niêm phong", "Sealed events")
_ARCHIVE = Text("Tệp trong kho lưu trữ", "Archived files")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was checked and what was found.

    Attributes:
        events: events of the log whose hash was recomputed.
        head: hash of the last of them, 64 hex digits: write it down elsewhere to notice a log cut short.
        segment_events: events of segments whose hash was recomputed.
        archive_files: files of the archive hashed again.
        archive_bytes: their bytes.
        problems: the first bad place of the chain, of the database around it, of each bad segment; every bad file.
    """

    events: int
    head: str
    segments: int
    segment_events: int
    archive_files: int
    archive_bytes: int
    seconds: float
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing was found."""
        return not self.problems

    def as_dict(self) -> dict[str, object]:
        """Return a JSON-ready dict (``thads log verify --json``)."""
        return {"is_sound": self.is_sound, **asdict(self)}


def verify(
    log: EventLog,
    segments_dir: Path | None = None,
    archive: Archive | None = None,
    progress: Progress | None = None,
) -> Verdict:
    """Check the log, and the segments and the archive where they are given.

    Args:
        log: the live log; events appended meanwhile are not looked at.
        segments_dir: where segments are kept.
        archive: what ``ReportReceived``, ``ReportParsed`` and ``ReferenceLoaded`` refer to.
        progress: who wants to know how far it is.
    """
    started = time.monotonic()
    progress = progress or Silent()
    problems: list[Problem] = []
    segments = _manifest(segments_dir, problems)
    with ThreadPoolExecutor(max_workers=1) as beside:  # the database's own check runs without the interpreter
        store = beside.submit(lambda: list(log.check_store()))
        chain = _Chain(log, {each.last for each in segments}, progress)
        problems += chain.problems
        problems += store.result()
    segment_events = 0
    with (progress if segments else Silent()).stage(
        _SEGMENTS, segments[-1].last if segments else 0
    ) as advance:
        for segment in segments:
            problem = _segment_problem(segments_dir or Path(), segment, chain)
            problems += [problem] if problem else []
            segment_events += 0 if problem else segment.rows
            advance(segment.rows)
    files = _Files(log, archive, chain, progress) if archive else None
    return Verdict(
        events=chain.checked,
        head=chain.head.hex(),
        segments=len(segments),
        segment_events=segment_events,
        archive_files=files.count if files else 0,
        archive_bytes=files.bytes if files else 0,
        seconds=time.monotonic() - started,
        problems=(*problems, *(files.problems if files else ())),
    )


class _Chain:
    """One walk over the chain of a log, up to the first bad place.

    Attributes:
        checked: events whose hash holds.
        head: hash of the last of them.
        hashes: hash by position, where asked for.
    """

    def __init__(self, log: EventLog, wanted: set[int], progress: Progress) -> None:
        self.checked, self.head = 0, GENESIS
        self.hashes: dict[int, bytes] = {0: GENESIS}
        self.problems: list[Problem] = []
        try:
            self.position = log.position()
            with progress.stage(_LOG, self.position) as advance:
                self._walk(log, wanted, advance)
        except ThadsError as error:  # the database cannot even read the row
            self.problems.append(error.problem)

    def _walk(self, log: EventLog, wanted: set[int], advance: Advance) -> None:
        digest, previous, seq = hashlib.sha256, self.head, 0
        for page in log.links(0, self.position):
            for found, stored, text in page:
                seq += 1
                if found != seq:
                    self.problems.append(_gap(seq, found))
                    return
                previous = digest(previous + text).digest()
                if previous != stored:
                    self.problems.append(_event_changed(seq, stored, previous))
                    return
                if seq in wanted:
                    self.hashes[seq] = previous
            self.checked, self.head = seq, previous
            advance(len(page))
        if seq != self.position:
            self.problems.append(_gap(seq + 1, None))


def _manifest(segments_dir: Path | None, problems: list[Problem]) -> list[Segment]:
    try:
        return read_manifest(segments_dir) if segments_dir else []
    except ThadsError as error:
        problems.append(error.problem)
        return []


def _segment_problem(segments_dir: Path, segment: Segment, chain: _Chain) -> Problem | None:
    """Return what is wrong with one segment: its bytes, its rows, or its place in the log's chain."""
    path = segments_dir / segment.file
    where = f"segments/{segment.file}"
    if not path.exists():
        return _segment(where, f"sha256 {segment.sha256}", "")
    with path.open("rb") as source:
        found = hashlib.file_digest(source, "sha256").hexdigest()
    if found != segment.sha256:
        return _segment(where, f"sha256 {segment.sha256}", f"sha256 {found}")
    previous = bytes.fromhex(segment.previous_hash)
    rows = pl.scan_parquet(path).select("seq", "hash", preimage_of_frame().cast(pl.Binary)).collect()
    for expected, (seq, stored, text) in enumerate(rows.iter_rows(), start=segment.first):
        previous = hashlib.sha256(previous + text).digest()
        if seq != expected or previous != stored:
            return _segment(f"{where}, event {expected}", f"hash {previous.hex()}", f"hash {stored.hex()}")
    if previous.hex() != segment.last_hash or rows.height != segment.rows:
        return _segment(
            where, f"{segment.rows} events, hash {segment.last_hash}", f"{rows.height}, {previous.hex()}"
        )
    in_log = chain.hashes.get(segment.last)
    if in_log is None and not chain.problems:
        return _log_cut_short(where, segment.last, chain.checked)
    if in_log is not None and in_log != previous:
        return _segment(where, f"hash {in_log.hex()} as in the log", f"hash {previous.hex()}")
    return None


class _Files:
    """The archive against its own names, and against what the log says it holds."""

    def __init__(self, log: EventLog, archive: Archive, chain: _Chain, progress: Progress) -> None:
        self.count, self.bytes = 0, 0
        names = sum(1 for _ in archive.names())
        with (progress if names else Silent()).stage(_ARCHIVE, names) as advance:

            def took(size: int) -> None:
                self.count += 1
                self.bytes += size
                advance(1)

            self.problems = [*archive.verify(took), *_missing_files(log, archive, chain.checked)]


#: Events that refer to bytes in the archive, and the field that names them.
_ARCHIVED = {
    "ReportReceived": "report_id",
    "ReferenceLoaded": "sha256",
    "ReportParsed": "facts_file",
    "FormMapProposed": "columns_sha256",
}


def _missing_files(log: EventLog, archive: Archive, until: int) -> Iterator[Problem]:
    """Yield a problem for each event (of the part of the log that holds) whose bytes are not in the archive."""
    for event in log.read(0, until, types=tuple(_ARCHIVED)):
        sha256 = str(event.payload[_ARCHIVED[event.type]])
        if not archive.has(sha256):
            yield _file_missing(event.seq, event.type, sha256)
        elif event.type == "ReportReceived" and archive.path(sha256).stat().st_size != event.payload["size"]:
            size = archive.path(sha256).stat().st_size
            yield _size_differs(event.seq, sha256, str(event.payload["size"]), str(size))


# --- words ---------------------------------------------------------------------------------------------------


def _event_changed(seq: int, stored: bytes, computed: bytes) -> Problem:
    return Problem(
        code="event_changed",
        what=Text(
            f"Sự kiện số {seq} trong nhật ký đã bị thay đổi sau khi ghi; các sự kiện trước đó còn nguyên vẹn.",
            f"Event {seq} of the log was changed after it was written; all events before it are intact.",
        ),
        where=f"event {seq}",
        expected=f"hash {stored.hex() if isinstance(stored, bytes) else stored}",
        found=f"hash {computed.hex()}",
        next_step=RESTORE,
    )


def _gap(expected: int, found: int | None) -> Problem:
    return Problem(
        code="event_missing",
        what=Text(
            f"Thiếu sự kiện số {expected} trong nhật ký.",
            f"Event {expected} is missing from the log.",
        ),
        where=f"event {expected}",
        expected=f"event {expected}",
        found="end of log" if found is None else f"event {found}",
        next_step=RESTORE,
    )


def _segment(where: str, expected: str, found: str) -> Problem:
    return Problem(
        code="segment_changed",
        what=Text(
            "Đoạn nhật ký đã niêm phong bị thay đổi, bị mất hoặc không khớp với nhật ký.",
            "A sealed segment of the log was changed, is lost, or does not agree with the log.",
        ),
        where=where,
        expected=expected,
        found=found,
        next_step=REBUILD_SEGMENTS,
    )


def _log_cut_short(where: str, sealed: int, position: int) -> Problem:
    return Problem(
        code="log_cut_short",
        what=Text(
            "Nhật ký bị cắt ngắn: có sự kiện đã niêm phong nhưng không còn trong nhật ký.",
            "The log was cut short: events that were sealed are no longer in it.",
        ),
        where=where,
        expected=f"event {sealed}",
        found=f"last event {position}",
        next_step=RESTORE,
    )


def _file_missing(seq: int, type_name: str, sha256: str) -> Problem:
    return Problem(
        code="archive_missing",
        what=Text(
            "Nhật ký ghi đã tiếp nhận một tệp nhưng kho lưu trữ không có tệp đó.",
            "The log tells of a file that the archive does not hold.",
        ),
        where=f"event {seq} ({type_name})",
        expected=f"archive/{sha256[:2]}/{sha256[2:4]}/{sha256}",
        found="",
        next_step=RESTORE,
    )


def _size_differs(seq: int, sha256: str, expected: str, found: str) -> Problem:
    return Problem(
        code="archive_size_differs",
        what=Text(
            "Kích thước tệp trong kho lưu trữ khác với lúc tiếp nhận.",
            "A file of the archive has another size than when it was received.",
        ),
        where=f"event {seq}, archive/{sha256[:2]}/{sha256[2:4]}/{sha256}",
        expected=f"{expected} bytes",
        found=f"{found} bytes",
        next_step=RESTORE,
    )
