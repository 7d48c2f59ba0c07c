"""One field of a valid record is moved across the border of a rule: inside it passes, outside it fails.

The tables are prepared once per example, so that many values are tried against plain queries.
"""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.validation.examples import try_rule
from pipelines.validation.registry import load_rules

RULES = {rule.rule_id: rule for rule in load_rules()}

quick = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
counts = st.integers(min_value=1, max_value=10**6)
moves = st.integers(min_value=-(10**6), max_value=10**6)

FORM = {"kind": "form", "form_codes": "01/TK-THA"}


def fails(rule_id: str, figures: dict[str, int | Decimal], **common: str) -> bool:
    rows = [{"indicator_code": code, "value": str(value), **common} for code, value in figures.items()]
    return bool(try_rule(RULES[rule_id], rows))


@quick
@given(carried_in=counts, newly=counts, move=moves)
def test_accepted_passes_only_at_the_exact_sum(carried_in: int, newly: int, move: int) -> None:
    figures = {"accepted_total": carried_in + newly + move, "carried_in": carried_in, "newly_accepted": newly}

    assert fails("accepted_adds_up", figures, **FORM) == (move != 0)


@quick
@given(whole=counts, move=moves)
def test_completed_passes_up_to_with_conditions(whole: int, move: int) -> None:
    figures = {"completed_total": whole + move, "with_conditions": whole}

    assert fails("completed_within_conditions", figures, **FORM) == (move > 0)


@quick
@given(value=st.integers(min_value=0, max_value=20_000))
def test_a_rate_passes_up_to_one_hundred(value: int) -> None:
    rate = Decimal(value).scaleb(-2)

    assert fails("rate_over_hundred", {"completion_rate_cases": rate}, measure="percent") == (rate > 100)


@quick
@given(completed=st.integers(min_value=0, max_value=10**5), rest=counts, steps=st.integers(-400, 400))
def test_a_printed_rate_passes_within_rounding_and_cutting(completed: int, rest: int, steps: int) -> None:
    whole = completed + rest
    exact = Decimal(100 * completed) / whole
    printed = exact.quantize(Decimal("0.01")) + Decimal(steps).scaleb(-2)
    rows = [
        {"indicator_code": "completion_rate_cases", "measure": "percent", "value": str(printed), **FORM},
        {"indicator_code": "completed_total", "value": str(completed), **FORM},
        {"indicator_code": "with_conditions", "value": str(whole), **FORM},
    ]

    failed = bool(try_rule(RULES["completion_rate_recomputes"], rows))

    if abs(printed - exact) <= Decimal("0.01"):
        assert not failed
    if abs(printed - exact) > Decimal("0.04"):
        assert failed


@quick
@given(value=st.integers(1, 10**6), other=st.integers(1, 2 * 10**6))
def test_more_than_agrees_with_what_is_a_little_more(value: int, other: int) -> None:
    rows = [
        {"report": "a", "value": str(value), "qualifier": "more_than"},
        {"report": "b", "value": str(other)},
    ]

    inside = value <= other <= Decimal(value) * Decimal("1.1")

    assert bool(try_rule(RULES["sources_disagree"], rows)) == (not inside)


@quick
@given(clusters=st.tuples(counts, counts, counts), move=moves)
def test_clusters_pass_only_at_the_exact_sum(clusters: tuple[int, int, int], move: int) -> None:
    rows = [{"unit_code": f"TH-{number}", "value": str(value)} for number, value in enumerate(clusters, 1)]
    rows.append({"unit_code": "P63-38", "value": str(sum(clusters) + move)})

    assert bool(try_rule(RULES["clusters_add_up"], rows)) == (move != 0)


@quick
@given(clusters=st.tuples(counts, counts))
def test_clusters_are_not_judged_before_all_are_known(clusters: tuple[int, int]) -> None:
    rows = [{"unit_code": f"TH-{number}", "value": str(value)} for number, value in enumerate(clusters, 1)]
    rows.append({"unit_code": "P63-38", "value": "1"})

    assert try_rule(RULES["clusters_add_up"], rows) == ()
