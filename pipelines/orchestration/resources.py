"""The resources of a run: the refresh under way, and dbt.

Belongs here: life time of what assets share. Does not belong here: the shared things themselves.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject

from pipelines.progress import Progress
from pipelines.refresh.context import RefreshContext, open_refresh
from pipelines.settings import Settings
from pipelines.warehouse.lock import writer_lock

#: dbt of this environment, whether or not the environment is activated.
DBT_EXECUTABLE = str(Path(sys.executable).with_name("dbt"))


def build_resources(
    settings: Settings, project: DbtProject, progress: Progress, reread: tuple[str, ...]
) -> dict[str, object]:
    """Return the resources by name.

    ``refresh`` holds the writer's lock of the warehouse from the first to the last asset of a run, so that two
    runs, whoever started them, never build at once.
    """

    @dg.resource(description="One refresh under way: log, archive, state, the writer's lock.")
    def refresh(context: dg.InitResourceContext) -> Iterator[RefreshContext]:
        with (
            writer_lock(settings.warehouse_dir, "thads refresh"),
            open_refresh(settings, refresh_id=context.run_id, progress=progress, reread=reread) as opened,
        ):
            yield opened

    return {"refresh": refresh, "dbt": DbtCliResource(project, dbt_executable=DBT_EXECUTABLE)}
