"""Every figure says how its parts were found, in words that do not depend on its value."""

from __future__ import annotations

from datetime import date

from pipelines.narrative import read_text
from pipelines.narrative.evidence import Evidence

TEXT = (
    "Cục THADS tỉnh Nghệ An báo cáo công tác năm 2023\n"
    "Năm 2023, các đơn vị thụ lý 12.450 việc; đã thi hành xong 5.102 việc, hơn 310 tỷ đồng, đạt tỷ lệ 57,33% về việc.\n"
    "Toàn tỉnh có 97/102 biên chế."
)


def evidence(printed: str, text: str = TEXT) -> Evidence:
    reading = read_text(text, report_id="0" * 64, published=date(2023, 11, 10), unit_code="")
    place = text.index(printed)
    return reading.evidence[f"char:{place}-{place + len(printed)}"]


def test_every_observation_and_every_doubt_has_evidence() -> None:
    reading = read_text(TEXT, report_id="0" * 64, published=date(2023, 11, 10), unit_code="")
    places = {each.locator for each in reading.observations} | {each.locator for each in reading.review}
    assert places
    assert places <= set(reading.evidence)


def test_a_period_named_in_the_sentence_is_told_from_one_carried_along() -> None:
    assert evidence("12.450").period == "named"
    assert evidence("5.102").period == "line"
    assert evidence("97").period == "title"


def test_the_shape_of_the_number_and_its_noun_are_told() -> None:
    assert evidence("5.102").number == "grouped"
    assert evidence("310 tỷ").number == "scaled"
    assert evidence("57,33").number == "decimal"
    assert evidence("97").number == "part"
    assert evidence("310 tỷ").wording == "bounded"
    assert evidence("310 tỷ").noun == "printed"


def test_a_unit_named_beside_the_figure_is_told_from_that_of_the_report() -> None:
    text = TEXT + "\nRiêng Chi cục THADS huyện Nghi Lộc thi hành xong 412 việc."
    assert evidence("5.102").unit == "own"
    assert evidence("412", text).unit == "named"
