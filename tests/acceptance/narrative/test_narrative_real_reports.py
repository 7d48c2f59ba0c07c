"""The reader on real reports and on the texts written around real figures."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipelines.narrative import read_text
from pipelines.narrative.scoring.compare import read_key
from pipelines.narrative.scoring.keys import load_keys
from pipelines.narrative.scoring.report import evaluate


@pytest.mark.shared
def test_seeds_are_read_to_ninety_percent_with_ninety_five_right(shared_dir: Path) -> None:
    score = evaluate(load_keys([shared_dir / "seeds"])).total
    assert score.recall >= 0.90
    assert score.precision >= 0.95


@pytest.mark.shared
def test_texts_with_keys_are_read_to_ninety_percent_with_ninety_seven_right(shared_dir: Path) -> None:
    score = evaluate(load_keys([shared_dir / "narratives"])).total
    assert score.recall >= 0.90
    assert score.precision >= 0.97


@pytest.mark.shared
def test_every_figure_is_printed_where_it_says(shared_dir: Path) -> None:
    for key in load_keys([shared_dir / "seeds", shared_dir / "narratives"]):
        for each in read_key(key).observations:
            start, end = map(int, each.locator.removeprefix("char:").split("-"))
            assert key.text[start:end] == each.printed


@pytest.mark.parametrize("piece", ["1", "(", "trong đó ", "1.1", "tăng 5% ", "trong đó (1.234 việc, "])
def test_a_hostile_text_ends_in_seconds(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    read_text(text, report_id="0" * 64, published=None, unit_code="VN")
    assert time.process_time() - started < 10
