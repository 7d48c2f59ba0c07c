"""Cross-validation withholds what only one text taught, and gives everything back."""

from __future__ import annotations

from datetime import date

from pipelines.narrative import read_text
from pipelines.narrative.scoring.keys import KeyText
from pipelines.narrative.scoring.withholding import cross_validated, only_in, withheld

COMMON = "Cục THADS tỉnh Nghệ An tổng kết năm 2023\nNăm 2023, đã thi hành xong 5.102 việc."
RARE = "Cục THADS tỉnh Hà Tĩnh tổng kết năm 2023\nNăm 2023, thụ lý cả thảy 7.310 việc; đã thi hành xong 4.001 việc."


def codes(text: str) -> set[str]:
    reading = read_text(text, report_id="0" * 64, published=date(2023, 12, 1), unit_code="")
    return {each.indicator_code for each in reading.observations}


def key(name: str, text: str) -> KeyText:
    return KeyText(name, text, date(2023, 12, 1), "", ())


def test_a_term_is_withheld_only_from_the_one_text_that_has_it() -> None:
    own = only_in([key("a", COMMON), key("b", RARE)])
    assert "thụ lý cả thảy" in own["b"]
    assert all("đã thi hành xong" not in words for words in own.values())


def test_what_is_withheld_is_not_read_and_comes_back_afterwards() -> None:
    before = codes(RARE)
    with withheld(frozenset({"thụ lý", "thụ lý cả thảy"})):
        assert "accepted_total" not in codes(RARE)
    assert codes(RARE) == before
    assert "accepted_total" in before


def test_a_list_that_is_withheld_entirely_matches_nothing_instead_of_everything() -> None:
    with withheld(frozenset({"hơn", "trên"})):
        reading = read_text(
            "Cục THADS tỉnh Nghệ An năm 2023\nĐã thi hành xong hơn 12 tỷ đồng.",
            report_id="0" * 64, published=date(2023, 12, 1), unit_code="",
        )  # fmt: skip
    assert [each.qualifier for each in reading.observations] == ["exact"]


def test_the_score_of_every_text_is_reported() -> None:
    report = cross_validated([key("a", COMMON), key("b", RARE)])
    assert set(report.texts) == {"a", "b"}
