"""The score of many texts as one report.

Belongs here: totals, families, misses and false hits with their sentence. Does not belong here: comparing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.narrative.score import KeyText, Score, compare, load_keys, read_key
from pipelines.observations import Observation
from pipelines.reference import indicators

_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n+")


@dataclass(slots=True)
class Report:
    """Scores of several texts.

    Attributes:
        total: exact match; without_place: unit and period not compared.
        families: by theme of the indicator; texts: by name of the text.
    """

    total: Score = field(default_factory=Score)
    without_place: Score = field(default_factory=Score)
    families: dict[str, Score] = field(default_factory=dict)
    texts: dict[str, Score] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def miss_rows(self) -> list[dict[str, str]]:
        """Return each figure of a key that was not read, with its sentence."""
        return [
            {
                "text": name,
                "figure": figure.shown,
                "sentence": self._sentence(name, _place(self.sources[name], figure.quote)),
            }
            for name, figure in self.total.misses
        ]

    def false_rows(self) -> list[dict[str, str]]:
        """Return each emitted figure that no key has, with its sentence."""
        rows = []
        for name, each in self.total.false_hits:
            figure = (
                f"{each.indicator_code} {each.measure} | {each.unit_code} | {each.period_code} | {each.value} "
                f"| {each.qualifier} {each.breakdown}".rstrip()
            )
            start = int(each.locator.removeprefix("char:").split("-")[0])
            rows.append({"text": name, "figure": figure, "sentence": self._sentence(name, start)})
        return rows

    def as_dict(self) -> dict[str, object]:
        """Return a JSON-ready dict."""
        return {
            "overall": _numbers(self.total),
            "without_unit_and_period": _numbers(self.without_place),
            "families": {name: _numbers(score) for name, score in sorted(self.families.items())},
            "texts": {name: _numbers(score) for name, score in self.texts.items()},
            "misses": self.miss_rows(),
            "false_hits": self.false_rows(),
        }

    def _sentence(self, name: str, at: int) -> str:
        if at < 0:
            return ""
        text = self.sources[name]
        start = max((match.end() for match in _SENTENCE.finditer(text, 0, at)), default=0)
        end = next((match.start() for match in _SENTENCE.finditer(text, at)), len(text))
        return text[start:end].strip()


def evaluate(paths: Iterable[Path]) -> Report:
    """Read every text that has a key and compare.

    Args:
        paths: folders or key files (see `score.load_keys`).
    """
    report = Report()
    for key in load_keys(paths):
        _add(report, key)
    return report


def _add(report: Report, key: KeyText) -> None:
    observations = read_key(key).observations
    exact = compare(key, observations)
    report.sources[key.name] = key.text
    report.texts[key.name] = exact
    report.total.add(exact)
    report.without_place.add(compare(key, observations, with_place=False))
    for family, score in _by_family(key, exact, observations).items():
        report.families.setdefault(family, Score()).add(score)


def _by_family(key: KeyText, exact: Score, observations: list[Observation]) -> dict[str, Score]:
    families: dict[str, Score] = {}
    missed = [figure for _, figure in exact.misses]
    for figure in key.figures:
        score = families.setdefault(_theme(figure.indicators), Score())
        score.expected += 1
        score.right += figure not in missed
    wrong = {id(each) for _, each in exact.false_hits}
    for each in observations:
        code = (each.indicator_code, each.measure)
        score = families.setdefault(_theme(frozenset({code})), Score())
        score.emitted += 1
        if id(each) in wrong:
            continue
    return families


def _theme(codes: frozenset[tuple[str, str]]) -> str:
    themes = {
        indicators.all_indicators()[code].theme for code in codes if code in indicators.all_indicators()
    }
    return sorted(themes)[0] if themes else "unknown"


def _numbers(score: Score) -> dict[str, float | int]:
    return {
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "right": score.right,
        "emitted": score.emitted,
        "expected": score.expected,
    }


def _place(text: str, quote: str) -> int:
    return text.find(quote) if quote else -1
