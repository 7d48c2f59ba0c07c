"""Generated reference pages are never older than the registries they come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import markdown
from pipelines.catalogue import PAGES, stale_pages, write_pages
from pipelines.cli import app
from pipelines.cli.docs import render_pages

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return render_pages(app)


@pytest.mark.slow
def test_the_reference_pages_are_what_the_registries_say(pages: dict[str, str]) -> None:
    assert stale_pages(REFERENCE, pages) == [], "run `thads docs` and commit docs/reference"


@pytest.mark.slow
def test_every_page_says_that_it_is_generated(pages: dict[str, str]) -> None:
    assert {
        name for name, text in pages.items() if "Generated" not in "".join(text.splitlines(True)[:6])
    } == set()


def test_a_changed_a_missing_and_a_leftover_page_are_stale_until_written(tmp_path: Path) -> None:
    (tmp_path / "changed.md").write_text("old", encoding="utf-8")
    (tmp_path / "leftover.md").write_text("no registry any more", encoding="utf-8")
    pages = {"changed.md": "new", "missing.md": "text"}

    assert write_pages(tmp_path, pages) == ["changed.md", "leftover.md", "missing.md"]
    assert stale_pages(tmp_path, pages) == []
    assert not (tmp_path / "leftover.md").exists()


def test_every_page_of_a_registry_has_a_file_name_of_its_own() -> None:
    assert all(name.endswith(".md") and "/" not in name for name in PAGES)
    assert "cli.md" not in PAGES


def test_a_cell_with_a_bar_or_a_line_break_stays_one_cell() -> None:
    assert markdown.table(("a",), [("x | y\nz",)]).splitlines()[-1] == "| x \\| y z |"
