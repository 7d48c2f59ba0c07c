"""Event types about a slot (unit, form, period): which versions came for it, and which of them is in force.

Belongs here: their payloads. Does not belong here: when a version comes into force (`intake.acceptance`).
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from pipelines.events.body import EventBody


class SlotVersionSubmitted(EventBody):
    """A file for a (unit, form, period) arrived: first version or a resubmission."""

    STREAM: ClassVar[str] = "slot/{unit_code}/{form_code}/{period_code}"
    KEY: ClassVar[tuple[str, ...]] = ("unit_code", "form_code", "period_code", "report_id")

    unit_code: str
    form_code: str
    period_code: str
    report_id: str
    version: int


class SlotVersionAccepted(EventBody):
    """A version of a slot came into force and replaced the one before."""

    STREAM: ClassVar[str] = "slot/{unit_code}/{form_code}/{period_code}"
    KEY: ClassVar[tuple[str, ...]] = ("unit_code", "form_code", "period_code", "report_id", "refresh_id")

    unit_code: str
    form_code: str
    period_code: str
    report_id: str
    refresh_id: str
    version: int
    replaces: str = Field(default="", description="report id of the version it replaced")


class SlotVersionRejected(EventBody):
    """A file for a (unit, form, period) arrived, but the form in it cannot be read; no version came of it."""

    STREAM: ClassVar[str] = "slot/{unit_code}/{form_code}/{period_code}"
    KEY: ClassVar[tuple[str, ...]] = ("unit_code", "form_code", "period_code", "report_id", "reading")

    unit_code: str
    form_code: str
    period_code: str
    report_id: str
    reading: int = Field(default=1, description="how many times the report has been read, this one included")
    basis: Literal["content", "file_name"] = Field(description="what says which slot it was meant for")
