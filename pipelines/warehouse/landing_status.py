"""What the log says about reports, findings and corrections, as landing tables, and the one row about the build.

Rows of reports and findings that changed are replaced; the others stay as an earlier build wrote them.

Belongs here: the log's state → rows. Does not belong here: observations (`landing_readings`), the log's meaning
(`events.projections`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import duckdb
import polars as pl

from pipelines.events import columns
from pipelines.events.log import EventLog
from pipelines.events.projections import LogState
from pipelines.warehouse.changes import Changes

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
_REPORTS = {name: columns.REPORTS[name] for name in _REPORT_COLUMNS}

_BUILD: Mapping[str, pl.DataType] = {
    "position": pl.Int64(),
    "recorded_at": pl.Datetime("us"),
    "version": pl.String(),
    "as_of": pl.Datetime("us"),
    "log_hash": pl.String(),
    "made_with": pl.String(),
    "rules": pl.String(),
    "base": pl.String(),
}


@dataclass(frozen=True, slots=True)
class BuildRow:
    """What a file says about itself (``landing.build``).

    Attributes:
        position: W, the last event taken into account; ``log_hash``: the chain's hash there.
        version: name of the file once it is published.
        as_of: instant of a build in the past.
        made_with: fingerprint of the models and of the code that loads the landing tables.
        rules: fingerprint of the rules that judged the figures.
        base: version this build began as a copy of, empty when it began empty.
    """

    position: int
    recorded_at: datetime | None
    version: str
    as_of: datetime | None = None
    log_hash: str = ""
    made_with: str = ""
    rules: str = ""
    base: str = ""


def load_status(connection: duckdb.DuckDBPyConnection, state: LogState, changes: Changes) -> None:
    """Replace the rows of reports, their slots and findings that changed; what is few, all of it."""
    reports = [state.reports[each] for each in sorted(changes.reports) if each in state.reports]
    acceptances = [each for report in reports for each in report.acceptances]
    findings = [state.findings[each] for each in sorted(changes.findings) if each in state.findings]
    _put(connection, "reports", "report_id", changes.reports, columns.frame_of(reports, _REPORTS))
    accepted = columns.frame_of(acceptances, columns.ACCEPTANCES)
    _put(connection, "acceptances", "report_id", changes.reports, accepted)
    _put(connection, "findings", "finding_id", changes.findings, columns.frame_of(findings, columns.FINDINGS))
    _put(connection, "slots", "report_id", changes.reports, state.slots_frame(changes.reports))
    replace_table(connection, "slot_rejections", state.slot_rejections_frame())
    replace_table(connection, "corrections", state.corrections_frame())


def append_events(connection: duckdb.DuckDBPyConnection, log: EventLog, until: int) -> None:
    """Add the events that ``landing.events`` does not hold yet."""
    if not has_table(connection, "events"):
        replace_table(connection, "events", pl.DataFrame(schema=dict(EVENTS)))
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


def write_build_row(connection: duckdb.DuckDBPyConnection, row: BuildRow) -> None:
    """Say what the file is."""
    told = asdict(row) | {"recorded_at": _naive(row.recorded_at), "as_of": _naive(row.as_of)}
    replace_table(connection, "build", pl.DataFrame([told], schema=dict(_BUILD)))


def read_build_row(connection: duckdb.DuckDBPyConnection) -> BuildRow:
    """Return what the file says about itself; times are as stored, naive UTC."""
    names = ", ".join(_BUILD)
    row = connection.execute(f"select {names} from landing.build").fetchone()  # noqa: S608 names from above
    return BuildRow(*row) if row else BuildRow(0, None, "")


def replace_table(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """Make a landing table out of a frame, in the place of the one that was there."""
    connection.register("landing_frame", frame.to_arrow())
    connection.execute(f'create or replace table landing."{name}" as select * from landing_frame')  # noqa: S608
    connection.unregister("landing_frame")


def has_table(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Say whether a landing table is there."""
    found = connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'landing' and table_name = ? "
        "and database_name = current_database()",
        [name],
    ).fetchone()
    return found is not None


def _put(
    connection: duckdb.DuckDBPyConnection, table: str, key: str, changed: Iterable[str], frame: pl.DataFrame
) -> None:
    if not has_table(connection, table):
        replace_table(connection, table, frame)
        return
    old = pl.DataFrame({key: sorted(changed)}, schema={key: pl.String()})
    connection.register("old_rows", old.to_arrow())
    connection.register("new_rows", frame.to_arrow())
    connection.execute(f"delete from landing.{table} where {key} in (select {key} from old_rows)")  # noqa: S608
    connection.execute(f"insert into landing.{table} by name select * from new_rows")  # noqa: S608
    connection.unregister("old_rows")
    connection.unregister("new_rows")


def _naive(instant: datetime | None) -> datetime | None:
    return None if instant is None or instant.tzinfo is None else instant.astimezone(UTC).replace(tzinfo=None)
