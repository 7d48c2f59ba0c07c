"""Facts written into sentences by templates of our own come back as the same facts."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.narrative import read_text

NAMES = {
    "Nghệ An": "P63-40",
    "Cà Mau": "P63-96",
    "Hà Tĩnh": "P63-42",
    "Quảng Ngãi": "P63-51",
    "Sơn La": "P63-14",
}
COUNTS = {
    "accepted_total": ("tổng số thụ lý là {n}", "thụ lý cả thảy {n}"),
    "enforceable_total": ("số phải thi hành là {n}", "phải thi hành: {n}"),
    "with_conditions": ("có điều kiện thi hành {n}", "{n} có điều kiện thi hành"),
    "completed_total": ("đã thi hành xong {n}", "giải quyết xong được {n}"),
    "newly_accepted": ("thụ lý mới {n}", "số mới thụ lý là {n}"),
}
PERIODS = {
    "FY2019": "năm 2019",
    "FY2022-C08": "8 tháng năm 2022",
    "FY2021-C06": "6 tháng đầu năm 2021",
    "FY2023-C10": "10 tháng đầu năm 2023",
}


def grouped(number: int) -> str:
    """Write thousands with dots, as departments do."""
    return f"{number:,}".replace(",", ".")


figures = st.integers(min_value=2100, max_value=99_999)
rates = st.decimals(min_value=1, max_value=99, places=2)


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(sorted(NAMES)),
    period=st.sampled_from(sorted(PERIODS)),
    code=st.sampled_from(sorted(COUNTS)),
    wording=st.integers(0, 1),
    number=figures,
    billions=figures,
    rate=rates,
)
def test_a_written_fact_is_read_back(
    name: str, period: str, code: str, wording: int, number: int, billions: int, rate: Decimal
) -> None:
    clause = COUNTS[code][wording].format(n=f"{grouped(number)} việc")
    text = (
        f"Cục THADS tỉnh {name} sơ kết {PERIODS[period]}\n"
        f"Trong {PERIODS[period]}, toàn tỉnh {clause}, tương ứng {grouped(billions)} tỷ đồng. "
        f"Tỷ lệ thi hành xong về tiền đạt {str(rate).replace('.', ',')}%."
    )
    reading = read_text(text, report_id="0" * 64, published=None, unit_code="")
    unit = NAMES[name]
    assert {
        (each.unit_code, each.period_code, each.indicator_code, each.measure, each.value)
        for each in reading.observations
    } == {
        (unit, period, code, "cases", Decimal(number)),
        (unit, period, code, "vnd", Decimal(billions) * 10**9),
        (unit, period, "completion_rate_money", "percent", rate),
    }
    for each in [*reading.observations, *reading.derived]:
        start, end = map(int, each.locator.removeprefix("char:").split("-"))
        assert text[start:end] == each.printed


@settings(max_examples=40, deadline=None)
@given(number=figures, spaces=st.integers(1, 3))
def test_spelling_of_the_same_text_changes_nothing_but_places(number: int, spaces: int) -> None:
    text = f"Cục THADS tỉnh Sơn La năm 2019\nHoà giải tốt; đã thi hành xong {grouped(number)} việc, đạt tỉ lệ 81% về việc."
    variants = [text, unicodedata.normalize("NFD", text), text.replace(" ", " " * spaces)]
    found = []
    for variant in variants:
        reading = read_text(variant, report_id="0" * 64, published=date(2020, 1, 1), unit_code="")
        found.append(
            [
                (each.indicator_code, each.unit_code, each.period_code, each.value)
                for each in reading.observations
            ]
        )
        for each in reading.observations:
            start, end = map(int, each.locator.removeprefix("char:").split("-"))
            assert variant[start:end] == each.printed
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 2


pieces = st.sampled_from(
    ["trong đó", "(", ")", "12 việc", "5%", "năm 2020", ";", ".", "\n", "|", "\t", "tăng", "so với", "1.234 tỷ đồng",
     "có điều kiện", "thi hành xong", "huyện", "Hà Nội", "Cụm 1", "không có vụ nào", "lần lượt là", "5/34", ":"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces, max_size=40))
def test_no_arrangement_of_words_breaks_the_reader_or_its_places(words: list[str]) -> None:
    text = " ".join(words)
    reading = read_text(text, report_id="0" * 64, published=date(2021, 1, 1), unit_code="P63-01")
    for each in reading.observations:
        start, end = map(int, each.locator.removeprefix("char:").split("-"))
        assert text[start:end] == each.printed
