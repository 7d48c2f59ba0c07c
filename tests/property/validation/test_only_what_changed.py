"""Judging only what changed leaves the findings that judging everything would (ADR 0075)."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import duckdb
import pytest

from pipelines.validation.examples import Row, example_database, report_id
from pipelines.validation.failures import Failure, failures_of
from pipelines.validation.prepare import names_and_forms, prepare_checks
from pipelines.validation.registry import load_rules
from pipelines.validation.scope import Judged

RULES = load_rules()
#: A department, two of its offices and a cluster, a neighbour that is merged away, its heir, and the nation.
UNITS = ("P63-38", "D-380", "D-381", "P63-38-C1", "P63-15", "P34-15", "VN")
PERIODS = (
    "FY2021", "FY2022-C06", "FY2022-C09", "FY2022", "FY2023-C06", "FY2023", "FY2024", "FY2025", "FY2026-C01",
)  # fmt: skip
COUNTS = (
    "carried_in",
    "newly_accepted",
    "accepted_total",
    "with_conditions",
    "completed_total",
    "carried_forward",
)
FORM = "04/TK-THA"


def figures(chance: random.Random, unit: str, period: str) -> Iterator[Row]:
    """Yield what a report tells of one unit and period: often in order, often not."""
    for indicator in chance.sample(COUNTS, 4):
        for measure, size in (("cases", 1), ("vnd", 1_000_000)):
            value = chance.choice((100, 120, 130, 5, 120_000, -3)) * size
            yield {"unit_code": unit, "period_code": period, "indicator_code": indicator, "measure": measure,
                   "breakdown": chance.choice(("", "", "", "office=own")), "value": str(value)}  # fmt: skip
    for indicator in ("completion_rate_cases", chance.choice(("over_target_cases", "target_cases"))):
        yield {"unit_code": unit, "period_code": period, "indicator_code": indicator, "measure": "percent"
               if indicator != "over_target_cases" else "percent_points", "value": str(chance.choice((4, 80, 130)))}  # fmt: skip
    yield {"unit_code": unit, "period_code": period, "indicator_code": "chg_abs_completed_total", "measure": "cases",
           "breakdown": f"vs={chance.choice(PERIODS)}", "value": "20"}  # fmt: skip


def report(chance: random.Random, name: str) -> list[Row]:
    """Return a report: a form that lists other units under its own, or prose about several periods."""
    unit, period = chance.choice(UNITS), chance.choice(PERIODS)
    is_form = chance.random() < 0.6
    told = [(unit, period), *((each, period) for each in chance.sample(UNITS, chance.randrange(3)))]
    told += [] if is_form else [(unit, each) for each in chance.sample(PERIODS, 2)]
    head = {"report": name, "kind": "form" if is_form else "narrative", "form_codes": FORM if is_form else "",
            "report_unit": unit, "report_period": period, "version": str(chance.randrange(1, 4)),
            "status": chance.choice(("received", "accepted")), "published": "2023-02-0" + str(chance.randrange(1, 9)),
            "note": chance.choice(("", "", "unit_contradiction"))}  # fmt: skip
    return [{**head, **row} for slice_ in dict.fromkeys(told) for row in figures(chance, *slice_)]


def failing(connection: duckdb.DuckDBPyConnection, judged: Judged) -> dict[str, tuple[str, Failure]]:
    """Return what fails among what was judged, by finding."""
    names, forms = names_and_forms(connection)
    found: dict[str, tuple[str, Failure]] = {}
    for rule in RULES:
        result = connection.execute(rule.sql)
        columns = [name for name, *_ in result.description]
        rows = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
        meant = [row for row in rows if judged.covers(rule.asset, row["unit_code"], row["period_code"])]
        found |= {each.finding_id: (rule.asset, each) for each in failures_of(rule, meant, names, forms)}
    return found


def all_of(reports: Sequence[list[Row]]) -> dict[str, tuple[str, Failure]]:
    with example_database([row for each in reports for row in each]) as connection:
        return failing(connection, prepare_checks(connection, RULES))


def after_changes(
    before: dict[str, tuple[str, Failure]], reports: Sequence[list[Row]], changed: Sequence[list[Row]]
) -> dict[str, tuple[str, Failure]]:
    """Return the findings that stand when only what changed is judged again."""
    with example_database([row for each in reports for row in each]) as connection:
        ids = [report_id(each[0]["report"]) for each in changed]
        with example_database([row for each in changed for row in each]) as old:
            gone = old.execute("select * exclude (report_id) from landing.report_slices").fetchall()
        connection.execute(
            "create table landing.changed_slices as select * exclude (report_id) from landing.report_slices "
            "where report_id in (select unnest(?))", [ids]
        )  # fmt: skip
        connection.executemany("insert into landing.changed_slices values (?, ?, ?, ?, ?)", gone)
        connection.execute(
            "create table landing.findings "
            "(unit_code varchar, period_code varchar, state varchar, waiver_expires date)"
        )
        judged = prepare_checks(connection, RULES, only_changed=True)
        stay = {
            key: (asset, each)
            for key, (asset, each) in before.items()
            if not judged.covers(asset, each.unit_code, each.period_code)
        }
        return stay | failing(connection, judged)


@pytest.mark.parametrize("seed", range(3))
def test_judging_what_changed_is_judging_everything(seed: int) -> None:
    compare(seed, reports=6)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 112))
def test_judging_what_changed_is_judging_everything_in_a_larger_house(seed: int) -> None:
    compare(seed, reports=14)


def told(name: str, unit: str, period: str, **values: object) -> list[Row]:
    """Return a form with one figure for each indicator, or for each (unit, breakdown, indicator)."""
    head = {"report": name, "kind": "form", "form_codes": FORM, "report_unit": unit, "report_period": period,
            "status": "accepted"}  # fmt: skip
    return [
        {**head, "unit_code": unit, "period_code": period, "indicator_code": indicator, "value": str(value)}
        for indicator, value in values.items()
    ]


def test_what_a_merged_unit_left_is_asked_of_its_heir() -> None:
    heir = told("heir", "P34-15", "FY2025", carried_in=150)
    one, other = (told(unit, unit, "FY2024", carried_forward=75) for unit in ("P63-10", "P63-15"))
    lower = told("P63-10", "P63-10", "FY2024", carried_forward=50)

    known, expected = all_of([heir, one, other]), all_of([heir, lower, other])

    assert {each.rule_id for _, each in expected.values()} - {each.rule_id for _, each in known.values()}
    assert after_changes(known, [heir, lower, other], [one, lower]) == expected


def test_offices_of_other_departments_are_seen_with_the_form_that_lists_them() -> None:
    own = told("form", "P34-15", "FY2025", accepted_total=100)
    listed = [
        *own,
        {**own[0], "breakdown": "office=own", "value": "40"},
        {**own[0], "unit_code": "D-380", "value": "50"},
    ]
    prose = [
        {**each, "report": "prose", "kind": "narrative"}
        for each in told("x", "P34-15", "FY2025", completed_total=7)
    ]

    known, expected = all_of([listed]), all_of([listed, prose])

    assert "offices_add_up" in {each.rule_id for _, each in expected.values()}
    assert after_changes(known, [listed, prose], [prose]) == expected


def compare(seed: int, reports: int) -> None:
    """Change one or two reports of a house (a new one, a replaced one, one gone) and judge both ways."""
    chance = random.Random(seed)
    before = [report(chance, f"r{number}") for number in range(reports)]
    replaced = chance.randrange(reports)
    gone = chance.choice([None, (replaced + 1) % reports])
    after = [each for number, each in enumerate(before) if number not in (replaced, gone)]
    new = [report(chance, f"r{replaced}"), *([report(chance, "new")] if chance.random() < 0.5 else [])]
    changed = [before[replaced], *new, *([] if gone is None else [before[gone]])]

    known = all_of(before)
    expected = all_of([*after, *new])

    assert after_changes(known, [*after, *new], changed) == expected
    assert expected
