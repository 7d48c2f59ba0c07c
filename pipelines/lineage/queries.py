"""The questions a trace asks the warehouse, each one statement.

Belongs here: SQL and rows. Does not belong here: what the rows become (`tracing`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb

Row = dict[str, Any]

_PARAMETER = re.compile(r"\$(\w+)")

_KEYS = "select column_name from core.core_mart_keys where mart = $mart order by position"
_LINEAGE = """
    select key, observation_id, role from marts.observation_lineage
    where mart = $mart and column_name = $column and list_contains($keys, key)
    order by key, role, observation_id
"""
_OBSERVATIONS = """
    select observations.*, units.unit_name, indicators.vi_term as indicator_name
    from landing.observations as observations
    left join core.core_units as units on observations.unit_code = units.unit_code
    left join landing.indicators as indicators
        on observations.indicator_code = indicators.code and observations.measure = indicators.measure
    where list_contains($ids, observations.observation_id)
    qualify row_number() over (partition by observations.observation_id order by units.valid_from) = 1
    order by observations.unit_code, observations.period_code, observations.observation_id
"""
_REPORTS = "select * from landing.reports where list_contains($ids, report_id)"
_EVENTS = """
    select seq, stream, type, recorded_at, actor, coalesce(json_extract_string(payload, 'report_id'), '') as report_id
    from landing.events
    where recorded_at <= $until
      and (
          list_contains($streams, stream)
          or (stream like 'slot/%' and list_contains($ids, json_extract_string(payload, 'report_id')))
      )
    order by seq
"""
_FINDINGS = """
    select finding_id, rule_id, severity, state, message_vi, message_en, opened_at, waiver_reason, waiver_expires,
        waiver_approver, observation_ids
    from marts.validation_findings
    where list_has_any(observation_ids, $ids)
    order by opened_at, finding_id
"""
_CORRECTIONS = """
    select finding_id, observation_id, value, reason, actor, recorded_at from landing.corrections
    where list_contains($ids, observation_id) and recorded_at <= $until order by recorded_at
"""
_REVIEWS = """
    select decisions.*, observations.observation_id as observation_at
    from landing.figure_decisions as decisions
    inner join landing.observations as observations
        on decisions.report_id = observations.report_id and decisions.locator = observations.locator
    where list_contains($ids, observations.observation_id) and not observations.derived
        and decisions.recorded_at <= $until
    order by decisions.recorded_at
"""
_LOSERS = """
    select conflicts.observation_shown, conflicts.observation_other, conflicts.value_other,
        conflicts.qualifier_other, conflicts.reason, conflicts.report_other, reports.file_name, others.printed,
        others.locator
    from marts.source_conflicts as conflicts
    left join landing.reports as reports on conflicts.report_other = reports.report_id
    left join landing.observations as others on conflicts.observation_other = others.observation_id
    where list_contains($ids, conflicts.observation_shown)
    order by conflicts.report_other, conflicts.observation_other
"""


class Warehouse:
    """One open reader, asked for the rows a trace needs.

    Args:
        connection: from `warehouse.reader.open_reader`.
        as_of: the instant the reader was opened for; later events are left out.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, as_of: datetime | None) -> None:
        self._connection = connection
        self._until = as_of.astimezone(UTC).replace(tzinfo=None) if as_of else datetime.max  # noqa: DTZ901 naive UTC in DuckDB

    def key_columns(self, mart: str) -> list[str]:
        """Return the key columns of a mart in lineage order; empty when it has no lineage."""
        return [row["column_name"] for row in self._ask(_KEYS, {"mart": mart})]

    def columns(self, mart: str) -> list[str]:
        """Return the columns of a mart."""
        return [row[0] for row in self._connection.execute(f'describe from marts."{mart}"').fetchall()]

    def rows(self, mart: str, columns: Sequence[str], where: str, limit: int) -> list[Row]:
        """Return the rows of a mart that fit a condition; the condition is parsed as one expression.

        Raises:
            duckdb.Error: the condition is not one.
        """
        relation = self._connection.sql(f'from marts."{mart}"')
        if where.strip():
            relation = relation.filter(f"({where}\n)")
        names = ", ".join(f'"{name}"' for name in columns)
        relation = relation.project(names).order("all").limit(limit)
        return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]

    def lineage(self, mart: str, column: str, keys: Sequence[str]) -> list[Row]:
        """Return key, observation id and role of every observation behind a column of some rows."""
        return self._ask(_LINEAGE, {"mart": mart, "column": column, "keys": list(keys)})

    def observations(self, ids: Sequence[str]) -> list[Row]:
        """Return observations with the names of their unit and indicator."""
        return self._ask(_OBSERVATIONS, {"ids": list(ids)})

    def reports(self, ids: Sequence[str]) -> list[Row]:
        """Return rows of ``landing.reports``."""
        return self._ask(_REPORTS, {"ids": list(ids)})

    def events(self, reports: Sequence[str]) -> list[Row]:
        """Return the events of reports and of their slots, in order."""
        streams = [f"report/{each}" for each in reports]
        return self._ask(_EVENTS, {"ids": list(reports), "streams": streams, "until": self._until})

    def findings(self, ids: Sequence[str]) -> list[Row]:
        """Return the findings that name one of the observations."""
        return self._ask(_FINDINGS, {"ids": list(ids)})

    def corrections(self, ids: Sequence[str]) -> list[Row]:
        """Return the corrections of the observations, oldest first."""
        return self._ask(_CORRECTIONS, {"ids": list(ids), "until": self._until})

    def reviews(self, ids: Sequence[str]) -> list[Row]:
        """Return what people decided about the places of the observations, oldest first."""
        return self._ask(_REVIEWS, {"ids": list(ids), "until": self._until})

    def losers(self, ids: Sequence[str]) -> list[Row]:
        """Return what other reports say instead of the observations shown."""
        return self._ask(_LOSERS, {"ids": list(ids)})

    def _ask(self, sql: str, values: dict[str, object]) -> list[Row]:
        """Run a statement with its values written in.

        Binding a parameter makes DuckDB's Python client import pandas (1.9 s cold, measured): ten times what a
        whole trace may take. The values are names and ids from the warehouse itself.
        """
        written = _PARAMETER.sub(lambda match: _literal(values[match[1]]), sql)
        cursor = self._connection.execute(written)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _literal(value: object) -> str:
    if isinstance(value, datetime):
        return f"TIMESTAMP '{value.isoformat(sep=' ')}'"
    if isinstance(value, list):
        return f"[{', '.join(_literal(each) for each in value)}]::VARCHAR[]"
    return "'" + str(value).replace("'", "''") + "'"
