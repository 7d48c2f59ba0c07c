"""Figures dealt out to units in the order the units are named."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.narrative import read_text

NATION = "TỔNG CỤC THI HÀNH ÁN DÂN SỰ\nBÁO CÁO KẾT QUẢ THI HÀNH ÁN DÂN SỰ TOÀN QUỐC NĂM 2022\n"
PROVINCE = "Cục THADS tỉnh Bến Tre báo cáo kết quả năm 2022\n"


def told(head: str, text: str) -> set[str]:
    reading = read_text(head + text, report_id="0" * 64, published=date(2022, 11, 10), unit_code="")
    return {
        f"{each.unit_code} {each.indicator_code} {each.value.normalize():f}" for each in reading.observations
    }


RATES = {
    "P63-06 completion_rate_cases 88.4",
    "P63-08 completion_rate_cases 87.9",
    "P63-17 completion_rate_cases 86.1",
}


@pytest.mark.parametrize(
    "text",
    [
        "Các tỉnh có tỷ lệ về việc cao nhất lần lượt là Bắc Kạn, Tuyên Quang, Hòa Bình với 88,4%, 87,9% và 86,1%.",
        "Ba tỉnh dẫn đầu về việc là Bắc Kạn, Tuyên Quang và Hòa Bình, lần lượt đạt 88,4%, 87,9% và 86,1%.",
        "Dẫn đầu cả nước lần lượt là Bắc Kạn, Tuyên Quang, Hòa Bình với 88,4%, 87,9% và 86,1% về việc.",
        "Tỷ lệ về việc của Bắc Kạn, Tuyên Quang, Hòa Bình lần lượt là 88,4%, 87,9% và 86,1%.",
    ],
)
def test_each_unit_of_a_list_has_its_rate_in_order(text: str) -> None:
    assert told(NATION, text) == RATES


@pytest.mark.parametrize(
    "text",
    [
        "Số thi hành xong của Cụm 1, Cụm 2 và Cụm 3 lần lượt là 1.204, 988 và 411 việc; cộng toàn tỉnh 2.603 việc.",
        "Cụm 1, Cụm 2, Cụm 3 thi hành xong lần lượt 1.204 việc, 988 việc, 411 việc; cộng toàn tỉnh 2.603 việc.",
    ],
)
def test_each_cluster_of_a_list_has_its_count_in_order(text: str) -> None:
    assert told(PROVINCE, text) == {
        "P63-83-C1 completed_total 1204",
        "P63-83-C2 completed_total 988",
        "P63-83-C3 completed_total 411",
        "P63-83 completed_total 2603",
    }


def test_rates_behind_the_counts_of_a_list_are_of_the_same_units() -> None:
    text = (
        "Số việc thi hành xong của Bắc Kạn, Hòa Bình lần lượt là 1.104 việc và 988 việc, đạt 88,4% và 86,1%."
    )
    assert told(NATION, text) == {
        "P63-06 completed_total 1104",
        "P63-17 completed_total 988",
        "P63-06 completion_rate_cases 88.4",
        "P63-17 completion_rate_cases 86.1",
    }


def test_what_is_counted_may_stand_between_the_word_and_the_figures() -> None:
    text = "Hai huyện Ba Tri và Mỏ Cày Nam lần lượt thi hành xong 512 việc, 301 việc."
    assert {each.split(" ", 1)[1] for each in told(PROVINCE, text)} == {
        "completed_total 512",
        "completed_total 301",
    }
    assert len({each.split(" ", 1)[0] for each in told(PROVINCE, text)} - {"P63-83"}) == 2


def test_places_are_dealt_out_to_cases_and_money() -> None:
    text = "Năm 2021 xếp thứ 20/63 về việc và 31/63 về tiền; năm 2022 lần lượt là 12/63 và 25/63."
    assert {
        "P63-83 rank_completion_rate_cases 12",
        "P63-83 rank_completion_rate_money 25",
    } <= told(PROVINCE, text)


@pytest.mark.parametrize("word", ["lần lượt", "tương ứng"])
def test_each_year_of_a_list_has_its_count(word: str) -> None:
    reading = read_text(
        f"{PROVINCE}Năm 2020 và năm 2021 thi hành xong {word} 2.310 việc và 2.442 việc.",
        report_id="0" * 64, published=date(2022, 11, 10), unit_code="",
    )  # fmt: skip
    assert {(each.period_code, int(each.value)) for each in reading.observations} == {
        ("FY2020", 2310),
        ("FY2021", 2442),
    }


def test_what_a_list_of_counts_is_of_may_close_it() -> None:
    text = "Nhiều nhất là Cụm 1, Cụm 2, lần lượt còn 310 và 204 việc chuyển kỳ sau."
    assert told(PROVINCE, text) == {"P63-83-C1 carried_forward 310", "P63-83-C2 carried_forward 204"}


def test_an_amount_that_corresponds_to_a_count_is_not_dealt_out() -> None:
    text = "Cụm 1 và Cụm 2 thi hành xong 2.310 việc, tương ứng 41 tỷ đồng và 12 tỷ đồng."
    assert not any(each.startswith("P63-83-C1 completed_total 41") for each in told(PROVINCE, text))


def test_the_word_for_several_clusters_is_said_once() -> None:
    text = "Các Cụm 1, 2 và 3 thi hành xong lần lượt 1.204 việc, 988 việc và 411 việc."
    assert told(PROVINCE, text) == {
        "P63-83-C1 completed_total 1204",
        "P63-83-C2 completed_total 988",
        "P63-83-C3 completed_total 411",
    }


def test_cases_and_money_of_each_unit_go_in_pairs() -> None:
    text = "Cụm 1 và Cụm 2 thi hành xong lần lượt 1.204 việc/31 tỷ đồng và 988 việc/22 tỷ đồng."
    assert told(PROVINCE, text) == {
        "P63-83-C1 completed_total 1204",
        "P63-83-C1 completed_total 31000000000",
        "P63-83-C2 completed_total 988",
        "P63-83-C2 completed_total 22000000000",
    }


def test_each_unit_of_a_list_is_over_its_target_by_its_own_points() -> None:
    text = "So với chỉ tiêu, Cụm 1 và Cụm 2 vượt lần lượt 2,1% và 3,4% về việc."
    assert told(PROVINCE, text) == {
        "P63-83-C1 over_target_cases 2.1",
        "P63-83-C2 over_target_cases 3.4",
    }


def test_a_growth_of_two_units_is_not_one_of_cases_and_one_of_money() -> None:
    text = "So với năm 2021, số thụ lý mới của Bắc Kạn, Hòa Bình tăng lần lượt 5% và 6%."
    assert told(NATION, text) == set()


def test_more_units_than_figures_are_not_dealt_out() -> None:
    text = "Tỷ lệ cao nhất lần lượt là Bắc Kạn, Tuyên Quang, Hòa Bình với 88,4% và 87,9%."
    assert told(NATION, text) == set()


def test_what_grew_in_each_unit_is_no_count() -> None:
    text = "Số xong của Cụm 1 và Cụm 2 tăng lần lượt 120 việc và 98 việc."
    assert not any(" completed_total " in each for each in told(PROVINCE, text))
