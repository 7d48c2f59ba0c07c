"""Whatever the environment did wrong is told in one message; a fault of the programme keeps its traceback."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import duckdb
import pytest
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner, Result

from pipelines.cli import refresh, replay, status
from pipelines.cli.app import app
from pipelines.events.errors import Conflict
from pipelines.settings import Settings


@pytest.fixture(autouse=True)
def _environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "raw").mkdir()
    monkeypatch.setenv("THADS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("THADS_RAW", str(tmp_path / "raw"))
    for name in ("THADS_LANG", "THADS_LOG_URL", "THADS_DEBUG"):
        monkeypatch.delenv(name, raising=False)


def thads(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "300"})


def raised_from(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("THADS_LANG", "fr", "'vi', 'en'"),
        ("THADS_KEEP_VERSIONS", "0", "≥ 1"),
        ("THADS_MAX_FILE_BYTES", "64MB", "a whole number"),
    ],
)
def test_an_invalid_variable_is_named_with_its_value_and_what_it_may_say(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, allowed: str
) -> None:
    monkeypatch.setenv(name, value)
    for arguments, code in ((["status"], 1), (["refresh"], 2), (["log", "tail"], 1)):
        shown = thads(*arguments)
        assert (shown.exit_code, shown.stdout) == (code, "")
        assert shown.stderr.startswith("Biến môi trường không hợp lệ.")
        assert f"{name}={value}" in shown.stderr
        assert allowed in shown.stderr


def test_a_password_in_an_invalid_address_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("mysql://thads:secret@host/thads", "thads:secret@host"):
        monkeypatch.setenv("THADS_LOG_URL", address)
        shown = thads("status")
        assert shown.exit_code == 1
        assert "postgresql://…" in shown.stderr
        assert "secret" not in shown.stderr


def test_all_invalid_variables_are_told_at_once_in_the_language_that_is_valid(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("THADS_LANG", "en")
    monkeypatch.setenv("THADS_KEEP_VERSIONS", "many")
    monkeypatch.setenv("THADS_MAX_FILE_BYTES", "-1")
    shown = thads("status").stderr
    assert shown.startswith("An environment variable is not valid.")
    assert "THADS_KEEP_VERSIONS, THADS_MAX_FILE_BYTES" in shown


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THADS_LANG", "")
    monkeypatch.setenv("THADS_HOME", "")
    assert Settings().lang == "vi"
    assert Settings().home.name == "var"


@pytest.mark.parametrize(("arguments", "code"), [(["refresh"], 2), (["status"], 1)])
def test_a_home_that_is_a_file_is_told(tmp_path: Path, arguments: list[str], code: int) -> None:
    (tmp_path / "home").write_text("x")
    shown = thads(*arguments)
    assert shown.exit_code == code
    assert "Ở chỗ cần một thư mục lại có thứ khác" in shown.stderr
    assert str(tmp_path / "home") in shown.stderr


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "log.sqlite-wal"), "Hết chỗ trên ổ đĩa"),
        (OSError(errno.EACCES, os.strerror(errno.EACCES), "facts"), "Không có quyền đọc hoặc ghi"),
        (OSError(errno.EROFS, os.strerror(errno.EROFS), ".writer.lock"), "chỉ cho đọc"),
        (OperationalError("INSERT", {}, Exception("database or disk is full")), "Hết chỗ trên ổ đĩa"),
        (OperationalError("INSERT", {}, Exception("disk I/O error")), "Ổ đĩa báo lỗi"),
        (duckdb.IOException('IO Error: Could not write file "x": No space left on device'), "Hết chỗ"),
        (raised_from(RuntimeError("run"), OSError(errno.EDQUOT, "Disk quota exceeded")), "Hết chỗ"),
    ],
)
def test_a_disk_that_refuses_is_told_and_the_refresh_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(refresh, "_run", refuse)
    shown = thads("refresh")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert said in shown.stderr
    monkeypatch.setenv("THADS_DEBUG", "1")
    assert thads("refresh").exception is error


def test_a_replay_that_could_not_run_ends_with_2(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), ".writer.lock")

    monkeypatch.setattr(replay, "_published", refuse)
    shown = thads("log", "replay")
    assert shown.exit_code == 2
    assert "chỉ cho đọc" in shown.stderr


def test_a_problem_is_told_wherever_in_a_command_it_was_met(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Conflict("slot/x", 1, 2)

    monkeypatch.setattr(status, "print_table", refuse)
    shown = thads("status")
    assert shown.exit_code == 1
    assert shown.stderr.startswith("Hồ sơ đã được người khác cập nhật")


def test_a_home_is_not_blamed_for_a_file_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries without error numbers name the file in words only."""

    def refuse(*_: object, **__: object) -> None:
        raise duckdb.IOException('IO Error: Could not write file "/elsewhere/x": No space left on device')

    monkeypatch.setattr(refresh, "_run", refuse)
    shown = thads("refresh").stderr
    assert "/elsewhere/x" in shown
    assert "THADS_HOME=" not in shown


@pytest.mark.parametrize(
    "error", [KeyError("x"), FileNotFoundError(errno.ENOENT, "no such file"), ValueError()]
)
def test_a_fault_of_the_programme_keeps_its_traceback(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    error.__context__ = OSError(errno.ENOSPC, "met on the way, not the cause")

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(status, "print_table", fail)
    assert thads("status").exception is error
