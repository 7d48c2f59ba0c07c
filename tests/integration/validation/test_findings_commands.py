"""The commands about findings: what a steward types, sees and records."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.events.log import open_log
from pipelines.events.projections import LogState
from pipelines.validation.findings import plan_finding_events
from tests.unit.validation.test_findings import FAILURE, verdict

ID = FAILURE.finding_id
UNTIL = (datetime.now(UTC).date() + timedelta(days=90)).isoformat()
WAIVE = ("waive", ID, "--code", "source_confirmed", "--reason", "có văn bản", "--until", UNTIL, "--as", "A")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THADS_HOME", str(tmp_path))
    monkeypatch.delenv("THADS_LOG_URL", raising=False)
    monkeypatch.setenv("THADS_LANG", "vi")
    with open_log(tmp_path / "log.sqlite") as log:
        log.append(plan_finding_events([verdict(FAILURE)], LogState(), "run-1"))
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["findings", *arguments])
    return result.exit_code, result.output


def state_of(home: Path) -> str:
    with open_log(home / "log.sqlite") as log:
        return LogState.as_of(log).findings[ID].state


def test_open_findings_are_listed_and_filtered(home: Path) -> None:
    code, output = run("list", "--json")
    _, none = run("list", "--severity", "info", "--json")

    assert code == 0
    assert [each["finding_id"] for each in json.loads(output)] == [ID]
    assert json.loads(none) == []


def test_a_long_list_begins_with_what_there_is_and_says_how_to_narrow_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [replace(FAILURE, finding_id=f"{number:016x}") for number in range(5)]
    with open_log(home / "log.sqlite") as log:
        log.append(plan_finding_events([verdict(FAILURE, *others)], LogState.as_of(log), "run-2"))
    monkeypatch.setenv("COLUMNS", "80")

    _, output = run("list", "--limit", "2")

    assert "Theo quy tắc" in output
    assert "6 phát hiện (6 chặn)" in output
    assert "--limit 0" in output
    assert output.count(FAILURE.message_vi[:20]) == 2


def test_a_rule_that_does_not_exist_is_refused_with_names_that_come_near(home: Path) -> None:
    code, output = run("list", "--rule", "accepted_add_up")

    assert code == 1
    assert "accepted_adds_up" in output


def test_a_finding_is_shown_with_its_history(home: Path) -> None:
    _, output = run("show", ID, "--json")
    shown = json.loads(output)

    assert (shown["lhs"], shown["rhs"], shown["version"]) == ("3427", "3428", 1)
    assert [each["type"] for each in shown["history"]] == ["FindingOpened"]


def test_a_dry_run_checks_and_writes_nothing(home: Path) -> None:
    code, _ = run("assign", ID, "--to", "C", "--as", "A", "--dry-run")

    assert code == 0
    assert state_of(home) == "open"


def test_a_waiver_is_recorded_once_for_one_decision_id(home: Path) -> None:
    first = run(*WAIVE, "--approver", "B", "--decision-id", "d1", "--json")
    again = run(*WAIVE, "--approver", "B", "--decision-id", "d1", "--json")

    assert state_of(home) == "waived"
    assert json.loads(first[1])["seq"] == json.loads(again[1])["seq"]


def test_a_refused_decision_is_explained_in_vietnamese(home: Path) -> None:
    code, output = run(*WAIVE, "--approver", "A")

    assert code == 1
    assert "phê duyệt" in output
    assert "Việc cần làm" in output
    assert state_of(home) == "open"


def test_an_unknown_finding_is_explained(home: Path) -> None:
    code, output = run("show", "ffffffffffffffff")

    assert code == 1
    assert "Không có phát hiện" in output


def test_the_rules_are_listed() -> None:
    result = CliRunner().invoke(app, ["rules", "list", "--json"])

    assert {"rule_id", "title_vi", "message_en", "severity"} <= json.loads(result.output)[0].keys()
