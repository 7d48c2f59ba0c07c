"""The refresh is a Dagster run: every asset materialized, every rule a check, rows, columns and version as metadata."""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg
import pytest

from pipelines.orchestration.run import open_instance
from pipelines.validation.registry import load_rules
from pipelines.warehouse.pointer import find_version
from tests.acceptance.conftest import Home

pytestmark = pytest.mark.slow


@pytest.fixture
def instance(refreshed_home: Home) -> Iterator[dg.DagsterInstance]:
    with open_instance(refreshed_home.path / "dagster") as opened:
        yield opened


def _metadata(instance: dg.DagsterInstance, *path: str) -> dict[str, object]:
    event = instance.get_latest_materialization_event(dg.AssetKey(path))
    assert event is not None, path
    assert event.asset_materialization is not None
    return {name: value.value for name, value in event.asset_materialization.metadata.items()}


def test_the_run_the_command_made_is_one_successful_run_of_the_job(
    refreshed_home: Home, instance: dg.DagsterInstance
) -> None:
    [run] = instance.get_runs()
    assert (run.job_name, run.status, run.run_id) == (
        "refresh",
        dg.DagsterRunStatus.SUCCESS,
        refreshed_home.summary["run_id"],
    )


def test_raw_reports_are_partitioned_by_department_in_one_run(instance: dg.DagsterInstance) -> None:
    partitions = instance.get_materialized_partitions(dg.AssetKey("raw_reports"))
    assert {"P63-26", "P63-38", "P63-46", "P63-79", "VN"} <= partitions


def test_models_tell_their_rows_columns_and_where_columns_come_from(instance: dg.DagsterInstance) -> None:
    metadata = _metadata(instance, "marts", "cluster_year")
    assert metadata["dagster/row_count"] == 3
    schema = metadata["dagster/column_schema"]
    assert isinstance(schema, dg.TableSchema)
    descriptions = {column.name: column.description for column in schema.columns}
    assert "·" in (descriptions["cases_accepted"] or "")
    lineage = metadata["dagster/column_lineage"]
    assert isinstance(lineage, dg.TableColumnLineage)
    assert lineage.deps_by_column["cases_accepted"]


def test_the_published_version_is_what_the_pointer_names(
    refreshed_home: Home, instance: dg.DagsterInstance
) -> None:
    published = find_version(refreshed_home.path / "warehouse")
    metadata = _metadata(instance, "published_warehouse")
    assert (metadata["version"], metadata["position"]) == (published.version, published.position)


def test_every_rule_is_an_asset_check_with_its_verdict(instance: dg.DagsterInstance) -> None:
    keys = [dg.AssetCheckKey(dg.AssetKey("validated_observations"), rule.rule_id) for rule in load_rules()]
    summaries = instance.event_log_storage.get_latest_asset_check_execution_by_key(keys)
    verdicts = {
        key.name: record.event.asset_check_evaluation.passed
        for key, record in summaries.items()
        if record.event and record.event.asset_check_evaluation
    }
    assert verdicts.keys() == {rule.rule_id for rule in load_rules()}
    assert not verdicts["sources_disagree"]
    assert sum(verdicts.values()) > len(verdicts) / 2
