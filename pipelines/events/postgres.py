"""The log for several machines: one table in PostgreSQL, written by one server-side function.

Belongs here: calling that function and reading the table. Does not belong here: its SQL (`postgres.sql`), anything
SQLite does the same way (that is `log` and `chain`).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

import orjson
import psycopg
from psycopg import errors
from psycopg.rows import TupleRow

from pipelines.events.chain import Link, sql_preimage
from pipelines.events.errors import Conflict, guard_missing
from pipelines.events.log import PAGE, Clock, EventLog, Filter, acknowledge, settle_known
from pipelines.events.model import Appended, Draft, Known, Row
from pipelines.problems import Problem, Text, ThadsError

#: SQLSTATE our function raises for a stale version.
STALE_VERSION = "TH409"

_LOCK = 6073180463981298757
_COLUMNS = ", ".join(Row._fields)
_APPEND = f"""
    SELECT is_new, {", ".join(Known._fields)}
    FROM thads_log.append(
        %s::text[], %s::bytea[], %s::text[], %s::integer[], %s::text[], %s::text[], %s::text[], %s::text[],
        %s::text[], %s::bigint[], %s, %s)
"""  # noqa: S608


_LINKS = f"""
    SELECT seq, hash, convert_to({sql_preimage("octet_length")}, 'UTF8')
    FROM (SELECT seq, stream, version, encode(event_id, 'hex') AS event_id, type, schema_version, recorded_at,
                 valid_from, valid_to, actor, cause, payload, hash
          FROM thads_log.events WHERE seq > %s AND seq <= %s ORDER BY seq LIMIT {PAGE}) AS page
    ORDER BY seq
"""  # noqa: S608


class PostgresLog(EventLog):
    """A log in PostgreSQL (server encoding UTF-8, version 14 or later)."""

    def __init__(self, url: str, clock: Clock | None) -> None:
        """Connect, and create the log when there is none.

        Args:
            url: ``postgresql://…``.
            clock: ``None`` for the server's clock.

        Raises:
            ThadsError: the server cannot be reached, or its encoding is not UTF-8.
        """
        self._clock = clock
        self._lock = threading.Lock()
        try:
            self._connection: psycopg.Connection[TupleRow] = psycopg.connect(url, autocommit=True)
        except psycopg.OperationalError as error:
            raise _unreachable(str(error)) from error
        self._prepare()

    def position(self) -> int:
        """Return the ``seq`` of the last event, 0 for an empty log."""
        return self._number("SELECT coalesce(max(seq), 0) FROM thads_log.events", ())

    def stream_version(self, stream: str) -> int:
        """Return the version of a stream, 0 when nothing was written to it."""
        return self._number(
            "SELECT coalesce(max(version), 0) FROM thads_log.events WHERE stream = %s", (stream,)
        )

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def _prepare(self) -> None:
        encoding = self._connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            self._connection.close()
            raise _wrong_encoding(str(encoding))
        self._connection.execute("SET default_transaction_isolation = 'read committed'")
        with self._connection.transaction():
            self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            if (
                self._number("SELECT count(*) FROM pg_proc WHERE oid = to_regproc('thads_log.append')", ())
                == 0
            ):
                self._connection.execute(_schema())

    def _number(self, query: str, bound: tuple[object, ...]) -> int:
        row = self._connection.execute(query.encode(), bound).fetchone()
        return int(row[0]) if row else 0

    def check_store(self) -> Iterator[Problem]:
        """Yield what is wrong with the table's guards."""
        guards = self._number(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'thads_log.events'::regclass"
            " AND tgname = 'events_are_never_changed' AND tgenabled IN ('O', 'A')",
            (),
        )
        if guards != 1:
            yield guard_missing("thads_log.events", "events_are_never_changed")

    def _page(self, after: int, until: int, only: Filter) -> list[Row]:
        query = f"""SELECT {_COLUMNS} FROM thads_log.events
            WHERE seq > %s AND seq <= %s AND (%s::text IS NULL OR stream = %s) AND (%s::text[] IS NULL OR type = ANY (%s))
            ORDER BY seq LIMIT {PAGE}"""  # noqa: S608
        types = list(only.types) if only.types else None
        bound = (after, until, only.stream, only.stream, types, types)
        return [Row._make(row) for row in self._connection.execute(query.encode(), bound)]

    def _links(self, after: int, until: int) -> list[Link]:
        rows = self._connection.execute(_LINKS.encode(), (after, until))
        return [Link(*row) for row in rows]

    def _place(self, drafts: Sequence[Draft], skip_known: bool) -> list[Appended]:
        known, placed = self._call(drafts, skip_known)
        old, missing = settle_known(drafts, known, skip_known)
        if not known or placed:
            return [*old, *placed]
        # some are known in an older schema version, which only we can compare; they agree: write the rest
        return [*old, *(self._call(missing, skip_known=True)[1] if missing else [])]

    def _call(self, drafts: Sequence[Draft], skip_known: bool) -> tuple[list[Known], list[Appended]]:
        """Offer drafts to the server in one transaction.

        Returns:
            What it knew, and what it wrote.
        """
        columns = [list(column) for column in zip(*drafts, strict=True)]
        clock = self._clock() if self._clock else None
        try:
            with self._lock:
                rows = self._connection.execute(_APPEND, (*columns, skip_known, clock)).fetchall()
        except errors.DatabaseError as error:
            if error.sqlstate != STALE_VERSION:
                raise
            raise Conflict(*orjson.loads(error.diag.message_detail or "[]")) from error
        by_id = {draft.event_id: draft for draft in drafts}
        known = [Known._make(row[1:]) for row in rows if not row[0]]
        written = [Known._make(row[1:]) for row in rows if row[0]]
        placed = [
            acknowledge(
                by_id[each.event_id], each.seq, each.version, each.recorded_at, each.hash, is_new=True
            )
            for each in written
        ]
        return known, placed


@cache
def _schema() -> bytes:
    return files(__package__).joinpath("postgres.sql").read_bytes()


def _unreachable(found: str) -> ThadsError:
    return ThadsError(
        Problem(
            code="log_unreachable",
            what=Text(
                "Không kết nối được với máy chủ nhật ký sự kiện.", "The event log's server cannot be reached."
            ),
            where="THADS_LOG_URL",
            expected="postgresql://<user>@<host>/<database>",
            found=found.strip().splitlines()[0],
            next_step=Text(
                "Kiểm tra THADS_LOG_URL và máy chủ PostgreSQL rồi chạy lại.",
                "Check THADS_LOG_URL and the PostgreSQL server, then run again.",
            ),
        )
    )


def _wrong_encoding(found: str) -> ThadsError:
    return ThadsError(
        Problem(
            code="log_encoding",
            what=Text(
                "Cơ sở dữ liệu của nhật ký sự kiện phải dùng bảng mã UTF-8.",
                "The event log's database must be in UTF-8.",
            ),
            where="THADS_LOG_URL",
            expected="UTF8",
            found=found,
            next_step=Text(
                "Tạo cơ sở dữ liệu mới với ENCODING 'UTF8' rồi trỏ THADS_LOG_URL tới đó.",
                "Create a database with ENCODING 'UTF8' and point THADS_LOG_URL at it.",
            ),
        )
    )
