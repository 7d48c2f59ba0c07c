"""Loads the landing tables: what the log and the facts say up to a position W.

Belongs here: filling schema ``landing`` of a build file. Does not belong here: where facts lie (`facts`), what
the log means (`events.projections`), anything dbt can do in SQL.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from pipelines.archive.store import Archive
from pipelines.events.log import EventLog
from pipelines.events.projections import LogState
from pipelines.reference.tables import TABLES, table
from pipelines.warehouse.facts import Reread, current_readings, is_readable, locate, past_readings, restore
from pipelines.warehouse.landing_figures import load_figures
from pipelines.warehouse.landing_readings import STAYS, load_readings

EVENTS: Mapping[str, pl.DataType] = {
    "seq": pl.Int64(),
    "stream": pl.String(),
    "version": pl.Int64(),
    "event_id": pl.String(),
    "type": pl.String(),
    "recorded_at": pl.Datetime("us"),
    "actor": pl.String(),
    "cause": pl.String(),
    "payload": pl.String(),
}

_REPORT_COLUMNS = (
    "report_id", "file_name", "path", "received_at", "kind", "form_codes", "regime", "unit_code", "period_code",
    "published", "title", "version", "status", "accepted_at", "ended_at", "is_synthetic", "parser", "encoding",
    "rows", "problem_vi", "problem_en", "held_by",
)  # fmt: skip

Target = Path | duckdb.DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Landed:
    """What was loaded.

    Attributes:
        position: W, the last event taken into account.
        recorded_at: its time, ``None`` for an empty log.
        observations: figures of the newest readings.
        reread: reports whose facts had to be read again from the archive.
        state: the log's state at W, to be handed on to `reload_status_tables`.
    """

    position: int
    recorded_at: datetime | None
    observations: int
    reread: int
    state: LogState


def load_landing(
    target: Target,
    log: EventLog,
    archive: Archive,
    facts_dir: Path,
    *,
    until_seq: int | None = None,
    as_of: datetime | None = None,
    version: str,
    reread: Reread | None = None,
) -> Landed:
    """Fill schema ``landing`` of a build file from the log up to W; what was there is replaced.

    Args:
        target: the build file, or an open connection to it.
        log: the event log.
        archive: for the reference tables, and for reports that must be read again.
        facts_dir: the Parquet files of observations.
        until_seq: W; by default the position of the log now, or at ``as_of``.
        as_of: an aware instant; W is the last event recorded by then.
        version: name the build will have when it is published.
        reread: reads a report again when its facts file is gone.

    Raises:
        ThadsError: ``facts_missing``, ``facts_differ`` or ``facts_incomplete``.
    """
    state = LogState.as_of(log, until_seq if until_seq is not None else as_of)
    readings = current_readings(state)
    located = locate([*readings, *past_readings(state)], facts_dir)
    damaged = [path for path in located.landing if path.stat().st_size == 0 or not is_readable(path)]
    missing = [*located.missing, *(located.landing.pop(path) for path in damaged)]
    restored = dict(zip(restore(missing, facts_dir, archive, reread), missing, strict=True))
    with _connected(target) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS landing")
        load_readings(connection, readings, located, restored)
        _load_references(connection, archive, state)
        _replace(connection, "events", pl.DataFrame(schema=dict(EVENTS)))
        _load_status(connection, log, state, version, as_of)
        (observations,) = connection.execute(
            "select count(*) from landing.observations where is_current"
        ).fetchone() or (0,)
    return Landed(state.position, state.recorded_at, observations, len(restored), state)


def reload_status_tables(
    target: Target,
    log: EventLog,
    state: LogState,
    *,
    until_seq: int | None = None,
    version: str,
    as_of: datetime | None = None,
) -> Landed:
    """Bring reports, findings, corrections, events and ``landing.build`` up to a later W.

    Called after validation and acceptance have written their events; observations stay as they were loaded.

    Args:
        target: the build file, or an open connection to it.
        log: the event log.
        state: `Landed.state` of the load; it is moved on to W.
        until_seq: the new W, by default the position of the log now.
        version: name the build will have when it is published.
        as_of: instant of a build in the past.
    """
    state.catch_up(log, until_seq)
    with _connected(target) as connection:
        _load_status(connection, log, state, version, as_of)
        (observations,) = connection.execute(
            "select count(*) from landing.observations where is_current"
        ).fetchone() or (0,)
    return Landed(state.position, state.recorded_at, observations, 0, state)


def _load_references(connection: duckdb.DuckDBPyConnection, archive: Archive, state: LogState) -> None:
    """Load the editions in force at W; columns a later edition added are there, and empty."""
    for name in TABLES:
        frame = table(name).clear()
        if edition := state.references.get(name):
            old = pl.read_csv(io.BytesIO(archive.read(edition.sha256)), infer_schema=False)
            frame = pl.concat([frame, old], how="diagonal")
        _replace(connection, name, frame)


def _load_status(
    connection: duckdb.DuckDBPyConnection,
    log: EventLog,
    state: LogState,
    version: str,
    as_of: datetime | None,
) -> None:
    _replace(connection, "reports", state.reports_frame().select(_REPORT_COLUMNS))
    _replace(connection, "acceptances", state.acceptances_frame())
    _replace(connection, "findings", state.findings_frame())
    _replace(connection, "corrections", state.corrections_frame())
    load_figures(connection, state)
    connection.execute(STAYS)
    _append_events(connection, log, state.position)
    build = {
        "position": [state.position],
        "recorded_at": [_naive(state.recorded_at)],
        "version": [version],
        "as_of": [_naive(as_of)],
    }
    types = {
        "position": pl.Int64(),
        "recorded_at": pl.Datetime("us"),
        "version": pl.String(),
        "as_of": pl.Datetime("us"),
    }
    _replace(connection, "build", pl.DataFrame(build, schema=types))


def _append_events(connection: duckdb.DuckDBPyConnection, log: EventLog, until: int) -> None:
    (loaded,) = connection.execute("select coalesce(max(seq), 0) from landing.events").fetchone() or (0,)
    for page in log.pages(loaded, until):
        rows = [
            (row.seq, row.stream, row.version, row.event_id.hex(), row.type, row.recorded_at, row.actor,
             row.cause, row.payload)
            for row in page
        ]  # fmt: skip
        raw = {**EVENTS, "recorded_at": pl.Int64()}
        frame = pl.DataFrame(rows, schema=raw, orient="row").cast({"recorded_at": pl.Datetime("us")})
        connection.register("event_page", frame.to_arrow())
        connection.execute("insert into landing.events by name select * from event_page")
        connection.unregister("event_page")


def _replace(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    connection.register("landing_frame", frame.to_arrow())
    connection.execute(f'create or replace table landing."{name}" as select * from landing_frame')  # noqa: S608
    connection.unregister("landing_frame")


@contextmanager
def _connected(target: Target) -> Iterator[duckdb.DuckDBPyConnection]:
    if isinstance(target, Path):
        with duckdb.connect(str(target)) as connection:
            yield connection
    else:
        yield target


def _naive(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.astimezone(UTC).replace(tzinfo=None)
