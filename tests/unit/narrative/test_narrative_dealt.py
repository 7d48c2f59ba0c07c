"""A total that the next sentence deals out to units, in our own words."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.narrative import read_text

HEAD = "Cục THADS tỉnh Nghệ An báo cáo kết quả năm 2023\n"
OWN, FIRST, SECOND = "P63-40", "P63-40-C1", "P63-40-C2"


def counts(text: str) -> set[tuple[str, str, str, int]]:
    """Return (unit, indicator, measure, value) of what the text says under the common headline."""
    reading = read_text(HEAD + text, report_id="0" * 64, published=date(2023, 11, 10), unit_code="")
    return {
        (each.unit_code, each.indicator_code, each.measure, int(each.value)) for each in reading.observations
    }


@pytest.mark.parametrize(
    "opening",
    [
        "Chia ra, ",
        "Chia ra: ",
        "Cụ thể: ",
        "Phân theo cụm: ",
        "Chia theo đơn vị: ",
        "Trong đó: ",
        "Bao gồm: ",
    ],
)
def test_each_unit_named_after_the_total_has_its_indicator(opening: str) -> None:
    text = (
        f"Toàn tỉnh phải giải quyết 9.120 việc. {opening}Cụm 1: 5.100 việc = 400 tỷ đồng; Cụm 2: 4.020 việc."
    )
    assert counts(text) == {
        (OWN, "accepted_total", "cases", 9120),
        (FIRST, "accepted_total", "cases", 5100),
        (FIRST, "accepted_total", "vnd", 400_000_000_000),
        (SECOND, "accepted_total", "cases", 4020),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Thi hành xong 700 việc. Cụ thể, Cụm 1: 400 việc. Cụm 2: 300 việc.",
        "Thi hành xong 700 việc. Chia ra:\n- Cụm 1: 400 việc;\n- Cụm 2: 300 việc.",
        "Thi hành xong 700 việc.\nChia ra: Cụm 1 là 400 việc, Cụm 2 là 300 việc.",
        "Thi hành xong 700 việc, bao gồm: Cụm 1 400 việc, Cụm 2 300 việc.",
    ],
)
def test_the_parts_go_on_over_sentences_and_lines(text: str) -> None:
    assert counts(text) == {
        (OWN, "completed_total", "cases", 700),
        (FIRST, "completed_total", "cases", 400),
        (SECOND, "completed_total", "cases", 300),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Thi hành xong 700 việc. Hội nghị diễn ra sôi nổi. Cụ thể, Cụm 1: 400 việc.",
        "Thi hành xong 700 việc. Cụm 1: 400 việc.",
    ],
)
def test_nothing_is_dealt_out_that_was_not_announced(text: str) -> None:
    assert [value for _, _, _, value in counts(text)] == [700]


def test_of_two_totals_nobody_knows_which_is_dealt_out() -> None:
    text = "Thụ lý 900 việc, phải thi hành 800 việc. Chia ra, Cụm 1: 400 việc; Cụm 2: 400 việc."
    assert counts(text) == {
        (OWN, "accepted_total", "cases", 900),
        (OWN, "enforceable_total", "cases", 800),
    }
