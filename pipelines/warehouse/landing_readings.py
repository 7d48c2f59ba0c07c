"""Loads the observations of many readings: ``landing.observations`` and which readings have them.

Belongs here: Parquet files into one table. Does not belong here: where the files are (`facts`), the other landing
tables (`landing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import polars as pl

from pipelines.observations import SCHEMA
from pipelines.problems import Problem, Text, ThadsError
from pipelines.warehouse.facts import Located, Reading

#: Files per `read_parquet` call; a call over 100,000 small files took 19 s, in chunks memory stays flat too.
CHUNK = 1_000

_COLUMNS = ", ".join(SCHEMA)

#: A stay in the marts goes on while spans that have the observation follow each other without a gap: readings that
#: were accepted, until people said otherwise (`landing_figures`), and decisions while their report is in the marts.
STAYS = """
    create or replace table landing.stays as
    with spans as (
        select
            observation_id,
            acceptances.known_from,
            least(coalesce(acceptances.known_to, 'infinity'), coalesce(cuts.cut_at, 'infinity')) as known_to
        from landing.observation_readings
        inner join landing.acceptances using (report_id, facts_sha256)
        left join landing.figure_cuts as cuts using (observation_id)
        union all
        select
            decisions.observation_id,
            greatest(acceptances.known_from, decisions.recorded_at) as known_from,
            least(coalesce(acceptances.known_to, 'infinity'), coalesce(decisions.ended_at, 'infinity')) as known_to
        from landing.figure_decisions as decisions
        inner join landing.acceptances using (report_id)
        where decisions.observation_id is not null
    ),
    begins as (
        select
            *,
            coalesce(
                known_from > max(known_to) over (
                    partition by observation_id order by known_from, known_to
                    rows between unbounded preceding and 1 preceding
                ),
                true
            ) as is_begin
        from spans
        where known_from < known_to
    ),
    stays as (
        select *, sum(is_begin::integer) over (partition by observation_id order by known_from, known_to) as stay
        from begins
    )
    select
        observation_id,
        stay::integer as stay,
        min(known_from) as known_from,
        nullif(max(known_to), 'infinity'::timestamp) as known_to
    from stays
    group by observation_id, stay
"""


def _load_compacted(connection: duckdb.DuckDBPyConnection, files: Mapping[Path, list[Reading]]) -> None:
    for file, readings in files.items():
        wanted = pl.DataFrame(
            [reading.key for reading in readings], schema=["report_id", "facts_sha256"], orient="row"
        )
        connection.register("wanted_readings", wanted.to_arrow())
        connection.execute(
            f"insert into landing.readings by name select {_COLUMNS}, facts_sha256 from read_parquet(?) "  # noqa: S608
            "semi join wanted_readings using (report_id, facts_sha256)",
            [str(file)],
        )
        connection.unregister("wanted_readings")


def _check_complete(connection: duckdb.DuckDBPyConnection, readings: Sequence[Reading]) -> None:
    rows = connection.execute("select report_id, facts_sha256, count(*) from landing.readings group by all")
    counts = {(report_id, facts): count for report_id, facts, count in rows.fetchall()}
    for reading in readings:
        found = counts.get(reading.key, 0)
        if found != reading.report.rows:
            raise _incomplete(reading, found)


def load_readings(
    connection: duckdb.DuckDBPyConnection,
    readings: Sequence[Reading],
    located: Located,
    restored: Mapping[Path, Reading],
) -> None:
    """Fill ``landing.observations`` and ``landing.observation_readings``.

    Args:
        connection: open on the build file.
        readings: the newest reading of every report.
        located: where they and the earlier readings lie.
        restored: files that were brought back.

    Raises:
        ThadsError: ``facts_incomplete``.
    """
    schema = {**SCHEMA, "facts_sha256": pl.String()}
    connection.register("empty", pl.DataFrame(schema=schema).to_arrow())
    connection.execute("create or replace table landing.readings as select * from empty")
    connection.unregister("empty")
    _load_files(connection, {**located.landing, **restored})
    _load_compacted(connection, located.compacted)
    _check_complete(connection, readings)
    _tell_current(connection, readings)


def _load_files(connection: duckdb.DuckDBPyConnection, files: Mapping[Path, Reading]) -> None:
    names = sorted((str(file), reading.facts_sha256) for file, reading in files.items())
    for start in range(0, len(names), CHUNK):
        chunk = pl.DataFrame(names[start : start + CHUNK], schema=["filename", "facts_sha256"], orient="row")
        connection.register("reading_files", chunk.to_arrow())
        connection.execute(
            f"insert into landing.readings by name select {_COLUMNS}, facts_sha256 "  # noqa: S608
            "from read_parquet(?, filename = true) inner join reading_files using (filename)",
            [chunk["filename"].to_list()],
        )
        connection.unregister("reading_files")


def _tell_current(connection: duckdb.DuckDBPyConnection, readings: Sequence[Reading]) -> None:
    """Make one row per observation out of the readings, and say which stand in the newest reading of a report."""
    current = pl.DataFrame(
        [reading.key for reading in readings], schema=dict.fromkeys(("report_id", "facts_sha256"), pl.String()),
        orient="row",
    )  # fmt: skip
    connection.register("current_readings", current.to_arrow())
    connection.execute(
        f"create or replace table landing.observations as select {_COLUMNS}, "  # noqa: S608
        "current.report_id is not null as is_current from landing.readings "
        "left join current_readings as current using (report_id, facts_sha256) "
        "qualify row_number() over (partition by observation_id order by is_current desc, facts_sha256) = 1"
    )
    connection.execute(
        "create or replace table landing.observation_readings as "
        "select distinct observation_id, report_id, facts_sha256 from landing.readings"
    )
    connection.execute("drop table landing.readings")
    connection.unregister("current_readings")


def _incomplete(reading: Reading, found: int) -> ThadsError:
    return ThadsError(
        Problem(
            code="facts_incomplete",
            what=Text(
                "Tệp số liệu của một báo cáo không đủ số dòng đã ghi trong nhật ký.",
                "The facts file of a report does not hold as many rows as the log says.",
            ),
            where=f"{reading.report.path} ({reading.report.report_id[:12]})",
            expected=str(reading.report.rows),
            found=str(found),
            next_step=Text(
                "Xóa thư mục facts rồi chạy «thads log replay» để đọc lại từ kho lưu trữ.",
                "Remove the folder facts and run «thads log replay», which reads the archive again.",
            ),
        )
    )
