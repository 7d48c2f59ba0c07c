"""How each type of event changes the state of a log.

Belongs here: one small function per type of event; a type's function sees the state before it and the event.
Does not belong here: what the state holds (`states`, `projections`), which step a finding may take (`lifecycle`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pipelines.events.lifecycle import CLOSED, FIGURE_VERDICTS, FORM_MAP_STEPS, TRANSITIONS, is_allowed
from pipelines.events.model import RecordedEvent
from pipelines.events.states import (
    Anomaly,
    Correction,
    FigureDecision,
    FigureState,
    FindingState,
    FormMapState,
    ReferenceState,
    ReportState,
    SlotState,
    SlotVersion,
)

if TYPE_CHECKING:
    from pipelines.events.projections import LogState

SlotKey = tuple[str, str, str]
Payload = dict[str, Any]

# --- reports ------------------------------------------------------------------------------------------------


def _report_received(state: LogState, event: RecordedEvent, body: Payload) -> None:
    state.reports[body["report_id"]] = ReportState(received_at=event.recorded_at, **body)


def _report_seen_again(state: LogState, event: RecordedEvent, body: Payload) -> None:
    if report := _report(state, event, body):
        report.seen_paths = (*report.seen_paths, body["path"])


def _report_identified(state: LogState, event: RecordedEvent, body: Payload) -> None:
    if report := _report(state, event, body):
        for name in (
            "kind",
            "unit_code",
            "period_code",
            "regime",
            "title",
            "is_synthetic",
            "parser",
            "reading",
            "forms_refused",
        ):
            setattr(report, name, body[name])
        report.form_maps = tuple(body["form_maps"])
        report.form_codes = tuple(body["form_codes"])
        report.published = _day(body["published"])


def _report_parsed(state: LogState, event: RecordedEvent, body: Payload) -> None:
    if report := _report(state, event, body):
        for name in ("parser", "facts_sha256", "rows", "encoding", "reading", "review_file", "review_rows"):
            setattr(report, name, body[name])
        report.facts_files[body["facts_sha256"]] = body["facts_file"]
        if report.status == "rejected":
            report.status, report.problem_vi, report.problem_en = "received", "", ""


def _report_rejected(state: LogState, event: RecordedEvent, body: Payload) -> None:
    if report := _report(state, event, body):
        what = body["problem"].get("what", {})
        report.leave_marts(event.recorded_at)
        report.status, report.accepted_at, report.accepted_facts_sha256 = "rejected", None, ""
        report.parser, report.reading = body["parser"], body["reading"]
        report.rows, report.facts_sha256, report.held_by = 0, "", ()
        report.review_file, report.review_rows = "", 0
        report.problem_vi, report.problem_en = what.get("vi", ""), what.get("en", "")


def _report_accepted(state: LogState, event: RecordedEvent, body: Payload) -> None:
    if report := _report(state, event, body):
        report.enter_marts(body["facts_sha256"], event.recorded_at)
        report.status, report.held_by = "accepted", ()


def _report_held(state: LogState, event: RecordedEvent, body: Payload) -> None:
    if report := _report(state, event, body):
        report.status = "held" if report.accepted_at is None else "accepted"
        report.held_by = tuple(body["finding_ids"])
        report.held_at = report.held_at or event.recorded_at


def _report_declined(state: LogState, event: RecordedEvent, body: Payload) -> None:
    """End a report that waits; what is in the marts cannot be declined any more."""
    report = _report(state, event, body)
    if report is None:
        return
    if report.accepted_at is not None or report.ended_at is not None or report.status == "rejected":
        _not_possible(state, event, "in the marts, replaced or rejected")
        return
    for key in state.slots_of_report.get(report.report_id, ()):
        state.slots[key].versions[report.report_id].ended_at = event.recorded_at
    report.ended_at, report.declined, report.held_by = event.recorded_at, body["reason"], ()


def _report(state: LogState, event: RecordedEvent, body: Payload) -> ReportState | None:
    report = state.reports.get(body["report_id"])
    if report is None:
        _not_possible(state, event, "no such report")
    return report


# --- slots --------------------------------------------------------------------------------------------------


def _slot_submitted(state: LogState, event: RecordedEvent, body: Payload) -> None:
    _version_of(state, event, body)
    state.slots[_slot_key(body)].rejections.pop(body["report_id"], None)


def _slot_rejected(state: LogState, event: RecordedEvent, body: Payload) -> None:
    """Note that a file was meant for the slot; a version that was read before stays one."""
    key = _slot_key(body)
    slot = state.slots.setdefault(key, SlotState(*key))
    if body["report_id"] not in slot.versions:
        slot.rejections.setdefault(body["report_id"], event.recorded_at)


def _slot_accepted(state: LogState, event: RecordedEvent, body: Payload) -> None:
    """Put a version in force: it ends the one that was, and every older one still waiting."""
    accepted = _version_of(state, event, body)
    slot = state.slots[_slot_key(body)]
    for other in slot.versions.values():
        is_replaced = other.report_id == slot.in_force or other.version < accepted.version
        if other is not accepted and is_replaced and other.ended_at is None:
            other.ended_at = event.recorded_at
    accepted.accepted_at, accepted.ended_at = event.recorded_at, None
    slot.in_force = accepted.report_id
    for report_id in slot.versions:
        _end_report(state, report_id)


def _version_of(state: LogState, event: RecordedEvent, body: Payload) -> SlotVersion:
    key, report_id = _slot_key(body), body["report_id"]
    slot = state.slots.setdefault(key, SlotState(*key))
    found = slot.versions.get(report_id)
    if found is None:
        found = slot.versions[report_id] = SlotVersion(report_id, body["version"], event.recorded_at)
        state.slots_of_report.setdefault(report_id, []).append(key)
    found.version = body["version"]
    if report := state.reports.get(report_id):
        report.version = max(_versions(state, report_id), key=lambda each: each.version).version
        _end_report(state, report_id)
    return found


def _end_report(state: LogState, report_id: str) -> None:
    """A report has ended when each of its slots went to another version."""
    if report := state.reports.get(report_id):
        ends = [each.ended_at for each in _versions(state, report_id)]
        known = [end for end in ends if end is not None]
        report.ended_at = max(known) if len(known) == len(ends) else None
        if report.ended_at:
            report.leave_marts(report.ended_at)


def _versions(state: LogState, report_id: str) -> list[SlotVersion]:
    return [state.slots[key].versions[report_id] for key in state.slots_of_report[report_id]]


def _slot_key(body: Payload) -> SlotKey:
    return body["unit_code"], body["form_code"], body["period_code"]


# --- findings -----------------------------------------------------------------------------------------------


def _finding_step(state: LogState, event: RecordedEvent, body: Payload) -> None:
    """Move a finding along `lifecycle.TRANSITIONS`, then write down what the event tells."""
    finding = state.findings.get(body["finding_id"])
    before = finding.state if finding else None
    if not is_allowed(before, event.type):
        _not_possible(state, event, before or "no such finding")
        return
    if finding is None:
        finding = state.findings[body["finding_id"]] = _opened(event, body)
    finding.state = TRANSITIONS[event.type][before]
    if finding.state != "waived":
        state.waivers.pop(finding.finding_id, None)
    if finding.state not in CLOSED:
        finding.closed_at = None
    elif before != finding.state:
        finding.closed_at = event.recorded_at
    tell = _FINDING_DETAILS.get(event.type)
    if tell:
        tell(state, finding, event, body)


def _opened(event: RecordedEvent, body: Payload) -> FindingState:
    told = {name: value for name, value in body.items() if name != "refresh_id"}
    told["observation_ids"], told["report_ids"] = tuple(body["observation_ids"]), tuple(body["report_ids"])
    return FindingState(state="open", opened_at=event.recorded_at, **told)


def _changed(_state: LogState, finding: FindingState, _event: RecordedEvent, body: Payload) -> None:
    for name in ("lhs", "rhs", "difference", "message_vi", "message_en"):
        setattr(finding, name, body[name])
    finding.observation_ids, finding.report_ids = tuple(body["observation_ids"]), tuple(body["report_ids"])


def _assigned(_state: LogState, finding: FindingState, _event: RecordedEvent, body: Payload) -> None:
    finding.assignee = body["assignee"]


def _waived(state: LogState, finding: FindingState, _event: RecordedEvent, body: Payload) -> None:
    finding.waiver_reason, finding.waiver_approver = body["reason"], body["approver"]
    finding.waiver_expires = state.waivers[finding.finding_id] = date.fromisoformat(body["expires"])


def _corrected(state: LogState, finding: FindingState, event: RecordedEvent, body: Payload) -> None:
    told = {name: body[name] for name in ("observation_id", "expected_printed", "value", "reason")}
    state.corrections[finding.finding_id, body["observation_id"]] = Correction(
        finding_id=finding.finding_id, actor=event.actor, recorded_at=event.recorded_at, **told
    )


def _reopened(state: LogState, finding: FindingState, _event: RecordedEvent, body: Payload) -> None:
    """A waiver ends with the reopening; a correction only when its guard failed."""
    finding.waiver_reason = finding.waiver_expires = finding.waiver_approver = None
    if body["reason"] == "source_changed":
        for key in [key for key in state.corrections if key[0] == finding.finding_id]:
            del state.corrections[key]


_FINDING_DETAILS: dict[str, Callable[[LogState, FindingState, RecordedEvent, Payload], None]] = {
    "FindingChanged": _changed,
    "FindingAssigned": _assigned,
    "FindingWaived": _waived,
    "FindingCorrected": _corrected,
    "FindingReopened": _reopened,
}


# --- figures under review -----------------------------------------------------------------------------------


def _figure_decided(state: LogState, event: RecordedEvent, body: Payload) -> None:
    """Write down a decision; it ends the one before."""
    verdict = FIGURE_VERDICTS[event.type]
    told = {"accepted": body["read"], "corrected": body.get("told"), "refused": None}[verdict]
    names = ("figure_id", "decision_id", "report_id", "locator", "printed", "read", "confidence")
    decision = FigureDecision(
        verdict=verdict, told=told, reason=body.get("reason", ""), actor=event.actor, recorded_at=event.recorded_at,
        **{name: body[name] for name in names},
    )  # fmt: skip
    known = state.figures.get(body["figure_id"])
    if known is None:
        known = FigureState(body["figure_id"], body["report_id"], body["locator"], verdict)
        state.figures[body["figure_id"]] = known
    known.decisions = (*_ended(known, event), decision)
    known.state = verdict


def _figure_reopened(state: LogState, event: RecordedEvent, body: Payload) -> None:
    figure = state.figures.get(body["figure_id"])
    if figure is None or figure.standing is None:
        _not_possible(state, event, figure.state if figure else "no such figure")
        return
    figure.decisions, figure.state = _ended(figure, event), "reopened"


def _ended(figure: FigureState, event: RecordedEvent) -> tuple[FigureDecision, ...]:
    if not figure.decisions or figure.standing is None:
        return figure.decisions
    return (*figure.decisions[:-1], replace(figure.decisions[-1], ended_at=event.recorded_at))


# --- maps of forms ------------------------------------------------------------------------------------------


def _form_map_proposed(state: LogState, event: RecordedEvent, body: Payload) -> None:
    told = {**body, "measures": tuple(body["measures"])}
    told |= {name: _day(body[name]) for name in ("valid_from", "valid_to")}
    state.form_maps[body["map_id"]] = FormMapState(
        proposed_at=event.recorded_at, proposed_by=event.actor, **told
    )


def _form_map_decided(state: LogState, event: RecordedEvent, body: Payload) -> None:
    """Put a map in force, or out of it."""
    found = state.form_maps.get(body["map_id"])
    if found is None or event.type not in FORM_MAP_STEPS[found.state]:
        _not_possible(state, event, found.state if found else "no such map")
        return
    found.state = FORM_MAP_STEPS[found.state][event.type]
    found.decided_at, found.decided_by, found.reason = event.recorded_at, event.actor, body["reason"]
    found.decided_seq = event.seq


# --- reference and refresh ----------------------------------------------------------------------------------


def _reference_loaded(state: LogState, event: RecordedEvent, body: Payload) -> None:
    state.references[body["table"]] = ReferenceState(loaded_at=event.recorded_at, **body)


def _refresh_completed(state: LogState, _event: RecordedEvent, body: Payload) -> None:
    state.last_refresh = body


def _not_possible(state: LogState, event: RecordedEvent, met: str) -> None:
    state.anomalies.append(Anomaly(event.seq, event.stream, event.type, met))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


#: Event type → what it does. Types that are not named change nothing but the position.
STEPS: dict[str, Callable[[LogState, RecordedEvent, Payload], None]] = {
    "ReportReceived": _report_received,
    "ReportSeenAgain": _report_seen_again,
    "ReportIdentified": _report_identified,
    "ReportParsed": _report_parsed,
    "ReportRejected": _report_rejected,
    "ReportAccepted": _report_accepted,
    "ReportHeld": _report_held,
    "SlotVersionSubmitted": _slot_submitted,
    "SlotVersionAccepted": _slot_accepted,
    "SlotVersionRejected": _slot_rejected,
    "ReportDeclined": _report_declined,
    **dict.fromkeys(TRANSITIONS, _finding_step),
    **dict.fromkeys(FIGURE_VERDICTS, _figure_decided),
    "FigureReviewReopened": _figure_reopened,
    "FormMapProposed": _form_map_proposed,
    "FormMapAccepted": _form_map_decided,
    "FormMapWithdrawn": _form_map_decided,
    "ReferenceLoaded": _reference_loaded,
    "RefreshCompleted": _refresh_completed,
}
