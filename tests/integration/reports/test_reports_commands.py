"""``thads reports`` as a steward types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from tests.reports_support import OWN, House, changed, content, workbook

RUN = CliRunner()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a version in force and one that is held."""
    home = tmp_path_factory.mktemp("home")
    house = House(home)
    house.take_in({"P63-26/2021/04.xlsx": workbook(content())})
    house.take_in({"P63-26/2021/04-lan2.xlsx": workbook(content(own=changed(OWN, newly_accepted=630)))})
    house.log.close()
    return home


@pytest.fixture(autouse=True)
def environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THADS_HOME", str(home))
    monkeypatch.setenv("THADS_LANG", "vi")
    monkeypatch.delenv("THADS_LOG_URL", raising=False)


def run(*arguments: str) -> tuple[int, str]:
    result = RUN.invoke(app, ["reports", *arguments])
    return result.exit_code, result.output


def test_reports_are_listed_on_screen_and_as_json() -> None:
    code, output = run("list", "--status", "held", "--json")
    _, screen = run("list")

    assert code == 0
    assert [each["version"] for each in json.loads(output)] == [2]
    assert "bị giữ lại" in screen


def test_a_report_is_shown_with_what_happens_next() -> None:
    _, screen = run("show", "04-lan2.xlsx")
    _, output = run("show", "04-lan2.xlsx", "--json")

    assert "Bản 1" in screen
    assert "Tiếp theo" in screen
    assert json.loads(output)["standing"]["status"] == "held"


def test_an_unknown_report_is_refused_in_words() -> None:
    code, output = run("show", "no-such.xlsx")

    assert code == 1
    assert "thads reports list" in output


def test_a_version_is_compared_with_the_one_before_it() -> None:
    code, output = run("diff", "04-lan2.xlsx", "--json")
    found = json.loads(output)
    _, screen = run("diff", "04-lan2.xlsx")

    assert code == 0
    assert found["in_force"] == [found["before"]]
    assert [each["place"] for each in found["changes"] if each["before"] == 600] == ["04-TK-THA!D12"]
    assert "đang có hiệu lực" in screen


def test_the_first_version_has_nothing_to_be_compared_with() -> None:
    code, output = run("diff", "04.xlsx")

    assert code == 1
    assert "bản đầu tiên" in output
