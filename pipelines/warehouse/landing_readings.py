"""Loads the observations of readings: ``landing.observations`` and what is to be known about whole reports.

A report's rows come and go together. Reports with one reading, which is nearly all, go from their files into the
table in one statement; where several readings are kept, each observation says which of them have it (``readings``,
their numbers joined by ``+``).

Belongs here: Parquet files into tables. Does not belong here: where the files are (`facts`), when a reading was in
the marts (`landing_stays`), the other landing tables (`landing_status`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import duckdb
import polars as pl

from pipelines.observations import SCHEMA
from pipelines.problems import Problem, Text, ThadsError
from pipelines.warehouse.facts import Located, Reading

#: Files and rows per statement: a call over 100,000 small files took 19 s; in chunks memory stays flat too.
CHUNK = 1_000
CHUNK_ROWS = 1_000_000

COLUMNS = ", ".join(SCHEMA)

#: ``stay_key`` says with which other observations of its report one came and went (`landing_stays`).
TABLES = f"""
    create table if not exists landing.observations as
    select {COLUMNS}, true as is_current, ''::varchar as readings, ''::varchar as stay_key from empty_reading;
    create table if not exists landing.readings (report_id varchar, facts_sha256 varchar, number integer);
    create table if not exists landing.report_readings (report_id varchar, readings varchar);
    create table if not exists landing.report_slices (
        report_id varchar, unit_code varchar, period_code varchar,
        fiscal_year smallint, months smallint, years smallint
    );
"""  # noqa: S608 names from above

_LOADING = f"""
    create or replace temp table loading as
    select {COLUMNS}, ''::varchar as facts_sha256, 0::integer as number from landing.observations limit 0
"""  # noqa: S608 names from above
_ONE_READING = """
    create or replace temp view fresh as
    select loading.*, true as is_current, number::varchar as readings from loading
"""
_SEVERAL = """
    create or replace temp view fresh as
    select
        loading.*,
        is_newest as is_current,
        string_agg(number::varchar, '+') over (
            partition by observation_id order by number
            rows between unbounded preceding and unbounded following
        ) as readings
    from loading inner join (select report_id, number, is_newest from wanted) using (report_id, number)
    qualify row_number() over (partition by observation_id order by is_newest desc, number) = 1
"""


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of this module that are not there yet."""
    connection.register("empty_reading", pl.DataFrame(schema=SCHEMA).to_arrow())
    connection.execute(TABLES)
    connection.unregister("empty_reading")


def remove_reports(connection: duckdb.DuckDBPyConnection, report_ids: Sequence[str]) -> None:
    """Take the rows of reports out of the tables."""
    _name(connection, "removed", pl.DataFrame({"report_id": report_ids}, schema={"report_id": pl.String()}))
    for table in ("observations", "readings", "report_readings", "report_slices"):
        connection.execute(
            f"delete from landing.{table} where report_id in (select report_id from removed)"  # noqa: S608
        )
    connection.unregister("removed")


def load_readings(
    connection: duckdb.DuckDBPyConnection,
    readings: Sequence[Reading],
    located: Located,
    restored: Mapping[Path, Reading],
) -> None:
    """Add the rows of readings; all readings of one report that are wanted are given together.

    Args:
        connection: open on the build file.
        readings: newest and earlier ones, of reports that have no rows in the tables.
        located: where they lie.
        restored: files that were brought back.

    Raises:
        ThadsError: ``facts_incomplete``.
    """
    files = {reading.key: path for path, reading in {**located.landing, **restored}.items()}
    folded = {reading.key: path for path, members in located.compacted.items() for reading in members}
    for chunk in _chunks(readings):
        _name(connection, "wanted", _frame(chunk))
        connection.execute(_LOADING)
        _load_files(connection, [(files[each.key], each) for each in chunk if each.key in files])
        _load_folded(connection, {folded[each.key] for each in chunk if each.key not in files})
        _check_complete(connection, chunk)
        several = len(chunk) > len({each.report.report_id for each in chunk})
        connection.execute(_SEVERAL if several else _ONE_READING)
        _settle(connection)
        connection.unregister("wanted")


def _chunks(readings: Sequence[Reading]) -> Iterator[list[Reading]]:
    """Yield readings in the order of their periods, so that rows of one year lie together; reports stay whole.

    Reports with several readings come by themselves: each of their observations has to be looked for in all.
    """
    by_report = groupby(sorted(readings, key=_place), key=lambda each: each.report.report_id)
    reports = [list(members) for _, members in by_report]
    for several in (False, True):
        chunk: list[Reading] = []
        for members in reports:
            if (len(members) > 1) is not several:
                continue
            rows = sum(each.report.rows for each in chunk) + sum(each.report.rows for each in members)
            if chunk and (len(chunk) + len(members) > CHUNK or rows > CHUNK_ROWS):
                yield chunk
                chunk = []
            chunk += members
        if chunk:
            yield chunk


def _place(reading: Reading) -> tuple[str, str, str, int]:
    year = reading.group.rpartition("_")[2]
    return year, reading.report.period_code, reading.report.report_id, reading.number


def _frame(chunk: Sequence[Reading]) -> pl.DataFrame:
    return pl.DataFrame(
        [(*each.key, each.number, each.is_current) for each in chunk],
        schema={
            "report_id": pl.String(), "facts_sha256": pl.String(), "number": pl.Int32(), "is_newest": pl.Boolean(),
        },
        orient="row",
    )  # fmt: skip


def _load_files(connection: duckdb.DuckDBPyConnection, files: Sequence[tuple[Path, Reading]]) -> None:
    if not files:
        return
    rows = [(str(path), reading.facts_sha256, reading.number) for path, reading in files]
    schema = {"filename": pl.String(), "facts_sha256": pl.String(), "number": pl.Int32()}
    _name(connection, "reading_files", pl.DataFrame(rows, schema=schema, orient="row"))
    connection.execute(
        f"insert into loading by name select {COLUMNS}, facts_sha256, number "  # noqa: S608
        "from read_parquet(?, filename = true) inner join reading_files using (filename)",
        [[name for name, _, _ in rows]],
    )
    connection.unregister("reading_files")


def _load_folded(connection: duckdb.DuckDBPyConnection, files: set[Path]) -> None:
    for file in sorted(files):
        connection.execute(
            f"insert into loading by name select {COLUMNS}, facts_sha256, number from read_parquet(?) "  # noqa: S608
            "inner join wanted using (report_id, facts_sha256)",
            [str(file)],
        )


def _check_complete(connection: duckdb.DuckDBPyConnection, chunk: Sequence[Reading]) -> None:
    rows = connection.execute("select report_id, facts_sha256, count(*) from loading group by all")
    counts = {(report_id, facts): count for report_id, facts, count in rows.fetchall()}
    for reading in chunk:
        found = counts.get(reading.key, 0)
        if reading.is_current and found != reading.report.rows:
            raise _incomplete(reading, found)


def _settle(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        f"insert into landing.observations by name select {COLUMNS}, is_current, readings, readings as stay_key from fresh"  # noqa: S608
    )
    connection.execute(
        "insert into landing.readings by name select report_id, facts_sha256, number from wanted"
    )
    connection.execute(
        "insert into landing.report_readings by name select distinct report_id, readings from fresh"
    )
    connection.execute(
        "insert into landing.report_slices by name "
        "select distinct report_id, unit_code, period_code, fiscal_year, months, years from fresh"
    )
    connection.execute("drop view fresh")
    connection.execute("drop table loading")


def _name(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    connection.register(name, frame.to_arrow())


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
