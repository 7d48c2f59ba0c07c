"""Whatever the seed, department and month: every row of every form satisfies every identity it states in full."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.synth.counting import added, tally
from bench.synth.lives import case_years
from bench.synth.matters import matters
from bench.synth.nation import departments, reporting
from bench.synth.tables import Counted, Table, maps_in_force, tables
from pipelines.forms.maps import default_book
from pipelines.reference.identities import parse
from pipelines.reference.periods import Period
from pipelines.reference.tables import table

SMALL = ("P63-06", "P63-11", "P63-12", "P63-58", "P63-67")


def of_month(first: str, period: Period, seed: int) -> list[Table]:
    code, group = next((c, g) for c, g in reporting(period.end).items() if first in g)
    assert code
    found = [departments(seed)[each] for each in group]
    years = [next(case_years(each, seed, {period.fiscal_year})) for each in found]
    counted = Counted(
        group,
        added([tally(each, year, period.months) for each, year in zip(found, years, strict=True)]),
        tuple(matters(each, seed, period.fiscal_year, period.months) for each in found),
    )
    return tables(maps_in_force(default_book().maps, period.end), period, counted, seed)


def broken(made: Table, on: date) -> list[str]:
    columns = {c.indicator: made.values[:, i] for i, c in enumerate(made.form_map.value_columns)}
    measure = "vnd" if made.form_map.has_money else "cases"
    found = []
    for row in table("identities").to_dicts():
        parsed = parse(row["expression"])
        is_on = row["valid_from"] <= on.isoformat() <= (row["valid_to"] or "9999")
        if parsed is None or not is_on or measure not in row["measure"].split("|"):
            continue
        operator, terms = parsed
        if any(name not in columns for _, _, name in terms) or any(side == "whole" for side, _, _ in terms):
            continue
        left, right = (
            np.sum([sign * columns[name] for side, sign, name in terms if side == which], axis=0)
            for which in ("lhs", "rhs")
        )
        if not (np.all(left == right) if operator == "=" else np.all(left <= right)):
            found.append(row["identity_id"])
    return found


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    first=st.sampled_from(SMALL),
    year=st.integers(2014, 2026),
    months=st.integers(1, 9),
)
def test_every_identity_holds_in_every_row(seed: int, first: str, year: int, months: int) -> None:
    period = Period.cumulative(year, months)

    made = of_month(first, period, seed)

    assert made
    for each in made:
        assert broken(each, period.end) == [], each.form_map.form_code
        assert each.values.min() >= -1


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10**6), first=st.sampled_from(SMALL), months=st.integers(1, 9))
def test_forms_by_kind_and_by_office_have_one_total(seed: int, first: str, months: int) -> None:
    made = {each.form_map.form_code: each for each in of_month(first, Period.cumulative(2024, months), seed)}

    assert made["01/TK-THA"].values[0].tolist() == made["04/TK-THA"].values[0].tolist()
    assert made["02/TK-THA"].values[0].tolist() == made["05/TK-THA"].values[0].tolist()
