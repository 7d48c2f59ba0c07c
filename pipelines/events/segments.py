"""Sealed ranges of the log as Parquet files, with a manifest that says what they hold.

A segment is written once, from events whose chain was checked while they were read. The manifest has one JSON line
per segment: range, hashes before and after, sha256 of the file. Whole replays read the segments and only the rest
from the database, so that DuckDB and polars never open the live SQLite file of a process that writes to it.

Belongs here: sealing, the manifest, reading segments. Does not belong here: looking for damage (`verify`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
import polars as pl

from pipelines.events.chain import GENESIS, next_hash, preimage
from pipelines.events.errors import manifest_damaged, seal_refused
from pipelines.events.frames import EVENTS, frame_of_pages, frame_of_rows
from pipelines.events.log import EventLog
from pipelines.events.model import Row, canonical_json

MANIFEST = "manifest.jsonl"
DEFAULT_SIZE = 100_000


@dataclass(frozen=True, slots=True)
class Segment:
    """One line of the manifest.

    Attributes:
        first: ``seq`` of its first event.
        last: ``seq`` of its last event.
        previous_hash: chain hash before the first event, 64 hex digits.
        last_hash: chain hash of the last event.
        file: name of the Parquet file.
        sha256: of the file's bytes.
        size: bytes of the file.
    """

    first: int
    last: int
    previous_hash: str
    last_hash: str
    file: str
    sha256: str
    size: int

    @property
    def rows(self) -> int:
        """Return the number of events."""
        return self.last - self.first + 1


def seal(
    log: EventLog,
    segments_dir: Path,
    size: int = DEFAULT_SIZE,
    progress: Callable[[int], None] | None = None,
) -> list[Segment]:
    """Write every full range of ``size`` events that is not yet sealed; the newest events stay unsealed.

    Args:
        log: the live log.
        segments_dir: where segments are kept; created on demand.
        size: events per segment.
        progress: called with the number of events just sealed.

    Returns:
        The segments written now.

    Raises:
        ThadsError: the manifest is damaged, or the log's chain does not hold where it is to be sealed.
    """
    segments_dir.mkdir(parents=True, exist_ok=True)
    sealed = read_manifest(segments_dir)
    written: list[Segment] = []
    last, last_hash = (sealed[-1].last, bytes.fromhex(sealed[-1].last_hash)) if sealed else (0, GENESIS)
    while last + size <= log.position():
        rows = [row for page in log.pages(last, last + size) for row in page]
        _require_chain(last_hash, last, rows)
        segment = _write(segments_dir, rows, last_hash)
        sealed.append(segment)
        _write_manifest(segments_dir, sealed)
        written.append(segment)
        last, last_hash = segment.last, rows[-1].hash
        if progress:
            progress(size)
    return written


def read_manifest(segments_dir: Path) -> list[Segment]:
    """Return the sealed segments in order; none when nothing was sealed yet.

    Raises:
        ThadsError: a line is not what `seal` writes, or the segments do not follow each other.
    """
    path = segments_dir / MANIFEST
    if not path.exists():
        return []
    segments: list[Segment] = []
    for number, line in enumerate(path.read_bytes().splitlines(keepends=True), start=1):
        where = f"{MANIFEST}:{number}"
        try:
            segment = Segment(**orjson.loads(line))
        except (orjson.JSONDecodeError, TypeError) as error:
            raise manifest_damaged(where, "a line as seal writes it", str(error)) from error
        if line != _line(segment):
            raise manifest_damaged(
                where, _line(segment).decode().strip(), line.decode(errors="replace").strip()
            )
        before = segments[-1] if segments else None
        if segment.first != (before.last + 1 if before else 1):
            raise manifest_damaged(
                where, f"first {before.last + 1 if before else 1}", f"first {segment.first}"
            )
        if segment.previous_hash != (before.last_hash if before else GENESIS.hex()):
            raise manifest_damaged(
                where, "previous_hash = last_hash of the segment before", segment.previous_hash
            )
        segments.append(segment)
    return segments


def replay_segments(segments_dir: Path, until: int | None = None) -> pl.LazyFrame:
    """Return the sealed events as a lazy frame of `frames.EVENTS`, in order of ``seq``.

    Args:
        segments_dir: where segments are kept.
        until: last position wanted; what is not sealed yet is not there.

    Raises:
        ThadsError: the manifest is damaged.
    """
    files = [
        segments_dir / each.file
        for each in read_manifest(segments_dir)
        if until is None or each.first <= until
    ]
    if not files:
        return frame_of_rows([]).lazy()
    events = pl.scan_parquet(files, schema=dict(EVENTS))
    return events if until is None else events.filter(pl.col("seq") <= until)


def replay(log: EventLog, segments_dir: Path, until: int | None = None) -> pl.DataFrame:
    """Return all events up to a position: the sealed ones from segments, the rest from the log.

    Raises:
        ThadsError: the manifest is damaged.
    """
    last = log.position() if until is None else until
    sealed = read_manifest(segments_dir)
    end = min(sealed[-1].last, last) if sealed else 0
    return pl.concat([replay_segments(segments_dir, end).collect(), frame_of_pages(log.pages(end, last))])


def _require_chain(previous: bytes, position: int, rows: list[Row]) -> None:
    for expected, row in enumerate(rows, start=position + 1):
        previous = next_hash(previous, preimage(row.seq, row.version, row.recorded_at, row))
        if row.seq != expected or row.hash != previous:
            raise seal_refused(f"event {expected}", previous.hex(), row.hash.hex())


def _write(segments_dir: Path, rows: list[Row], previous: bytes) -> Segment:
    """Write one segment aside, make it durable, then give it its name."""
    name = f"{rows[0].seq:012d}-{rows[-1].seq:012d}.parquet"
    aside = segments_dir / f"{name}.part"
    frame_of_rows(rows).write_parquet(aside, compression="zstd", compression_level=3, statistics=False)
    data = aside.read_bytes()
    _sync(aside)
    aside.chmod(0o444)
    aside.replace(segments_dir / name)
    _sync(segments_dir)
    return Segment(
        first=rows[0].seq,
        last=rows[-1].seq,
        previous_hash=previous.hex(),
        last_hash=rows[-1].hash.hex(),
        file=name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
    )


def _write_manifest(segments_dir: Path, segments: list[Segment]) -> None:
    aside = segments_dir / f"{MANIFEST}.part"
    aside.write_bytes(b"".join(_line(each) for each in segments))
    _sync(aside)
    aside.replace(segments_dir / MANIFEST)
    _sync(segments_dir)


def _line(segment: Segment) -> bytes:
    return canonical_json(asdict(segment)) + b"\n"


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
