"""The Dagster code location: assembly only.

Belongs here: putting assets, job, schedule, sensor and resources together.
Does not belong here: logic of any kind.
"""

from __future__ import annotations

import dagster as dg

from pipelines.orchestration.assets import build_assets
from pipelines.orchestration.jobs import build_inbox_sensor, build_nightly_schedule, build_refresh_job
from pipelines.orchestration.project import dbt_project
from pipelines.orchestration.resources import build_resources
from pipelines.progress import Progress, Silent
from pipelines.settings import Settings


def build_definitions(
    settings: Settings | None = None,
    progress: Progress | None = None,
    reread: tuple[str, ...] = (),
    **overrides: object,
) -> dg.Definitions:
    """Assemble the code location.

    Args:
        settings: the environment; read from ``THADS_*`` by default.
        progress: who is told how far a run is.
        reread: units whose reports are read again although no code changed.
        overrides: resources to put in the place of the real ones, by name.
    """
    settings = settings or Settings()
    project = dbt_project()
    job = build_refresh_job()
    return dg.Definitions(
        assets=build_assets(project),
        jobs=[job],
        schedules=[build_nightly_schedule(job, settings)],
        sensors=[build_inbox_sensor(job, settings)],
        resources={**build_resources(settings, project, progress or Silent(), reread), **overrides},
        executor=dg.in_process_executor,
    )


@dg.definitions
def defs() -> dg.Definitions:
    """Return the definitions of this process; loading them parses the dbt project when it changed."""
    return build_definitions()
