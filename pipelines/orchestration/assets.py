"""The assets: raw reports → observations → validated observations → dbt models → published warehouse.

Belongs here: wiring of stages, metadata for the UI. Does not belong here: anything to call without Dagster.
"""

import io
import os
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from datetime import timedelta
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtCliResource,
    DbtProject,
    dbt_assets,
)
from dagster_dbt.core.dbt_event_iterator import DbtDagsterEventType

from pipelines.orchestration.checks import VALIDATED, check_results, check_specs
from pipelines.orchestration.columns import look_at, table_metadata
from pipelines.orchestration.partitions import DEPARTMENTS
from pipelines.problems import Text
from pipelines.progress import Advance
from pipelines.refresh.build_stage import begin_build, publish_build
from pipelines.refresh.context import RefreshContext
from pipelines.refresh.inbox_stage import archive_inbox, load_references
from pipelines.refresh.read_stage import read_reports
from pipelines.refresh.validate_stage import validate_reports
from pipelines.validation.registry import load_rules

#: All writing assets wait for one another, whichever run they belong to.
POOL = "warehouse"
RETRIES = dg.RetryPolicy(max_retries=2, delay=5, backoff=dg.Backoff.EXPONENTIAL)

#: One promise for everything an analyst reads: built every night, by three in the morning.
FRESH = dg.FreshnessPolicy.cron(
    deadline_cron="0 3 * * *", lower_bound_delta=timedelta(hours=24), timezone="Asia/Ho_Chi_Minh"
)


def build_assets(project: DbtProject) -> list[dg.AssetsDefinition]:
    """Return all assets of the code location."""
    models = _models(project)
    return [raw_reports, observations, _validated_observations(), models, _published(models)]


@dg.asset(
    partitions_def=DEPARTMENTS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    pool=POOL,
    retry_policy=RETRIES,
    group_name="intake",
    kinds={"file"},
    description="Báo cáo gốc đã lưu trữ, bất biến · raw reports, archived under their sha256.",
    required_resource_keys={"refresh"},
)
def raw_reports(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Any]:
    """Archive what is new in the inbox and log its receipt."""
    refresh: RefreshContext = context.resources.refresh
    references = load_references(refresh)
    received = archive_inbox(refresh)
    for problem in received.skipped:
        context.log.warning(problem.render("en"))
    return dg.MaterializeResult(
        metadata={
            "new": received.new,
            "again": received.again,
            "unchanged": received.unchanged,
            "skipped": len(received.skipped),
            "reference_tables_changed": references,
            "dagster/row_count": len(refresh.state.reports),
        }
    )


@dg.asset(
    deps=[raw_reports],
    partitions_def=DEPARTMENTS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    pool=POOL,
    retry_policy=RETRIES,
    group_name="intake",
    kinds={"polars", "parquet"},
    description="Từng số liệu kèm vị trí trong báo cáo · every figure with its place in the report.",
    required_resource_keys={"refresh"},
)
def observations(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Any]:
    """Read the reports that today's code has not read yet."""
    refresh: RefreshContext = context.resources.refresh
    count = read_reports(refresh)
    total = sum(report.rows for report in refresh.state.reports.values())
    return dg.MaterializeResult(
        metadata={
            "read": count.read,
            "rejected": count.rejected,
            "new": count.observations,
            "dagster/row_count": total,
        }
    )


def _validated_observations() -> dg.AssetsDefinition:
    @dg.asset(
        key=VALIDATED,
        deps=[observations],
        pool=POOL,
        retry_policy=RETRIES,
        group_name="validation",
        kinds={"greatexpectations", "duckdb"},
        check_specs=check_specs(load_rules()),
        description="Số liệu đã kiểm tra theo quy tắc · figures checked against the rule registry.",
        required_resource_keys={"refresh"},
    )
    def validated_observations(context: dg.AssetExecutionContext) -> dg.MaterializeResult:  # type: ignore[type-arg]
        refresh: RefreshContext = context.resources.refresh
        begin_build(refresh)
        outcome = validate_reports(refresh)
        return dg.MaterializeResult(
            check_results=check_results(load_rules(), outcome.failing),
            metadata={
                "findings_opened": outcome.opened,
                "findings_resolved": outcome.resolved,
                "reports_accepted": outcome.accepted,
                "reports_held": outcome.held,
            },
        )

    return validated_observations


class _Translator(DagsterDbtTranslator):
    """Every landing table comes from the validated observations."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Return one key for all sources, dbt's own for models."""
        return (
            VALIDATED
            if dbt_resource_props["resource_type"] == "source"
            else super().get_asset_key(dbt_resource_props)
        )


def _models(project: DbtProject) -> dg.AssetsDefinition:
    @dbt_assets(
        manifest=project.manifest_path,
        project=project,
        name="warehouse_models",
        pool=POOL,
        dagster_dbt_translator=_Translator(
            DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True)
        ),
        required_resource_keys={"refresh", "dbt"},
    )
    def warehouse_models(context: dg.AssetExecutionContext) -> Iterator[DbtDagsterEventType]:
        refresh: RefreshContext = context.resources.refresh
        dbt: DbtCliResource = context.resources.dbt
        build = refresh.build or begin_build(refresh)
        os.environ["THADS_BUILD_DB"] = str(build.path)  # the only way dbt's profile can be told a path
        invocation = dbt.cli(["build"], context=context, target_path=refresh.settings.dagster_dir / "dbt")
        nodes = len(invocation.manifest["nodes"])
        with refresh.progress.stage(
            Text("Dựng kho số liệu (dbt)", "Building the marts (dbt)"), nodes
        ) as advance:
            # dagster-dbt repeats dbt's lines on stdout, where the summary of the refresh belongs.
            with redirect_stdout(io.StringIO()) as told:
                events = list(_told(invocation.stream(), advance))
            context.log.debug(told.getvalue())
        yield from _described(events, invocation.get_artifact("manifest.json"), build.path)

    return warehouse_models


def _told(events: Iterator[DbtDagsterEventType], advance: Advance) -> Iterator[DbtDagsterEventType]:
    for event in events:
        advance(1)
        yield event


def _described(
    events: list[DbtDagsterEventType], manifest: Mapping[str, Any], build: Path
) -> Iterator[DbtDagsterEventType]:
    """Attach rows, columns and column lineage to the events of models."""
    built = look_at(build)
    models = {name: node for name, node in manifest["nodes"].items() if node["resource_type"] == "model"}
    translator = _Translator()
    keys = {(node["schema"], node["alias"]): translator.get_asset_key(node) for node in models.values()}
    keys |= {(source["schema"], source["identifier"]): VALIDATED for source in manifest["sources"].values()}
    for event in events:
        unique_id = event.metadata.get("unique_id")
        node = models.get(str(unique_id.value)) if unique_id else None
        if node is None or not isinstance(event, dg.Output | dg.AssetMaterialization):
            yield event
        else:
            yield event.with_metadata({**event.metadata, **table_metadata(node, built, keys)})


def _published(models: dg.AssetsDefinition) -> dg.AssetsDefinition:
    @dg.asset(
        deps=sorted(models.keys, key=str),
        pool=POOL,
        group_name="publication",
        kinds={"duckdb"},
        freshness_policy=FRESH,
        description="Phiên bản đang công bố · the published version; readers follow the pointer CURRENT.",
        required_resource_keys={"refresh"},
    )
    def published_warehouse(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Any]:
        refresh: RefreshContext = context.resources.refresh
        published = publish_build(refresh)
        return dg.MaterializeResult(
            metadata={
                "version": published.version,
                "position": published.position,
                "sha256": published.sha256,
            }
        )

    return published_warehouse
