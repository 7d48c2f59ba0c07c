"""The identities of the reference table become terms, or are left to rules of their own."""

from __future__ import annotations

import pytest

from pipelines.reference.identities import parse
from pipelines.reference.tables import table
from pipelines.validation.identities import terms_of
from pipelines.validation.registry import load_rules


def test_a_sum_keeps_its_signs() -> None:
    assert parse("a = b - c + d") == (
        "=",
        [("lhs", 1, "a"), ("rhs", 1, "b"), ("rhs", -1, "c"), ("rhs", 1, "d")],
    )


def test_a_ratio_has_a_part_and_a_whole() -> None:
    assert parse("r = 100 * a / b") == ("=", [("lhs", 1, "r"), ("part", 1, "a"), ("whole", 1, "b")])


def test_the_part_of_a_ratio_may_be_a_sum() -> None:
    assert parse("r = 100 * (a + b) / c") == (
        "=",
        [("lhs", 1, "r"), ("part", 1, "a"), ("part", 1, "b"), ("whole", 1, "c")],
    )


@pytest.mark.parametrize(
    "expression", ["a = prev_year(a) - b", "a >= 0", "a = sum_units(a)", "if(a > 0, b > 0)", "a <= 100", ""]
)
def test_what_reaches_further_is_left_alone(expression: str) -> None:
    assert parse(expression) is None


def test_every_identity_the_sides_cover_is_a_rule() -> None:
    covered = set(terms_of(table("identities"))["identity_id"])
    used = {identity for rule in load_rules() for identity in rule.identities}

    # Two relate figures of different measures, which one report rarely prints together: see ADR 0050.
    assert covered - used <= {"ID-57", "ID-58", "ID-59", "ID-56"}


def test_every_identity_a_rule_names_exists() -> None:
    known = set(table("identities")["identity_id"])

    assert {identity for rule in load_rules() for identity in rule.identities} <= known
