"""``thads log``: what people see and what machines read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pysqlite3.dbapi2 as sqlite3
import pytest
from typer.testing import CliRunner, Result

from pipelines.archive.store import Archive
from pipelines.cli.app import app
from pipelines.events.log import open_log
from tests.events_support import new, opened, received, seen


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A state folder with five events; the screen speaks Vietnamese."""
    monkeypatch.setenv("THADS_HOME", str(tmp_path))
    monkeypatch.delenv("THADS_LANG", raising=False)
    monkeypatch.delenv("THADS_LOG_URL", raising=False)
    receipt = Archive(tmp_path / "archive").put_bytes(b"abc")
    with open_log(tmp_path / "log.sqlite") as log:
        log.append([new(received(1).model_copy(update={"report_id": receipt.sha256}))])
        log.append([seen(1), seen(2), new(opened("f1")), seen(3)])
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["log", *arguments], env={"COLUMNS": "200"})


def test_tail_shows_the_newest_events(home: Path) -> None:
    shown = run("tail", "-n", "2")
    assert shown.exit_code == 0
    assert [line.split()[0] for line in shown.stdout.splitlines()] == ["4", "5"]
    assert "FindingOpened" in shown.stdout


def test_tail_as_json_holds_whole_events(home: Path) -> None:
    events = json.loads(run("tail", "--type", "FindingOpened", "--json").stdout)
    assert [(event["seq"], event["payload"]["finding_id"]) for event in events] == [(4, "f1")]
    assert json.loads(run("tail", "--stream", "case/f1", "--json").stdout) == events


def test_verify_says_that_the_log_is_sound(home: Path) -> None:
    shown = run("verify")
    assert shown.exit_code == 0
    assert "Toàn vẹn" in shown.stdout


def test_verify_exits_1_and_names_the_first_bad_place(home: Path) -> None:
    with sqlite3.connect(str(home / "log.sqlite")) as connection:
        connection.execute("DROP TRIGGER events_are_never_updated")
        connection.execute("UPDATE events SET actor = 'x' WHERE seq = 3")
    shown = run("verify", "--json")
    assert shown.exit_code == 1
    found = json.loads(shown.stdout)
    assert not found["is_sound"]
    assert [problem["where"] for problem in found["problems"]][0] == "event 3"
    assert "Sự kiện số 3" in run("verify").stderr


def test_seal_writes_segments_that_verify_checks(home: Path) -> None:
    sealed = json.loads(run("seal", "--size", "2", "--json").stdout)
    assert [(each["first"], each["last"]) for each in sealed] == [(1, 2), (3, 4)]
    assert json.loads(run("verify", "--json").stdout)["segment_events"] == 4
    assert "Chưa đủ" in run("seal", "--size", "2").stdout


def test_export_writes_parquet_and_json_lines(home: Path, tmp_path: Path) -> None:
    lines = tmp_path / "out" / "events.jsonl"
    assert json.loads(run("export", "--to", str(lines), "--json").stdout)["events"] == 5
    assert [json.loads(line)["seq"] for line in lines.read_text().splitlines()] == [1, 2, 3, 4, 5]
    shown = json.loads(
        run("export", "--to", str(tmp_path / "out"), "--after", "1", "--until", "3", "--json").stdout
    )
    assert Path(shown["file"]).name == "events-2-3.parquet"
    assert pl.read_parquet(shown["file"])["seq"].to_list() == [2, 3]


def test_export_names_the_formats_it_knows(home: Path, tmp_path: Path) -> None:
    shown = run("export", "--to", str(tmp_path / "events.docx"))
    assert shown.exit_code == 1
    assert ".parquet, .jsonl" in shown.stderr


def test_looking_at_a_log_that_does_not_exist_creates_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THADS_HOME", str(tmp_path / "empty"))
    shown = run("tail")
    assert shown.exit_code == 1
    assert "Chưa có nhật ký sự kiện nào" in shown.stderr
    assert not (tmp_path / "empty").exists()
