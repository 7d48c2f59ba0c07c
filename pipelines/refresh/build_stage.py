"""Stages around dbt: a build file filled from the log, and its publication.

Belongs here: beginning and ending a build. Does not belong here: the models (`dbt_project`), dbt itself.
"""

from __future__ import annotations

import polars as pl

from pipelines.events.segments import seal
from pipelines.events.states import ReportState
from pipelines.events.types import RefreshCompleted
from pipelines.intake.reading import Rejection, Source, read_report
from pipelines.problems import Text, ThadsError
from pipelines.refresh.context import RefreshContext
from pipelines.refresh.plan import code_fingerprint
from pipelines.warehouse.compact import compact
from pipelines.warehouse.landing import load_landing
from pipelines.warehouse.pointer import Published
from pipelines.warehouse.publish import Build, publish, start_build

#: Fewer landing files than this are read as fast one by one as folded.
_COMPACT_FROM = 500


def begin_build(context: RefreshContext) -> Build:
    """Start a build file and fill its landing tables from the log as it is now."""
    with context.progress.stage(Text("Nạp số liệu", "Loading observations"), None):
        build = start_build(context.settings.warehouse_dir)
        position = context.log.position()
        load_landing(
            build.path,
            context.log,
            context.archive,
            context.settings.facts_dir,
            until_seq=position,
            version=build.version(position),
            reread=lambda report: read_again(context, report),
        )
    context.build = build
    return build


def publish_build(context: RefreshContext) -> Published:
    """Publish the finished build and log that it was."""
    build = context.require_build()
    with context.progress.stage(Text("Công bố phiên bản", "Publishing the version"), None):
        published = publish(build, context.state.position, keep=context.settings.keep_versions)
    context.build = None
    _tidy(context)
    context.record(
        [
            RefreshCompleted(
                refresh_id=context.refresh_id,
                warehouse_version=published.version,
                code=code_fingerprint(),
                position=published.position,
                observations=sum(report.rows for report in context.state.reports.values()),
                findings_open=sum(each.closed_at is None for each in context.state.findings.values()),
            )
        ]
    )
    context.keep_state()
    return published


def _tidy(context: RefreshContext) -> None:
    """Fold small facts files together and seal full ranges of the log, so that a long history stays cheap."""
    facts_dir = context.settings.facts_dir
    if sum(1 for _ in (facts_dir / "landing").rglob("*.parquet")) >= _COMPACT_FROM:
        compact(context.state, facts_dir)
    seal(context.log, context.settings.segments_dir)


def read_again(context: RefreshContext, report: ReportState) -> pl.DataFrame:
    """Return the observations of an archived report whose facts file is gone.

    Raises:
        ThadsError: today's code cannot read what was read before.
    """
    source = Source(report.report_id, report.file_name, report.folder_unit, report.folder_year)
    data = context.archive.read(report.report_id)
    result = read_report(data, source, max_bytes=context.settings.max_file_bytes)
    if isinstance(result, Rejection):
        raise ThadsError(result.problem)
    return result.observations
