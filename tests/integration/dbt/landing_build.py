"""A landing schema of our own making, and a `dbt build` over it.

Belongs here: small builders of landing rows. Does not belong here: what the marts should say about them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import orjson
import polars as pl

from pipelines.observations import Observation, Qualifier, to_frame
from pipelines.reference.tables import TABLES, table

PROJECT = Path(__file__).resolve().parents[3] / "dbt_project"

_TABLES = """
create table landing.reports (
    report_id varchar, file_name varchar, path varchar, received_at timestamp, kind varchar,
    form_codes varchar[], regime varchar, unit_code varchar, period_code varchar, published date, title varchar,
    version integer, status varchar, accepted_at timestamp, ended_at timestamp, is_synthetic boolean,
    parser varchar, encoding varchar, rows integer, problem_vi varchar, problem_en varchar, held_by varchar[]);
create table landing.findings (
    finding_id varchar, rule_id varchar, severity varchar, level varchar, responsibility varchar, state varchar,
    unit_code varchar, period_code varchar, indicator_code varchar, measure varchar, breakdown varchar,
    lhs decimal(24, 4), rhs decimal(24, 4), difference decimal(24, 4), message_vi varchar, message_en varchar,
    observation_ids varchar[], report_ids varchar[], opened_at timestamp, closed_at timestamp, assignee varchar,
    waiver_reason varchar, waiver_expires date, waiver_approver varchar);
create table landing.corrections (
    finding_id varchar, observation_id varchar, expected_printed varchar, value decimal(24, 4), reason varchar,
    actor varchar, recorded_at timestamp);
create table landing.events (
    seq bigint, stream varchar, version integer, event_id varchar, type varchar, recorded_at timestamp,
    actor varchar, cause varchar, payload varchar);
create table landing.slots (
    unit_code varchar, form_code varchar, period_code varchar, report_id varchar, version integer,
    received_at timestamp, submitted_at timestamp, held_at timestamp, accepted_at timestamp, ended_at timestamp,
    is_in_force boolean, is_declined boolean);
create table landing.slot_rejections (
    unit_code varchar, form_code varchar, period_code varchar, report_id varchar, received_at timestamp,
    rejected_at timestamp);
create table landing.build (position bigint, recorded_at timestamp, version varchar, as_of timestamp, base varchar);
"""


def at(day: str) -> datetime:
    """Return noon of a day as landing keeps it: naive, UTC."""
    return datetime.fromisoformat(f"{day}T12:00:00")  # noqa: DTZ007 landing timestamps are naive UTC


@dataclass
class Landing:
    """Rows to come, collected by the builders below."""

    observations: list[Observation] = field(default_factory=list)
    reports: list[dict[str, object]] = field(default_factory=list)
    corrections: list[dict[str, object]] = field(default_factory=list)
    findings: list[dict[str, object]] = field(default_factory=list)
    events: list[dict[str, object]] = field(default_factory=list)
    slots: list[dict[str, object]] = field(default_factory=list)
    slot_rejections: list[dict[str, object]] = field(default_factory=list)
    pinned: str = "2021-11-20"

    def report(self, report_id: str, kind: str, unit: str, accepted: str | None, **more: object) -> str:
        """Add a report, accepted on a day or held when there is none; return its id."""
        self.reports.append(
            {
                "report_id": report_id,
                "file_name": f"{report_id}.txt",
                "kind": kind,
                "unit_code": unit,
                "version": 1,
                "status": "accepted" if accepted else "held",
                "is_synthetic": False,
                "received_at": at(accepted or "2021-01-01"),
                "accepted_at": at(accepted) if accepted else None,
                **more,
            }  # fmt: skip
        )
        return report_id

    def figure(
        self,
        report_id: str,
        unit: str,
        period: str,
        indicator: str,
        measure: str,
        value: str | int,
        *,
        qualifier: Qualifier = "exact",
        breakdown: str = "",
        start: int = 0,
        derived: bool = False,
    ) -> str:
        """Add a figure of a report; return its observation id."""
        observation = Observation(
            report_id=report_id, unit_code=unit, period_code=period, indicator_code=indicator, measure=measure,
            value=Decimal(str(value)), printed=str(value), locator=f"char:{start}-{start + 4}", parser="hand",
            qualifier=qualifier, breakdown=breakdown, derived=derived,
        )  # fmt: skip
        self.observations.append(observation)
        return observation.observation_id

    def finding_event(self, finding_id: str, kind: str, day: str, **payload: object) -> None:
        """Add an event of a case, in the order of the calls."""
        self.events.append(
            {
                "seq": len(self.events) + 1,
                "stream": f"case/{finding_id}",
                "version": len(self.events) + 1,
                "event_id": f"{len(self.events):032x}",
                "type": kind,
                "recorded_at": at(day),
                "actor": "test",
                "payload": orjson.dumps(payload).decode(),
            }  # fmt: skip
        )

    def version(
        self, slot: tuple[str, str, str], report_id: str, version: int, received: str, **more: str | None
    ) -> None:
        """Add a version of a slot, received and read on a day; ``held``, ``accepted``, ``ended`` are days."""
        unit, form, period = slot
        times = {f"{name}_at": at(day) for name, day in more.items() if day}
        self.slots.append(
            {
                "unit_code": unit,
                "form_code": form,
                "period_code": period,
                "report_id": report_id,
                "version": version,
                "received_at": at(received),
                "submitted_at": at(received),
                **times,
            }  # fmt: skip
        )

    def write(self, file: Path) -> Path:
        """Write the build file with schema ``landing``; return it."""
        with duckdb.connect(str(file)) as connection:
            connection.execute("create schema landing")
            connection.execute(_TABLES)
            frame = to_frame(self.observations)
            connection.register("observations_frame", frame.to_arrow())
            connection.execute(
                "create table landing.observations as select *, '1' as stay_key from observations_frame"
            )
            connection.execute(
                "create table landing.report_slices as "
                "select distinct report_id, unit_code, period_code, fiscal_year, months, years from observations_frame"
            )
            for name in TABLES:
                connection.register(f"{name}_frame", table(name).to_arrow())
                connection.execute(f"create table landing.{name} as select * from {name}_frame")
            for name in ("reports", "corrections", "findings", "events", "slots", "slot_rejections"):
                _insert(connection, name, getattr(self, name))
            _insert(connection, "build", [{"position": 1, "recorded_at": at(self.pinned), "version": "test"}])
            connection.execute(
                "create table landing.stays as select report_id, '1' as stay_key, 1 as stay, "
                "accepted_at as known_from, ended_at as known_to from landing.reports where accepted_at is not null"
            )
        return file


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, object]]) -> None:
    for row in rows:
        marks = ", ".join("?" for _ in row)
        connection.execute(
            f"insert into landing.{name} ({', '.join(row)}) values ({marks})", list(row.values())
        )


def dbt_build(file: Path, scratch: Path, *arguments: str) -> None:
    """Run ``dbt build`` over a file in a process of its own; every failure is raised with its message.

    In process, dbt-duckdb would keep the file open and its last pages in the write-ahead log.
    """
    command = [
        sys.executable, "-m", "dbt.cli.main", "build", "--vars", "unit_tests: true",
        "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
        "--target-path", str(scratch / "target"), "--log-path", str(scratch / "logs"), *arguments,
    ]  # fmt: skip
    environment = {**os.environ, "THADS_BUILD_DB": str(file)}
    outcome = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    said = [line for line in outcome.stdout.splitlines() if " OK " not in line and " START " not in line]
    assert outcome.returncode == 0, "\n".join(
        line for line in said if " PASS " not in line and " SKIP " not in line
    )
    with duckdb.connect(str(file)) as connection:
        connection.execute("checkpoint")


def rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: object = None
) -> list[dict[str, object]]:
    """Return the rows of a query as dicts."""
    frame: pl.DataFrame = connection.execute(query, parameters).pl()
    return frame.to_dicts()
