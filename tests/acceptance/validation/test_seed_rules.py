"""The rules say of the five real reports what a statistics office would say, from their answer key."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines.validation.engine import validate
from pipelines.validation.examples import example_database, report_id
from pipelines.validation.failures import Failure
from pipelines.validation.registry import load_rules
from tests.acceptance.keys import Fact, read_key

pytestmark = pytest.mark.shared

Judged = tuple[dict[str, tuple[Failure, ...]], pl.DataFrame]


def row_of(fact: Fact) -> dict[str, str] | None:
    if fact.period is None:
        return None
    year, months, years = fact.period
    if years == 1:
        code = f"FY{year}" if months == 12 else f"FY{year}-C{months:02d}"
    else:
        code = f"FY{year - years + 1}..FY{year}" + ("" if months == 12 else f"-C{months:02d}")
    indicator_code, measure = sorted(fact.indicators)[0]
    return {
        "report": fact.report, "unit_code": fact.unit_code, "period_code": code, "indicator_code": indicator_code,
        "measure": measure, "value": str(fact.value), "qualifier": fact.qualifier,
        # Changes between two periods carry no base period in the key; they are not judged here.
        "breakdown": "vs=unknown" if indicator_code.startswith("chg_") else "",
    }  # fmt: skip


@pytest.fixture(scope="module")
def judged(shared_dir: Path) -> Judged:
    """Failures by rule, and both sides of every identity that a report states in full."""
    facts = read_key(shared_dir / "seeds" / "facts.json")
    rows = [row for fact in facts if (row := row_of(fact))]
    with example_database(rows) as connection:
        verdicts = validate(connection, load_rules())
        sides = connection.sql("select * from checks.sides").pl()
        return {verdict.rule_id: verdict.found for verdict in verdicts}, sides


def both_sides(judged: Judged, identity: str, unit: str) -> set[tuple[int, int]]:
    chosen = judged[1].filter((pl.col("identity_id") == identity) & (pl.col("unit_code") == unit))
    return {(int(row["lhs"]), int(row["rhs"])) for row in chosen.to_dicts()}


def test_the_three_clusters_add_up_to_the_province_in_cases_and_money(
    judged: Judged, shared_dir: Path
) -> None:
    assert judged[0]["clusters_add_up"] == ()

    moved = [row for fact in read_key(shared_dir / "seeds" / "facts.json") if (row := row_of(fact))]
    for row in moved:
        if row["unit_code"] == "TH-1":
            # Money is printed in whole thousands here: a few thousand đồng may be rounding, a million is not.
            row["value"] = str(Decimal(row["value"]) + (1 if row["measure"] == "cases" else 1_000_000))
    rule = next(rule for rule in load_rules() if rule.rule_id == "clusters_add_up")
    with example_database(moved) as connection:
        found = validate(connection, [rule])[0].found
    assert sorted((each.measure, each.difference) for each in found) == [("cases", -1), ("vnd", -1_000_000)]


def test_rates_recompute_from_their_parts(judged: Judged) -> None:
    failures, sides = judged
    rates = sides.filter(pl.col("identity_id").is_in(["ID-17", "ID-18"]) & (pl.col("unit_code") == "P63-38"))

    assert failures["completion_rate_recomputes"] == ()
    assert sorted(rates["lhs"]) == [Decimal("46.76"), Decimal("83.98")]
    assert rates["gap"].max() <= 0


def test_opening_and_new_cases_of_the_district_make_the_accepted(judged: Judged) -> None:
    assert judged[0]["accepted_adds_up"] == ()
    assert both_sides(judged, "ID-01", "D-760") == {(3427, 3427)}


def test_staff_by_degree_add_up_to_staff_present(judged: Judged) -> None:
    assert judged[0]["staff_degrees_add_up"] == ()
    assert both_sides(judged, "ID-48", "P63-26") == {(103, 103)}


def test_the_two_reports_of_one_department_disagree_on_two_years(judged: Judged) -> None:
    failures, _ = judged
    pairs = {
        (each.period_code, each.indicator_code): {each.lhs, each.rhs}
        for rule in ("sources_disagree", "sources_differ_by_rounding")
        for each in failures[rule]
        if each.unit_code == "P63-26"
    }

    assert pairs["FY2019", "completion_rate_money"] == {Decimal("43.6"), Decimal(70)}
    assert pairs["FY2020", "completion_rate_cases"] == {Decimal("84.6"), Decimal(86)}
    assert pairs["FY2020", "completion_rate_money"] == {Decimal("42.5"), Decimal(43)}
    assert ("FY2019", "completion_rate_cases") not in pairs


def test_the_implied_target_shows_which_report_is_the_odd_one_out(judged: Judged) -> None:
    failures, _ = judged
    odd = {(each.period_code, each.indicator_code): each for each in failures["implied_targets_disagree"]}
    money = odd["FY2019", "target_money"]

    assert (money.lhs, money.rhs) == (Decimal("59.9"), Decimal("33.5"))
    assert report_id("002") in money.report_ids
    assert "59,9%" in money.message_vi
    assert "33,5%" in money.message_vi
    assert odd["FY2020", "target_cases"].lhs == Decimal("81.9")


def test_prose_is_only_warned_about(judged: Judged) -> None:
    assert {each.severity for found in judged[0].values() for each in found} <= {"warning", "info"}
