"""Numbers of prose become exact values with their unit, their qualifier and their place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.narrative import figures
from pipelines.narrative.fold import Folded


@pytest.mark.parametrize(
    ("printed", "value", "measure", "qualifier"),
    [
        ("12.345 việc", "12345", "cases", "exact"),
        ("08 văn bản", "8", "documents", "exact"),
        ("97việc", "97", "cases", "exact"),
        ("hơn 5 nghìn 2 trăm việc", "5200", "cases", "more_than"),
        ("3,4 triệu việc", "3400000", "cases", "exact"),
        ("gần 95 tỷ đồng", "95000000000", "vnd", "nearly"),
        ("1.204 tỷ 318 triệu 027 nghìn đồng", "1204318027000", "vnd", "exact"),
        ("31.207 tỷ 45 triệu đồng", "31207045000000", "vnd", "exact"),
        ("2.413.000.000đ", "2413000000", "vnd", "exact"),
        ("khoảng 150 nghìn tỷ đồng", "150000000000000", "vnd", "about"),
        ("trên 3.200 tỉ đồng", "3200000000000", "vnd", "more_than"),
        ("1,125 tỷ đồng", "1125000000", "vnd", "exact"),
        ("46.76%", "46.76", "percent", "exact"),
        ("02%", "2", "percent", "exact"),
        ("1,3 điểm phần trăm", "1.3", "pp", "exact"),
        ("nhiều hơn 12 việc", "12", "cases", "exact"),
    ],
)
def test_a_printed_number_has_one_value(printed: str, value: str, measure: str, qualifier: str) -> None:
    text = Folded(printed).text
    (figure,) = figures.scan(text, 0, len(text))
    assert (figure.value, figure.measure, figure.qualifier) == (Decimal(value), measure, qualifier)


def test_a_fraction_keeps_both_of_its_numbers() -> None:
    text = Folded("97/102 người").text
    (figure,) = figures.scan(text, 0, len(text))
    assert (figure.value, figure.out_of, figure.measure) == (Decimal(97), Decimal(102), "people")


def test_the_word_for_comrade_is_no_currency() -> None:
    text = Folded("16 đồng chí").text
    (figure,) = figures.scan(text, 0, len(text))
    assert figure.measure == "people"


@pytest.mark.parametrize("spelling", ["Hòa, hoà, tỉ lệ, tỷ lệ, uỷ thác, toàn quý", "đạt  83,98 %"])
def test_folding_keeps_the_way_back(spelling: str) -> None:
    folded = Folded(spelling)
    for offset, char in enumerate(folded.text):
        start, end = folded.source_span(offset, offset + 1)
        assert Folded(spelling[start:end]).text in (char, " ") or char in "ọỏòóõùúủũụỷỳýỹaeyoui"
