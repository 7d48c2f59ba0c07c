"""The tables the rules read: schema ``checks``, built inside the DuckDB file that holds ``landing``.

Belongs here: filling ``checks`` from ``landing`` (units, periods, terms of the identities, reports, notes, facts, sides).
Does not belong here: deciding what is wrong; that is the rules' queries in ``expectations/sql``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from pipelines.problems import ThadsError
from pipelines.reference.periods import Period
from pipelines.validation.identities import terms_of
from pipelines.validation.registry import EXPECTATIONS_DIR, Rule
from pipelines.validation.scope import Judged, choose, list_slices

#: What every validation needs whole, then what is made of the figures it looks at.
_OF_REPORTS = ("units", "reports", "notes")
_OF_FIGURES = ("facts", "sides", "implied_targets")

_PERIODS = {
    "period_code": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "is_cumulative": pl.Boolean(),
    "is_known": pl.Boolean(),
}


def prepare_checks(
    connection: duckdb.DuckDBPyConnection,
    rules: Sequence[Rule] = (),
    folder: Path = EXPECTATIONS_DIR,
    *,
    only_changed: bool = False,
) -> Judged:
    """Build schema ``checks`` from schema ``landing``; what was there before is replaced.

    They are tables, not views: some fifty queries read them, each three times.

    Args:
        connection: open on a file with the landing tables.
        rules: their tolerances and dates become ``checks.rules``.
        folder: where ``prepare/*.sql`` lies.
        only_changed: prepare what is needed to judge ``landing.changed_slices``, not everything.

    Returns:
        What can be judged with these tables.
    """
    connection.execute("create schema if not exists checks")
    list_slices(connection)
    fill(connection, "checks.rules", _rules_frame(rules))
    fill(connection, "checks.note_rules", pl.read_csv(folder / "notes.csv", infer_schema=False))
    fill(connection, "checks.periods", _periods_frame(connection))
    fill(connection, "checks.terms", terms_of(connection.sql("select * from landing.identities").pl()))
    _derive(connection, _OF_REPORTS, folder)
    judged = choose(connection, only_changed=only_changed, folder=folder)
    _derive(connection, _OF_FIGURES, folder)
    return judged


def _derive(connection: duckdb.DuckDBPyConnection, names: Sequence[str], folder: Path) -> None:
    for name in names:
        select = (folder / "prepare" / f"{name}.sql").read_text(encoding="utf-8")
        connection.execute(f"create or replace table checks.{name} as {select}")


def names_and_forms(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, str], frozenset[str]]:
    """Return the names of the units by code, and the report ids that are official forms."""
    names = connection.execute("select unit_code, unit_name from checks.units").fetchall()
    forms = connection.execute("select report_id from checks.reports where kind = 'form'").fetchall()
    return dict(names), frozenset(report_id for (report_id,) in forms)


def drop_checks(connection: duckdb.DuckDBPyConnection) -> None:
    """Remove schema ``checks``; nothing outside validation reads it."""
    connection.execute("drop schema if exists checks cascade")


def fill(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Create a table (``schema.name``) from a frame, in the place of what was there."""
    connection.register("checks_input", frame.to_arrow())
    connection.execute(f"create or replace table {table} as select * from checks_input")  # noqa: S608
    connection.unregister("checks_input")


def _rules_frame(rules: Sequence[Rule]) -> pl.DataFrame:
    return pl.DataFrame(
        [(rule.rule_id, rule.tolerance, rule.valid_from, rule.valid_to) for rule in rules],
        schema={
            "rule_id": pl.String(),
            "tolerance": pl.Decimal(24, 4),
            "valid_from": pl.Date(),
            "valid_to": pl.Date(),
        },
        orient="row",
    ).with_columns(pl.col("valid_to").fill_null(pl.date(9999, 12, 31)))


def _periods_frame(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    codes = connection.execute(
        "select distinct period_code from checks.slices "
        "union select period_code from landing.reports where period_code != ''"
    ).fetchall()
    return pl.DataFrame([_period(code) for (code,) in codes], schema=_PERIODS, orient="row")


def _period(code: str) -> tuple[object, ...]:
    try:
        period = Period.parse(code)
    except ThadsError:
        return (code, None, None, False, False)
    return (code, period.start, period.end, period.is_cumulative, True)
