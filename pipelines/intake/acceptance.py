"""What becomes of a report after validation: its figures enter the marts, or they wait.

Belongs here: turning the verdict on each report into events. Does not belong here: the rules themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipelines.events.projections import LogState
from pipelines.events.states import ReportState, SlotState
from pipelines.events.steps import SlotKey
from pipelines.events.types import EventBody, ReportAccepted, ReportHeld, SlotVersionAccepted


def decide(state: LogState, held_by: Mapping[str, tuple[str, ...]], refresh_id: str) -> list[EventBody]:
    """Return the events that bring every read report where the findings put it; none when nothing changed.

    Args:
        state: the log after the findings of this refresh.
        held_by: report id → ids of the open blocking findings that keep it out.
        refresh_id: the refresh that decides.
    """
    bodies: list[EventBody] = []
    in_force = {key: _current(slot) for key, slot in state.slots.items()}
    for report in state.reports.values():
        if not report.facts_sha256 or report.status == "rejected" or report.ended_at:
            continue  # nothing to decide: not read, or replaced by a newer version
        if report.accepted_facts_sha256 == report.facts_sha256:
            continue  # in the marts; a later finding is shown beside its figures, it does not take them out
        findings = tuple(sorted(held_by.get(report.report_id, ())))
        if findings:
            bodies += _hold(report, findings, refresh_id)
        else:
            bodies += _accept(state, report, refresh_id, in_force)
    return bodies


def _hold(report: ReportState, findings: tuple[str, ...], refresh_id: str) -> Iterator[EventBody]:
    if report.held_by != findings:
        yield ReportHeld(
            report_id=report.report_id,
            refresh_id=refresh_id,
            facts_sha256=report.facts_sha256,
            finding_ids=findings,
        )


def _accept(
    state: LogState, report: ReportState, refresh_id: str, in_force: dict[SlotKey, tuple[int, str]]
) -> Iterator[EventBody]:
    yield ReportAccepted(report_id=report.report_id, refresh_id=refresh_id, facts_sha256=report.facts_sha256)
    for key in state.slots_of_report.get(report.report_id, ()):
        version = state.slots[key].versions[report.report_id].version
        current_version, current_report = in_force[key]
        # A version that was held and is accepted late must not push out a newer one that is in force.
        if current_version < version:
            in_force[key] = (version, report.report_id)
            unit_code, form_code, period_code = key
            yield SlotVersionAccepted(
                unit_code=unit_code,
                form_code=form_code,
                period_code=period_code,
                report_id=report.report_id,
                refresh_id=refresh_id,
                version=version,
                replaces=current_report,
            )


def _current(slot: SlotState) -> tuple[int, str]:
    """Return version and report id of what is in force; version 0 when nothing is."""
    return (slot.versions[slot.in_force].version, slot.in_force) if slot.in_force else (0, "")
