"""Which figures a validation judges, and which it looks at to judge them.

A slice is the figures of one unit in one period. Everything is judged when a file was filled from nothing or by other
rules; else only the slices that changed and those the rules hold against them (``expectations/prepare/judged.sql``
and ``inputs.sql``). Rules that ask about reports and notes always look at all of them: they are few.

Belongs here: filling ``checks.judged`` and ``checks.inputs``, and what was judged. Does not belong here: the rules,
what changed (`warehouse.landing_slices`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.validation.registry import EXPECTATIONS_DIR

#: Tables of schema ``checks`` that are made of figures; rules that start from one are judged slice by slice.
OF_FIGURES = frozenset({"facts", "sides", "implied_targets"})

#: A waiver that has ended is looked at again although nothing moved.
_CHANGED = """
    create or replace table checks.changed as
    select unit_code, period_code, fiscal_year, months from landing.changed_slices
    union
    select f.unit_code, f.period_code, s.fiscal_year, s.months
    from landing.findings as f
    left join checks.slices as s on f.unit_code = s.unit_code and f.period_code = s.period_code
    where f.state = 'waived' and f.waiver_expires < (now() at time zone 'UTC')::date
"""
_SLICES = """
    create or replace table checks.slices as
    select distinct unit_code, period_code, fiscal_year, months from landing.report_slices
"""
#: Which slice tells a change against which other period.
_BASES = """
    create or replace table checks.bases as
    select distinct unit_code, period_code, regexp_extract(breakdown, 'vs=([^;]+)', 1) as base_period
    from landing.observations
    where contains(breakdown, 'vs=')
"""
_ALL = "create or replace table checks.{name} as select unit_code, period_code from checks.slices"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a validation looked at.

    Attributes:
        slices: (unit, period) of the subjects whose rules about figures were judged; ``None`` for all there are.
    """

    slices: frozenset[tuple[str, str]] | None = None

    def covers(self, asset: str, unit_code: str, period_code: str) -> bool:
        """Say whether a rule that starts from ``asset`` was judged for a subject."""
        return self.slices is None or asset not in OF_FIGURES or (unit_code, period_code) in self.slices


def list_slices(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``checks.slices`` with the slices there are."""
    connection.execute(_SLICES)


def choose(
    connection: duckdb.DuckDBPyConnection, *, only_changed: bool, folder: Path = EXPECTATIONS_DIR
) -> Judged:
    """Fill ``checks.judged`` and ``checks.inputs``.

    Args:
        connection: open on a file with ``landing`` and with ``checks`` filled up to the reports.
        only_changed: what did not change was judged before, by the same rules.
        folder: where ``prepare/*.sql`` lies.
    """
    if not only_changed:
        for name in ("judged", "inputs"):
            connection.execute(_ALL.format(name=name))
        return Judged()
    connection.execute(_CHANGED)
    connection.execute(_BASES)
    for name in ("judged", "inputs"):
        select = (folder / "prepare" / f"{name}.sql").read_text(encoding="utf-8")
        connection.execute(f"create or replace table checks.{name} as {select}")
    return Judged(
        frozenset(connection.execute("select unit_code, period_code from checks.judged").fetchall())
    )
