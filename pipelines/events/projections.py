"""Pure folds: from events to what the log says today, or said at any instant.

`LogState` applies one event at a time, so a rebuild, an incremental update and any split into batches end in the
same state (P7).

Belongs here: the state, its frames, its way through a log. Does not belong here: how each event changes it
(`steps`), decisions (callers append events), SQL, the marts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self, cast

import polars as pl

from pipelines.events import columns
from pipelines.events.errors import log_gap, unknown_type
from pipelines.events.log import EventLog
from pipelines.events.model import RecordedEvent, from_micros
from pipelines.events.states import (
    Anomaly,
    Correction,
    FigureState,
    FindingState,
    FormMapState,
    ReferenceState,
    ReportState,
    SlotState,
    SlotVersion,
)
from pipelines.events.steps import STEPS, Payload, SlotKey
from pipelines.events.types import EVENT_TYPES


@dataclass
class LogState:
    """Everything the landing tables need to know, as of one position of the log.

    Attributes:
        position: ``seq`` of the last event applied.
        recorded_at: its time, ``None`` at position 0.
        slots: by (unit, form, period).
        corrections: by (finding, observation).
        figures: figures of prose that a person looked at, by figure id.
        form_maps: maps that were learned, by map id.
        references: by table.
        last_refresh: payload of the last ``RefreshCompleted``.
        waivers: when each waiver ends, by finding.
        anomalies: events that were not possible (see `lifecycle`).
    """

    position: int = 0
    recorded_at: datetime | None = None
    reports: dict[str, ReportState] = field(default_factory=dict)
    findings: dict[str, FindingState] = field(default_factory=dict)
    corrections: dict[tuple[str, str], Correction] = field(default_factory=dict)
    figures: dict[str, FigureState] = field(default_factory=dict)
    slots: dict[SlotKey, SlotState] = field(default_factory=dict)
    slots_of_report: dict[str, list[SlotKey]] = field(default_factory=dict)
    form_maps: dict[str, FormMapState] = field(default_factory=dict)
    references: dict[str, ReferenceState] = field(default_factory=dict)
    last_refresh: Payload | None = field(
        default_factory=lambda: None
    )  # no class attribute: see `__getattr__`
    waivers: dict[str, date] = field(default_factory=dict)
    anomalies: list[Anomaly] = field(default_factory=list)

    def apply(self, event: RecordedEvent) -> None:
        """Take the next event into account.

        Raises:
            ThadsError: it is not the next event, or its type is unknown to this programme.
        """
        if event.seq != self.position + 1:
            raise log_gap(self.position + 1, event.seq)
        if event.type not in EVENT_TYPES:
            raise unknown_type(f"event {event.seq}", event.type, "one of " + ", ".join(EVENT_TYPES))
        step = STEPS.get(event.type)
        if step:
            step(self, event, cast(Payload, event.payload))
        self.position, self.recorded_at = event.seq, event.recorded_at

    def apply_all(self, events: Iterable[RecordedEvent]) -> Self:
        """Take events into account in order and return this state."""
        for event in events:
            self.apply(event)
        return self

    def catch_up(self, log: EventLog, until: int | None = None) -> Self:
        """Take into account what the log holds beyond this state, up to a position (default: all)."""
        return self.apply_all(log.read(self.position, until))

    @classmethod
    def as_of(cls, log: EventLog, at: datetime | int | None = None) -> Self:
        """Return the state as it was known at an instant (aware) or a position; by default now."""
        until = log.position_at(at) if isinstance(at, datetime) else at
        return cls().catch_up(log, until)

    @classmethod
    def of_sections(
        cls, position: int, recorded_at: int | None, sections: Mapping[str, Callable[[], Any]]
    ) -> Self:
        """Return a state whose other fields are made when somebody asks for them.

        Args:
            position: ``seq`` of the last event applied.
            recorded_at: its time in µs since 1970 UTC.
            sections: by field, what makes it.
        """
        state = cls.__new__(cls)
        state.position, state.recorded_at = (
            position,
            None if recorded_at is None else from_micros(recorded_at),
        )
        vars(state)["_sections"] = dict(sections)
        return state

    def encoded_section(self, name: str) -> Callable[[], Any] | None:
        """Return what would make a field that nobody has asked for or set yet."""
        held = vars(self)
        make: Callable[[], Any] | None = None if name in held else held.get("_sections", {}).get(name)
        return make

    if not TYPE_CHECKING:  # a field that is not there yet is the only attribute looked up here

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401
            make = self.encoded_section(name)
            if make is None:
                raise AttributeError(name)
            value = vars(self)[name] = make()
            return value

    def reports_frame(self) -> pl.DataFrame:
        """Return one row per report in order of arrival, columns `columns.REPORTS`."""
        return columns.frame_of(self.reports.values(), columns.REPORTS)

    def acceptances_frame(self) -> pl.DataFrame:
        """Return one row per reading that was ever in the marts, columns `columns.ACCEPTANCES`."""
        rows = [each for report in self.reports.values() for each in report.acceptances]
        return columns.frame_of(rows, columns.ACCEPTANCES)

    def findings_frame(self) -> pl.DataFrame:
        """Return one row per finding in order of opening, columns `columns.FINDINGS`."""
        return columns.frame_of(self.findings.values(), columns.FINDINGS)

    def corrections_frame(self) -> pl.DataFrame:
        """Return one row per correction that holds, columns `columns.CORRECTIONS`."""
        return columns.frame_of(self.corrections.values(), columns.CORRECTIONS)

    def slots_frame(self, report_ids: Iterable[str] | None = None) -> pl.DataFrame:
        """Return one row per version of a slot, columns `columns.SLOTS`; of these reports only, when some are named."""
        wanted = self.slots_of_report if report_ids is None else sorted(report_ids)
        rows = [
            _SlotRow(self.slots[key], self.slots[key].versions[each], self.reports.get(each))
            for each in wanted
            for key in self.slots_of_report.get(each, ())
        ]
        return columns.frame_of(rows, columns.SLOTS)

    def slot_rejections_frame(self) -> pl.DataFrame:
        """Return one row per report that was meant for a slot and cannot be read, columns `columns.SLOT_REJECTIONS`."""
        rows = [
            _SlotRejection(slot, self.reports.get(report_id), report_id, at)
            for slot in self.slots.values()
            for report_id, at in slot.rejections.items()
        ]
        return columns.frame_of(rows, columns.SLOT_REJECTIONS)

    def references_frame(self) -> pl.DataFrame:
        """Return one row per reference table, columns `columns.REFERENCES`."""
        return columns.frame_of(self.references.values(), columns.REFERENCES)


def fold_reports(events: Iterable[RecordedEvent]) -> dict[str, ReportState]:
    """Return the reports of a log read from its start, by report id."""
    return LogState().apply_all(events).reports


def fold_findings(events: Iterable[RecordedEvent]) -> dict[str, FindingState]:
    """Return the findings of a log read from its start, by finding id."""
    return LogState().apply_all(events).findings


def fold_corrections(events: Iterable[RecordedEvent]) -> dict[tuple[str, str], Correction]:
    """Return the corrections that hold in a log read from its start, by (finding, observation)."""
    return LogState().apply_all(events).corrections


def fold_slots(events: Iterable[RecordedEvent]) -> dict[SlotKey, SlotState]:
    """Return the slots of a log read from its start, by (unit, form, period)."""
    return LogState().apply_all(events).slots


class _SlotRow:
    """A slot's version with the slot's own columns, and those of its report, beside it."""

    def __init__(self, slot: SlotState, version: SlotVersion, report: ReportState | None) -> None:
        self.unit_code, self.form_code, self.period_code = slot.unit_code, slot.form_code, slot.period_code
        self.report_id, self.version = version.report_id, version.version
        self.received_at = report.received_at if report else version.submitted_at
        self.held_at = report.held_at if report else None
        self.submitted_at, self.accepted_at = version.submitted_at, version.accepted_at
        self.ended_at, self.is_in_force = version.ended_at, slot.in_force == version.report_id
        self.is_declined = bool(report and report.declined)


class _SlotRejection:
    """A report that was meant for a slot, with the slot's own columns beside it."""

    def __init__(self, slot: SlotState, report: ReportState | None, report_id: str, at: datetime) -> None:
        self.unit_code, self.form_code, self.period_code = slot.unit_code, slot.form_code, slot.period_code
        self.report_id, self.rejected_at = report_id, at
        self.received_at = report.received_at if report else at
