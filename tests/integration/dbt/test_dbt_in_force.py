"""Which figure is in force, since when, and what became of the others."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest
from landing_build import rows

pytestmark = pytest.mark.slow

_COMPLETED = "unit_code = 'P63-38' and fiscal_year = 2021"


def test_a_correction_beats_a_form_and_a_form_beats_prose(wh: duckdb.DuckDBPyConnection) -> None:
    (row,) = rows(wh, f"select cases_completed, cases_accepted from marts.province_year where {_COMPLETED}"
                      " and boundary = 'as_reported'")  # fmt: skip
    assert row == {"cases_completed": 6410, "cases_accepted": 10100}


def test_every_loser_is_kept_with_its_reason(wh: duckdb.DuckDBPyConnection) -> None:
    found = rows(wh, "select value_other, report_other, reason from marts.source_conflicts where "
                     f"{_COMPLETED} and indicator_code = 'completed_total' order by value_other")  # fmt: skip
    assert [(int(row["value_other"]), row["report_other"], row["reason"]) for row in found] == [
        (6000, "form-1", "superseded"),
        (6400, "form-2", "corrected"),
        (6500, "prose-38", "other_value"),
    ]


def test_what_was_known_then_stays_what_was_known_then(wh: duckdb.DuckDBPyConnection) -> None:
    known = {
        day: [row["cases_completed"] for row in rows(
            wh, f"select cases_completed from marts.province_year_as_of(timestamp '{day} 13:00:00') "
                f"where {_COMPLETED} and boundary = 'as_reported'")]
        for day in ("2021-11-04", "2021-11-05", "2021-12-01", "2022-02-28", "2022-03-01", "2040-01-01")
    }  # fmt: skip
    assert known == {
        "2021-11-04": [], "2021-11-05": [6000], "2021-12-01": [6400], "2022-02-28": [6400],
        "2022-03-01": [6410], "2040-01-01": [6410],
    }  # fmt: skip


def test_a_conflict_changes_its_reason_on_the_day_the_report_is_replaced(
    wh: duckdb.DuckDBPyConnection,
) -> None:
    found = rows(wh, "select reason, known_from, known_to from core.core_conflicts where report_other = 'form-1' "
                     "and indicator_code = 'completed_total' order by known_from")  # fmt: skip
    assert [row["reason"] for row in found] == ["superseded", "superseded"]
    assert found[0]["known_to"] == found[1]["known_from"]


def test_the_newest_prose_is_shown_but_a_rounded_figure_never_replaces_an_exact_one(
    wh: duckdb.DuckDBPyConnection,
) -> None:
    (row,) = rows(wh, "select cases_completed, cases_completion_rate_pct, flags from marts.province_year "
                      "where unit_code = 'P63-26' and fiscal_year = 2019 and boundary = 'as_reported'")  # fmt: skip
    assert row["cases_completed"] == 6712
    assert row["cases_completion_rate_pct"] == Decimal("64.00")
    assert set("mpc") <= set(str(row["flags"]))
    (rounded,) = rows(wh, "select reason from marts.source_conflicts where unit_code = 'P63-26' "
                          "and fiscal_year = 2019 and indicator_code = 'completed_total'")  # fmt: skip
    assert rounded == {"reason": "less_precise"}


def test_a_held_report_is_in_no_mart(wh: duckdb.DuckDBPyConnection) -> None:
    assert rows(wh, "select 1 as found from marts.theme_year where report_id = 'held'") == []
    assert rows(wh, "select 1 as found from marts.source_conflicts where report_other = 'held'") == []


def test_flags_tell_inexact_derived_and_waived_figures_apart(wh: duckdb.DuckDBPyConnection) -> None:
    query = "select flags, flagged_columns from {} where unit_code = 'P63-26' and fiscal_year = 2020 and boundary = 'as_reported'"
    (now,) = rows(wh, query.format("marts.province_year"))
    assert set(str(now["flags"])) == set("mpqdw")
    assert "q:cases_completed" in str(now["flagged_columns"])
    assert "d:cases_carried_forward" in str(now["flagged_columns"])
    (before,) = rows(wh, query.format("marts.province_year_as_of(timestamp '2021-06-30 00:00:00')"))
    assert "w" not in str(before["flags"])


def test_findings_are_told_as_they_stood(wh: duckdb.DuckDBPyConnection) -> None:
    query = "select state, lhs, message_en from marts.validation_findings{}"
    (now,) = rows(wh, query.format(""))
    assert (now["state"], now["lhs"], now["message_en"]) == ("waived", Decimal(6001), "Still rounded")
    (then,) = rows(wh, query.format("_as_of(timestamp '2021-06-10 00:00:00')"))
    assert (then["state"], then["lhs"], then["message_en"]) == ("open", Decimal(6000), "A rounded figure")
    assert rows(wh, query.format("_as_of(timestamp '2021-06-01 00:00:00')")) == []


def test_revisions_keep_both_values_and_the_reason(wh: duckdb.DuckDBPyConnection) -> None:
    found = rows(wh, f"select value_before, value_after, reason from marts.revisions where {_COMPLETED} "
                     "and indicator_code = 'completed_total' order by revised_at")  # fmt: skip
    assert [(int(r["value_before"]), int(r["value_after"]), r["reason"]) for r in found] == [
        (6000, 6400, "new_version"), (6400, 6410, "correction"),
    ]  # fmt: skip


def test_made_up_figures_are_flagged_wherever_they_are_shown(wh: duckdb.DuckDBPyConnection) -> None:
    (made_up,) = rows(wh, "select flags from marts.province_period where boundary = 'as_reported' "
                          "and unit_code = 'P34-96' and fiscal_year = 2026")  # fmt: skip
    others = rows(wh, "select flags from marts.province_period where unit_code = 'P63-38'")

    assert "g" in str(made_up["flags"])
    assert all("g" not in str(row["flags"]) for row in others)


def test_an_office_of_a_region_is_known_by_its_number(wh: duckdb.DuckDBPyConnection) -> None:
    (office,) = rows(
        wh, "select unit_name, parent_unit_code from marts.district_year where unit_code = 'P34-96-K3'"
    )

    assert office == {"unit_name": "Phòng THADS khu vực 3 (Cà Mau)", "parent_unit_code": "P34-96"}
