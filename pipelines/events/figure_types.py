"""Event types about one figure of prose that a person looked at.

A figure is named by its place: the report and the locator. The decision keeps both readings, the one that was
offered and the one the person put in its place, so that the log alone tells what happened.

Belongs here: their payloads. Does not belong here: what a decision needs (`narrative.review`).
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from pipelines.events.body import EventBody


class FigureReading(BaseModel):
    """What a printed figure is taken for; a part that nobody could tell is empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit_code: str = ""
    period_code: str = ""
    indicator_code: str = ""
    measure: str = ""
    breakdown: str = ""
    value: str = Field(default="", description="plain decimal")
    qualifier: str = "exact"


class _Decision(EventBody):
    STREAM: ClassVar[str] = "figure/{figure_id}"
    KEY: ClassVar[tuple[str, ...]] = ("figure_id", "decision_id")

    figure_id: str = Field(description="16 hex digits of report and place")
    decision_id: str
    report_id: str
    locator: str = Field(description="place of the figure in the report")
    printed: str = Field(description="guard: what the source printed when the decision was made")
    read: FigureReading = Field(description="the reading that was offered")
    confidence: float = Field(default=0.0, description="how sure the reader was")


class FigureAccepted(_Decision):
    """A steward confirmed a reading; the figure enters the marts as it was read."""


class FigureCorrected(_Decision):
    """A steward read a figure otherwise; the corrected reading enters the marts."""

    told: FigureReading = Field(description="the reading the steward put in its place")
    reason: str


class FigureRefused(_Decision):
    """A steward found that a figure is no statistic, or that nobody can tell which; it stays out of the marts."""

    reason: str


class FigureReviewReopened(EventBody):
    """The figure is read otherwise than when it was decided on; the decision ends and somebody must look again."""

    STREAM: ClassVar[str] = "figure/{figure_id}"
    KEY: ClassVar[tuple[str, ...]] = ("figure_id", "report_id", "reading")

    figure_id: str
    report_id: str
    reading: int = Field(description="the reading of the report that is different")
    reason: Literal["reading_changed", "source_changed"]
