"""Every fact of the five reports can be read from a mart, and the two that disagree are seen to disagree."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import PROJECT_ROOT, Home
from tests.acceptance.keys import Fact, read_key

pytestmark = pytest.mark.slow

OWN_KEY = PROJECT_ROOT / "tests" / "fixtures" / "raw_facts.json"
OWN_FACTS = read_key(OWN_KEY)

#: Facts stand in the long mart; what lost to another report stands beside the value shown.
FACTS_SQL = """
    select unit_code, fiscal_year, months, years, indicator_code, measure, value, qualifier
    from marts.theme_year
    union all
    select unit_code, fiscal_year, months, years, indicator_code, measure, value_other, qualifier_other
    from marts.source_conflicts
"""


@pytest.fixture(scope="module")
def published(refreshed_home: Home) -> list[dict[str, Any]]:
    return refreshed_home.rows(FACTS_SQL)


def stands_in(fact: Fact, rows: list[dict[str, Any]]) -> bool:
    return any(
        row["unit_code"] == fact.unit_code
        and (row["indicator_code"], row["measure"]) in fact.indicators
        and row["value"] == fact.value
        and row["qualifier"] == fact.qualifier
        and fact.period in (None, (row["fiscal_year"], row["months"], row["years"]))
        for row in rows
    )


@pytest.mark.parametrize("report", sorted({fact.report for fact in OWN_FACTS}))
def test_every_fact_of_a_report_can_be_read_from_a_mart(report: str, published: list[dict[str, Any]]) -> None:
    missing = [fact for fact in OWN_FACTS if fact.report == report and not stands_in(fact, published)]

    assert missing == []


@pytest.mark.shared
def test_the_samples_carry_every_fact_of_the_real_reports(shared_dir: Path) -> None:
    def content(fact: Fact) -> tuple[object, ...]:
        return fact.unit_code, fact.period, fact.indicators, fact.value, fact.qualifier

    real = {content(fact) for fact in read_key(shared_dir / "seeds" / "facts.json")}

    assert real <= {content(fact) for fact in OWN_FACTS}


def test_the_three_clusters_show_their_cases_and_money(refreshed_home: Home) -> None:
    rows = refreshed_home.thads_json(
        "query",
        "select cluster_code, cases_accepted, amount_accepted_vnd from marts.cluster_year "
        "where fiscal_year = 2021 order by cluster_code",
    )

    assert [tuple(row.values()) for row in rows] == [
        ("TH-1", 11_813, 2_050_589_304_000),
        ("TH-2", 5_257, 170_128_128_000),
        ("TH-3", 2_820, 93_084_022_000),
    ]


def test_the_two_reports_of_one_department_are_shown_to_disagree(refreshed_home: Home) -> None:
    rows = refreshed_home.rows(
        "select fiscal_year, indicator_code, value_shown, value_other from marts.source_conflicts "
        "where unit_code = 'P63-26' and months = 12 and years = 1"
    )

    pairs = {
        (row["fiscal_year"], row["indicator_code"]): {row["value_shown"], row["value_other"]} for row in rows
    }
    assert pairs[2019, "completion_rate_money"] == {Decimal("43.6"), Decimal(70)}
    assert pairs[2020, "completion_rate_money"] == {Decimal("42.5"), Decimal(43)}
    assert pairs[2020, "completion_rate_cases"] == {Decimal("84.6"), Decimal(86)}
    assert (2019, "completion_rate_cases") not in pairs


def test_the_disagreement_is_an_open_finding_with_both_sides(refreshed_home: Home) -> None:
    rows = refreshed_home.rows(
        "select lhs, rhs, message_vi, message_en from marts.validation_findings "
        "where unit_code = 'P63-26' and level = 'cross_source' and state = 'open' and period_code = 'FY2019'"
    )

    assert {Decimal("43.6"), Decimal(70)} in [{row["lhs"], row["rhs"]} for row in rows]
    assert all(row["message_vi"] and row["message_en"] for row in rows)


def test_the_implied_target_shows_which_report_is_the_odd_one_out(refreshed_home: Home) -> None:
    rows = refreshed_home.rows(
        "select message_vi, lhs, rhs, report_ids from marts.validation_findings "
        "where unit_code = 'P63-26' and period_code = 'FY2019' and rule_id like '%target%' and state = 'open'"
    )

    # 43.6 - 10.1 = 33.5 is near every target of those years; 70 - 10.1 = 59.9 is near none.
    assert any(Decimal("59.9") in (row["lhs"], row["rhs"]) for row in rows)


def test_a_trace_ends_at_the_sentence(refreshed_home: Home) -> None:
    trace = refreshed_home.thads(
        "trace",
        "cluster_year",
        "cases_accepted",
        "--where",
        "cluster_code = 'TH-1' and fiscal_year = 2021",
        "--json",
    )

    assert trace.returncode == 0, trace.stderr
    for evidence in ("11.813", "tổng số phải giải quyết 11.813 việc", "tong-ket-cum-thi-dua.html"):
        assert evidence in trace.stdout
