"""A floor under what `python -m bench learn` measures: a change that learns worse is seen in seconds."""

from __future__ import annotations

import pytest

from bench.learning.renames import vocabulary
from bench.learning.score import Score, Stripped, score
from bench.learning.sheets import draw
from pipelines.forms import default_book

FORMS = (("01/TK-THA", "R2019"), ("05/TK-THA", "R2024"), ("06/TK-THA", "R2013"), ("12/TK-THA", "R2024"))
SMALL = (("09/TK-THA", "R2024"), ("11/TK-THA", "R2019"), ("07/TK-THA", "R2024"))


def total(forms: tuple[tuple[str, str], ...], how: Stripped, seeds: range, rows: int) -> Score:
    """Return the score of sheets renamed with wordings that were never used for tuning."""
    book, found = default_book(), Score()
    for code, regime in forms:
        form_map = book.by_regime(code, regime)
        assert form_map is not None
        for seed in seeds:
            found.add(score(draw(form_map, "held_out", seed, rows), book, how))
    return found


def test_columns_of_a_form_without_map_are_proposed_right() -> None:
    found = total(FORMS, "form", range(1), 14)

    assert found.share >= 90, found.wrong
    assert found.share_determined == 100, found.wrong


@pytest.mark.parametrize("rows", [1, 3])
def test_a_sheet_with_little_data_is_learned_from_its_words(rows: int) -> None:
    found = total(FORMS[:1] + SMALL, "regime", range(1), rows)

    assert found.share >= 85, found.wrong


def test_wordings_for_tuning_and_for_measuring_are_different() -> None:
    tuning, held_out = vocabulary("tuning"), vocabulary("held_out")

    assert all(not set(words) & set(held_out[key]) for key, words in tuning.items())
    assert all(tuning[key] and held_out[key] for key in tuning)
