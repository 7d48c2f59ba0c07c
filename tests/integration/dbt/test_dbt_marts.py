"""What the marts say: rates, targets, merged units, clusters, and the way back to the observation."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from landing_build import rows

pytestmark = pytest.mark.slow


def one(wh: duckdb.DuckDBPyConnection, query: str) -> dict[str, object]:
    (row,) = rows(wh, query)
    return row


def test_a_rate_is_computed_where_both_parts_are_exact_and_else_as_printed(
    wh: duckdb.DuckDBPyConnection,
) -> None:
    query = ("select cases_completion_rate_pct as rate, cases_completion_rate_source as source from "
             "marts.province_year where boundary = 'as_reported' and unit_code = '{}' and fiscal_year = {}")  # fmt: skip
    assert one(wh, query.format("P63-38", 2021)) == {"rate": Decimal("80.13"), "source": "computed"}
    assert one(wh, query.format("P63-26", 2020)) == {"rate": Decimal("84.60"), "source": "printed"}


def test_an_implied_target_uses_the_rate_of_the_report_that_prints_the_points(
    wh: duckdb.DuckDBPyConnection,
) -> None:
    query = ("select target_pct, target_source, result_pct, points_over from marts.target_attainment{} "
             "where unit_code = 'P63-26' and fiscal_year = 2019 and measure = 'cases'")  # fmt: skip
    assert one(wh, query.format("")) == {
        "target_pct": Decimal("61.50"), "target_source": "implied", "result_pct": Decimal("64.00"),
        "points_over": Decimal("4.50"),
    }  # fmt: skip
    then = one(wh, query.format("_as_of(timestamp '2021-02-01 00:00:00')"))
    assert (then["target_pct"], then["result_pct"]) == (Decimal("57.00"), Decimal("61.50"))


def test_merged_departments_are_restated_from_all_their_predecessors(wh: duckdb.DuckDBPyConnection) -> None:
    merged = one(wh, "select * from marts.province_year where boundary = '2025-07-01' "
                     "and unit_code = 'P34-25' and fiscal_year = 2023")  # fmt: skip
    assert (merged["cases_accepted"], merged["cases_with_conditions"], merged["cases_completed"]) == (
        450,
        320,
        190,
    )
    assert merged["cases_completion_rate_pct"] == Decimal("59.38")
    assert merged["amount_completed_vnd"] is None, "one predecessor is silent: no smaller sum is shown"
    assert {"m", "s"} <= set(str(merged["flags"]))


def test_a_merged_department_shows_its_own_figures_once_it_reports(wh: duckdb.DuckDBPyConnection) -> None:
    own = one(wh, "select cases_completed from marts.province_year where boundary = '2025-07-01' "
                  "and unit_code = 'P34-25' and fiscal_year = 2026")  # fmt: skip
    assert own["cases_completed"] == 999


def test_a_department_on_unchanged_territory_keeps_its_printed_rate_through_renaming(
    wh: duckdb.DuckDBPyConnection,
) -> None:
    found = rows(wh, "select unit_code, cases_completion_rate_pct from marts.province_year where fiscal_year = 2023 "
                     "and boundary = '2025-07-01' and cases_completed = 70")  # fmt: skip
    assert found == [{"unit_code": "P34-46", "cases_completion_rate_pct": Decimal("77.70")}]


def test_printed_totals_of_clusters_are_shown_with_their_members(wh: duckdb.DuckDBPyConnection) -> None:
    found = rows(wh, "select cluster_code, cases_accepted, members, figures_source from marts.cluster_year "
                     "where fiscal_year = 2021 order by 1")  # fmt: skip
    assert [(r["cluster_code"], r["cases_accepted"], r["figures_source"]) for r in found] == [
        ("TH-1", 5000, "reported"), ("TH-2", 3100, "reported"), ("TH-3", 2000, "reported"),
    ]  # fmt: skip
    assert all(int(str(r["members"])) > 0 for r in found)


def test_the_owner_of_a_cluster_is_shown_in_it_without_a_rank(wh: duckdb.DuckDBPyConnection) -> None:
    row = one(wh, "select is_owner, cases_rank from marts.cluster_member_year where cluster_code = 'TH-1'")
    assert row == {"is_owner": True, "cases_rank": None}


def test_the_nation_is_what_it_prints_never_a_partial_sum(wh: duckdb.DuckDBPyConnection) -> None:
    found = rows(wh, "select fiscal_year, cases_completed, cases_accepted from marts.national_year")
    assert found == [{"fiscal_year": 2023, "cases_completed": 574819, "cases_accepted": None}]


def test_offices_show_their_longest_period_of_each_year(wh: duckdb.DuckDBPyConnection) -> None:
    found = rows(wh, "select fiscal_year, months, cases_carried_in, cases_completion_rate_pct as rate "
                     "from marts.district_year where unit_code = 'D-760' order by 1")  # fmt: skip
    assert found == [
        {"fiscal_year": 2020, "months": 12, "cases_carried_in": 1057, "rate": None},
        {"fiscal_year": 2021, "months": 8, "cases_carried_in": None, "rate": Decimal("68.70")},
    ]


def test_of_several_days_in_a_year_the_last_staff_count_is_shown(wh: duckdb.DuckDBPyConnection) -> None:
    found = rows(wh, "select fiscal_year, years, staff_present, staff_assigned, staff_cut from marts.staffing_year "
                     "order by years")  # fmt: skip
    assert [tuple(row.values()) for row in found] == [(2021, 1, 103, 105, None), (2020, 5, None, None, 12)]


def test_nothing_a_report_says_is_out_of_reach(wh: duckdb.DuckDBPyConnection) -> None:
    silent = rows(wh, "select value from core.core_figure_candidates as offered where not exists "
                      "(select 1 from marts.theme_year as shown where shown.unit_code = offered.unit_code "
                      " and shown.period_code = offered.period_code and shown.indicator_code = offered.indicator_code "
                      " and shown.measure = offered.measure and shown.breakdown = offered.breakdown "
                      " and shown.value = offered.value) and offered.observation_id not in "
                      "(select observation_other from marts.source_conflicts)")  # fmt: skip
    assert silent == []
    unlisted = one(wh, "select theme, value from marts.theme_year where indicator_code = 'no_such_indicator'")
    assert unlisted["theme"] == "unlisted"


def test_lineage_names_the_role_of_every_observation(wh: duckdb.DuckDBPyConnection) -> None:
    def roles(mart: str, key: str, column: str) -> list[str]:
        found = rows(wh, "select role from marts.observation_lineage where mart = ? and key = ? and column_name = ? "
                         "order by role", [mart, key, column])  # fmt: skip
        return [str(row["role"]) for row in found]

    assert roles("cluster_year", "cluster_code=TH-1;fiscal_year=2021", "cases_accepted") == ["value"]
    key = "boundary=as_reported;unit_code=P63-38;fiscal_year=2021"
    assert roles("province_year", key, "cases_completion_rate_pct") == ["denominator", "numerator"]
    key = "boundary=2025-07-01;unit_code=P34-25;fiscal_year=2023"
    assert roles("province_year", key, "cases_completed") == ["part", "part", "part"]
    key = "unit_code=P63-26;fiscal_year=2019;months=12;measure=cases"
    assert roles("target_attainment", key, "target_pct") == ["basis", "points_over"]
    assert roles("target_attainment", key, "target_implied_pct") == ["basis", "points_over"]
    assert roles("target_attainment", key, "basis_rate_pct") == ["value"]
    assert roles("staffing_year", "unit_code=P63-26;fiscal_year=2021;years=1", "staff_present") == ["value"]


def test_every_mart_exists_as_of_any_instant_and_agrees_with_now(wh: duckdb.DuckDBPyConnection) -> None:
    marts = [row["name"] for row in rows(
        wh, "select table_name as name from information_schema.tables where table_schema = 'marts' order by 1")]  # fmt: skip
    assert len(marts) >= 16
    for mart in marts:
        later = f"select * from wh.marts.{mart}_as_of(timestamp '2100-01-01 00:00:00')"
        gap = f"({later} except all select * from marts.{mart}) union all (select * from marts.{mart} except all {later})"
        assert rows(wh, f"select count(*) as n from ({gap})") == [{"n": 0}], mart


def test_every_mart_has_a_vietnamese_view_with_names_of_the_registry(wh: duckdb.DuckDBPyConnection) -> None:
    row = one(wh, 'select "tổng_số_giải_quyết_việc" as cases from vi.cluster_year '
                  'where "mã_cụm_thi_đua" = \'TH-1\'')  # fmt: skip
    assert row == {"cases": 5000}
    assert one(wh, "select (select count(*) from information_schema.tables where table_schema = 'marts') - "
                   "(select count(*) from duckdb_views() where schema_name = 'vi') as gap")["gap"] == 0  # fmt: skip


def test_the_file_opens_under_its_own_name_too(built: Path) -> None:
    with duckdb.connect(str(built), read_only=True) as connection:
        assert rows(
            connection, "select count(*) > 0 as ok from marts.theme_year_as_of(timestamp '2030-01-01')"
        ) == [{"ok": True}]
        assert rows(connection, "select count(*) > 0 as ok from vi.theme_year") == [{"ok": True}]
