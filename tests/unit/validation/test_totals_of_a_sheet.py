"""Details are held against the total of their own sheet, whatever another form of the report gives as that total."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.validation.examples import Row, try_rule
from pipelines.validation.registry import load_rules

RULES = {rule.rule_id: rule for rule in load_rules()}
BY_KIND, BY_OFFICE = "01-TK-THA", "04-TK-THA"


def report(*, by_kind: int, by_office: int | None, own: int, office: int) -> list[Row]:
    """Return a workbook of two forms: the total by kind of case, and total, own office and one office."""
    fixed = {"kind": "form", "form_codes": "01/TK-THA+04/TK-THA", "report_unit": "P63-38"}
    rows = [
        {"sheet": BY_KIND, "unit_code": "P63-38", "value": str(by_kind)},
        {"sheet": BY_OFFICE, "unit_code": "P63-38", "value": "" if by_office is None else str(by_office)},
        {"sheet": BY_OFFICE, "unit_code": "P63-38", "breakdown": "office=own", "value": str(own)},
        {"sheet": BY_OFFICE, "unit_code": "P63-38", "breakdown": "office=districts", "value": str(office)},
        {"sheet": BY_OFFICE, "unit_code": "D-381", "value": str(office)},
    ]
    return [{**fixed, **row} for row in rows]


def differences(rule_id: str, rows: list[Row]) -> list[tuple[Decimal | None, Decimal | None]]:
    return [(each.lhs, each.rhs) for each in try_rule(RULES[rule_id], rows)]


@pytest.mark.parametrize("rule_id", ["offices_add_up", "details_add_up"])
def test_a_wrong_total_elsewhere_does_not_hide_offices_that_are_wrong_by_as_much(rule_id: str) -> None:
    assert differences(rule_id, report(by_kind=130, by_office=100, own=20, office=110)) == [(100, 130)]


@pytest.mark.parametrize("rule_id", ["offices_add_up", "details_add_up"])
def test_offices_that_add_up_on_their_form_are_not_blamed_for_a_total_elsewhere(rule_id: str) -> None:
    rows = report(by_kind=130, by_office=100, own=20, office=80)

    assert differences(rule_id, rows) == []
    assert len(differences("report_contradicts_itself", rows)) == 1


@pytest.mark.parametrize("rule_id", ["offices_add_up", "details_add_up"])
def test_offices_whose_own_total_cannot_be_read_are_held_against_the_reports_other_total(
    rule_id: str,
) -> None:
    assert differences(rule_id, report(by_kind=100, by_office=None, own=20, office=90)) == [(100, 110)]
