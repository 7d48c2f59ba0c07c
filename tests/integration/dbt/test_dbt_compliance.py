"""A report that never came is as visible as one that came late, now and as of any instant."""

from __future__ import annotations

import duckdb
import pytest
from landing_build import rows

pytestmark = pytest.mark.slow

FORM = "form_code = '04/TK-THA' and period_code = 'FY2021'"
STATUSES = f"select unit_code, status, timeliness, days_late, versions from {{}} where {FORM} and unit_code in ('P63-01', 'P63-02', 'P63-26', 'P63-38') order by 1"  # noqa: E501, S608


def test_every_department_owes_every_form_of_every_period(wh: duckdb.DuckDBPyConnection) -> None:
    counts = rows(
        wh,
        "select period_code, count(*) as owed, count(distinct unit_code) as units, count(distinct form_code) as forms "
        "from marts.reporting_compliance where is_expected group by 1",
    )

    assert {row["period_code"] for row in counts} == {
        "FY2021",
        *(f"FY2021-C{n:02d}" for n in range(1, 12)),
    } | {"FY2022-C01"}
    assert all(row["owed"] == row["units"] * row["forms"] for row in counts)
    assert {row["units"] for row in counts} == {63}


def test_what_came_what_is_held_what_cannot_be_read_and_what_is_missing(
    wh: duckdb.DuckDBPyConnection,
) -> None:
    found = rows(wh, STATUSES.format("marts.reporting_compliance"))

    assert [tuple(row.values()) for row in found] == [
        ("P63-01", "rejected", "in_time", None, 0),
        ("P63-02", "missing", None, 44, 0),
        ("P63-26", "held", "late", 2, 1),
        ("P63-38", "accepted", "in_time", None, 2),
    ]


def test_as_of_an_earlier_instant_the_earlier_version_was_in_force_and_nothing_was_overdue(
    wh: duckdb.DuckDBPyConnection,
) -> None:
    found = rows(wh, STATUSES.format("marts.reporting_compliance_as_of(timestamp '2021-10-06 13:00')"))
    version = rows(
        wh,
        "select version_in_force, pending_version from marts.reporting_compliance_as_of(timestamp '2021-11-01 13:00') "
        f"where {FORM} and unit_code = 'P63-38'",  # noqa: S608
    )

    assert [(row["unit_code"], row["status"]) for row in found] == [
        ("P63-01", "rejected"),
        ("P63-38", "accepted"),
    ]
    assert version == [{"version_in_force": 1, "pending_version": 2}]
