"""When a report is read anew: which decisions about its figures still hold.

A decision rests on the reading that was offered. It holds while that reading is offered again, and when the reader
has come to what the person decided; it ends when the place is read in a third way, or not at all.

Belongs here: the comparison. Does not belong here: new decisions (`decisions`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import polars as pl

from pipelines.events.figure_types import FigureReading, FigureReviewReopened
from pipelines.events.states import FigureDecision, FigureState
from pipelines.narrative.review.items import Candidate, by_place, from_frame, from_observations


def figures_by_report(figures: Mapping[str, FigureState]) -> dict[str, list[FigureState]]:
    """Return the figures that somebody decided on by report."""
    found: dict[str, list[FigureState]] = {}
    for each in figures.values():
        found.setdefault(each.report_id, []).append(each)
    return found


def reopenings(
    figures: Iterable[FigureState], reading: int, observations: pl.DataFrame, review: pl.DataFrame
) -> list[FigureReviewReopened]:
    """Return the events that end decisions which a new reading of their report does not bear out.

    Args:
        figures: those of the report.
        reading: number of the new reading.
        observations: its figures.
        review: what it left for review.
    """
    decided = [each for each in figures if each.standing is not None]
    if not decided:
        return []
    places = by_place([*from_observations(observations), *from_frame(review)])
    return [
        FigureReviewReopened(
            figure_id=figure.figure_id, report_id=figure.report_id, reading=reading, reason=reason
        )
        for figure in decided
        if figure.standing is not None
        and (reason := _reason(figure.standing, places.get(figure.figure_id, [])))
    ]


def _reason(
    decision: FigureDecision, offered: Sequence[Candidate]
) -> Literal["reading_changed", "source_changed", ""]:
    if not offered:
        # A figure that was refused and is not seen any more needs nobody.
        return "" if decision.verdict == "refused" else "source_changed"
    if any(each.printed != decision.printed for each in offered):
        return "source_changed"
    known = [FigureReading(**each) for each in (decision.read, decision.told) if each]
    return "" if any(each.read in known for each in offered) else "reading_changed"
