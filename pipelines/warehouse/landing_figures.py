"""Loads what people decided about figures of prose: ``landing.figure_decisions`` and the observations they stand for.

A decision governs a place of a report. From the first decision on, what the reader says of that place counts only
where it says the same; what follows from a figure that was replaced is replaced with it.

Belongs here: decisions → rows and spans of time. Does not belong here: readings (`landing_readings`), the log's
meaning (`events.steps`).
"""

from __future__ import annotations

from decimal import Decimal
from typing import cast

import duckdb
import polars as pl

from pipelines.events import columns
from pipelines.events.projections import LogState
from pipelines.events.states import FigureDecision
from pipelines.observations import SCHEMA, Observation, Qualifier, to_frame

PARSER = "review"

#: From when on a printed figure, or one that follows from it, is not what people say: ``cut_at``.
CUTS = """
    create or replace table landing.figure_cuts as
    with recursive replaced as (
        select observations.observation_id, min(decisions.recorded_at) as cut_at
        from landing.observations as observations
        inner join landing.figure_decisions as decisions
            on
                observations.report_id = decisions.report_id
                and observations.locator = decisions.locator
                and decisions.observation_id is distinct from observations.observation_id
        where not observations.derived and observations.parser != 'review'
        group by observations.observation_id
    ),
    following as (
        select observation_id, cut_at from replaced
        union
        select derived.observation_id, following.cut_at
        from following
        inner join landing.observations as derived on list_contains(derived.parents, following.observation_id)
    )
    select observation_id, min(cut_at) as cut_at from following group by observation_id
"""

_NOT_CURRENT = """
    update landing.observations set is_current = false
    where observation_id in (select observation_id from landing.figure_cuts)
        and observation_id not in (
            select observation_id from landing.figure_decisions
            where ended_at is null and observation_id is not null
        )
"""


def load_figures(connection: duckdb.DuckDBPyConnection, state: LogState) -> None:
    """Bring decisions, the observations they stand for and the cuts up to the state of the log."""
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
    _add_observations(connection, [each for each in observations if each is not None])
    connection.execute(CUTS)
    connection.execute(_NOT_CURRENT)


def _add_observations(connection: duckdb.DuckDBPyConnection, observations: list[Observation]) -> None:
    """Add what decisions stand for, unless a reading says it already; it is current while a decision holds."""
    connection.register("reviewed", to_frame(observations).to_arrow())
    connection.execute("delete from landing.observations where parser = 'review'")
    connection.execute(
        f"insert into landing.observations by name select {', '.join(SCHEMA)}, "  # noqa: S608 - names above
        "observation_id in (select observation_id from landing.figure_decisions where ended_at is null) as is_current "
        "from reviewed where observation_id not in (select observation_id from landing.observations)"
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
