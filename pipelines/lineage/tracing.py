"""Following a mart cell: cell → formula → observations → report and place → events → findings → losers.

Belongs here: putting a trace together. Does not belong here: SQL (`queries`), archived bytes (`sources`).
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import duckdb

from pipelines.lineage.formulas import formula_of
from pipelines.lineage.model import (
    Cell,
    CorrectionNote,
    EventNote,
    Excerpt,
    FindingNote,
    LoserNote,
    ObservationNote,
    ReportNote,
    ReviewNote,
    Trace,
)
from pipelines.lineage.queries import Row, Warehouse
from pipelines.lineage.sources import Sources
from pipelines.problems import Problem, Text, ThadsError, near
from pipelines.warehouse.query import explain, require_mart

#: Columns of a row that help to read any of its cells.
_BESIDE = ("unit_name", "cluster_name", "months", "years", "period_code", "flags", "known_at")
#: How deep a derived figure is followed through figures that are themselves derived.
_DEPTH = 3


def trace(
    connection: duckdb.DuckDBPyConnection,
    sources: Sources,
    mart: str,
    column: str,
    where: str,
    *,
    version: str,
    as_of: datetime | None = None,
    limit: int = 5,
) -> Trace:
    """Follow one column of the rows of a mart that fit a condition.

    Args:
        connection: from `warehouse.reader.open_reader`, opened for ``as_of`` when that is given.
        sources: the archived reports.
        mart: name of a mart, with or without ``marts.``.
        column: one of its columns.
        where: an SQL condition over the mart's columns; empty for every row.
        version: the published version that is open.
        as_of: the instant asked for.
        limit: most rows to follow.

    Raises:
        ThadsError: ``unknown_table``, ``unknown_column``, ``bad_sql`` or ``no_such_row``.
    """
    started = time.perf_counter()
    warehouse = Warehouse(connection, as_of)
    name = require_mart(connection, mart)
    columns = warehouse.columns(name)
    if column not in columns:
        raise _unknown_column(name, column, columns)
    keys = warehouse.key_columns(name)
    beside = [each for each in (*_BESIDE, f"{_stem(column)}_source") if each in columns]
    wanted = list(dict.fromkeys((*keys, *beside, column)))
    try:
        rows = warehouse.rows(name, wanted, where, limit + 1)
    except duckdb.Error as error:
        raise explain(connection, error) from error
    if not rows:
        raise _no_row(name, where)
    tracer = _Tracer(warehouse, sources)
    cells = tracer.cells(name, column, keys, beside, rows[:limit])
    elapsed = (time.perf_counter() - started) * 1000
    return Trace(
        version=version,
        as_of=as_of,
        cells=cells,
        is_cut=len(rows) > limit,
        query_ms=round(elapsed - tracer.source_ms, 1),
        source_ms=round(tracer.source_ms, 1),
    )


class _Tracer:
    """One trace under way: everything is fetched for all cells at once, then put together."""

    def __init__(self, warehouse: Warehouse, sources: Sources) -> None:
        self._warehouse, self._sources = warehouse, sources
        self.source_ms = 0.0

    def cells(
        self, mart: str, column: str, keys: Sequence[str], beside: Sequence[str], rows: Sequence[Row]
    ) -> tuple[Cell, ...]:
        texts = [_key_text(keys, row) for row in rows]
        lineage: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for each in self._warehouse.lineage(mart, column, texts) if keys else ():
            lineage[each["key"]].append((each["observation_id"], each["role"]))
        self._fetch([observation for pairs in lineage.values() for observation, _ in pairs])
        result = []
        for row, text in zip(rows, texts, strict=True):
            notes = tuple(
                note
                for observation, role in lineage[text]
                if (note := self._note(observation, role, _DEPTH)) is not None
            )
            result.append(
                Cell(
                    mart=mart,
                    column=column,
                    key={name: row[name] for name in keys},
                    row={name: row[name] for name in beside if name not in keys},
                    value=row[column],
                    formula=formula_of(row[column], notes),
                    observations=notes,
                )
            )
        return tuple(result)

    def _fetch(self, wanted: Sequence[str]) -> None:
        """Fetch observations, and those they are derived from, with all that hangs on them."""
        found: dict[str, Row] = {}
        waiting = list(dict.fromkeys(wanted))
        for _ in range(_DEPTH + 1):
            rows = self._warehouse.observations(waiting) if waiting else []
            found |= {row["observation_id"]: row for row in rows}
            waiting = [each for row in rows for each in row["parents"] or () if each not in found]
        ids = list(found)
        self._observations = found
        self._losers = _grouped(self._warehouse.losers(ids), "observation_shown")
        self._corrections = _grouped(self._warehouse.corrections(ids), "observation_id")
        self._reviews = _grouped(self._warehouse.reviews(ids), "observation_at")
        reports = list({row["report_id"] for row in found.values()})
        self._reports = {row["report_id"]: row for row in self._warehouse.reports(reports)}
        self._events = _grouped(self._warehouse.events(reports), "report_id")
        self._findings: dict[str, list[Row]] = defaultdict(list)
        for row in self._warehouse.findings(ids):
            for each in row["observation_ids"]:
                self._findings[each].append(row)

    def _note(self, observation_id: str, role: str, depth: int) -> ObservationNote | None:
        row = self._observations.get(observation_id)
        if row is None:
            return None  # of a reading that was replaced: not in this file any more
        report = self._report(row["report_id"])
        file_name = report.file_name if report else ""
        parents = tuple(
            note
            for parent in row["parents"] or ()
            if depth and (note := self._note(parent, "parent", depth - 1)) is not None
        )
        names = (
            "observation_id", "unit_code", "period_code", "indicator_code", "measure", "breakdown", "value",
            "qualifier", "printed", "locator", "parser", "confidence",
        )  # fmt: skip
        return ObservationNote(
            role=role,
            unit_name=row["unit_name"] or "",
            indicator_name=row["indicator_name"] or row["indicator_code"],
            report=report,
            excerpt=self._excerpt(row["report_id"], file_name, row["locator"], row["printed"]),
            findings=tuple(_finding(each) for each in self._findings.get(observation_id, ())),
            corrections=tuple(_correction(each) for each in self._corrections.get(observation_id, ())),
            reviews=tuple(_review(each) for each in self._reviews.get(observation_id, ())),
            losers=tuple(self._loser(each) for each in self._losers.get(observation_id, ())),
            parents=parents,
            **{name: row[name] for name in names},
        )

    def _report(self, report_id: str) -> ReportNote | None:
        row = self._reports.get(report_id)
        if row is None:
            return None
        names = (
            "report_id", "file_name", "path", "kind", "unit_code", "received_at", "published", "version",
            "status", "parser", "is_synthetic",
        )  # fmt: skip
        events = tuple(
            EventNote(each["seq"], each["type"], each["recorded_at"], each["actor"], each["stream"])
            for each in self._events.get(report_id, ())
        )
        return ReportNote(events=events, **{name: row[name] for name in names})

    def _loser(self, row: Row) -> LoserNote:
        excerpt = None
        if row["locator"]:
            excerpt = self._excerpt(
                row["report_other"], row["file_name"] or "", row["locator"], row["printed"]
            )
        return LoserNote(
            value=row["value_other"],
            qualifier=row["qualifier_other"],
            reason=row["reason"],
            report_id=row["report_other"],
            file_name=row["file_name"] or "",
            observation_id=row["observation_other"],
            printed=row["printed"] or "",
            locator=row["locator"] or "",
            excerpt=excerpt,
        )

    def _excerpt(self, report_id: str, file_name: str, locator: str, printed: str) -> Excerpt:
        started = time.perf_counter()
        try:
            return self._sources.excerpt(report_id, file_name, locator, printed)
        finally:
            self.source_ms += (time.perf_counter() - started) * 1000


def _grouped(rows: Sequence[Row], by: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[by]].append(row)
    return groups


def _finding(row: Row) -> FindingNote:
    names = (
        "finding_id",
        "rule_id",
        "severity",
        "state",
        "opened_at",
        "waiver_reason",
        "waiver_expires",
        "waiver_approver",
    )
    return FindingNote(
        message=Text(row["message_vi"], row["message_en"]), **{name: row[name] for name in names}
    )


def _correction(row: Row) -> CorrectionNote:
    return CorrectionNote(
        **{name: row[name] for name in ("finding_id", "value", "reason", "actor", "recorded_at")}
    )


def _review(row: Row) -> ReviewNote:
    names = (
        "figure_id",
        "verdict",
        "read",
        "told",
        "confidence",
        "reason",
        "actor",
        "recorded_at",
        "ended_at",
    )
    return ReviewNote(**{name: row[name] for name in names})


def _key_text(keys: Sequence[str], row: Row) -> str:
    """Return the key as `observation_lineage` writes it: ``cluster_code=TH-1;fiscal_year=2021``."""
    return ";".join(f"{name}={row[name]}" for name in keys)


def _stem(column: str) -> str:
    for suffix in ("_pct", "_points", "_vnd"):
        column = column.removesuffix(suffix)
    return column


def _unknown_column(mart: str, column: str, columns: Sequence[str]) -> ThadsError:
    return ThadsError(
        Problem(
            code="unknown_column",
            what=Text(f"Bảng {mart} không có cột «{column}».", f"The mart {mart} has no column «{column}»."),
            where=f"marts.{mart}",
            expected=", ".join(near(column, list(columns)) or columns),
            found=column,
            next_step=Text(f"Xem các cột bằng «thads marts {mart}».", f"See them with «thads marts {mart}»."),
        )
    )


def _no_row(mart: str, where: str) -> ThadsError:
    return ThadsError(
        Problem(
            code="no_such_row",
            what=Text("Không có dòng nào thỏa điều kiện.", "No row fits the condition."),
            where=f"marts.{mart}",
            expected="",
            found=where,
            next_step=Text(
                f'Xem các dòng hiện có: thads query "from marts.{mart}".',
                f'See the rows there are: thads query "from marts.{mart}".',
            ),
        )
    )
