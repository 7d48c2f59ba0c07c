"""Every rule of the registry passes its passing example and fails its failing one."""

from __future__ import annotations

import pytest

from pipelines.validation.examples import read_example, try_rule
from pipelines.validation.failures import Failure
from pipelines.validation.messages import figure, placeholders
from pipelines.validation.registry import EXPECTATIONS_DIR, Rule, load_rules

RULES = load_rules()
EXAMPLES = EXPECTATIONS_DIR / "examples"


def failures(rule: Rule, example: str) -> tuple[Failure, ...]:
    return try_rule(rule, read_example(EXAMPLES / rule.rule_id / f"{example}.csv"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_rule_passes_its_passing_example(rule: Rule) -> None:
    assert failures(rule, "passes") == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_rule_fails_its_failing_example_in_words(rule: Rule) -> None:
    failing = failures(rule, "fails")

    assert len(failing) >= 1
    for failure in failing:
        assert failure.lhs is not None
        assert "{" not in failure.message_vi + failure.message_en
        assert failure.report_ids


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_a_sentence_shows_every_figure_it_speaks_of(rule: Rule) -> None:
    for failure in failures(rule, "fails"):
        for side in placeholders(rule.message_vi) & {"lhs", "rhs"}:
            told = getattr(failure, side)
            shown = "–" if told is None else figure(told, failure.measure, "vi")
            assert shown in failure.message_vi


def test_every_folder_of_examples_belongs_to_a_rule() -> None:
    assert {path.name for path in EXAMPLES.iterdir()} == {rule.rule_id for rule in RULES}


def test_every_query_belongs_to_a_rule() -> None:
    queries = {path.stem for path in (EXPECTATIONS_DIR / "sql").glob("*.sql")}

    assert queries == {rule.rule_id for rule in RULES}


def test_the_registry_covers_the_levels_of_the_design() -> None:
    levels = {rule.level for rule in RULES}

    assert len(RULES) >= 20
    assert levels >= {
        "row", "cell", "form", "cross_form", "cross_unit", "cross_period", "cross_source",
        "plausibility", "timeliness",
    }  # fmt: skip
