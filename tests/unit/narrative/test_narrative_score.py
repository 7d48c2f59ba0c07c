"""The score is strict about figures, fair about the words of a key, and tells which part went wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.narrative.scoring.compare import compare, read_key
from pipelines.narrative.scoring.keys import load_keys
from pipelines.narrative.scoring.report import Report, evaluate
from pipelines.problems import ThadsError

TEXT = "Cục THADS tỉnh Nghệ An báo cáo kết quả năm 2023\nĐã thi hành xong 5.102 việc, đạt 81,2% về việc."
FIGURE = {
    "indicator": "thi_hanh_xong", "unit_name": "THADS tỉnh Nghệ An", "period": "FY2023", "value": 5102, "unit": "việc",
    "qualifier": "exact", "quote": "5.102 việc",
}  # fmt: skip
RATE = {**FIGURE, "indicator": "ty_le_thi_hanh_xong_viec", "value": 81.2, "unit": "%", "quote": "đạt 81,2%"}


def key_file(tmp_path: Path, *figures: dict[str, Any], **changed: Any) -> Path:
    path = tmp_path / "key.json"
    rows = list(figures) or [{**FIGURE, **changed}, RATE]
    path.write_text(json.dumps({"id": "k", "published": "2023-11-10", "text": TEXT, "figures": rows}))
    return path


def report_of(path: Path) -> Report:
    return evaluate(load_keys([path]))


def test_right_missed_and_false_figures_are_told_apart(tmp_path: Path) -> None:
    report = report_of(key_file(tmp_path, FIGURE))
    assert (report.total.right, report.total.emitted, report.total.expected) == (1, 2, 1)
    assert report.kinds()["extra"] == 1


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"unit_name": "THADS tỉnh Hà Tĩnh"}, "unit"),
        ({"period": "FY2022"}, "period"),
        ({"indicator": "tong_giai_quyet"}, "indicator"),
        ({"value": 5103}, "value"),
        ({"qualifier": "more_than"}, "qualifier"),
    ],
)
def test_a_wrong_part_is_named(tmp_path: Path, changed: dict[str, Any], kind: str) -> None:
    report = report_of(key_file(tmp_path, **changed))
    assert report.total.right == 1
    assert [row["kind"] for row in report.mistake_rows()] == [kind]
    assert report.mistake_rows()[0]["sentence"].startswith("Đã thi hành xong")


def test_a_figure_that_was_not_read_is_missing(tmp_path: Path) -> None:
    absent = {**FIGURE, "value": 77, "indicator": "hoan_tam_dinh_chi", "quote": ""}
    report = report_of(key_file(tmp_path, FIGURE, RATE, absent))
    assert [row["kind"] for row in report.mistake_rows()] == ["missing"]


def test_another_unit_or_period_counts_only_on_the_second_line(tmp_path: Path) -> None:
    report = report_of(key_file(tmp_path, period="FY2022", unit_name="THADS tỉnh Hà Tĩnh"))
    assert report.total.right == 1
    assert report.without_place.right == 2


def test_a_bare_year_of_a_key_means_the_calendar_or_the_fiscal_year(tmp_path: Path) -> None:
    (key,) = load_keys([key_file(tmp_path, period="2023")])
    assert compare(key, read_key(key).observations).right == 2


def test_a_hit_and_its_miss_are_counted_in_one_family(tmp_path: Path) -> None:
    core = report_of(key_file(tmp_path, value=5103)).families["core"]
    assert (core.right, core.emitted, core.expected) == (1, 2, 2)


def test_a_list_of_keys_may_have_its_texts_in_files_beside(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "facts.json").write_text(
        json.dumps([{"file": "a.txt", "published": "2023", "figures": [FIGURE]}])
    )
    (key,) = load_keys([tmp_path])
    assert key.text == TEXT


def test_json_of_a_folder_that_is_no_key_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text('{"name": "x"}')
    key_file(tmp_path)
    assert len(load_keys([tmp_path])) == 1


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("{", "key.json"),
        ('{"name": "x"}', "key.json"),
        ('{"text": "x", "figures": "none"}', "figures"),
        ('{"figures": []}', "key.json"),
        ('{"file": "absent.txt", "figures": []}', "key.json"),
        (json.dumps({"text": TEXT, "figures": [{**FIGURE, "value": "many"}]}), "figures[0].value"),
        (json.dumps({"text": TEXT, "figures": [{**FIGURE, "qualifier": "roughly"}]}), "figures[0].qualifier"),
        (json.dumps({"text": TEXT, "figures": [{"indicator": "x"}]}), "figures[0]"),
    ],
)
def test_a_malformed_key_is_refused_by_file_and_figure(tmp_path: Path, content: str, where: str) -> None:
    path = tmp_path / "key.json"
    path.write_text(content)
    with pytest.raises(ThadsError) as refused:
        load_keys([path])
    assert refused.value.problem.code == "bad_key"
    assert where in refused.value.problem.where


def test_a_folder_without_keys_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ThadsError, match="no text with an answer key"):
        load_keys([tmp_path])


def test_what_a_key_names_and_no_registry_knows_is_told(tmp_path: Path) -> None:
    report = report_of(key_file(tmp_path, indicator="so_chua_ai_biet", unit_name="THADS tỉnh Không Có"))
    assert set(report.unknown) == {"so_chua_ai_biet", "THADS tỉnh Không Có"}
