"""The counts people read: by period, by form, and the departments that owe the most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from pipelines.problems import ThadsError
from pipelines.reports.compliance import compliance

_TABLES = """
    create schema marts; create schema landing;
    create table landing.build as select timestamp '2021-05-01' as recorded_at, null::timestamp as as_of;
    create table marts.reporting_compliance (
        unit_code varchar, unit_name varchar, form_code varchar, period_code varchar, fiscal_year smallint,
        months smallint, is_expected boolean, deadline date, deadline_source varchar, status varchar,
        timeliness varchar, days_late integer, versions integer);
"""
_ROWS = [
    ("P63-01", "01/TK-THA", "FY2021-C06", 6, "accepted", "in_time", None),
    ("P63-01", "02/TK-THA", "FY2021-C06", 6, "accepted", "late", 3),
    ("P63-02", "01/TK-THA", "FY2021-C06", 6, "held", "in_time", None),
    ("P63-02", "02/TK-THA", "FY2021-C06", 6, "missing", None, 24),
    ("P63-04", "01/TK-THA", "FY2021-C07", 7, "accepted", "early", None),
]


@pytest.fixture
def wh() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(_TABLES)
        connection.executemany(
            "insert into marts.reporting_compliance values (?, 'Cục', ?, ?, 2021, ?, true, ?, 'assumed', ?, ?, ?, 1)",
            [
                (unit, form, code, months, date(2021, 4, 7), *rest)
                for unit, form, code, months, *rest in _ROWS
            ],
        )
        yield connection


def test_without_a_period_the_newest_year_is_counted_by_period(wh: duckdb.DuckDBPyConnection) -> None:
    found = compliance(wh)

    assert found.year == 2021
    assert found.counts.select("name", "expected", "in_time", "late", "held", "missing").rows() == [
        ("FY2021-C06", 4, 1, 1, 1, 1),
        ("FY2021-C07", 1, 1, 0, 0, 0),
    ]


def test_one_period_is_counted_by_form(wh: duckdb.DuckDBPyConnection) -> None:
    assert compliance(wh, period="FY2021-C06").counts["name"].to_list() == ["01/TK-THA", "02/TK-THA"]


def test_who_owes_the_most_comes_first_and_who_owes_nothing_not_at_all(wh: duckdb.DuckDBPyConnection) -> None:
    found = compliance(wh).worst

    assert found["unit_code"].to_list() == ["P63-02", "P63-01"]
    assert found["unit_name"].to_list() == ["Hà Giang", "Hà Nội"]
    assert found["days_late"].to_list() == [24, 3]


def test_a_house_that_received_nothing_says_so(wh: duckdb.DuckDBPyConnection) -> None:
    wh.execute("delete from marts.reporting_compliance where status != 'missing'")

    with pytest.raises(ThadsError) as error:
        compliance(wh)
    assert error.value.problem.code == "nothing_came"
