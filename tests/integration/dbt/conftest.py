"""One hand-made nation in small, built once: every kind of disagreement and change the core must settle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from landing_build import Landing, at, dbt_build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build file under its final name, as the publisher renames it."""
    scratch = tmp_path_factory.mktemp("dbt")
    landing = Landing()
    _forms_with_a_new_version_and_a_correction(landing)
    _narratives_that_disagree(landing)
    _departments_that_merge(landing)
    _what_stands_beside_the_results(landing)
    _made_up_figures(landing)
    _reports_that_came_and_one_that_did_not(landing)
    file = landing.write(scratch / "build-0001.duckdb")
    dbt_build(file, scratch)
    return file.rename(scratch / "marts-9-c0de.duckdb")


@pytest.fixture
def wh(built: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file as a reader opens it: attached under another name, read only."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{built}' as wh (read_only)")
        connection.execute("use wh")
        yield connection


def _forms_with_a_new_version_and_a_correction(landing: Landing) -> None:
    first = landing.report("form-1", "form", "P63-38", "2021-11-05", ended_at=at("2021-12-01"))
    second = landing.report("form-2", "form", "P63-38", "2021-12-01", version=2)
    for report, accepted, completed in ((first, 10000, 6000), (second, 10100, 6400)):
        landing.figure(report, "P63-38", "FY2021", "accepted_total", "cases", accepted)
        landing.figure(report, "P63-38", "FY2021", "with_conditions", "cases", 8000)
        wrong = landing.figure(report, "P63-38", "FY2021", "completed_total", "cases", completed)
    prose = landing.report("prose-38", "narrative", "P63-38", "2022-02-02", published=date(2022, 2, 1))
    landing.figure(prose, "P63-38", "FY2021", "completed_total", "cases", 6500)
    landing.figure(prose, "P63-38", "FY2021", "completion_rate_cases", "percent", "81.3")
    for cluster, total in (("TH-1", 5000), ("TH-2", 3100), ("TH-3", 2000)):
        landing.figure(prose, cluster, "FY2021", "accepted_total", "cases", total)
    landing.corrections.append(
        {
            "finding_id": "f-corrected",
            "observation_id": wrong,
            "expected_printed": "6400",
            "value": "6410",
            "reason": "typing slip",
            "actor": "steward",
            "recorded_at": at("2022-03-01"),
        }  # fmt: skip
    )
    landing.corrections.append(
        {
            "finding_id": "f-stale",
            "observation_id": wrong,
            "expected_printed": "6399",
            "value": "1",
            "reason": "the source no longer prints this",
            "actor": "steward",
            "recorded_at": at("2022-03-02"),
        }  # fmt: skip
    )


def _made_up_figures(landing: Landing) -> None:
    made_up = landing.report("synthetic", "form", "P34-96", "2026-01-05", is_synthetic=True)
    landing.figure(made_up, "P34-96", "FY2026-C02", "completed_total", "cases", 70)
    landing.figure(made_up, "P34-96-K3", "FY2026-C02", "completed_total", "cases", 7)


def _narratives_that_disagree(landing: Landing) -> None:
    older = landing.report("prose-a", "narrative", "P63-26", "2021-01-12", published=date(2021, 1, 10))
    newer = landing.report("prose-b", "narrative", "P63-26", "2021-06-02", published=date(2021, 6, 1))
    for report, rate in ((older, "61.5"), (newer, "66")):
        landing.figure(report, "P63-26", "FY2019", "completion_rate_cases", "percent", rate)
        landing.figure(report, "P63-26", "FY2019", "over_target_cases", "percent_points", "4.5")
    landing.figure(older, "P63-26", "FY2019", "completed_total", "cases", 6712)
    landing.figure(newer, "P63-26", "FY2019", "completed_total", "cases", 6700, qualifier="more_than")
    rate_only = landing.report("prose-c", "narrative", "P63-26", "2022-05-01", published=date(2022, 4, 30))
    landing.figure(rate_only, "P63-26", "FY2019", "completion_rate_cases", "percent", "64")
    rounded = landing.figure(
        newer, "P63-26", "FY2020", "completed_total", "cases", 6000, qualifier="more_than"
    )
    landing.figure(newer, "P63-26", "FY2020", "completion_rate_cases", "percent", "84.6")
    landing.figure(newer, "P63-26", "FY2020", "carried_forward", "cases", 900, derived=True)
    landing.figure(older, "P63-26", "FY2016..FY2020", "completed_total", "cases", 33000)
    held = landing.report("held", "narrative", "P63-26", None, published=date(2023, 1, 1))
    landing.figure(held, "P63-26", "FY2020", "completed_total", "cases", 1)
    landing.findings.append(
        {
            "finding_id": "f-waived",
            "rule_id": "R1",
            "severity": "warning",
            "level": "plausibility",
            "responsibility": "department",
            "state": "waived",
            "unit_code": "P63-26",
            "period_code": "FY2020",
            "message_vi": "Số làm tròn",
            "message_en": "A rounded figure",
            "observation_ids": [rounded],
            "report_ids": ["prose-b"],
            "opened_at": at("2021-06-03"),
            "waiver_reason": "only source",
            "waiver_expires": date(2030, 1, 1),
            "waiver_approver": "approver",
        }  # fmt: skip
    )
    landing.finding_event(
        "f-waived", "FindingOpened", "2021-06-03", lhs="6000", message_en="A rounded figure"
    )
    landing.finding_event("f-waived", "FindingChanged", "2021-06-20", lhs="6001", message_en="Still rounded")
    landing.finding_event("f-waived", "FindingWaived", "2021-07-01", reason="only source")


def _departments_that_merge(landing: Landing) -> None:
    report = landing.report("prose-merge", "narrative", "VN", "2023-11-01", published=date(2023, 10, 31))
    for unit, accepted, possible, done in (
        ("P63-17", 100, 80, 60), ("P63-25", 300, 200, 100), ("P63-26", 50, 40, 30),
    ):  # fmt: skip
        landing.figure(report, unit, "FY2023", "accepted_total", "cases", accepted)
        landing.figure(report, unit, "FY2023", "with_conditions", "cases", possible)
        landing.figure(report, unit, "FY2023", "completed_total", "cases", done)
        if unit != "P63-26":
            landing.figure(report, unit, "FY2023", "completed_total", "vnd", 1_000_000 * done)
    for unit, done in (("P63-46", 70), ("P34-25", 999)):
        year = "FY2023" if unit == "P63-46" else "FY2026"
        landing.figure(report, unit, year, "completed_total", "cases", done)
        landing.figure(report, unit, year, "completion_rate_cases", "percent", "77.7")
    landing.figure(report, "VN", "FY2023", "completed_total", "cases", 574819)


def _what_stands_beside_the_results(landing: Landing) -> None:
    report = landing.report("prose-side", "narrative", "P63-26", "2021-10-05", published=date(2021, 10, 4))
    landing.figure(report, "D-760", "FY2021-C08", "completion_rate_cases", "percent", "68.7")
    landing.figure(report, "D-760", "FY2020", "carried_in", "cases", 1057)
    landing.figure(report, "P63-26", "AT2021-06-30", "staff_present", "people", 101)
    landing.figure(report, "P63-26", "AT2021-09-30", "staff_present", "people", 103)
    landing.figure(report, "P63-26", "CY2021", "staff_assigned", "people", 105)
    landing.figure(report, "P63-26", "FY2016..FY2020", "staff_cut", "people", 12)
    landing.figure(report, "P63-26", "CY2020", "pci_legal_institutions", "points", "6.4")
    landing.figure(report, "P63-26", "FY2019..FY2021-C08", "steering_district_meetings", "meetings", 36)
    landing.figure(
        report, "P63-26", "FY2021", "award_province_merit_proposed", "documents", 14, qualifier="about"
    )
    landing.figure(
        report, "P63-26", "FY2020", "chg_abs_with_conditions", "cases", 1391, breakdown="vs=FY2016"
    )
    landing.figure(report, "P63-26", "FY2021", "no_such_indicator", "cases", 5)


def _reports_that_came_and_one_that_did_not(landing: Landing) -> None:
    slot = ("P63-38", "04/TK-THA", "FY2021")
    landing.version(slot, "form-1", 1, "2021-10-05", accepted="2021-10-06", ended="2021-11-02")
    landing.version(slot, "form-2", 2, "2021-11-01", accepted="2021-11-02")
    landing.version(("P63-26", "04/TK-THA", "FY2021"), "late", 1, "2021-10-09", held="2021-10-09")
    landing.slot_rejections.append(
        {
            "unit_code": "P63-01",
            "form_code": "04/TK-THA",
            "period_code": "FY2021",
            "report_id": "unreadable",
            "received_at": at("2021-10-04"),
            "rejected_at": at("2021-10-04"),
        }  # fmt: skip
    )
