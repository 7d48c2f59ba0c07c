"""The score of many texts as one report.

Belongs here: totals, families, mistakes with their sentence. Does not belong here: comparing (`compare`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pipelines.narrative.abbreviations import ends_sentence
from pipelines.narrative.reading import NarrativeReading
from pipelines.narrative.scoring.compare import KINDS, Mistake, Score, compare, mistakes, read_key
from pipelines.narrative.scoring.keys import KeyText
from pipelines.observations import Observation
from pipelines.reference import indicators

_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n+")
#: How much of a text tells whether a full stop ends a sentence.
_AROUND = 12


@dataclass(slots=True)
class Report:
    """Scores of several texts.

    Attributes:
        total: exact match; without_place: unit and period not compared.
        families: by theme of the indicator; texts: by name of the text.
        mistakes: every figure that is not right, text by text.
        waiting: figures the reader left for review.
        unknown: what keys name and no registry knows, with the number of figures.
    """

    total: Score = field(default_factory=Score)
    without_place: Score = field(default_factory=Score)
    families: dict[str, Score] = field(default_factory=dict)
    texts: dict[str, Score] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    waiting: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    sources: dict[str, str] = field(default_factory=dict)

    def kinds(self) -> dict[str, int]:
        """Return how many mistakes there are of each kind, in the order of `KINDS`."""
        found = Counter(each.kind for each in self.mistakes)
        return {kind: found[kind] for kind in KINDS}

    def mistake_rows(self) -> list[dict[str, str]]:
        """Return each mistake with what was expected, what was read, and the sentence."""
        return [self._row(each) for each in self.mistakes]

    def as_dict(self) -> dict[str, object]:
        """Return a JSON-ready dict."""
        return {
            "overall": _numbers(self.total),
            "without_unit_and_period": _numbers(self.without_place),
            "families": {name: _numbers(score) for name, score in sorted(self.families.items())},
            "texts": {name: _numbers(score) for name, score in self.texts.items()},
            "kinds": self.kinds(),
            "left_for_review": self.waiting,
            "unknown_in_keys": dict(self.unknown),
            "mistakes": self.mistake_rows(),
        }

    def _row(self, mistake: Mistake) -> dict[str, str]:
        expected, found = mistake.expected, mistake.found
        at = int(found.locator.removeprefix("char:").split("-")[0]) if found else -1
        if expected and at < 0 and expected.quote:
            at = self.sources[mistake.text].find(expected.quote)
        return {
            "text": mistake.text,
            "kind": mistake.kind,
            "parts": ", ".join(mistake.parts),
            "expected": expected.shown if expected else "",
            "found": shown(found) if found else "",
            "review": mistake.waits,
            "sentence": self._sentence(mistake.text, at),
        }

    def _sentence(self, name: str, at: int) -> str:
        if at < 0:
            return ""
        text = self.sources[name]
        gaps = [match for match in _SENTENCE.finditer(text) if _parts(text, match.start() - 1)]
        start = max((match.end() for match in gaps if match.end() <= at), default=0)
        end = next((match.start() for match in gaps if match.start() >= at), len(text))
        return text[start:end].strip()


def _parts(text: str, at: int) -> bool:
    """Say whether the mark at an offset ends a sentence; a line break always does."""
    if text[at] != ".":
        return True
    low = max(0, at - _AROUND)
    return ends_sentence(text[low : at + _AROUND].lower(), at - low)


def evaluate(keys: Iterable[KeyText], read: Callable[[KeyText], NarrativeReading] = read_key) -> Report:
    """Read every text and compare it with its key.

    Args:
        keys: from `keys.load_keys`.
        read: how a text is read; cross-validation reads each text with what other texts taught only.
    """
    report = Report()
    for key in keys:
        _add(report, key, read(key))
    return report


def shown(observation: Observation) -> str:
    """Return an observation in one line."""
    parts = (
        f"{observation.indicator_code} {observation.measure}", observation.unit_code, observation.period_code,
        f"{observation.value}", f"{observation.qualifier} {observation.breakdown}".rstrip(),
    )  # fmt: skip
    return " | ".join(parts)


def _add(report: Report, key: KeyText, reading: NarrativeReading) -> None:
    exact = compare(key, reading.observations)
    report.sources[key.name] = key.text
    report.texts[key.name] = exact
    report.total.add(exact)
    report.without_place.add(compare(key, reading.observations, with_place=False))
    report.waiting += len(reading.review)
    report.mistakes += mistakes(key, exact, {each.locator: each.reason for each in reading.review})
    for figure in key.figures:
        words = figure.shown.split(" | ")
        report.unknown.update([words[0]] if not figure.indicators else [])
        report.unknown.update([words[1]] if not figure.units else [])
    _add_families(report, exact)


def _add_families(report: Report, exact: Score) -> None:
    """Count a hit in the family its key names, a miss in its key's, a false hit in its own."""
    hits = [_theme(figure.indicators) for figure, _ in exact.hits]
    misses = [_theme(figure.indicators) for _, figure in exact.misses]
    false_hits = [_theme(frozenset({(each.indicator_code, each.measure)})) for _, each in exact.false_hits]
    for family in (*hits, *misses, *false_hits):
        report.families.setdefault(family, Score())
    for family in hits:
        report.families[family].add(Score(right=1, emitted=1, expected=1))
    for family in misses:
        report.families[family].expected += 1
    for family in false_hits:
        report.families[family].emitted += 1


def _theme(codes: frozenset[tuple[str, str]]) -> str:
    known = indicators.all_indicators()
    return min((known[code].theme for code in codes if code in known), default="unknown")


def _numbers(score: Score) -> dict[str, float | int]:
    return {
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "right": score.right,
        "emitted": score.emitted,
        "expected": score.expected,
    }
