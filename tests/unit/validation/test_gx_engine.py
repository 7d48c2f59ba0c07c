"""GX gives the verdicts, over the caller's own connection, and the suites on disk are those of the registry."""

from __future__ import annotations

import pytest

from pipelines.problems import ThadsError
from pipelines.validation.engine import validate
from pipelines.validation.examples import example_database, read_example, try_rule
from pipelines.validation.registry import ASSETS, EXPECTATIONS_DIR, load_rules
from pipelines.validation.suites import suite_json

RULES = load_rules()


@pytest.fixture(scope="module")
def mixed_world() -> list[dict[str, str]]:
    """The failing examples of several rules as one world, each with reports of its own."""
    rows = []
    for rule_id in ("accepted_adds_up", "sources_disagree", "implied_targets_disagree", "form_late"):
        for row in read_example(EXPECTATIONS_DIR / "examples" / rule_id / "fails.csv"):
            rows.append({**row, "report": f"{rule_id}-{row.get('report') or 'r1'}"})
    return rows


def test_gx_finds_what_the_queries_find(mixed_world: list[dict[str, str]]) -> None:
    with example_database(mixed_world) as connection:
        verdicts = validate(connection, RULES)

    assert [verdict.rule_id for verdict in verdicts] == [rule.rule_id for rule in RULES]
    for rule, verdict in zip(RULES, verdicts, strict=True):
        expected = [failure.finding_id for failure in try_rule(rule, mixed_world)]
        assert [failure.finding_id for failure in verdict.found] == expected
        assert verdict.success == (expected == [])
        assert verdict.failures.height == len(expected)


def test_every_failing_row_is_fetched_beyond_the_limit_of_gx() -> None:
    rows = [
        {"report": f"r{number}", "unit_code": "D-381", "indicator_code": "revoked", "value": "-1"}
        for number in range(450)
    ]
    rule = next(rule for rule in RULES if rule.rule_id == "negative_figure")

    with example_database(rows) as connection:
        verdict = validate(connection, [rule])[0]

    assert len(verdict.found) == 450


def test_the_callers_connection_stays_usable_and_the_file_can_be_checkpointed(tmp_path: object) -> None:
    rows = read_example(EXPECTATIONS_DIR / "examples" / "accepted_adds_up" / "fails.csv")
    with example_database(rows) as connection:
        validate(connection, RULES[:1])
        connection.execute("drop schema checks cascade")
        connection.execute("checkpoint")

        assert connection.execute("select count(*) from landing.observations").fetchone() == (3,)


def test_a_failure_knows_what_the_source_prints() -> None:
    rows = read_example(EXPECTATIONS_DIR / "examples" / "report_contradicts_itself" / "fails.csv")
    rule = next(rule for rule in RULES if rule.rule_id == "report_contradicts_itself")
    with example_database(rows) as connection:
        (failure,) = validate(connection, [rule])[0].found

    assert {failure.printed_at(each) for each in failure.observation_ids} == {"3.427", "3.472"}


def test_a_query_that_cannot_run_is_named() -> None:
    broken = RULES[0].model_copy(update={"sql": "select no_such_column from checks.sides"})
    with example_database([{"value": "1"}]) as connection, pytest.raises(ThadsError) as caught:
        validate(connection, [broken])

    assert caught.value.problem.code == "rule_failed_to_run"
    assert "accepted_adds_up" in caught.value.problem.where


@pytest.mark.parametrize("asset", ASSETS)
def test_the_gx_suites_on_disk_are_those_of_the_registry(asset: str) -> None:
    path = EXPECTATIONS_DIR / "gx" / f"{asset}.json"

    assert path.read_bytes() == suite_json(asset, RULES), "run pipelines.validation.suites.write_suites()"
