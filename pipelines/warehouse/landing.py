"""Loads the landing tables: what the log and the facts say up to a position W.

One way for all: what changed since the position the file stands at is replaced, the rest stays. For an empty file
everything changed.

Belongs here: filling schema ``landing`` of a build file. Does not belong here: where facts lie (`facts`), what
the log means (`events.projections`), anything dbt can do in SQL.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from pipelines.archive.store import Archive
from pipelines.events.log import EventLog
from pipelines.events.projections import LogState
from pipelines.reference.tables import TABLES, table
from pipelines.warehouse import landing_figures, landing_readings
from pipelines.warehouse.base import hash_at
from pipelines.warehouse.changes import Changes, changes_of, everything
from pipelines.warehouse.facts import Reading, Reread, is_readable, locate, restore, wanted_readings
from pipelines.warehouse.landing_notes import load_notes
from pipelines.warehouse.landing_slices import note_changes, start_changes, with_names
from pipelines.warehouse.landing_status import (
    BuildRow,
    append_events,
    load_status,
    read_build_row,
    replace_table,
    write_build_row,
)
from pipelines.warehouse.landing_stays import load_stays

Target = Path | duckdb.DuckDBPyConnection

_MARKS = "create table if not exists landing.loaded_reports (report_id varchar, mark varchar)"


@dataclass(frozen=True, slots=True)
class Landed:
    """What was loaded.

    Attributes:
        position: W, the last event taken into account.
        recorded_at: its time, ``None`` for an empty log.
        observations: figures of the newest readings.
        reread: reports whose facts had to be brought back from the archive.
        state: the log's state at W, to be handed on to `update_landing`.
    """

    position: int
    recorded_at: datetime | None
    observations: int
    reread: int
    state: LogState


@dataclass(frozen=True, slots=True)
class Stores:
    """Where the truth and the facts lie, and how a report is read again whose facts are gone."""

    log: EventLog
    archive: Archive
    facts_dir: Path
    reread: Reread | None = None


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
    """Fill schema ``landing`` of an empty build file from the log up to W.

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
    stores = Stores(log, archive, facts_dir, reread)
    return fill_landing(target, stores, state, BuildRow(state.position, state.recorded_at, version, as_of))


def fill_landing(target: Target, stores: Stores, state: LogState, row: BuildRow) -> Landed:
    """Fill the landing tables of a file from nothing; what was there is replaced.

    Args:
        target: the build file, or an open connection to it.
        stores: where the truth and the facts lie.
        state: the log's state at W.
        row: what the file says about itself; position, time and hash are filled in.

    Raises:
        ThadsError: as `load_landing`.
    """
    with _connected(target) as connection:
        connection.execute("drop schema if exists landing cascade; create schema landing")
        landing_readings.create_tables(connection)
        landing_figures.create_tables(connection)
        connection.execute(_MARKS)
        _load_references(connection, stores.archive, state)
        start_changes(connection)
        return _bring(connection, stores, state, everything(state), row)


def continue_landing(target: Target, stores: Stores, state: LogState, row: BuildRow) -> Landed:
    """Bring the landing tables of a copied file up to W, and note what that changed against the copied version.

    Args:
        target: a copy of a published file with the reference tables of W, or an open connection to it.
        stores: where the truth and the facts lie.
        state: the log's state at W.
        row: what the file says about itself; position, time and hash are filled in.

    Raises:
        ThadsError: as `load_landing`.
    """
    with _connected(target) as connection:
        start_changes(connection)
        return _bring(connection, stores, state, _since(connection, stores.log, state), row)


def update_landing(
    target: Target, stores: Stores, state: LogState, *, version: str, rules: str | None = None
) -> Landed:
    """Bring a file whose build is under way up to a later W.

    Called after validation and acceptance have written their events.

    Args:
        target: the build file, or an open connection to it.
        stores: where the truth and the facts lie.
        state: the log's state at the new W.
        version: name the build will have when it is published.
        rules: fingerprint of the rules that have judged everything meanwhile, ``None`` when none have.

    Raises:
        ThadsError: as `load_landing`.
    """
    with _connected(target) as connection:
        row = replace(read_build_row(connection), version=version)
        row = row if rules is None else replace(row, rules=rules)
        return _bring(connection, stores, state, _since(connection, stores.log, state), row)


def _since(connection: duckdb.DuckDBPyConnection, log: EventLog, state: LogState) -> Changes:
    return changes_of(log.read(read_build_row(connection).position, state.position), state)


def _bring(
    connection: duckdb.DuckDBPyConnection, stores: Stores, state: LogState, changes: Changes, row: BuildRow
) -> Landed:
    note_changes(connection, changes)
    wanted = wanted_readings(state, changes.reports)
    marks = _marks(state, wanted)
    loaded = _loaded(connection, changes)
    anew = {each for each in changes.reports if marks.get(each, "") != loaded.get(each, "")}
    landing_readings.remove_reports(connection, sorted(anew & loaded.keys()))
    restored = _load(connection, stores, [each for each in wanted if each.report.report_id in anew])
    landing_figures.load_figures(connection, state, anew)
    load_status(connection, state, changes)
    load_stays(connection)
    _note_loaded(connection, anew, marks)
    note_changes(connection, changes)
    append_events(connection, stores.log, state.position)
    load_notes(connection, changes.reports)
    hash_ = hash_at(stores.log, state.position)
    write_build_row(
        connection, replace(row, position=state.position, recorded_at=state.recorded_at, log_hash=hash_)
    )
    (observations,) = connection.execute(
        "select count(*) from landing.observations where is_current"
    ).fetchone() or (0,)
    return Landed(state.position, state.recorded_at, observations, restored, state)


def _load(connection: duckdb.DuckDBPyConnection, stores: Stores, readings: Sequence[Reading]) -> int:
    """Load readings and return how many files had to be brought back."""
    located = locate(readings, stores.facts_dir)
    damaged = [path for path in located.landing if path.stat().st_size == 0 or not is_readable(path)]
    missing = [*located.missing, *(located.landing.pop(path) for path in damaged)]
    files = restore(missing, stores.facts_dir, stores.archive, stores.reread)
    restored = dict(zip(files, missing, strict=True))
    landing_readings.load_readings(connection, readings, located, restored)
    return len(restored)


def _marks(state: LogState, wanted: Sequence[Reading]) -> dict[str, str]:
    """Return for each report what its rows follow from: two reports with one mark have the same rows."""
    parts: dict[str, list[str]] = defaultdict(list)
    for reading in wanted:
        parts[reading.report.report_id].append(f"{reading.number}{'!' if reading.is_current else ''}")
    for figure in state.figures.values():
        parts[figure.report_id] += [f"{each.decision_id}/{each.ended_at}" for each in figure.decisions]
    return {report_id: " ".join(told) for report_id, told in parts.items()}


def _loaded(connection: duckdb.DuckDBPyConnection, changes: Changes) -> dict[str, str]:
    with_names(connection, "report_id", changes.reports)
    rows = connection.execute(
        "select report_id, mark from landing.loaded_reports semi join named using (report_id)"
    ).fetchall()
    connection.unregister("named")
    return dict(rows)


def _note_loaded(connection: duckdb.DuckDBPyConnection, anew: set[str], marks: Mapping[str, str]) -> None:
    with_names(connection, "report_id", anew)
    connection.execute("delete from landing.loaded_reports where report_id in (select report_id from named)")
    rows = [(each, marks[each]) for each in sorted(anew) if each in marks]
    schema = {"report_id": pl.String(), "mark": pl.String()}
    connection.register("named", pl.DataFrame(rows, schema=schema, orient="row").to_arrow())
    connection.execute("insert into landing.loaded_reports by name select * from named")
    connection.unregister("named")


def _load_references(connection: duckdb.DuckDBPyConnection, archive: Archive, state: LogState) -> None:
    """Load the editions in force at W; columns a later edition added are there, and empty."""
    for name in TABLES:
        frame = table(name).clear()
        if edition := state.references.get(name):
            old = pl.read_csv(io.BytesIO(archive.read(edition.sha256)), infer_schema=False)
            frame = pl.concat([frame, old], how="diagonal")
        replace_table(connection, name, frame)


@contextmanager
def _connected(target: Target) -> Iterator[duckdb.DuckDBPyConnection]:
    if isinstance(target, Path):
        with duckdb.connect(str(target)) as connection:
            yield connection
    else:
        yield target
