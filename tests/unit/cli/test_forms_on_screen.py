"""The list of forms can be read and its codes copied on a narrow screen."""

from __future__ import annotations

import io

from rich.console import Console

from pipelines.cli.forms_view import print_forms
from pipelines.forms import default_book


def test_every_form_has_a_line_that_begins_with_its_code_and_regime() -> None:
    screen = Console(file=io.StringIO(), width=80)
    maps = default_book().maps
    print_forms(maps, "vi", screen)
    lines = screen.file.getvalue().splitlines()  # type: ignore[attr-defined]
    heads = [line.split()[:2] for line in lines if "TK-THA  R" in line]
    assert heads == [[each.form_code, each.regime] for each in maps if each.form_code.endswith("TK-THA")]
    assert heads
    assert max(map(len, lines)) <= 80
