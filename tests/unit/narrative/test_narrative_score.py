"""The score is strict about figures and fair about the words of a key."""

from __future__ import annotations

import json
from pathlib import Path

from pipelines.narrative.report import evaluate
from pipelines.narrative.score import compare, load_keys, read_key

TEXT = "Cục THADS tỉnh Nghệ An báo cáo kết quả năm 2023\nĐã thi hành xong 5.102 việc, đạt 81,2% về việc."


def key_file(
    tmp_path: Path, value: float = 5102, period: str = "FY2023", unit: str = "THADS tỉnh Nghệ An"
) -> Path:
    figure = {
        "indicator": "thi_hanh_xong", "unit_name": unit, "period": period, "value": value,
        "unit": "việc", "qualifier": "exact", "quote": "5.102 việc",
    }  # fmt: skip
    path = tmp_path / "key.json"
    path.write_text(json.dumps({"id": "k", "published": "2023-11-10", "text": TEXT, "figures": [figure]}))
    return path


def test_right_missed_and_false_figures_are_told_apart(tmp_path: Path) -> None:
    report = evaluate([key_file(tmp_path)])
    assert (report.total.right, report.total.emitted, report.total.expected) == (1, 2, 1)
    assert [row["figure"].split()[0] for row in report.false_rows()] == ["completion_rate_cases"]


def test_another_value_is_a_miss_and_a_false_hit(tmp_path: Path) -> None:
    assert evaluate([key_file(tmp_path, value=5103)]).total.right == 0


def test_another_unit_or_period_counts_only_on_the_second_line(tmp_path: Path) -> None:
    report = evaluate([key_file(tmp_path, period="FY2022", unit="THADS tỉnh Hà Tĩnh")])
    assert report.total.right == 0
    assert report.without_place.right == 1


def test_a_bare_year_of_a_key_means_the_calendar_or_the_fiscal_year(tmp_path: Path) -> None:
    (key,) = load_keys([key_file(tmp_path, period="2023")])
    assert compare(key, read_key(key).observations).right == 1
