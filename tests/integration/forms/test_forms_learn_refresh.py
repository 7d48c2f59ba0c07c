"""From a refused form of a new circular to figures, by a steward's decision alone, and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.cli.output import console
from pipelines.events.projections import LogState
from pipelines.events.states import ReportState
from pipelines.observations import landing_path
from pipelines.refresh.context import open_refresh
from pipelines.refresh.inbox_stage import archive_inbox
from pipelines.refresh.read_stage import pending_reports, read_reports
from pipelines.settings import Settings
from tests.fixtures.new_regime import write_new_form

RUN = CliRunner()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in (("HOME", tmp_path / "home"), ("RAW", tmp_path / "raw"), ("LANG", "en")):
        monkeypatch.setenv(f"THADS_{name}", str(value))
    write_new_form(tmp_path / "raw" / "P34-38" / "2026" / "Bieu04_11T2026.xlsx")
    return Settings()


def thads(*arguments: str) -> dict[str, object]:
    done = RUN.invoke(app, [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def refresh(settings: Settings) -> tuple[int, ReportState]:
    """Run the stages up to the observations; return how many reports waited, and the only report there is."""
    with open_refresh(settings) as context:
        archive_inbox(context)
        waiting = len(pending_reports(context))
        read_reports(context)
        assert LogState.as_of(context.log) == context.state
        return waiting, next(iter(context.state.reports.values()))


@pytest.mark.slow
def test_a_refused_form_is_read_when_its_map_is_accepted_and_refused_when_it_is_withdrawn(
    settings: Settings,
) -> None:
    _, refused = refresh(settings)
    file = str(settings.raw / refused.path)
    learned = thads("forms", "learn", file, "--accept", "--reason", "khớp phụ lục", "--as", "steward")
    waiting, read = refresh(settings)
    again, _ = refresh(settings)
    map_id = learned["events"][-1]["map_id"]
    thads("forms", "withdraw", map_id, "--reason", "nhầm biểu", "--as", "steward")
    waiting_without, refused_again = refresh(settings)

    assert refused.status == "rejected"
    assert (waiting, read.status, read.form_maps) == (1, "received", (map_id,))
    assert (read.regime, read.form_codes, read.period_code) == ("R2026", ("04/TK-THA",), "FY2026-C11")
    assert landing_path(settings.facts_dir, read.report_id, read.facts_sha256).exists()
    assert again == 0
    assert (waiting_without, refused_again.status) == (1, "rejected")


def test_a_proposal_waits_for_a_decision_and_only_a_reasoned_one_counts(settings: Settings) -> None:
    _, refused = refresh(settings)
    file = str(settings.raw / refused.path)
    offered = thads("forms", "learn", file, "--propose")
    map_id = offered["events"][0]["map_id"]

    unreasoned = RUN.invoke(app, ["forms", "accept", map_id, "--reason", " "])
    listed = json.loads(RUN.invoke(app, ["forms", "maps", "--json"]).stdout)
    accepted = thads("forms", "accept", map_id[:6], "--reason", "đúng", "--decision-id", "d1")
    retried = thads("forms", "accept", map_id, "--reason", "đúng", "--decision-id", "d1")
    twice = RUN.invoke(app, ["forms", "accept", map_id, "--reason", "nữa"])

    assert unreasoned.exit_code == 1
    assert [(each["map_id"], each["state"]) for each in listed] == [(map_id, "proposed")]
    assert accepted["seq"] == retried["seq"]
    assert twice.exit_code == 1


def test_a_proposal_is_written_and_read_back_edited(settings: Settings, tmp_path: Path) -> None:
    file = next(settings.raw.rglob("*.xlsx"))
    rows = tmp_path / "map.csv"
    thads("forms", "learn", str(file), "-o", str(rows))
    rows.write_text(rows.read_text(encoding="utf-8").replace(",postponed,", ",-,"), encoding="utf-8")

    learned = thads("forms", "learn", str(file), "--from", str(rows), "--dry-run", "--propose")

    columns = learned["proposals"][0]["columns"]
    assert [each["sheet_column"] for each in columns if each["indicator_code"] == "-"] == ["O"]
    assert not settings.log_path.exists()


def test_the_proposal_is_shown_beside_the_sheet(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "width", 200)
    shown = RUN.invoke(app, ["forms", "learn", str(next(settings.raw.rglob("*.xlsx")))])

    assert shown.exit_code == 0, shown.output
    assert "completion_rate_cases" in shown.output
    assert "R = I / H on 4/4 rows (ID-17)" in shown.output
