"""A full stop behind an abbreviation ends no sentence, in what is read and in what is shown."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipelines.narrative import read_text
from pipelines.narrative.abbreviations import ends_sentence, sentence_start
from pipelines.narrative.scoring.keys import load_keys
from pipelines.narrative.scoring.report import evaluate

HEAD = "TỔNG CỤC THI HÀNH ÁN DÂN SỰ\nBÁO CÁO KẾT QUẢ TOÀN QUỐC NĂM 2022\n"


@pytest.mark.parametrize(
    "head", ["tại tp", "tại tx", "tại tt", "tại q", "tại h", "pgs", "ts", "gom don, thu, v.v"]
)
def test_a_full_stop_behind_an_abbreviation_ends_no_sentence(head: str) -> None:
    assert not ends_sentence(f"{head}. và đông hà", len(head))


@pytest.mark.parametrize("head", ["đạt 84%", "tại huyện", "đơn thư, v.v"])
def test_any_other_full_stop_ends_one(head: str) -> None:
    assert ends_sentence(f"{head}. toàn tỉnh đạt 84%", len(head))


def test_the_start_of_a_sentence_is_not_behind_an_abbreviation() -> None:
    text = "toàn tỉnh đạt 84%. riêng tp. đông hà đạt 81%"
    assert sentence_start(text, 0, len(text)) == text.index(" riêng")


@pytest.mark.parametrize("name", ["TP. Cần Thơ", "Tp. Cần Thơ"])
def test_who_contributes_a_share_is_the_subject_not_the_nation(name: str) -> None:
    text = f"Riêng {name} đóng góp 3,20% số việc xong và 2,40% số tiền xong của cả nước."
    reading = read_text(HEAD + text, report_id="0" * 64, published=date(2022, 11, 10), unit_code="")
    assert {(each.unit_code, each.indicator_code, str(each.value)) for each in reading.observations} == {
        ("P63-92", "share_of_national_cases", "3.20"),
        ("P63-92", "share_of_national_money", "2.40"),
    }


def test_a_mistake_is_shown_with_its_whole_sentence(tmp_path: Path) -> None:
    text = "Kết quả năm 2022. Riêng TP. Đông Hà làm khá hơn, đạt 81%."
    missed = {
        "indicator": "ty_le_thi_hanh_xong_viec", "unit_name": "THADS tỉnh Quảng Trị", "period": "FY2022",
        "value": 81, "unit": "%", "qualifier": "exact", "quote": "đạt 81%",
    }  # fmt: skip
    key = {"published": "2022-11-10", "text": text, "figures": [missed]}
    (tmp_path / "a.json").write_text(json.dumps(key), encoding="utf-8")
    (shown,) = evaluate(load_keys([tmp_path])).mistake_rows()
    assert shown["sentence"] == "Riêng TP. Đông Hà làm khá hơn, đạt 81%."
