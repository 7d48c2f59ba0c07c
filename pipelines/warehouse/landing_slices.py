"""What is otherwise than in the version before: reports, findings, and the slices of figures they are about.

A slice is the figures of one unit in one period. Whatever a build does per figure it does for changed slices only;
the tables stay in the published file and tell readers what a version brought.

Belongs here: ``landing.changed_reports``, ``…_findings``, ``…_slices``. Does not belong here: which models and rules
look further than a slice (`dbt_project`, `validation`).
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb
import polars as pl

from pipelines.warehouse.changes import Changes
from pipelines.warehouse.landing_status import has_table

_START = """
    create or replace table landing.changed_reports (report_id varchar);
    create or replace table landing.changed_findings (finding_id varchar);
    create or replace table landing.changed_slices (
        unit_code varchar, period_code varchar, fiscal_year smallint, months smallint, years smallint
    );
"""
_SLICES = "unit_code, period_code, fiscal_year, months, years"

_OF_REPORTS = f"""
    insert into landing.changed_slices
    select distinct {_SLICES} from landing.report_slices where report_id in (select report_id from named)
    except
    select * from landing.changed_slices
"""  # noqa: S608 names from above
#: A waiver or a correction changes what is shown of the figures it names, also in a report that did not change.
_OF_FINDINGS = f"""
    insert into landing.changed_slices
    with told as (
        select unnest(report_ids) as report_id, observation_ids
        from landing.findings where finding_id in (select finding_id from named)
    ),
    others as (
        select * from told where report_id not in (select report_id from landing.changed_reports)
    ),
    figures as (select unnest(observation_ids) as observation_id from others)
    select distinct {_SLICES}
    from landing.observations
    where
        report_id in (select report_id from others)
        and observation_id in (select observation_id from figures)
    except
    select * from landing.changed_slices
"""  # noqa: S608 names from above


def start_changes(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget what the version before brought."""
    connection.execute(_START)


def note_changes(connection: duckdb.DuckDBPyConnection, changes: Changes) -> None:
    """Note changed reports and findings with the slices they have now: once before their rows are replaced, once after."""
    for table, key, names in (
        ("reports", "report_id", changes.reports),
        ("findings", "finding_id", changes.findings),
    ):
        with_names(connection, key, names)
        connection.execute(
            f"insert into landing.changed_{table} select {key} from named except from landing.changed_{table}"  # noqa: S608
        )
        if has_table(connection, table):
            connection.execute(_OF_REPORTS if table == "reports" else _OF_FINDINGS)
        connection.unregister("named")


def with_names(connection: duckdb.DuckDBPyConnection, key: str, names: Collection[str]) -> None:
    """Give a set of ids to the next statements, as table ``named``."""
    frame = pl.DataFrame({key: sorted(names)}, schema={key: pl.String()})
    connection.register("named", frame.to_arrow())
