"""Loads what people decided about figures of prose: ``landing.figure_decisions`` and the observations they stand for.

A decision governs a place of a report. From the first decision on, what the reader says of that place counts only
where it says the same; what follows from a figure that was replaced is replaced with it.

Belongs here: decisions → rows, and from when on they cut others off. Does not belong here: readings (`landing_readings`), the log's
meaning (`events.steps`).
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import cast

import duckdb
import polars as pl

from pipelines.events import columns
from pipelines.events.projections import LogState
from pipelines.events.states import FigureDecision
from pipelines.observations import SCHEMA, Observation, Qualifier, to_frame

PARSER = "review"

_TABLES = """
    create table if not exists landing.figure_cuts (report_id varchar, observation_id varchar, cut_at timestamp);
    create table if not exists landing.figure_observations (
        report_id varchar, observation_id varchar, readings varchar
    );
"""

#: From when on a printed figure, or one that follows from it, is not what people say: ``cut_at``.
_CUTS = """
    insert into landing.figure_cuts
    with recursive told as (
        select * from landing.observations where report_id in (select report_id from decided)
    ),
    replaced as (
        select told.observation_id, min(decisions.recorded_at) as cut_at
        from told
        inner join landing.figure_decisions as decisions
            on
                told.report_id = decisions.report_id
                and told.locator = decisions.locator
                and decisions.observation_id is distinct from told.observation_id
        where not told.derived and told.parser != 'review'
        group by told.observation_id
    ),
    following as (
        select observation_id, cut_at from replaced
        union
        select derived.observation_id, following.cut_at
        from following
        inner join told as derived on list_contains(derived.parents, following.observation_id)
    )
    select told.report_id, observation_id, min(following.cut_at) as cut_at
    from following inner join told using (observation_id)
    group by all
"""

_NOT_CURRENT = """
    update landing.observations set is_current = false
    where report_id in (select report_id from decided)
        and observation_id in (select observation_id from landing.figure_cuts)
        and observation_id not in (
            select observation_id from landing.figure_decisions
            where ended_at is null and observation_id is not null
        )
"""

#: Figures that come and go by themselves: see `landing_stays`.
_BY_THEMSELVES = """
    insert into landing.figure_observations
    select report_id, observation_id, readings
    from landing.observations
    where report_id in (select report_id from decided)
        and (
            observation_id in (select observation_id from landing.figure_cuts)
            or observation_id in (select observation_id from landing.figure_decisions)
        );
    update landing.observations set stay_key = observation_id
    where report_id in (select report_id from decided)
        and observation_id in (select observation_id from landing.figure_observations)
"""


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of this module that are not there yet."""
    connection.execute(_TABLES)


def load_figures(connection: duckdb.DuckDBPyConnection, state: LogState, report_ids: Collection[str]) -> None:
    """Bring the decisions up to the state of the log, and what follows from them for reports loaded anew.

    Args:
        connection: open on the build file.
        state: the log's state.
        report_ids: reports whose rows were just loaded, or are gone.
    """
    decisions = [each for figure in state.figures.values() for each in figure.decisions]
    observations = [_observation(each) for each in decisions]
    frame = columns.frame_of(decisions, columns.FIGURE_DECISIONS).with_columns(
        pl.Series("observation_id", [each and each.observation_id for each in observations], dtype=pl.String),
        pl.Series("read", [_words(each.read) for each in decisions], dtype=pl.String),
        pl.Series("told", [_words(each.told or {}) for each in decisions], dtype=pl.String),
    )
    connection.register("decisions", frame.to_arrow())
    connection.execute("create or replace table landing.figure_decisions as select * from decisions")
    connection.unregister("decisions")
    decided = pl.DataFrame({"report_id": sorted(report_ids)}, schema={"report_id": pl.String()})
    connection.register("decided", decided.to_arrow())
    for table in ("figure_cuts", "figure_observations"):
        connection.execute(f"delete from landing.{table} where report_id in (select report_id from decided)")  # noqa: S608
    told = [each for each in observations if each is not None and each.report_id in report_ids]
    if any(each.report_id in report_ids for each in decisions):
        _add_observations(connection, told)
        for statement in (_CUTS, _NOT_CURRENT, _BY_THEMSELVES):
            connection.execute(statement)
    connection.unregister("decided")


def _add_observations(connection: duckdb.DuckDBPyConnection, observations: list[Observation]) -> None:
    """Add what decisions stand for, unless a reading says it already; it is current while a decision holds."""
    connection.register("reviewed", to_frame(observations).to_arrow())
    connection.execute(
        f"insert into landing.observations by name select {', '.join(SCHEMA)}, "  # noqa: S608 - names above
        "observation_id in (select observation_id from landing.figure_decisions where ended_at is null) as is_current, "
        "'' as readings, observation_id as stay_key "
        "from reviewed where observation_id not in ("
        "select observation_id from landing.observations where report_id in (select report_id from decided))"
    )
    connection.execute(
        "insert into landing.report_slices by name "
        "select distinct report_id, unit_code, period_code, fiscal_year, months, years from reviewed"
    )
    connection.unregister("reviewed")


def _observation(decision: FigureDecision) -> Observation | None:
    told = decision.told
    if told is None:
        return None
    return Observation(
        report_id=decision.report_id,
        unit_code=told["unit_code"],
        period_code=told["period_code"],
        indicator_code=told["indicator_code"],
        measure=told["measure"],
        value=Decimal(told["value"]),
        printed=decision.printed,
        locator=decision.locator,
        parser=PARSER,
        qualifier=cast(Qualifier, told["qualifier"]),
        breakdown=told["breakdown"],
    )


def _words(reading: dict[str, str]) -> str:
    """Return a reading in one line, as people compare two."""
    return " · ".join(value for value in reading.values() if value)
