"""A folder of workbooks against every rule, without archive, log and warehouse: seconds instead of a refresh.

Belongs here: workbooks → observations → the rules' queries. Does not belong here: findings as events (`pipelines`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from pipelines.events.states import REPORTS
from pipelines.forms import FormHints, FormReading, read_all
from pipelines.readers import read
from pipelines.reference.tables import table
from pipelines.validation.examples import list_report_slices, notes_frame
from pipelines.validation.failures import Failure, failures_of
from pipelines.validation.prepare import fill, names_and_forms, prepare_checks
from pipelines.validation.registry import Rule, load_rules

_TABLES = ("clusters", "districts", "identities", "indicators", "periods", "successions", "targets", "units")
_RECEIVED = datetime(2030, 1, 1)  # noqa: DTZ001 - as the landing tables keep it
_LARGEST = 10**9


def read_folder(folder: Path) -> dict[str, FormReading]:
    """Read every workbook under a folder laid out like ``raw/``; keys are paths in it."""
    return {
        path.relative_to(folder).as_posix(): read_workbook(path) for path in sorted(folder.rglob("*.xlsx"))
    }


def read_workbook(path: Path) -> FormReading:
    """Read one workbook that lies under ``<unit>/<fiscal year>/``."""
    data = path.read_bytes()
    hints = FormHints(path.parts[-3], int(path.parts[-2]), path.name)
    return read_all(read(data, path.name, max_bytes=_LARGEST), hashlib.sha256(data).hexdigest(), hints)


def failures(
    readings: Iterable[FormReading], rules: Sequence[Rule] | None = None
) -> dict[str, tuple[Failure, ...]]:
    """Return what every rule finds in some readings; rules that find nothing have an empty tuple."""
    chosen = load_rules() if rules is None else rules
    with landed(readings) as connection:
        prepare_checks(connection, chosen)
        known = names_and_forms(connection)
        found: dict[str, tuple[Failure, ...]] = {}
        for rule in chosen:
            result = connection.execute(rule.sql)
            columns = [name for name, *_ in result.description]
            rows = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
            found[rule.rule_id] = failures_of(rule, rows, *known)
        return found


def landed(readings: Iterable[FormReading]) -> duckdb.DuckDBPyConnection:
    """Return an in-memory database whose landing tables hold the readings."""
    whole = [reading for reading in readings if reading.identified]
    connection = duckdb.connect()
    connection.execute("create schema landing")
    for name in _TABLES:
        fill(connection, f"landing.{name}", table(name))
    rows = pl.concat([reading.observations for reading in whole])
    fill(connection, "landing.observations", rows.with_columns(is_current=pl.lit(value=True)))
    list_report_slices(connection)
    reports = pl.DataFrame([_report(reading) for reading in whole], schema=dict(REPORTS), orient="row")
    fill(connection, "landing.reports", reports)
    notes = [(str(each.observations["report_id"][0]), note) for each in whole for note in each.notes]
    fill(connection, "landing.report_notes", notes_frame(notes))
    return connection


def _report(reading: FormReading) -> Mapping[str, object]:
    form = reading.identified[0]
    known: dict[str, object] = {
        "report_id": reading.observations["report_id"][0],
        "file_name": f"{form.unit_code}.xlsx",
        "received_at": _RECEIVED,
        "kind": "form",
        "form_codes": sorted({each.form_code for each in reading.identified}),
        "unit_code": form.unit_code,
        "period_code": form.period_code,
        "title": form.title,
        "version": 1,
        "status": "received",
        "is_synthetic": form.is_synthetic,
    }
    return {**dict.fromkeys(REPORTS), **known}
