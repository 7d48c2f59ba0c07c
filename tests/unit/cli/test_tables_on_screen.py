"""Tables of any command on screens of any width: codes and numbers stay whole."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from pipelines.cli.output import print_table


def shown(rows: list[dict[str, object]], width: int = 80) -> list[str]:
    screen = Console(file=io.StringIO(), width=width)
    print_table(rows, to=screen)
    return screen.file.getvalue().splitlines()  # type: ignore[attr-defined,no-any-return]


def row(columns: int) -> dict[str, object]:
    return {f"name_{at}": f"value_{at}" for at in range(columns)}


@pytest.mark.parametrize("columns", [3, 7, 8, 12, 30])
def test_every_name_and_value_is_whole_on_some_line(columns: int) -> None:
    words = " ".join(shown([row(columns)])).split()
    assert {*row(columns), *map(str, row(columns).values())} <= set(words)


def test_a_long_text_is_folded_between_words_only() -> None:
    words = " ".join(
        shown([{"id": "8f2c", "sentence": "một câu dài " * 20 + "P63-38/2021/ten-tep.xlsx"}])
    ).split()
    assert {"8f2c", "P63-38/2021/ten-tep.xlsx"} <= set(words)


@pytest.mark.parametrize(("lang", "told"), [("vi", "19.890"), ("en", "19,890")])
def test_numbers_are_in_the_notation_of_the_language(
    lang: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THADS_LANG", lang)
    assert told in " ".join(shown([{"value": 19_890}]))


def test_no_rows_are_no_error_and_show_nothing() -> None:
    assert "".join(shown([])).strip() == ""
