"""The place of an office in its emulation cluster, in figures and in words."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.narrative import read_text

HEAD = "Cục THADS tỉnh Bình Định báo cáo tổng kết thi đua năm 2022\n"
QUY_NHON, AN_NHON, TUY_PHUOC, VINH_THANH = "D-540", "D-549", "D-550", "D-546"


def places(text: str) -> set[tuple[str, str, int]]:
    """Return (unit, indicator, value) of what the text says."""
    reading = read_text(HEAD + text, report_id="0" * 64, published=date(2022, 11, 10), unit_code="")
    return {(each.unit_code, each.indicator_code, int(each.value)) for each in reading.observations}


def ranked(**by_unit: int) -> set[tuple[str, str, int]]:
    units = {"quy_nhon": QUY_NHON, "an_nhon": AN_NHON, "tuy_phuoc": TUY_PHUOC, "vinh_thanh": VINH_THANH}
    return {(units[name], "emulation_rank", place) for name, place in by_unit.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Tại Cụm 1, thành phố Quy Nhơn xếp thứ 3, thị xã An Nhơn xếp thứ nhất; tại Cụm 2, huyện Tuy Phước dẫn đầu.",
            ranked(quy_nhon=3, an_nhon=1, tuy_phuoc=1),
        ),
        ("Tại Cụm 3, huyện Vĩnh Thạnh đứng cuối (6/6).", ranked(vinh_thanh=6)),
        ("Tại Cụm 3, huyện Vĩnh Thạnh giữ vị trí cuối cùng (6/6).", ranked(vinh_thanh=6)),
        (
            "Ở Cụm 2, dẫn đầu là huyện Tuy Phước, đứng thứ hai là thị xã An Nhơn.",
            ranked(tuy_phuoc=1, an_nhon=2),
        ),
        (
            "Trong Cụm thi đua số 2, Chi cục THADS huyện Tuy Phước đứng đầu; Chi cục THADS TX. An Nhơn xếp thứ hai.",
            ranked(tuy_phuoc=1, an_nhon=2),
        ),
        (
            "Trong Cụm 2: huyện Tuy Phước dẫn đầu, thị xã An Nhơn xếp thứ tư và huyện Vĩnh Thạnh xếp cuối (5/5).",
            ranked(tuy_phuoc=1, an_nhon=4, vinh_thanh=5),
        ),
        (
            "Huyện Tuy Phước dẫn đầu Cụm 2 với 96 điểm, thị xã An Nhơn đứng thứ hai.",
            ranked(tuy_phuoc=1, an_nhon=2),
        ),
        (
            "Kết quả xếp hạng Cụm 1: TP. Quy Nhơn hạng 2, huyện Tuy Phước hạng 4.",
            ranked(quy_nhon=2, tuy_phuoc=4),
        ),
    ],
)
def test_each_office_has_its_place_in_the_cluster(text: str, expected: set[tuple[str, str, int]]) -> None:
    assert places(text) == expected


def test_a_place_among_few_is_in_the_cluster_and_one_among_all_departments_is_not() -> None:
    text = "Trong Cụm 1, TP. Quy Nhơn đạt 84,2% về việc, xếp thứ 3/5; thị xã An Nhơn đạt 90,1%, xếp thứ nhất."
    rates = {(QUY_NHON, "completion_rate_cases", 84), (AN_NHON, "completion_rate_cases", 90)}
    assert places(text) == rates | ranked(quy_nhon=3, an_nhon=1)
    assert ("P63-52", "rank_completion_rate_cases", 9) in places(
        "Trong năm, tỉnh xếp thứ 9/63 về việc; có 3 cụm."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Huyện Tuy Phước dẫn đầu trong phong trào hiến máu.",
        "Huyện Tuy Phước dẫn đầu.",
        "Cụm 2 dẫn đầu.",
        "Cụm 2 xếp thứ 2.",
        "Toàn tỉnh dẫn đầu cụm thi đua các tỉnh duyên hải.",
        "Tại Cụm 2, công tác tuyên truyền dẫn đầu.",
    ],
)
def test_who_leads_in_something_else_has_no_place_in_a_cluster(text: str) -> None:
    assert places(text) == set()
