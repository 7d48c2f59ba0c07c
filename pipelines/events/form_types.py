"""Event types about the map of a form that was learned from a sheet.

A proposal fixes everything a map needs; its columns are a CSV in the archive, named by its sha256. Acceptance puts
it in force for the periods it is valid for, withdrawal takes it out; a map is never changed, another one is proposed.

Belongs here: their payloads. Does not belong here: how a map is learned or read (`forms`).
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import Field

from pipelines.events.body import EventBody


class FormMapProposed(EventBody):
    """A map was learned from a sheet, or written by a steward, for others to judge."""

    STREAM: ClassVar[str] = "form/{form_code}/{regime}"
    KEY: ClassVar[tuple[str, ...]] = ("map_id",)

    map_id: str = Field(description="12 hex digits over everything else: the same proposal is the same fact")
    form_code: str
    regime: str = Field(description="regime of the form, e.g. R2026; it need not be known before")
    title_vi: str = Field(description="title as forms print it")
    title_en: str = ""
    instrument: str = Field(description="instrument that issued the form, with its number")
    valid_from: date = Field(description="first day of the periods it is for")
    valid_to: date | None = Field(default=None, description="last day, nothing while open")
    row_axis: str = Field(description="what the rows are: kind of case, office, office × enforcer, …")
    measures: tuple[str, ...] = Field(description="what the columns count")
    money_unit: str = Field(default="", description="unit of money as printed, empty without money")
    columns_sha256: str = Field(description="the map rows, a CSV in the archive")
    columns: int = Field(description="columns that are read")
    certainty: float = Field(default=0.0, description="of the least certain column, 0 to 1")
    learned_from: str = Field(default="", description="sha256 of the file it was learned from")
    sheet: str = ""
    based_on: str = Field(default="", description="form and regime of the known map it started from")


class FormMapAccepted(EventBody):
    """A steward put a map in force; sheets that fit it are read with it from the next refresh on."""

    STREAM: ClassVar[str] = "form/{form_code}/{regime}"
    KEY: ClassVar[tuple[str, ...]] = ("map_id", "decision_id")

    map_id: str
    form_code: str
    regime: str
    decision_id: str
    columns_sha256: str = Field(description="the map rows that were looked at")
    reason: str


class FormMapWithdrawn(EventBody):
    """A steward turned a proposal down, or took a map out of force; what was read with it is read again without."""

    STREAM: ClassVar[str] = "form/{form_code}/{regime}"
    KEY: ClassVar[tuple[str, ...]] = ("map_id", "decision_id")

    map_id: str
    form_code: str
    regime: str
    decision_id: str
    reason: str
