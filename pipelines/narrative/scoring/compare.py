"""One text against its key: what is right, and of the rest, which part went wrong.

A figure is right when indicator (with measure), unit, period, value and qualifier are right; each figure of a key
can be hit once. What is left over on both sides is paired when it is the same figure read otherwise, so that the
weak link shows.

Belongs here: comparing and naming mistakes. Does not belong here: keys (`keys`), totals over texts (`report`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipelines.narrative.reading import NarrativeReading, read_text
from pipelines.narrative.scoring.keys import KeyFigure, KeyText
from pipelines.observations import Observation

Kind = Literal["unit", "period", "indicator", "value", "qualifier", "missing", "extra"]
KINDS: tuple[Kind, ...] = ("unit", "period", "indicator", "value", "qualifier", "missing", "extra")
#: Two leftovers are one figure when they agree in so many of the five parts, the place counting as one more.
_SAME = 3


@dataclass(frozen=True, slots=True)
class Mistake:
    """One figure that is not right.

    Attributes:
        kind: the part that is wrong; several parts wrong are named by the first of `KINDS`.
        parts: every part that is wrong.
        expected: ``None`` for an extra figure; found: ``None`` for a missing one.
        waits: reason why a missing figure is left for review, ``""`` when the reader did not see it.
    """

    text: str
    kind: Kind
    parts: tuple[Kind, ...]
    expected: KeyFigure | None
    found: Observation | None
    waits: str = ""


@dataclass(slots=True)
class Score:
    """Counts of one or several texts."""

    right: int = 0
    emitted: int = 0
    expected: int = 0
    hits: list[tuple[KeyFigure, Observation]] = field(default_factory=list)
    misses: list[tuple[str, KeyFigure]] = field(default_factory=list)
    false_hits: list[tuple[str, Observation]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Return right / emitted (1 when nothing was emitted)."""
        return self.right / self.emitted if self.emitted else 1.0

    @property
    def recall(self) -> float:
        """Return right / expected (1 when nothing was expected)."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def add(self, other: Score) -> None:
        """Add the counts of another text."""
        self.right += other.right
        self.emitted += other.emitted
        self.expected += other.expected
        self.hits += other.hits
        self.misses += other.misses
        self.false_hits += other.false_hits


def read_key(key: KeyText) -> NarrativeReading:
    """Read the text of a key with nothing but its date."""
    return read_text(key.text, report_id="0" * 64, published=key.published, unit_code="", title="")


def compare(key: KeyText, observations: Iterable[Observation], *, with_place: bool = True) -> Score:
    """Return the score of one text.

    Args:
        key: the text with its answers.
        observations: what the reader emitted for it.
        with_place: compare unit and period too; without them the weak link shows.
    """
    emitted = list(observations)
    score = Score(emitted=len(emitted), expected=len(key.figures))
    open_figures = list(key.figures)
    for observation in emitted:
        match = next((each for each in open_figures if is_right(each, observation, with_place)), None)
        if match is None:
            score.false_hits.append((key.name, observation))
        else:
            open_figures.remove(match)
            score.hits.append((match, observation))
            score.right += 1
    score.misses = [(key.name, each) for each in open_figures]
    return score


def mistakes(key: KeyText, score: Score, waiting: Mapping[str, str]) -> list[Mistake]:
    """Return what went wrong in one text, in order of kind.

    Args:
        key: the text with its answers.
        score: its exact score.
        waiting: reason of review by locator.
    """
    misses = [figure for _, figure in score.misses]
    false_hits = [observation for _, observation in score.false_hits]
    found: list[Mistake] = []
    for figure, observation in _pairs(key, misses, false_hits):
        parts = _wrong(figure, observation)
        found.append(Mistake(key.name, parts[0], parts, figure, observation))
        misses.remove(figure)
        false_hits = [each for each in false_hits if each is not observation]
    for figure in misses:
        waits = next((why for where, why in waiting.items() if _is_at(key, figure, where)), "")
        found.append(Mistake(key.name, "missing", ("missing",), figure, None, waits))
    found += [Mistake(key.name, "extra", ("extra",), None, each) for each in false_hits]
    return sorted(found, key=lambda each: KINDS.index(each.kind))


def is_right(figure: KeyFigure, observation: Observation, with_place: bool = True) -> bool:
    """Say whether an observation is a figure of the key."""
    parts = _wrong(figure, observation)
    return not parts or (not with_place and set(parts) <= {"unit", "period"})


def _wrong(figure: KeyFigure, observation: Observation) -> tuple[Kind, ...]:
    """Return the parts in which the two differ, in the order of `KINDS`."""
    is_period = figure.any_period or observation.period_code in figure.periods
    right: dict[Kind, bool] = {
        "unit": _is_unit(figure, observation.unit_code),
        "period": is_period and figure.breakdown in (None, observation.breakdown),
        "indicator": (observation.indicator_code, observation.measure) in figure.indicators,
        "value": observation.value == figure.value,
        "qualifier": observation.qualifier == figure.qualifier,
    }
    return tuple(kind for kind in KINDS if not right.get(kind, True))


def _is_unit(figure: KeyFigure, code: str) -> bool:
    """Say whether a code is the unit of a key; a body without registration is known by its kind and number."""
    return code in figure.units or f"*-{code.rpartition('-')[2]}" in figure.units


def _pairs(
    key: KeyText, misses: Sequence[KeyFigure], false_hits: Sequence[Observation]
) -> list[tuple[KeyFigure, Observation]]:
    """Pair leftovers that are one figure, the most alike first; each is used once."""
    likeness = [
        (5 - len(_wrong(figure, observation)) + _is_at(key, figure, observation.locator), at, beside)
        for at, figure in enumerate(misses)
        for beside, observation in enumerate(false_hits)
        if observation.value == figure.value or _is_at(key, figure, observation.locator)
    ]
    pairs, used = [], (set[int](), set[int]())
    for likes, at, beside in sorted(likeness, key=lambda each: (-each[0], each[1], each[2])):
        if likes >= _SAME and at not in used[0] and beside not in used[1]:
            used[0].add(at)
            used[1].add(beside)
            pairs.append((misses[at], false_hits[beside]))
    return pairs


def _is_at(key: KeyText, figure: KeyFigure, locator: str) -> bool:
    """Say whether a place of the text lies in the quote of a figure."""
    start = int(locator.removeprefix("char:").split("-")[0])
    at = key.text.find(figure.quote) if figure.quote else -1
    return at >= 0 and at <= start < at + len(figure.quote)
