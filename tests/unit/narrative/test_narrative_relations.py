"""What the figures of one text say about each other, and what follows from them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.narrative.derive import derive
from pipelines.narrative.evidence import odd_units
from pipelines.narrative.relations import instances
from pipelines.narrative.support import support_of
from pipelines.observations import Observation, Qualifier

UNIT = "P63-40"


def figure(
    code: str, measure: str, value: str, *, period: str = "FY2023", qualifier: Qualifier = "exact", unit: str = UNIT,
    at: str = "",
) -> Observation:  # fmt: skip
    return Observation(
        "r" * 64, unit, period, code, measure, Decimal(value), value, f"char:{at or hash((code, period)) % 9999}-1", "p",
        qualifier=qualifier,
    )  # fmt: skip


def cases(code: str, value: str, **fields: str) -> Observation:
    return figure(code, "cases", value, **fields)  # type: ignore[arg-type]


def words(*figures: Observation) -> list[str]:
    found = support_of(figures)
    return [found.get(each.locator, "alone") for each in figures]


def derived(*figures: Observation) -> dict[tuple[str, str, str], str]:
    return {
        (each.period_code, each.indicator_code, each.measure): f"{each.value.normalize():f}" for each in derive(figures)
    }  # fmt: skip


# --- what they say about each other ---------------------------------------------------------------------------


def test_the_parts_of_a_sum_speak_for_each_other() -> None:
    figures = (cases("accepted_total", "100"), cases("carried_in", "60"), cases("newly_accepted", "40"))
    assert words(*figures) == ["agrees"] * 3


def test_a_sum_that_cannot_be_speaks_against_all_of_its_figures() -> None:
    figures = (cases("accepted_total", "100"), cases("carried_in", "60"), cases("newly_accepted", "70"))
    assert words(*figures) == ["contradicted"] * 3


def test_a_figure_that_others_clear_is_not_blamed_for_a_sum_that_fails() -> None:
    figures = (
        cases("accepted_total", "100"), cases("carried_in", "60"), cases("newly_accepted", "40"),
        cases("chg_abs_newly_accepted", "90"), cases("newly_accepted", "10", period="FY2022"),
    )  # fmt: skip
    assert words(*figures)[:3] == ["agrees"] * 3
    assert words(*figures)[3:] == ["contradicted"] * 2


@pytest.mark.parametrize("rate", ["82", "82,0", "82.02", "82.03", "81.5"])
def test_a_rate_speaks_for_its_parts_as_far_as_departments_round(rate: str) -> None:
    printed = rate.replace(",", ".")
    figures = (
        figure("completion_rate_cases", "percent", printed), cases("completed_total", "7300"),
        cases("with_conditions", "8900"),
    )  # fmt: skip
    assert words(*figures) == ["agrees"] * 3


def test_percentages_of_cases_and_money_in_each_others_place_were_read_rightly() -> None:
    figures = (
        figure("share_with_conditions_cases", "percent", "40"), cases("with_conditions", "80"),
        cases("enforceable_total", "100"), figure("share_with_conditions_money", "percent", "80"),
        figure("with_conditions", "vnd", "40000000", at="7"), figure("enforceable_total", "vnd", "100000000", at="8"),
    )  # fmt: skip
    assert words(*figures) == ["agrees"] * 6


def test_a_factor_of_a_thousand_was_read_rightly() -> None:
    figures = (cases("accepted_total", "100000"), cases("carried_in", "60000"), cases("newly_accepted", "40"))
    assert words(*figures) == ["agrees"] * 3


def test_a_figure_told_twice_is_repeated_or_contradicted() -> None:
    assert (
        words(cases("accepted_total", "5", at="1"), cases("accepted_total", "5", at="2")) == ["repeated"] * 2
    )
    assert (
        words(cases("accepted_total", "5", at="1"), cases("accepted_total", "6", at="2"))
        == ["contradicted"] * 2
    )


def test_figures_of_another_unit_or_year_say_nothing() -> None:
    figures = (cases("accepted_total", "100"), cases("carried_in", "60", period="FY2022"))
    assert words(*figures) == ["alone"] * 2
    other = (
        cases("accepted_total", "100"),
        cases("carried_in", "60"),
        cases("newly_accepted", "9", unit="P63-42"),
    )
    assert words(*other) == ["alone"] * 3


def test_a_province_with_the_cases_of_the_nation_is_odd() -> None:
    assert odd_units([cases("enforceable_total", "775101")]) == {UNIT}
    assert odd_units([cases("enforceable_total", "775101", unit="VN")]) == frozenset()
    assert odd_units([cases("completed_total", "412", unit="VN")]) == {"VN"}


# --- what follows --------------------------------------------------------------------------------------------------


def test_a_target_follows_from_the_result_and_the_points_over_or_short_of_it() -> None:
    result = figure("completion_rate_cases", "percent", "84.6")
    over = figure("over_target_cases", "percent_points", "4.1")
    assert derived(result, over) == {("FY2023", "target_cases", "percent"): "80.5"}
    short = figure("short_of_target_cases", "percent_points", "0.4")
    assert derived(result, short) == {("FY2023", "target_cases", "percent"): "85"}


def test_the_year_before_follows_from_a_change_in_figures_and_in_points() -> None:
    figures = (cases("completed_total", "2107"), cases("chg_abs_completed_total", "451"))
    assert derived(*figures) == {("FY2022", "completed_total", "cases"): "1656"}
    points = (
        figure("completion_rate_money", "percent", "46.2", period="FY2023-C08"),
        figure("chg_pp_completion_rate_money", "percent_points", "-1.8", period="FY2023-C08"),
    )
    assert derived(*points) == {("FY2022-C08", "completion_rate_money", "percent"): "48"}


def test_the_missing_part_of_an_identity_follows_whichever_it_is() -> None:
    accepted, carried, newly = (
        cases("accepted_total", "100"), cases("carried_in", "60"), cases("newly_accepted", "40")
    )  # fmt: skip
    assert derived(accepted, carried) == {("FY2023", "newly_accepted", "cases"): "40"}
    assert derived(carried, newly) == {("FY2023", "accepted_total", "cases"): "100"}
    assert derived(accepted, newly) == {("FY2023", "carried_in", "cases"): "60"}


def test_what_is_printed_is_never_derived_even_when_it_is_only_bounded() -> None:
    figures = (
        cases("accepted_total", "100"), cases("carried_in", "60"),
        cases("newly_accepted", "39", qualifier="more_than"),
    )  # fmt: skip
    assert derived(*figures) == {}


def test_nothing_follows_from_bounds_from_negative_results_or_from_nothing_left() -> None:
    assert derived(cases("accepted_total", "100", qualifier="about"), cases("carried_in", "60")) == {}
    assert derived(cases("accepted_total", "50"), cases("carried_in", "60")) == {}
    assert derived(cases("accepted_total", "60"), cases("carried_in", "60")) == {}


def test_sums_of_rounded_money_are_told_as_such() -> None:
    exact = (figure("accepted_total", "vnd", "100000001"), figure("carried_in", "vnd", "60000001"))
    rounded = (figure("accepted_total", "vnd", "100000000"), figure("carried_in", "vnd", "60000001"))
    assert [each.qualifier for each in derive(exact)] == ["exact"]
    assert [each.qualifier for each in derive(rounded)] == ["about"]


def test_a_derived_figure_names_its_parents_and_stands_at_the_place_of_the_first() -> None:
    result = figure("completion_rate_cases", "percent", "84.6")
    over = figure("over_target_cases", "percent_points", "4.1")
    (found,) = derive([result, over])
    assert found.derived
    assert set(found.parents) == {result.observation_id, over.observation_id}
    assert found.locator in (result.locator, over.locator)


def test_what_follows_from_what_follows_goes_no_deeper_than_a_trace_can_show() -> None:
    figures = (
        cases("completed_total", "40"), cases("chg_abs_completed_total", "10"), cases("with_conditions", "90"),
        cases("chg_abs_with_conditions", "5"),
    )  # fmt: skip
    found = derived(*figures)
    assert found["FY2022", "completed_total", "cases"] == "30"
    assert found["FY2022", "carried_forward_with_conditions", "cases"] == "55"


def test_every_ratio_has_a_result_a_part_and_a_whole() -> None:
    facts = [cases("enforceable_total", "100"), cases("postponed", "3"), cases("suspended", "2")]
    keys = [(each.unit_code, each.period_code, each.indicator_code, each.measure) for each in facts]
    assert all(len(each.keys) == 3 for each in instances(keys) if each.equation.is_ratio)
