"""Readings with their verdict, as words and numbers only: what confidence is fitted to.

A sample says how the parts of one figure were found and whether all of them were right; no sentence, no value, no
name is kept, so that samples of texts that must not enter the project may.

Belongs here: texts with keys → samples, and their file. Does not belong here: fitting (`calibration`).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from pipelines.narrative.evidence import PARTS
from pipelines.narrative.reading import NarrativeReading
from pipelines.narrative.scoring.compare import compare, is_right, read_key
from pipelines.narrative.scoring.keys import KeyText
from pipelines.narrative.scoring.withholding import only_in, withheld

_COLUMNS = ("group", *PARTS, "readings", "right")


@dataclass(frozen=True, slots=True)
class Sample:
    """Readings of one text with the same evidence.

    Attributes:
        group: number of the text; samples of one text are left out together.
        words: by part of `Evidence`.
    """

    group: str
    words: tuple[tuple[str, str], ...]
    readings: int
    right: int


def collect(keys: Sequence[KeyText], group: str, *, is_withheld: bool = False) -> list[Sample]:
    """Return the samples of texts, numbered behind a prefix.

    Args:
        keys: texts with their answers.
        group: prefix of the numbers.
        is_withheld: read each text without the words that only it taught.
    """
    own = only_in(keys) if is_withheld else {}
    found = []
    for number, key in enumerate(keys, 1):
        with withheld(own.get(key.name, frozenset())) if is_withheld else nullcontext():
            reading = read_key(key)
        found += samples_of(f"{group}{number:02d}", key, reading)
    return found


def samples_of(group: str, key: KeyText, reading: NarrativeReading) -> list[Sample]:
    """Return the samples of one text: what was emitted, and what waits although it has every part."""
    score = compare(key, reading.observations)
    wrong = {id(each) for _, each in score.false_hits}
    missed = [figure for _, figure in score.misses]
    counts: Counter[tuple[tuple[str, str], ...]] = Counter()
    right: Counter[tuple[tuple[str, str], ...]] = Counter()
    for each in reading.observations:
        words = tuple(reading.evidence[each.locator].words().items())
        counts[words] += 1
        right[words] += id(each) not in wrong
    for doubt in reading.review:
        if doubt.reason == "confidence" and doubt.guess is not None:
            words = tuple(reading.evidence[doubt.locator].words().items())
            counts[words] += 1
            right[words] += any(is_right(figure, doubt.guess) for figure in missed)
    return [Sample(group, words, counts[words], right[words]) for words in counts]


def write_samples(samples: Iterable[Sample], path: Path) -> None:
    """Write samples as CSV, in one order."""
    rows = sorted(
        ([each.group, *(word for _, word in each.words), each.readings, each.right] for each in samples),
        key=str,
    )
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(rows)


def read_samples(path: Path) -> Iterator[Sample]:
    """Yield the samples of a file."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            words = tuple((part, row[part]) for part in PARTS)
            yield Sample(row["group"], words, int(row["readings"]), int(row["right"]))
