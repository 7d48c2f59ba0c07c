"""Small worlds for trying rules: rows of observations, everything else filled in.

An example file has one row per figure and only the columns that matter to its rule; rows of one ``report`` belong
to one report. The reference tables are the real ones.

Belongs here: example rows → an in-memory DuckDB with the landing tables. Does not belong here: the examples
themselves (``expectations/examples``) and what is expected of them (tests).
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl

from pipelines.events.states import REPORTS
from pipelines.observations import SCHEMA, Observation, to_frame
from pipelines.problems import Problem, Text
from pipelines.reference.tables import table
from pipelines.validation.failures import Failure, failures_of
from pipelines.validation.prepare import fill, names_and_forms, prepare_checks
from pipelines.validation.registry import Rule

#: The reference tables that preparing and rules read.
_TABLES = ("clusters", "districts", "identities", "indicators", "periods", "successions", "targets", "units")

#: Columns of ``landing.report_notes``.
_NOTES: Mapping[str, pl.DataType] = {
    "report_id": pl.String(),
    "seq": pl.Int64(),
    "number": pl.Int64(),
    **dict.fromkeys(
        ("code", "place", "expected", "found", "what_vi", "what_en", "next_vi", "next_en"), pl.String()
    ),
}

#: What a column means when an example leaves it out; every other column of the file must be one of these.
DEFAULTS: Mapping[str, str] = {
    "report": "r1",
    "kind": "narrative",
    "form_codes": "",
    "version": "1",
    "report_unit": "",
    "report_period": "",
    "published": "",
    "received": "2026-11-01",
    "title": "",
    "status": "received",
    "unit_code": "P63-38",
    "period_code": "FY2021",
    "indicator_code": "accepted_total",
    "measure": "cases",
    "breakdown": "",
    "sheet": "",
    "value": "",
    "qualifier": "exact",
    "printed": "",
    "note": "",
    "note_place": "",
    "note_expected": "",
    "note_found": "",
}

Row = Mapping[str, str]


def read_example(path: Path) -> list[dict[str, str]]:
    """Return the rows of an example file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def example_database(rows: Sequence[Row]) -> duckdb.DuckDBPyConnection:
    """Return an in-memory database with schema ``landing`` filled from example rows."""
    full = [{**DEFAULTS, **{name: text for name, text in row.items() if text}} for row in rows]
    unknown = sorted({name for row in full for name in row} - DEFAULTS.keys())
    if unknown:
        raise ValueError(f"an example cannot have the columns {', '.join(unknown)}")
    connection = duckdb.connect(config={"threads": 1})  # a handful of rows: threads only cost
    connection.execute("create schema landing")
    for name in _TABLES:
        fill(connection, f"landing.{name}", table(name))
    fill(connection, "landing.observations", _observations(full))
    list_report_slices(connection)
    fill(connection, "landing.reports", _reports(full))
    fill(connection, "landing.report_notes", notes_frame(_notes(full)))
    return connection


def list_report_slices(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``landing.report_slices`` from ``landing.observations``."""
    connection.execute(
        "create table landing.report_slices as select distinct "
        "report_id, unit_code, period_code, fiscal_year, months, years from landing.observations"
    )


def try_rule(rule: Rule, rows: Sequence[Row]) -> tuple[Failure, ...]:
    """Return how a rule fails on example rows; its query is run as it stands, without GX around it."""
    with example_database(rows) as connection:
        prepare_checks(connection, [rule])
        result = connection.execute(rule.sql)
        columns = [name for name, *_ in result.description]
        found = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
        return failures_of(rule, found, *names_and_forms(connection))


def report_id(name: str) -> str:
    """Return the 64 hex digits an example's report goes by."""
    return hashlib.sha256(name.encode()).hexdigest()


def notes_frame(notes: Iterable[tuple[str, Problem]]) -> pl.DataFrame:
    """Return notes of readings, each with the id of its report, as ``landing.report_notes``."""
    rows = [
        (
            report, 1, number, note.code, note.where, note.expected, note.found,
            note.what.vi, note.what.en, note.next_step.vi, note.next_step.en,
        )
        for number, (report, note) in enumerate(notes, start=1)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=_NOTES, orient="row")


def _notes(rows: Iterable[Row]) -> Iterator[tuple[str, Problem]]:
    for row in rows:
        if row["note"]:
            what = Text(f"Ghi chú {row['note']}.", f"Note {row['note']}.")
            yield (
                report_id(row["report"]),
                Problem(
                    row["note"], what, row["note_place"], row["note_expected"], row["note_found"],
                    Text("Kiểm tra lại.", "Check."),
                ),
            )  # fmt: skip


def _observations(rows: Iterable[Row]) -> pl.DataFrame:
    within: Counter[str] = Counter()
    figures = [
        Observation(
            report_id=report_id(row["report"]),
            unit_code=row["unit_code"],
            period_code=row["period_code"],
            indicator_code=row["indicator_code"],
            measure=row["measure"],
            value=Decimal(row["value"]),
            printed=row["printed"] or row["value"],
            locator=_locator(row, _next(within, row["report"])),
            parser="example",
            qualifier=row["qualifier"],  # type: ignore[arg-type]  # an unknown word is the example's own fault
            breakdown=row["breakdown"],
        )
        for row in rows
        if row["value"]
    ]
    frame = to_frame(figures) if figures else pl.DataFrame(schema=SCHEMA)
    return frame.with_columns(is_current=pl.lit(value=True))


def _next(counted: Counter[str], name: str) -> int:
    counted[name] += 1
    return counted[name]


def _locator(row: Row, position: int) -> str:
    if row["sheet"]:
        return f"{row['sheet']}!B{position + 1}"
    return f"char:{position}-{position + len(row['value'])}"


def _reports(rows: Iterable[Row]) -> pl.DataFrame:
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row["report"], row)
    return pl.DataFrame([_report(row) for row in first.values()], schema=dict(REPORTS), orient="row")


def _report(row: Row) -> dict[str, object]:
    known: dict[str, object] = {
        "report_id": report_id(row["report"]),
        "file_name": f"{row['report']}.{'xlsx' if row['kind'] == 'form' else 'txt'}",
        "received_at": datetime.fromisoformat(row["received"]),
        "kind": row["kind"],
        "form_codes": [code for code in row["form_codes"].split("+") if code],
        "unit_code": row["report_unit"] or row["unit_code"],
        "period_code": row["report_period"] or row["period_code"] if row["kind"] == "form" else "",
        "published": date.fromisoformat(row["published"]) if row["published"] else None,
        "title": row["title"],
        "version": int(row["version"]),
        "status": row["status"],
    }
    return {**dict.fromkeys(REPORTS), **known}
