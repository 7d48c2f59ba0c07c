"""The refresh job, when it runs, and what starts it.

Belongs here: job, schedule, sensor. Asset code does not belong here.
"""

import hashlib

import dagster as dg
from dagster import AssetSelection
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from pipelines.events.types import RefreshFailed
from pipelines.intake.inbox import InboxIndex, scan
from pipelines.orchestration.partitions import ensure_departments, range_tags
from pipelines.refresh.context import RefreshContext
from pipelines.settings import Settings

JOB_NAME = "refresh"
TIMEZONE = "Asia/Ho_Chi_Minh"


@dg.failure_hook(required_resource_keys={"refresh"})
def tell_log_of_failure(context: dg.HookContext) -> None:
    """Write into the event log that the refresh stopped, where and why."""
    refresh: RefreshContext = context.resources.refresh
    message = str(context.op_exception or "")[:2000]
    refresh.record([RefreshFailed(refresh_id=refresh.refresh_id, stage=context.op.name, message=message)])


def build_refresh_job() -> UnresolvedAssetJobDefinition:
    """Return the one job: everything, in one process.

    A backfill of past reports is the same job: reports are read again by changing the code that reads them,
    and `dagster job launch -j refresh` over a range of departments is its one command.
    """
    return dg.define_asset_job(
        JOB_NAME,
        selection=AssetSelection.all(),
        executor_def=dg.in_process_executor,
        hooks={tell_log_of_failure},
        description="Nhận, đọc, kiểm tra, dựng, công bố · archive, read, validate, build, publish.",
    )


def build_nightly_schedule(job: UnresolvedAssetJobDefinition, settings: Settings) -> dg.ScheduleDefinition:
    """Return the schedule of 01:30 Vietnamese time."""

    @dg.schedule(
        name="nightly_refresh",
        job=job,
        cron_schedule="30 1 * * *",
        execution_timezone=TIMEZONE,
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    def nightly_refresh(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        return dg.RunRequest(tags=range_tags(ensure_departments(context.instance, settings)))

    return nightly_refresh


def build_inbox_sensor(job: UnresolvedAssetJobDefinition, settings: Settings) -> dg.SensorDefinition:
    """Return the sensor that starts a refresh when files arrived and none has arrived since the last look."""

    @dg.sensor(name="inbox_sensor", job=job, minimum_interval_seconds=60)
    def inbox_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        found = scan(settings.raw, InboxIndex(settings.facts_dir / "inbox.parquet"))
        if not found.fresh:
            return dg.SkipReason("nothing new in the inbox")
        mark = hashlib.sha256(
            repr([(each.path, each.size, each.mtime_ns) for each in found.fresh]).encode()
        ).hexdigest()
        if context.cursor != mark:
            return dg.SensorResult(skip_reason=f"{len(found.fresh)} files, still arriving?", cursor=mark)
        request = dg.RunRequest(run_key=mark, tags=range_tags(ensure_departments(context.instance, settings)))
        return dg.SensorResult(run_requests=[request], cursor=mark)

    return inbox_sensor
