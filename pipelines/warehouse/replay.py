"""Building a warehouse file of the past, or of the present, from log and archive alone.

Belongs here: landing → dbt → checks into a file of the caller's choice. Does not belong here: publication
(`publish`), reading reports again (the caller hands that in).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.events.projections import LogState
from pipelines.problems import Problem, Text, ThadsError
from pipelines.warehouse.checks import check_build
from pipelines.warehouse.dbt_run import OnNode, run_dbt
from pipelines.warehouse.landing import Landed, fill_landing
from pipelines.warehouse.landing import Stores as Stores
from pipelines.warehouse.landing_status import BuildRow


def replay_to(
    file: Path,
    stores: Stores,
    project_dir: Path,
    *,
    as_of: datetime | None = None,
    with_models: bool = True,
    on_node: OnNode | None = None,
) -> Landed:
    """Build the warehouse as it was known at an instant into a file; an older file there is replaced at the end.

    Args:
        file: the DuckDB file to make; its folder must exist.
        stores: log, archive and facts, and how a report is read again whose facts are gone.
        project_dir: the dbt project.
        as_of: an aware instant, ``None`` for now.
        with_models: build the marts; else only the landing tables.
        on_node: told about every finished dbt node.

    Raises:
        ThadsError: ``nothing_known`` before the first event, or what landing, dbt and the checks raise.
    """
    position = stores.log.position_at(as_of) if as_of else stores.log.position()
    if position == 0:
        raise _nothing_known(as_of)
    # DuckDB names the catalog after the file: one called marts.duckdb could not hold a schema of that name.
    aside = file.with_name(f"replay-{file.stem}.part.duckdb")
    _remove(aside)
    try:
        state = LogState.as_of(stores.log, position)
        row = BuildRow(position, state.recorded_at, f"{position}-replay", as_of)
        landed = fill_landing(aside, stores, state, row)
        if with_models:
            run_dbt(project_dir, aside, on_node=on_node).require_success()
        with duckdb.connect(str(aside)) as connection:
            if with_models:
                check_build(position)(connection)
            connection.execute("CHECKPOINT")
        aside.replace(file)
    finally:
        _remove(aside)
    return landed


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)
    file.with_name(f"{file.name}.wal").unlink(missing_ok=True)


def _nothing_known(as_of: datetime | None) -> ThadsError:
    return ThadsError(
        Problem(
            code="nothing_known",
            what=Text("Khi đó nhật ký chưa có sự kiện nào.", "The log held no event at that time."),
            where="--as-of",
            expected="",
            found=as_of.isoformat() if as_of else "",
            next_step=Text(
                "Xem thời điểm sự kiện đầu tiên bằng «thads log tail», rồi chọn thời điểm sau đó.",
                "See the time of the first event with «thads log tail» and choose a later instant.",
            ),
        )
    )
