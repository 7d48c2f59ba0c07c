"""Two refreshes at once: the second says so, with its exit code, whenever it notices."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli.app import app
from pipelines.definitions import build_definitions
from pipelines.events.errors import Conflict
from pipelines.orchestration.run import RunOutcome, prepare_run
from pipelines.problems import Text, ThadsError
from pipelines.progress import Silent
from pipelines.settings import Settings
from pipelines.warehouse.lock import writer_lock
from pipelines.warehouse.pointer import read_pointer


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    (tmp_path / "raw" / "P63-38" / "2021").mkdir(parents=True)
    (tmp_path / "raw" / "P63-38" / "2021" / "moi.txt").write_text("Năm 2021 xong 5 việc.", encoding="utf-8")
    monkeypatch.setenv("THADS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("THADS_RAW", str(tmp_path / "raw"))
    return Settings()


def test_the_second_refresh_is_refused_before_anything_starts(settings: Settings) -> None:
    with writer_lock(settings.warehouse_dir, "thads refresh"):
        result = CliRunner().invoke(app, ["refresh"])

    assert result.exit_code == 2
    assert "Một tiến trình khác đang cập nhật kho dữ liệu." in result.output


@pytest.mark.slow
def test_a_run_that_comes_second_all_the_same_fails_and_says_why(settings: Settings) -> None:
    run = prepare_run(settings, build_definitions(settings, Silent(), ()))
    with writer_lock(settings.warehouse_dir, "thads refresh"):
        outcome = run.execute()

    assert not outcome.is_success
    assert outcome.message.vi.startswith("Một tiến trình khác đang cập nhật kho dữ liệu.\n")
    assert outcome.message.en.startswith("Another process is building the warehouse.\n")


def test_a_refresh_that_never_began_says_only_why(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two may pass the first look at once; the later one then learns it inside Dagster."""
    message = Text("Một tiến trình khác đang chạy.", "Another process runs.")
    outcome = RunOutcome("0", is_success=False, seconds={}, message=message)
    monkeypatch.setattr("pipelines.definitions.build_definitions", lambda *_: None)
    monkeypatch.setattr("pipelines.orchestration.run.prepare_run", lambda *_: _Ended(outcome))
    result = CliRunner().invoke(app, ["refresh"])

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("Một tiến trình khác đang chạy.\n")


def test_what_is_left_out_of_the_inbox_is_told_before_the_work_begins(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.raw / "P63-38" / "link.txt").symlink_to(settings.raw)
    outcome = RunOutcome("0", is_success=False, seconds={}, message=Text("a", "a"))
    monkeypatch.setattr("pipelines.definitions.build_definitions", lambda *_: None)
    monkeypatch.setattr("pipelines.orchestration.run.prepare_run", lambda *_: _Ended(outcome))
    assert "P63-38/link.txt" in CliRunner().invoke(app, ["refresh", "--json"]).stderr


def test_a_printed_error_is_told_in_both_languages_whatever_dagster_kept_of_it() -> None:
    error = Conflict("slot/x", 1, 2)
    printed = "".join(traceback.format_exception_only(error))
    said = ThadsError.said(printed)
    assert said == Text(error.problem.render("vi"), error.problem.render("en"))
    assert ThadsError.said("KeyError: 'x'\nvi: y") is None
    assert ThadsError.said("OSError: [Errno 28] No space left on device") is None


@dataclass
class _Ended:
    """A run that is over as soon as it is begun."""

    outcome: RunOutcome

    def execute(self) -> RunOutcome:
        return self.outcome


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_a_refresh_without_its_inbox_fails_and_publishes_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, more: list[str]
) -> None:
    monkeypatch.setenv("THADS_RAW", str(settings.raw / "not mounted"))
    result = CliRunner().invoke(app, ["refresh", *more])

    assert result.exit_code == 2
    assert "Không mở được thư mục nhận báo cáo" in result.stderr
    assert result.stdout == ""
    assert read_pointer(settings.warehouse_dir) is None
