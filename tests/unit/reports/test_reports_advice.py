"""Every rule says what the person who corrects the report should do."""

from __future__ import annotations

import csv

import pytest

from pipelines.reports.advice import advice_for, all_advice
from pipelines.reports.note_tasks import severity_of, vietnamese_only
from pipelines.validation.registry import EXPECTATIONS_DIR, Rule, load_rules

RULES = load_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_every_rule_has_advice_that_can_be_filled_in(rule: Rule) -> None:
    sentence = advice_for(rule.rule_id, rule.level).sentence(cell="B7", cells="B7, C7", others="")

    assert sentence
    assert "{" not in sentence


def test_no_advice_is_left_over_from_a_rule_that_is_gone() -> None:
    known = {rule.rule_id for rule in RULES}

    assert {key for key in all_advice() if not key.startswith("level:")} <= known


def test_a_department_reads_no_command_and_no_english() -> None:
    assert (
        vietnamese_only("Lập lại theo mẫu (`thads forms template`) rồi gửi.") == "Lập lại theo mẫu rồi gửi."
    )
    assert vietnamese_only("tệp đọc được / a readable file") == "tệp đọc được"
    assert vietnamese_only("01/2013/TT-BTP / 08/2015/TT-BTP") == "01/2013/TT-BTP / 08/2015/TT-BTP"


def test_a_form_that_was_not_read_blocks_and_a_remark_does_not() -> None:
    assert severity_of("columns_missing") == "blocking"
    assert severity_of("sheet_not_a_form") == "info"


def test_a_note_matters_to_a_department_as_much_as_its_finding() -> None:
    rules = {rule.rule_id: rule for rule in RULES}
    with (EXPECTATIONS_DIR / "notes.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["code"]: rules[row["rule_id"]] for row in csv.DictReader(file)}

    for code, rule in listed.items():
        told = severity_of(code)
        assert (told == "blocking") == (rule.rule_id == "sheet_not_read"), code
        assert told in ("blocking", rule.severity), code
