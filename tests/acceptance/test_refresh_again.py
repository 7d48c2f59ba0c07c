"""What a refresh leaves behind, and that a second one with nothing new does nothing."""

from __future__ import annotations

import shutil
import time

import pytest

from tests.acceptance.conftest import Home

pytestmark = pytest.mark.slow


def test_a_second_refresh_with_nothing_new_publishes_nothing_and_says_so(own_home: Home) -> None:
    pointer = own_home.path / "warehouse" / "CURRENT"
    before = pointer.read_bytes()
    started = time.monotonic()

    again = own_home.thads("refresh")

    assert again.returncode == 0, again.stderr
    assert "nothing" in (again.stdout + again.stderr).lower()
    assert pointer.read_bytes() == before
    assert time.monotonic() - started < 60  # the promise is 10 s; this machine may be busy with other tests


def test_a_file_that_is_no_report_is_named_and_explained_and_kept(refreshed_home: Home) -> None:
    rows = refreshed_home.rows(
        "select file_name, status, problem_vi, problem_en, report_id from landing.reports where status = 'rejected'"
    )

    by_name = {row["file_name"]: row for row in rows}
    notice = by_name["thong-bao-phong-hop.txt"]
    assert notice["problem_vi"]
    assert notice["problem_en"]
    archived = [
        path for path in (refreshed_home.path / "archive").rglob("*") if notice["report_id"] in path.name
    ]
    assert archived


def test_the_same_bytes_under_another_name_are_one_report(own_home: Home) -> None:
    original = own_home.raw / "P63-46" / "2020" / "phong-trao-thi-dua-2016-2020.pdf"
    shutil.copy(original, original.with_name("gui-lai-lan-hai.pdf"))
    before = own_home.rows("select count(*) as n from marts.theme_year")

    again = own_home.thads("refresh")

    assert again.returncode == 0, again.stderr
    assert "byte for byte P63-46/2020/phong-trao-thi-dua-2016-2020.pdf" in " ".join(again.stdout.split())
    assert own_home.rows("select count(*) as n from marts.theme_year") == before


def test_a_report_in_windows_1258_is_read_like_any_other(refreshed_home: Home) -> None:
    rows = refreshed_home.rows(
        "select cases_accepted, cases_carried_in, cases_newly_accepted from marts.district_year "
        "where unit_code = 'D-760' and fiscal_year = 2020"
    )

    assert [tuple(row.values()) for row in rows] == [(3_427, 1_057, 2_370)]
