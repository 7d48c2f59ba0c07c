"""The embedded log: one SQLite file.

Belongs here: the table, its guards, and appending under SQLite's write lock.
Does not belong here: anything PostgreSQL does the same way (that is `log` and `chain`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, cast

import pysqlite3.dbapi2 as sqlite3  # type: ignore[import-untyped]

from pipelines.events.chain import GENESIS, Link, next_hash, preimage, sql_preimage
from pipelines.events.errors import Conflict, guard_missing, store_damaged
from pipelines.events.log import PAGE, Clock, EventLog, Filter, acknowledge, settle_known
from pipelines.events.model import Appended, Draft, Known, Row
from pipelines.events.sqlite_file import (
    open_to_read,
    open_to_write,
    problem_of,
    refused,
    require_safe_sqlite,
)
from pipelines.problems import Problem, Text, ThadsError

T = TypeVar("T")

APPLICATION_ID = 0x54484144  # "THAD"
LAYOUT = 1

SCHEMA = {
    "events": """CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    event_id BLOB NOT NULL UNIQUE,
    type TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    actor TEXT NOT NULL,
    cause TEXT,
    payload TEXT NOT NULL,
    hash BLOB NOT NULL,
    UNIQUE (stream, version)
) STRICT""",
    "events_are_never_updated": """CREATE TRIGGER events_are_never_updated BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never updated'); END""",
    "events_are_never_deleted": """CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END""",
    # also keeps INSERT OR REPLACE, which deletes without firing delete triggers, from replacing anything
    "events_are_only_appended": """CREATE TRIGGER events_are_only_appended BEFORE INSERT ON events
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM events)
  OR EXISTS (SELECT 1 FROM events WHERE event_id = NEW.event_id)
  OR EXISTS (SELECT 1 FROM events WHERE stream = NEW.stream AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'events are only appended'); END""",
}

_COLUMNS = ", ".join(Row._fields)
_INSERT = f"INSERT INTO events ({_COLUMNS}) VALUES ({', '.join('?' * len(Row._fields))})"  # noqa: S608
_KNOWN = f"SELECT {', '.join(Known._fields)} FROM events WHERE event_id IN "  # noqa: S608
_NAMES_PER_QUERY = 1_000
_LINKS = f"""
    SELECT seq, hash, CAST({sql_preimage("octet_length")} AS BLOB)
    FROM (SELECT seq, stream, version, lower(hex(event_id)) AS event_id, type, schema_version, recorded_at,
                 valid_from, valid_to, actor, cause, payload, hash
          FROM events WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT {PAGE})
"""  # noqa: S608


class SqliteLog(EventLog):
    """A log in an SQLite file: WAL, every commit synced to disk before it is acknowledged.

    A log that exists and cannot be written can still be read; appending to it is refused.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        """Open or create the file.

        Raises:
            ThadsError: the SQLite library is unsafe, the file is no event log, or the disk refuses.
        """
        require_safe_sqlite(sqlite3.sqlite_version_info, sqlite3.sqlite_version)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._refused: Problem | None = None
        try:
            try:
                self._begin(open_to_write, self._prepare)
            except sqlite3.DatabaseError as error:
                self._refused = refused(path, error)
                if self._refused is None or not path.is_file():
                    raise
                self._begin(open_to_read, self._require_log)
        except sqlite3.DatabaseError as error:
            raise _not_opened(path, error) from error

    def _begin(self, opener: Callable[[Path], sqlite3.Connection], check: Callable[[], None]) -> None:
        self._open = opener
        self._connection = opener(self.path)
        try:
            check()
        except BaseException:
            self._connection.close()
            raise

    def position(self) -> int:
        """Return the ``seq`` of the last event, 0 for an empty log."""
        return int(self._read("SELECT coalesce(max(seq), 0) FROM events", ())[0][0])

    def stream_version(self, stream: str) -> int:
        """Return the version of a stream, 0 when nothing was written to it."""
        query = "SELECT coalesce(max(version), 0) FROM events WHERE stream = ?"
        return int(self._read(query, (stream,))[0][0])

    def close(self) -> None:
        """Close the file; the last connection folds the WAL into it."""
        self._connection.close()

    def _prepare(self) -> None:
        run = self._connection.execute
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = FULL")  # the WAL is synced at each commit: acknowledged means durable
        run("PRAGMA recursive_triggers = ON")
        run(
            "PRAGMA wal_autocheckpoint = 8000"
        )  # 32 MiB: a batch of 1,000 fills the default 1,000 pages by itself
        run("PRAGMA cache_size = -65536")  # 64 MiB: event ids fall anywhere in their index
        with self._transaction():
            if run("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
                run(f"PRAGMA application_id = {APPLICATION_ID}")
                run(f"PRAGMA user_version = {LAYOUT}")
                for statement in SCHEMA.values():
                    run(statement)
            self._require_log()

    def _require_log(self) -> None:
        application = self._connection.execute("PRAGMA application_id").fetchone()[0]
        layout = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if (application, layout) != (APPLICATION_ID, LAYOUT):
            raise _not_a_log(self.path, f"application_id {application:#x}, layout {layout}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Hold the write lock; commit at the end, roll back on any error."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._connection.in_transaction:  # a full disk has SQLite roll back by itself
                    self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def check_store(self) -> Iterator[Problem]:
        """Yield what is wrong with the file's structure: pages, indexes, column types, guards.

        Reads through a connection of its own, so that it can run beside other work.
        """
        connection = self._open(self.path)
        try:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(10)").fetchall()]
            kept = dict(
                connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
            )
        except sqlite3.DatabaseError as error:
            yield problem_of(self.path, error)
            return
        finally:
            connection.close()
        yield from (store_damaged(self.path.name, line) for line in found if line != "ok")
        for name, statement in SCHEMA.items():
            if kept.get(name) != statement:
                yield guard_missing(self.path.name, name)

    def _page(self, after: int, until: int, only: Filter) -> list[Row]:
        conditions, bound = ["seq > ?", "seq <= ?"], [after, until, *only.values()]
        if only.stream is not None:
            conditions.append("stream = ?")
        if only.types:
            conditions.append(f"type IN ({', '.join('?' * len(only.types))})")
        query = f"SELECT {_COLUMNS} FROM events WHERE {' AND '.join(conditions)} ORDER BY seq LIMIT {PAGE}"  # noqa: S608
        return [Row._make(row) for row in self._read(query, bound)]

    def _links(self, after: int, until: int) -> list[Link]:
        return cast("list[Link]", self._read(_LINKS, (after, until)))

    def _read(self, query: str, bound: Sequence[object]) -> list[tuple[Any, ...]]:
        """Return all rows of a query.

        Raises:
            ThadsError: the file is damaged, or stays locked for a minute.
        """
        try:
            return cast("list[tuple[Any, ...]]", self._connection.execute(query, bound).fetchall())
        except sqlite3.DatabaseError as error:
            raise ThadsError(problem_of(self.path, error)) from error

    def _place(self, drafts: Sequence[Draft], skip_known: bool) -> list[Appended]:
        if self._refused:
            raise ThadsError(self._refused)
        try:
            with self._transaction():
                placed, new = settle_known(drafts, self._known(drafts), skip_known)
                return [*placed, *self._insert(new)]
        except (
            sqlite3.OperationalError
        ) as error:  # a refusing disk; what the guards refuse is an IntegrityError
            raise ThadsError(problem_of(self.path, error)) from error

    def _known(self, drafts: Sequence[Draft]) -> list[Known]:
        known: list[Known] = []
        for ids in _batched([draft.event_id for draft in drafts], _NAMES_PER_QUERY):
            known += [Known._make(row) for row in self._connection.execute(_KNOWN + _marks(ids), ids)]
        return known

    def _insert(self, drafts: Sequence[Draft]) -> list[Appended]:
        last = self._connection.execute(
            "SELECT seq, hash, recorded_at FROM events ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        seq, chain_hash, recorded_at = last or (0, GENESIS, 0)
        recorded_at = max(self._clock(), recorded_at)
        versions = self._versions({draft.stream for draft in drafts})
        rows: list[Row] = []
        for draft in drafts:
            version = versions.get(draft.stream, 0)
            if draft.expected_version is not None and draft.expected_version != version:
                raise Conflict(draft.stream, draft.expected_version, version)
            versions[draft.stream] = version = version + 1
            seq += 1
            chain_hash = next_hash(chain_hash, preimage(seq, version, recorded_at, draft))
            rows.append(_row(draft, seq, version, recorded_at, chain_hash))
        self._connection.executemany(_INSERT, rows)
        return [
            acknowledge(draft, row.seq, row.version, row.recorded_at, row.hash, is_new=True)
            for draft, row in zip(drafts, rows, strict=True)
        ]

    def _versions(self, streams: set[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for some in _batched(streams, _NAMES_PER_QUERY):
            query = f"SELECT stream, max(version) FROM events WHERE stream IN {_marks(some)} GROUP BY stream"  # noqa: S608
            found.update(self._connection.execute(query, some).fetchall())
        return found


def _batched(values: Collection[T], size: int) -> Iterator[list[T]]:
    """Yield the values in lists of at most ``size``."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


def _marks(values: Sequence[object]) -> str:
    return f"({', '.join('?' * len(values))})"


def _row(draft: Draft, seq: int, version: int, recorded_at: int, chain_hash: bytes) -> Row:
    return Row(
        seq, draft.stream, version, draft.event_id, draft.type, draft.schema_version, recorded_at,
        draft.valid_from, draft.valid_to, draft.actor, draft.cause, draft.payload, chain_hash,
    )  # fmt: skip


def _not_opened(path: Path, error: sqlite3.DatabaseError) -> ThadsError:
    problem = problem_of(path, error)
    return _not_a_log(path, str(error)) if problem.code == "log_store_damaged" else ThadsError(problem)


def _not_a_log(path: Path, found: str) -> ThadsError:
    return ThadsError(
        Problem(
            code="not_an_event_log",
            what=Text(
                "Tệp này không phải là nhật ký sự kiện của kho dữ liệu, hoặc đã bị hỏng.",
                "This file is not an event log of the warehouse, or it is damaged.",
            ),
            where=path.name,
            expected=f"application_id {APPLICATION_ID:#x}, layout {LAYOUT}",
            found=found,
            next_step=Text(
                "Kiểm tra lại THADS_HOME; nếu tệp bị hỏng, hãy khôi phục từ bản sao lưu rồi chạy thads log verify.",
                "Check THADS_HOME; if the file is damaged, restore the backup and run thads log verify.",
            ),
        )
    )
