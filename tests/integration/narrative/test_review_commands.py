"""The commands about figures of prose under review: what a steward types, sees and records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.archive.store import Archive
from pipelines.cli import app
from pipelines.events.log import open_log
from pipelines.events.model import NewEvent
from pipelines.events.projections import LogState
from pipelines.events.types import ReportIdentified, ReportParsed, ReportReceived
from pipelines.narrative import read_text
from pipelines.narrative.review.items import review_frame, to_bytes
from pipelines.observations import to_frame, write_landing

TEXT = (
    "Kết quả công tác năm 2023\n"
    "Năm 2023, đã thi hành xong 5.102 việc, đạt 81,2% về việc; có điều kiện thi hành 6.283 việc."
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report that names nobody: all of its figures wait."""
    monkeypatch.setenv("THADS_HOME", str(tmp_path))
    monkeypatch.delenv("THADS_LOG_URL", raising=False)
    monkeypatch.setenv("THADS_LANG", "vi")
    archive = Archive(tmp_path / "archive")
    report_id = archive.put_bytes(TEXT.encode()).sha256
    reading = read_text(TEXT, report_id=report_id, published=None, unit_code="")
    review = review_frame(report_id, reading)
    path, facts = write_landing(to_frame(reading.observations), tmp_path / "facts", report_id)
    with open_log(tmp_path / "log.sqlite") as log:
        bodies = (
            ReportReceived(
                report_id=report_id, file_name="a.txt", path="P63-40/2023/a.txt", size=9, folder_unit="P63-40"
            ),
            ReportIdentified(
                report_id=report_id, parser="p", kind="narrative", unit_code="", period_code=""
            ),
            ReportParsed(
                report_id=report_id, parser="p", facts_sha256=facts, rows=0,
                facts_file=archive.put_file(path).sha256,
                review_file=archive.put_bytes(to_bytes(review)).sha256, review_rows=review.height,
            ),
        )  # fmt: skip
        log.append([NewEvent(body, actor="test") for body in bodies])
    return tmp_path


def run(*arguments: str, keys: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(app, ["review", "narrative", *arguments], input=keys)
    return result.exit_code, result.output


def waiting() -> dict[str, str]:
    """Return the id of each waiting figure by what is printed."""
    return {each["printed"]: each["figure_id"] for each in json.loads(run("list", "--json")[1])}


def states(home: Path) -> dict[str, str]:
    with open_log(home / "log.sqlite") as log:
        figures = LogState.as_of(log).figures.values()
    return {each.decisions[-1].printed: each.state for each in figures}


def test_waiting_figures_are_listed_with_their_sentence_and_filtered(home: Path) -> None:
    _, output = run("list", "--json")
    found = json.loads(output)
    assert [each["printed"] for each in found] == ["5.102", "81,2", "6.283"]
    assert "đã thi hành xong 5.102 việc" in found[0]["sentence"]
    assert found[0]["reason"] == "unit"
    assert json.loads(run("list", "--reason", "period", "--json")[1]) == []
    assert json.loads(run("list", "--unit", "P63-26", "--json")[1]) == []
    assert json.loads(run("list", "--unit", "P63-40", "--limit", "1", "--json")[1])[0]["printed"] == "5.102"
    assert run()[0] == 0
    assert home.exists()


def test_ids_of_the_list_can_be_copied_on_a_narrow_screen(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("list")[1].splitlines()
    heads = [line.split()[0] for line in lines if line and not line.startswith(" ")]
    assert heads[:-1] == list(waiting().values())
    assert any("đã thi hành xong 5.102 việc" in line for line in lines)
    assert lines[-1].startswith("3 số liệu")
    assert run("list", "--limit", "1")[1].splitlines()[-1].startswith("1 trong 3 số liệu")
    assert home.exists()


def test_a_figure_is_shown_with_what_it_is_taken_for_and_what_else_it_could_be(home: Path) -> None:
    _, output = run("show", waiting()["6.283"], "--json")
    shown = json.loads(output)
    assert shown["read"]["indicator_code"] == "with_conditions"
    assert "completed_total" in shown["alternatives"]["indicator"]
    assert (shown["version"], shown["history"]) == (0, [])
    code, screen = run("show", waiting()["6.283"])
    assert code == 0
    assert "có điều kiện thi hành 6.283 việc" in screen
    assert home.exists()


def test_a_figure_without_a_unit_cannot_be_accepted_and_the_way_on_is_told(home: Path) -> None:
    code, output = run("accept", waiting()["5.102"])
    assert code == 1
    assert "Việc cần làm" in output
    assert states(home) == {}


def test_a_correction_is_recorded_once_for_one_decision_id_and_leaves_the_list(home: Path) -> None:
    command = (
        "correct",
        waiting()["5.102"],
        "--unit",
        "P63-40",
        "--reason",
        "báo cáo của Cục",
        "--decision-id",
        "d",
    )
    first, again = (json.loads(run(*command, "--json")[1]) for _ in range(2))
    assert first["seq"] == again["seq"]
    assert first["told"]["unit_code"] == "P63-40"
    assert states(home) == {"5.102": "corrected"}
    assert "5.102" not in waiting()
    listed = json.loads(run("list", "--state", "corrected", "--json")[1])
    assert [each["printed"] for each in listed] == ["5.102"]


def test_a_dry_run_checks_and_writes_nothing(home: Path) -> None:
    code, _ = run("refuse", waiting()["81,2"], "--reason", "không rõ", "--dry-run")
    assert code == 0
    assert states(home) == {}


def test_a_decision_over_a_newer_one_is_refused_until_it_was_seen(home: Path) -> None:
    name = waiting()["81,2"]
    run("refuse", name, "--reason", "không rõ", "--as", "A")
    code, _ = run("correct", name, "--unit", "P63-40", "--reason", "đã rõ", "--as", "B")
    assert code == 0  # read anew, so B has seen A's decision
    assert states(home) == {"81,2": "corrected"}


def test_a_steward_goes_through_what_waits_one_key_per_figure(home: Path) -> None:
    edit = "e\nu\nP63-40\n\nbáo cáo của Cục\n"
    code, output = run("walk", "--as", "Lan", keys=f"{edit}n\nkhông phải kết quả\n\n")
    assert code == 0
    assert states(home) == {"5.102": "corrected", "81,2": "refused"}
    assert "Đã xác nhận 0, sửa 1, loại 1" in output


def test_an_offer_is_chosen_by_its_number_and_a_refused_answer_is_asked_again(home: Path) -> None:
    edit = "e\ni\n1\nu\nP63-40\n\nđọc lại câu\n"
    code, output = run("walk", keys=f"y\n{edit}q\n")
    assert code == 0
    assert "Việc cần làm" in output
    assert states(home) == {"5.102": "corrected"}


def test_an_unknown_figure_is_named_with_the_way_on(home: Path) -> None:
    code, output = run("show", "0" * 16)
    assert code == 1
    assert "thads review narrative list" in output
    assert home.exists()
