"""The code location loads, wakes at 01:30 Vietnamese time and starts a refresh when files have arrived."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from pipelines.definitions import build_definitions
from pipelines.orchestration.run import open_instance
from pipelines.settings import Settings


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def definitions(home: Path) -> dg.Definitions:
    return build_definitions(Settings(home=home / "var", raw=home / "raw"))


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    with open_instance(tmp_path) as opened:
        yield opened


@pytest.fixture
def report(home: Path) -> Iterator[Path]:
    file = home / "raw" / "P63-26" / "2021" / "bao_cao.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("Năm 2021 …")
    yield file
    file.unlink()


def test_definitions_are_valid(definitions: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(definitions)
    keys = {key.path[-1] for key in definitions.resolve_all_asset_keys()}
    assert {
        "raw_reports",
        "observations",
        "validated_observations",
        "province_year",
        "published_warehouse",
    } <= keys


def test_the_published_warehouse_waits_for_every_mart(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    parents = graph.get(dg.AssetKey("published_warehouse")).parent_keys
    marts = {key for key in definitions.resolve_all_asset_keys() if key.path[0] == "marts"}
    assert marts <= parents


def test_the_nightly_refresh_runs_at_half_past_one_in_vietnam(
    definitions: dg.Definitions, instance: dg.DagsterInstance, report: Path
) -> None:
    schedule = definitions.resolve_schedule_def("nightly_refresh")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("30 1 * * *", "Asia/Ho_Chi_Minh")
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    night = datetime(2026, 1, 2, 1, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    context = dg.build_schedule_context(instance=instance, scheduled_execution_time=night)
    [request] = schedule.evaluate_tick(context).run_requests or []
    assert request.tags["dagster/asset_partition_range_start"] == "VN"
    assert request.tags["dagster/asset_partition_range_end"] == report.parent.parent.name


def test_the_sensor_waits_until_files_have_arrived_whole(
    definitions: dg.Definitions, instance: dg.DagsterInstance, report: Path
) -> None:
    sensor = definitions.resolve_sensor_def("inbox_sensor")

    def look(cursor: str | None) -> dg.SensorResult | object:
        return sensor.evaluate_tick(dg.build_sensor_context(instance=instance, cursor=cursor))

    first = look(None)
    assert not first.run_requests
    second = look(first.cursor)
    assert len(second.run_requests) == 1
    report.write_text("Năm 2021, còn đang ghi …")
    third = look(second.cursor)
    assert not third.run_requests


def test_an_empty_inbox_starts_nothing(definitions: dg.Definitions, instance: dg.DagsterInstance) -> None:
    sensor = definitions.resolve_sensor_def("inbox_sensor")
    data = sensor.evaluate_tick(dg.build_sensor_context(instance=instance))
    assert data.skip_message == "nothing new in the inbox"
