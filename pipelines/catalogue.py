"""The reference pages under ``docs/reference/``, generated from the registries and never kept by hand.

Belongs here: which page comes from which registry, writing them, saying which are stale.
Does not belong here: what a page says (each registry renders its own), the page of commands (`cli.docs`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pipelines.events.catalogue import render_event_catalogue
from pipelines.reference.pages import render_forms, render_indicators
from pipelines.validation.catalogue import render_rule_catalogue
from pipelines.warehouse.dictionary import render_data_dictionary

#: File name under ``docs/reference/`` → how it is made from dbt's manifest and the registries of the code.
PAGES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "data-dictionary.md": render_data_dictionary,
    "events.md": lambda _: render_event_catalogue(),
    "forms.md": lambda _: render_forms(),
    "indicators.md": lambda _: render_indicators(),
    "rules.md": lambda _: render_rule_catalogue(),
}


def reference_pages(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return the text of every page by file name.

    Args:
        manifest: dbt's ``manifest.json``, parsed.
    """
    return {name: render(manifest).rstrip("\n") + "\n" for name, render in PAGES.items()}


def stale_pages(directory: Path, pages: Mapping[str, str]) -> list[str]:
    """Return the file names whose content differs from ``pages``, and files no page belongs to."""
    present = {path.name: path.read_text(encoding="utf-8") for path in sorted(directory.glob("*.md"))}
    return sorted(name for name in present.keys() | pages.keys() if present.get(name) != pages.get(name))


def write_pages(directory: Path, pages: Mapping[str, str]) -> list[str]:
    """Write what is stale, remove what no page belongs to; return the file names that changed."""
    directory.mkdir(parents=True, exist_ok=True)
    stale = stale_pages(directory, pages)
    for name in stale:
        if name in pages:
            (directory / name).write_text(pages[name], encoding="utf-8")
        else:
            (directory / name).unlink()
    return stale
