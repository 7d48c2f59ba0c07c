"""Wordings of time become the period code a statistician would write."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.narrative import times
from pipelines.narrative.fold import Folded
from pipelines.narrative.timeline import Timeline


@pytest.mark.parametrize(
    ("wording", "published", "code"),
    [
        ("Năm 2019 đơn vị", "2020-01-05", "FY2019"),
        ("Trong 07 tháng năm 2022", "2022-05-10", "FY2022-C07"),
        ("chín tháng đầu năm 2023", None, "FY2023-C09"),
        ("nửa đầu năm 2024", None, "FY2024-C06"),
        ("từ 1/10/2021 đến 30/4/2022", None, "FY2022-C07"),
        ("từ 1 - 10 - 2020 đến hết 31 - 3 - 2021", None, "FY2021-C06"),
        ("tính đến ngày 30/9/2018", None, "FY2018"),
        ("đến hết tháng 2/2019", None, "FY2019-C05"),
        ("quý II năm 2022", None, "FY2022-C06"),
        ("giai đoạn 2011 – 2015", None, "FY2011..FY2015"),
        ("trong 5 năm qua", "2018-12-01", "FY2014..FY2018"),
        ("10 tháng qua", "2023-08-10", "FY2023-C10"),
        ("Hiện nay", "2022-06-01", "CY2022"),
    ],
)
def test_a_wording_names_one_period(wording: str, published: str | None, code: str) -> None:
    text = Folded(wording).text
    mentions = times.find(text, 0, len(text))
    timeline = Timeline([mentions], date.fromisoformat(published) if published else None)
    assert [timeline.code(each) for each in mentions] == [code]


def test_a_year_that_is_compared_with_is_no_period_of_the_figure() -> None:
    text = Folded("so với năm 2018, cùng kỳ năm 2017").text
    assert all(each.is_base for each in times.find(text, 0, len(text)))


def test_a_year_still_running_means_its_stated_part() -> None:
    text = Folded("9 tháng đầu năm 2025 và kết quả năm 2025").text
    mentions = times.find(text, 0, len(text))
    timeline = Timeline([mentions], date(2025, 7, 18))
    assert [timeline.code(each) for each in mentions] == ["FY2025-C09", "FY2025-C09"]


def test_two_years_bound_to_a_range_mean_that_range() -> None:
    line = Folded("hai năm qua (2019-2021); sau 2 năm thực hiện; 08 tháng năm 2021").text
    mentions = times.find(line, 0, len(line))
    timeline = Timeline([mentions], date(2021, 7, 5))
    assert timeline.code(mentions[0]) == timeline.code(mentions[2]) == "FY2019..FY2021-C08"
