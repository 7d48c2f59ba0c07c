"""Stages around dbt: a build file filled from the log, and its publication.

Belongs here: beginning and ending a build. Does not belong here: the models (`dbt_project`), dbt itself.
"""

from __future__ import annotations

from pipelines.events.segments import seal
from pipelines.events.types import RefreshCompleted
from pipelines.problems import Text
from pipelines.refresh import fingerprints
from pipelines.refresh.context import RefreshContext
from pipelines.warehouse.base import copy_file, find_base
from pipelines.warehouse.compact import compact
from pipelines.warehouse.landing import continue_landing, fill_landing
from pipelines.warehouse.landing_status import BuildRow
from pipelines.warehouse.pointer import Published
from pipelines.warehouse.publish import Build, publish, start_build

#: Fewer landing files than this are read as fast one by one as folded.
_COMPACT_FROM = 500


def begin_build(context: RefreshContext, *, anew: bool = False) -> Build:
    """Start a build file and bring its landing tables up to the log as it is now.

    It begins as a copy of the published file where that was made with the same code and reference tables, so that
    only what is new costs anything; else it begins empty.

    Args:
        context: the refresh under way.
        anew: begin empty in any case.
    """
    with context.progress.stage(Text("Nạp số liệu", "Loading observations"), None):
        build = start_build(context.settings.warehouse_dir)
        context.catch_up()
        made_with = fingerprints.made_with(context.state.references)
        base = None if anew else find_base(build.folder, context.log, made_with)
        row = BuildRow(
            position=context.state.position,
            recorded_at=context.state.recorded_at,
            version=build.version(context.state.position),
            made_with=made_with,
            rules=base.row.rules if base else "",
            base=base.row.version if base else "",
        )
        if base:
            copy_file(base.file, build.path)
            continue_landing(build.path, context.stores, context.state, row)
        else:
            fill_landing(build.path, context.stores, context.state, row)
    context.build, context.base = build, base
    return build


def publish_build(context: RefreshContext) -> Published:
    """Publish the finished build and log that it was."""
    build = context.require_build()
    with context.progress.stage(Text("Công bố phiên bản", "Publishing the version"), None):
        published = publish(build, context.state.position, keep=context.settings.keep_versions)
    context.build = context.base = None
    _tidy(context)
    context.record(
        [
            RefreshCompleted(
                refresh_id=context.refresh_id,
                warehouse_version=published.version,
                code=fingerprints.code(),
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
