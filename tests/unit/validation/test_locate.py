"""The cell that is likeliest wrong is named when the evidence says so, and nobody is accused when it does not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import polars as pl
import pytest

from pipelines.observations import Observation, to_frame
from pipelines.reference.tables import table
from pipelines.validation.identities import terms_of
from pipelines.validation.locate import Suspect, locate
from pipelines.validation.slips import slip_of
from tests.reports_support import OFFICE, OWN, Figures, changed, with_rate

UNIT, OFFICE_UNIT = "P63-26", "D-243"
TERMS = terms_of(table("identities"))
TOTAL: Figures = {name: OWN[name] + OFFICE[name] for name in OWN}
ROWS = {("total", UNIT, ""): 9, ("own", UNIT, "office=own"): 10, ("office", OFFICE_UNIT, ""): 11}


def form(total: Figures = TOTAL, own: Figures = OWN, office: Figures = OFFICE) -> pl.DataFrame:
    """Return a form by office as observations; the locator of a cell is ``form!<indicator><row>``."""
    figures = {"total": total, "own": own, "office": office}
    return to_frame(
        Observation(
            report_id="r", unit_code=unit, period_code="FY2021", indicator_code=name, breakdown=breakdown,
            measure="percent" if name.startswith("completion_rate") else "cases", value=value, printed=str(value),
            locator=f"form!{name}{row}", parser="p",
        )
        for (which, unit, breakdown), row in ROWS.items()
        for name, value in with_rate(figures[which]).items()
    )  # fmt: skip


def named(frame: pl.DataFrame, suspects: list[Suspect]) -> dict[str, int]:
    places = dict(frame.select("observation_id", "locator").iter_rows())
    return {places[each.observation_id].partition("!")[2]: int(each.value) for each in suspects}


def test_a_right_form_has_no_suspect() -> None:
    assert locate(form(), TERMS, UNIT) == []


def test_the_one_wrong_cell_is_named_with_what_should_stand_there() -> None:
    frame = form(own=changed(OWN, newly_accepted=630))

    assert named(frame, locate(frame, TERMS, UNIT)) == {"newly_accepted10": 600}


@pytest.mark.parametrize("name", ["carried_in", "entrusted_out", "with_conditions", "completed", "postponed"])
@pytest.mark.parametrize("row", ["total", "own", "office"])
def test_a_wrong_cell_is_named_wherever_it_stands(name: str, row: str) -> None:
    figures = {"total": TOTAL, "own": OWN, "office": OFFICE}[row]
    frame = form(**{row: changed(figures, **{name: figures[name] + 7})})
    number = {"total": 9, "own": 10, "office": 11}[row]

    assert named(frame, locate(frame, TERMS, UNIT)) == {f"{name}{number}": figures[name]}


def test_a_detail_is_named_although_the_totals_were_computed_from_it() -> None:
    wrong = changed(OWN, in_progress=193)  # meant: 130
    frame = form(total=changed(TOTAL, in_progress=TOTAL["in_progress"] + 63), own=wrong)

    suspects = locate(frame, TERMS, UNIT)

    assert named(frame, suspects) == {"in_progress10": 130}
    assert [value for _, value in suspects[0].totals] == [Decimal(TOTAL["in_progress"])]


def test_two_wrong_cells_are_both_named() -> None:
    frame = form(own=changed(OWN, newly_accepted=630), office=changed(OFFICE, postponed=33))

    assert named(frame, locate(frame, TERMS, UNIT)) == {"newly_accepted10": 600, "postponed11": 30}


def test_two_wrong_cells_with_equal_claims_in_different_places_are_both_named() -> None:
    frame = form(own=changed(OWN, newly_accepted=630), office=changed(OFFICE, carried_in=809))

    assert named(frame, locate(frame, TERMS, UNIT)) == {"newly_accepted10": 600, "carried_in11": 800}


def test_a_wrong_rate_is_the_rate_and_a_wrong_figure_is_not_its_rate() -> None:
    rate: Callable[[pl.DataFrame, str], pl.DataFrame] = lambda frame, value: frame.with_columns(  # noqa: E731
        value=pl.when(pl.col("locator") == "form!completion_rate_cases10")
        .then(pl.lit(value).cast(pl.Decimal(24, 4)))
        .otherwise("value")
    )
    frame = rate(form(), "88")
    suspects = locate(frame, TERMS, UNIT)

    assert named(frame, suspects) == {"completion_rate_cases10": 80}


def test_nobody_is_accused_when_two_cells_have_the_same_claim() -> None:
    one_row = form(own=changed(OWN, newly_accepted=647)).filter(
        pl.col("locator").str.ends_with("10"),
        pl.col("indicator_code").is_in(["accepted_total", "carried_in", "newly_accepted"]),
    )

    assert locate(one_row, TERMS, UNIT) == []


def test_a_slip_of_the_keyboard_decides_between_equal_claims() -> None:
    own = changed(OWN, carried_in=1234, newly_accepted=376, accepted_total=5000)  # meant: 1234 + 3766
    one_row = form(own=own).filter(
        pl.col("locator").str.ends_with("10"),
        pl.col("indicator_code").is_in(["accepted_total", "carried_in", "newly_accepted"]),
    )

    suspects = locate(one_row, TERMS, UNIT)

    assert named(one_row, suspects) == {"newly_accepted10": 3766}
    assert suspects[0].is_slip


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [
        ("2730", "2370", "swapped"),
        ("1833", "1853", "other_digit"),
        ("18553", "1853", "digit_more"),
        ("185", "1853", "digit_less"),
        ("1853000", "1853", "scale"),
        ("1853", "1853", None),
        ("12", "13", None),
        ("4711", "1853", None),
    ],
)
def test_slips_are_told_apart(typed: str, meant: str, slip: str | None) -> None:
    assert slip_of(Decimal(typed), Decimal(meant)) == slip
