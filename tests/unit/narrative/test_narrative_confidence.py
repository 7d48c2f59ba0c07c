"""Confidence comes from a table of words, and the table is as honest as it says on texts that were left out."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest

from pipelines.narrative import read_text
from pipelines.narrative.confidence import confidence_of, threshold
from pipelines.narrative.evidence import PARTS
from pipelines.narrative.scoring.calibration import (
    EDGES,
    INTERCEPT,
    expected_error,
    fit,
    kept_above,
    left_out,
    predict,
    reliability,
    write_weights,
)
from pipelines.narrative.scoring.keys import load_keys
from pipelines.narrative.scoring.samples import Sample, collect, read_samples, write_samples
from pipelines.narrative.tables import rows
from tests.unit.narrative.test_narrative_score import FIGURE, RATE, key_file

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "bench" / "narrative_samples.csv"


def sample(group: str, support: str, readings: int, right: int) -> Sample:
    return Sample(group, (("support", support), ("number", "plain")), readings, right)


def test_a_text_that_contradicts_itself_is_read_with_less_confidence() -> None:
    text = "Cục THADS tỉnh Nghệ An năm 2023\nNăm 2023 thụ lý {} việc, trong đó năm trước chuyển sang 600 việc, thụ lý mới 400 việc."

    def sure(total: str) -> float:
        reading = read_text(text.format(total), report_id="0" * 64, published=date(2023, 12, 1), unit_code="")
        found = [*reading.observations, *reading.review]
        return min(each.confidence for each in found)

    assert sure("1.000") > sure("1.700")


def test_words_the_table_does_not_know_weigh_nothing() -> None:
    assert confidence_of({}) == confidence_of({"rule": "never_seen", "colour": "red"})
    assert 0 < threshold() < 1


def test_the_table_of_the_reader_is_the_one_fitted_to_the_samples(tmp_path: Path) -> None:
    weights = fit(list(read_samples(SAMPLES)))
    write_weights(weights, threshold(), tmp_path / "confidence.csv")
    kept = {(row["part"], row["word"]): float(row["weight"]) for row in rows("confidence")}
    assert kept.pop(("threshold", "")) == threshold()
    assert kept == pytest.approx(weights, abs=0.0002)


def test_samples_hold_words_of_a_closed_vocabulary_and_numbers_only() -> None:
    for each in read_samples(SAMPLES):
        assert [part for part, _ in each.words] == list(PARTS)
        assert all(word.isascii() and len(word) <= 20 for _, word in each.words)
        assert 0 <= each.right <= each.readings


@pytest.mark.slow
def test_on_texts_left_out_what_is_said_is_what_comes_true_within_three_points() -> None:
    said = left_out(list(read_samples(SAMPLES)))
    assert expected_error(reliability(said, EDGES)) < 0.03
    precision, kept, caught = kept_above(said, threshold())
    everything = kept_above(said, 0)[0]
    assert precision > everything
    assert kept > 0.94
    assert caught > 0.25


def test_fitting_finds_the_odds_of_a_word_and_shrinks_rare_ones() -> None:
    weights = fit(
        [sample("a", "agrees", 400, 380), sample("a", "contradicted", 400, 100), sample("b", "alone", 1, 0)]
    )
    agrees = predict(weights, sample("", "agrees", 0, 0))
    assert agrees == pytest.approx(0.95, abs=0.02)
    assert predict(weights, sample("", "contradicted", 0, 0)) == pytest.approx(0.25, abs=0.03)
    assert abs(weights["support", "alone"]) < 0.6
    assert math.isfinite(weights[INTERCEPT])


def test_a_text_is_judged_by_what_other_texts_taught() -> None:
    said = left_out([sample("a", "agrees", 50, 50), sample("b", "agrees", 50, 0)])
    by_group = {each.group: sure for each, sure in said}
    assert by_group["a"] < 0.1
    assert by_group["b"] > 0.9


def test_a_reliability_curve_counts_every_reading_once() -> None:
    pairs = [(sample("a", "x", 3, 2), 0.75), (sample("a", "y", 5, 5), 1.0), (sample("a", "z", 2, 0), 0.0)]
    bins = reliability(pairs, EDGES)
    assert sum(each.readings for each in bins) == 10
    assert kept_above(pairs, 0.5) == pytest.approx((7 / 8, 1.0, 2 / 3))


def test_samples_are_collected_from_texts_with_keys_and_survive_their_file(tmp_path: Path) -> None:
    keys = load_keys([key_file(tmp_path, FIGURE, {**RATE, "value": 99})])
    samples = collect(keys, "t")
    assert sum(each.readings for each in samples) == 2
    assert sum(each.right for each in samples) == 1
    write_samples(samples, tmp_path / "s.csv")
    assert sorted(read_samples(tmp_path / "s.csv"), key=str) == sorted(samples, key=str)
