"""The event log: durable appends, replay of segments, folds, verification.

Belongs here: measurements of `pipelines.events`. Does not belong here: the archive (`bench.archive`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import pyarrow.parquet as pq
import pysqlite3.dbapi2 as sqlite3

from bench.figures import Figure, rate_of
from pipelines.events.log import open_log
from pipelines.events.model import NewEvent
from pipelines.events.projections import LogState
from pipelines.events.segments import read_manifest, replay_segments, seal
from pipelines.events.types import EventBody, FindingOpened, ReportReceived, SlotVersionSubmitted
from pipelines.events.verify import verify

SINGLES = 3_000
BATCH = 1_000
EVENTS = 1_000_000
FOLDED = 100_000

_RAW_TABLE = """CREATE TABLE raw (seq INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL,
    event_id BLOB NOT NULL UNIQUE, payload TEXT NOT NULL, hash BLOB NOT NULL, UNIQUE (stream, version)) STRICT"""


def measure(folder: Path, scale: float = 1.0) -> Iterator[Figure]:
    """Yield the figures of the log; ``scale`` 1 is a log of a million events."""
    yield from _singles(folder, max(200, int(SINGLES * scale)))
    count = max(BATCH, int(EVENTS * scale) // BATCH * BATCH)
    yield from _batches(folder, count)
    yield from _segments(folder, count)
    yield from _folds(folder, min(count, FOLDED))
    yield from _verification(folder, count)
    yield from _postgres(folder, max(200, int(SINGLES * scale) // 3), max(BATCH, count // 50))


def events(first: int, count: int) -> list[NewEvent]:
    """Return events as a national year brings them: reports, their slots, some findings."""
    return [NewEvent(_body(number), actor="bench") for number in range(first, first + count)]


def _body(number: int) -> EventBody:
    sha256 = f"{number // 3:064x}"
    unit, year = f"P63-{number % 63:02d}", 2016 + number % 10
    if number % 3 == 0:
        return ReportReceived(
            report_id=sha256, file_name="bieu-01.xlsx", path=f"{unit}/{year}/bieu-01.xlsx", size=20_480,
            folder_unit=unit, folder_year=year,
        )  # fmt: skip
    if number % 3 == 1:
        return SlotVersionSubmitted(
            unit_code=unit, form_code="01", period_code=f"FY{year}", report_id=sha256, version=1
        )
    return FindingOpened(
        finding_id=f"{number:032x}", refresh_id="bench", rule_id="row_total", severity="warning", level="row",
        responsibility="department", unit_code=unit, period_code=f"FY{year}", lhs="11813", rhs="11831",
        difference="-18", message_vi="Tổng không khớp với các thành phần", message_en="The total differs from its parts",
    )  # fmt: skip


def _raw_database(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute(_RAW_TABLE)
    return connection


def _raw_rows(first: int, count: int) -> list[tuple[object, ...]]:
    payload = "x" * 230
    return [
        (seq, f"report/{seq:064x}", 1, hashlib.sha256(str(seq).encode()).digest()[:16], payload, bytes(32))
        for seq in range(first, first + count)
    ]


def _raw_append(connection: sqlite3.Connection, rows: list[tuple[object, ...]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO raw VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.execute("COMMIT")


def _singles(folder: Path, count: int) -> Iterator[Figure]:
    """Durable commits of one event, ours and raw in turns, so that both meet the same machine."""
    fresh, rows = events(0, count), _raw_rows(1, count)
    raw = _raw_database(folder / "raw-singles.sqlite")
    share = count // 5
    ours_rate = raw_rate = 0.0
    with open_log(folder / "singles.sqlite") as log:

        def append(some: list[NewEvent]) -> None:
            for each in some:
                log.append([each])

        def append_raw(some: list[tuple[object, ...]]) -> None:
            for each in some:
                _raw_append(raw, [each])

        for start in range(0, count, share):
            ours_rate = max(ours_rate, rate_of(partial(append, fresh[start : start + share]), share))
            raw_rate = max(raw_rate, rate_of(partial(append_raw, rows[start : start + share]), share))
    raw.close()
    what = f"durable commits of one event ({count:,})"
    yield Figure("log", what, ours_rate, "commits/s", "SQLite insert + commit", raw_rate, goal_rate=2_000)
    synced = _sync_rate(folder / "sync", count)
    yield Figure("log", "the same beside the disk", ours_rate, "commits/s", "write 4 KiB + fdatasync", synced)


def _sync_rate(path: Path, count: int) -> float:
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY)
    block = b"x" * 4096
    try:
        return rate_of(
            lambda: [(os.write(descriptor, block), os.fdatasync(descriptor)) for _ in range(count)], count
        )
    finally:
        os.close(descriptor)


def _batches(folder: Path, count: int) -> Iterator[Figure]:
    """Batches of 1,000 up to the whole log; making the events is not timed, their canonical form is."""
    raw = _raw_database(folder / "raw-batches.sqlite")
    seconds = raw_seconds = 0.0
    with open_log(folder / "log.sqlite") as log:
        for start in range(0, count, BATCH):
            some, rows = events(start, BATCH), _raw_rows(start + 1, BATCH)
            seconds += BATCH / rate_of(partial(log.append, some), BATCH)
            raw_seconds += BATCH / rate_of(partial(_raw_append, raw, rows), BATCH)
    raw.close()
    what = f"durable batches of {BATCH:,} ({count:,} events)"
    yield Figure(
        "log", what, count / seconds, "events/s", "SQLite inserts, same batches", count / raw_seconds, 30_000
    )


def _segments(folder: Path, count: int) -> Iterator[Figure]:
    size = min(100_000, count)
    with open_log(folder / "log.sqlite") as log:
        rate = rate_of(lambda: seal(log, folder / "segments", size), count // size * size)
    yield Figure("log", f"seal into segments ({count // size * size:,})", rate, "events/s")
    files = [folder / "segments" / each.file for each in read_manifest(folder / "segments")]
    sealed = sum(each.rows for each in read_manifest(folder / "segments"))
    ours = rate_of(lambda: replay_segments(folder / "segments").collect(), sealed, 3)
    raw = rate_of(lambda: [pq.read_table(each) for each in files], sealed, 3)
    yield Figure(
        "log", f"replay of segments ({sealed:,})", ours, "events/s", "pyarrow read_table", raw, 1_000_000
    )


def _folds(folder: Path, count: int) -> Iterator[Figure]:
    with open_log(folder / "log.sqlite") as log:
        some = list(islice(log.read(), count))
        rate = rate_of(lambda: LogState().apply_all(some), count)
        read = rate_of(lambda: sum(1 for _ in log.read(0, count)), count)
    yield Figure("log", f"read from SQLite as events ({count:,})", read, "events/s")
    yield Figure("log", f"fold into the landing state ({count:,})", rate, "events/s")


def _verification(folder: Path, count: int) -> Iterator[Figure]:
    texts = [
        hashlib.sha256(str(number).encode()).digest() * 14 for number in range(50_000)
    ]  # as long as an event
    raw = rate_of(lambda: [hashlib.sha256(text).digest() for text in texts], len(texts), 3)
    with open_log(folder / "log.sqlite") as log:
        rate = rate_of(lambda: verify(log).is_sound, count, 2)
        yield Figure(
            "log", f"verify the log ({count:,})", rate, "events/s", "sha256 of 448 bytes", raw, 250_000
        )
        both = rate_of(lambda: verify(log, folder / "segments").is_sound, 2 * count)
    yield Figure(
        "log",
        f"verify log and segments ({2 * count:,})",
        both,
        "events/s",
        "sha256 of 448 bytes",
        raw,
        250_000,
    )


def _postgres(folder: Path, singles: int, count: int) -> Iterator[Figure]:
    try:
        import pgserver
    except ImportError:  # a development dependency
        return
    server = pgserver.get_server(folder / "postgres", cleanup_mode="stop")
    try:
        with open_log(server.get_uri()) as log:
            fresh = events(0, singles)
            rate = rate_of(lambda: [log.append([each]) for each in fresh], singles)
            yield Figure("log", f"PostgreSQL: durable commits of one event ({singles:,})", rate, "commits/s")
            batches = [events(singles + start, BATCH) for start in range(0, count, BATCH)]
            rate = rate_of(lambda: [log.append(each) for each in batches], len(batches) * BATCH)
            yield Figure("log", f"PostgreSQL: durable batches of {BATCH:,}", rate, "events/s")
    finally:
        server.cleanup()
