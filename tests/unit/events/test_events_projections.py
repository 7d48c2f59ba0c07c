"""What the folds say about reports, findings, corrections and slots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.events import columns, lifecycle
from pipelines.events.log import EventLog, open_log
from pipelines.events.projections import LogState, fold_corrections, fold_findings, fold_reports, fold_slots
from pipelines.events.types import (
    EVENT_TYPES,
    EventBody,
    FindingAssigned,
    FindingCorrected,
    FindingReopened,
    FindingResolved,
    FindingWaived,
    ReferenceLoaded,
    ReportAccepted,
    ReportDeclined,
    ReportHeld,
    ReportIdentified,
    ReportParsed,
    ReportRejected,
    SlotVersionAccepted,
    SlotVersionRejected,
    SlotVersionSubmitted,
)
from pipelines.problems import ThadsError
from tests.events_support import Clock, new, opened, received, report, slot


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log(tmp_path: Path, clock: Clock) -> Iterator[EventLog]:
    with open_log(tmp_path / "log.sqlite", clock) as opened_log:
        yield opened_log


def tell(log: EventLog, clock: Clock, *bodies: EventBody) -> LogState:
    """Append events one second apart and return the state after them."""
    for body in bodies:
        clock.now += 1_000_000
        log.append([new(body)])
    return LogState.as_of(log)


def test_a_report_is_received_identified_read_and_accepted(log: EventLog, clock: Clock) -> None:
    state = tell(
        log, clock,
        received(1),
        ReportIdentified(
            report_id=report(1), parser="narrative/1", kind="narrative", unit_code="P63-38", period_code="",
            published=date(2021, 10, 5), title="Tổng kết",
        ),
        ReportParsed(report_id=report(1), parser="narrative/1", facts_sha256="a", rows=7, encoding="utf-8"),
        ReportAccepted(report_id=report(1), refresh_id="r1", facts_sha256="a"),
    )  # fmt: skip
    [row] = state.reports_frame().to_dicts()
    assert (row["status"], row["kind"], row["rows"], row["version"]) == ("accepted", "narrative", 7, 1)
    assert (row["published"], row["title"], row["encoding"]) == (date(2021, 10, 5), "Tổng kết", "utf-8")
    assert row["accepted_at"] > row["received_at"]
    assert row["ended_at"] is None


def test_a_rejected_report_says_why_in_both_languages(log: EventLog, clock: Clock) -> None:
    problem = {"what": {"vi": "Tệp bị khoá", "en": "The file is locked"}}
    state = tell(log, clock, received(1), ReportRejected(report_id=report(1), parser="x", problem=problem))
    [row] = state.reports_frame().to_dicts()
    assert (row["status"], row["problem_vi"], row["problem_en"]) == (
        "rejected",
        "Tệp bị khoá",
        "The file is locked",
    )


def test_a_report_read_again_after_a_rejection_starts_again(log: EventLog, clock: Clock) -> None:
    state = tell(
        log, clock,
        received(1),
        ReportRejected(report_id=report(1), parser="x", problem={"what": {"vi": "v", "en": "e"}}),
        ReportParsed(report_id=report(1), reading=2, parser="y", facts_sha256="a", rows=1),
    )  # fmt: skip
    found = state.reports[report(1)]
    assert (found.status, found.problem_vi, found.reading) == ("received", "", 2)


def test_a_held_report_names_its_findings(log: EventLog, clock: Clock) -> None:
    held = ReportHeld(report_id=report(1), refresh_id="r1", facts_sha256="a", finding_ids=("f1",))
    found = tell(log, clock, received(1), held).reports[report(1)]
    assert (found.status, found.held_by, found.accepted_at) == ("held", ("f1",), None)


def test_a_reading_in_the_marts_stays_when_a_newer_one_is_held(log: EventLog, clock: Clock) -> None:
    state = tell(
        log, clock,
        received(1),
        ReportAccepted(report_id=report(1), refresh_id="r1", facts_sha256="a"),
        ReportHeld(report_id=report(1), refresh_id="r2", facts_sha256="b", finding_ids=("f1",)),
    )  # fmt: skip
    found = state.reports[report(1)]
    assert (found.status, found.held_by, found.accepted_facts_sha256) == ("accepted", ("f1",), "a")


def test_every_stay_in_the_marts_is_remembered(log: EventLog, clock: Clock) -> None:
    state = tell(
        log, clock,
        received(1),
        received(2),
        slot(SlotVersionAccepted, 1, 1, refresh_id="r1"),
        ReportAccepted(report_id=report(1), refresh_id="r1", facts_sha256="a"),
        slot(SlotVersionAccepted, 2, 2, refresh_id="r2"),
        slot(SlotVersionAccepted, 1, 1, refresh_id="r3"),
        ReportAccepted(report_id=report(1), refresh_id="r3", facts_sha256="a"),
    )  # fmt: skip
    stays = state.acceptances_frame().filter(report_id=report(1))
    assert stays["facts_sha256"].to_list() == ["a", "a"]
    assert stays["known_to"].is_null().to_list() == [False, True]


def test_accepting_the_same_reading_again_does_not_move_its_time(log: EventLog, clock: Clock) -> None:
    first = tell(
        log, clock, received(1), ReportAccepted(report_id=report(1), refresh_id="r1", facts_sha256="a")
    ).reports[report(1)].accepted_at  # fmt: skip
    again = tell(log, clock, ReportAccepted(report_id=report(1), refresh_id="r2", facts_sha256="a"))
    assert again.reports[report(1)].accepted_at == first
    other = tell(log, clock, ReportAccepted(report_id=report(1), refresh_id="r3", facts_sha256="b"))
    assert other.reports[report(1)].accepted_at == other.recorded_at


def test_an_accepted_version_stays_in_force_until_its_replacement_is_accepted(
    log: EventLog, clock: Clock
) -> None:
    state = tell(
        log, clock,
        received(1),
        received(2),
        slot(SlotVersionSubmitted, 1, 1),
        slot(SlotVersionAccepted, 1, 1, refresh_id="r1"),
        slot(SlotVersionSubmitted, 2, 2),
    )  # fmt: skip
    assert state.slots["P63-38", "01", "FY2021"].in_force == report(1)
    assert state.reports[report(1)].ended_at is None
    assert state.reports[report(2)].ended_at is None
    state = tell(log, clock, slot(SlotVersionAccepted, 2, 2, refresh_id="r2", replaces=report(1)))
    assert state.slots["P63-38", "01", "FY2021"].in_force == report(2)
    assert state.reports[report(1)].ended_at == state.recorded_at
    assert (state.reports[report(2)].ended_at, state.reports[report(2)].version) == (None, 2)
    assert state.slots_frame()["is_in_force"].to_list() == [False, True]


def test_a_report_ends_only_when_all_its_slots_went_to_other_versions(log: EventLog, clock: Clock) -> None:
    state = tell(
        log, clock,
        received(1),
        received(2),
        slot(SlotVersionSubmitted, 1, 1, "01"),
        slot(SlotVersionSubmitted, 1, 1, "02"),
        slot(SlotVersionAccepted, 1, 1, "01", refresh_id="r1"),
        slot(SlotVersionAccepted, 1, 1, "02", refresh_id="r1"),
        slot(SlotVersionAccepted, 2, 2, "01", refresh_id="r2"),
    )  # fmt: skip
    assert state.reports[report(1)].ended_at is None
    state = tell(log, clock, slot(SlotVersionAccepted, 2, 2, "02", refresh_id="r2"))
    assert state.reports[report(1)].ended_at == state.recorded_at


def test_accepting_an_older_version_does_not_end_a_newer_one_that_waits(log: EventLog, clock: Clock) -> None:
    state = tell(
        log, clock,
        received(1),
        received(2),
        slot(SlotVersionSubmitted, 1, 1),
        slot(SlotVersionSubmitted, 2, 2),
        slot(SlotVersionAccepted, 1, 1, refresh_id="r1"),
    )  # fmt: skip
    assert state.reports[report(2)].ended_at is None


def test_a_finding_is_assigned_waived_reopened_and_resolved(log: EventLog, clock: Clock) -> None:
    waiver = FindingWaived(
        finding_id="f1", decision_id="d2", reason_code="c", reason="Đã giải trình", expires=date(2027, 1, 1),
        requester="a", approver="b",
    )  # fmt: skip
    state = tell(
        log, clock,
        opened("f1", lhs="11813", rhs="11831", difference="-18"),
        FindingAssigned(finding_id="f1", decision_id="d1", assignee="a"),
        waiver,
    )  # fmt: skip
    [row] = state.findings_frame().to_dicts()
    assert (row["state"], row["assignee"], row["waiver_approver"]) == ("waived", "a", "b")
    assert (row["waiver_reason"], row["waiver_expires"]) == ("Đã giải trình", date(2027, 1, 1))
    assert row["difference"] == Decimal("-18.0000")
    assert row["closed_at"] > row["opened_at"]
    state = tell(log, clock, FindingReopened(finding_id="f1", refresh_id="r2", reason="waiver_expired"))
    found = state.findings["f1"]
    assert (found.state, found.closed_at, found.waiver_reason) == ("open", None, None)
    state = tell(log, clock, FindingResolved(finding_id="f1", refresh_id="r3"))
    assert (state.findings["f1"].state, state.findings["f1"].closed_at) == ("resolved", state.recorded_at)


def test_a_correction_holds_until_its_source_changes(log: EventLog, clock: Clock) -> None:
    correction = FindingCorrected(
        finding_id="f1",
        decision_id="d1",
        observation_id="o1",
        expected_printed="11.831",
        value="11813",
        reason="gõ nhầm",
    )
    state = tell(log, clock, opened("f1"), correction, FindingResolved(finding_id="f1", refresh_id="r2"))
    [row] = state.corrections_frame().to_dicts()
    assert (row["observation_id"], row["value"], row["actor"]) == ("o1", Decimal("11813.0000"), "người thử")
    state = tell(log, clock, FindingReopened(finding_id="f1", refresh_id="r3", reason="source_changed"))
    assert state.corrections == {}


def test_a_step_that_is_not_possible_changes_nothing_and_is_kept_for_the_operator(
    log: EventLog, clock: Clock
) -> None:
    state = tell(
        log, clock, opened("f1"), opened("f1", "r9"), FindingResolved(finding_id="none", refresh_id="r1")
    )
    assert state.findings["f1"].state == "open"
    assert [(each.seq, each.type, each.state) for each in state.anomalies] == [
        (2, "FindingOpened", "open"),
        (3, "FindingResolved", "no such finding"),
    ]


def test_writers_are_told_which_steps_are_possible() -> None:
    assert lifecycle.next_state("open", "FindingAssigned", "f1") == "assigned"
    with pytest.raises(ThadsError) as refusal:
        lifecycle.next_state("resolved", "FindingWaived", "f1")
    assert refusal.value.problem.expected == "FindingReopened"


def test_every_finding_event_has_its_transitions() -> None:
    case_events = {name for name, body in EVENT_TYPES.items() if body.STREAM.startswith("case/")}
    assert set(lifecycle.TRANSITIONS) == case_events


def test_the_newest_edition_of_a_reference_table_is_in_force(log: EventLog, clock: Clock) -> None:
    tell(log, clock, ReferenceLoaded(table="units", edition=1, sha256="a", rows=3))
    state = tell(log, clock, ReferenceLoaded(table="units", edition=2, sha256="b", rows=4))
    [row] = state.references_frame().to_dicts()
    assert (row["edition"], row["sha256"], row["rows"]) == (2, "b", 4)


def test_the_state_as_of_an_instant_is_what_was_known_then(log: EventLog, clock: Clock) -> None:
    early = tell(log, clock, received(1))
    tell(log, clock, received(2), opened("f1"))
    assert early.recorded_at is not None
    assert LogState.as_of(log, early.recorded_at) == early
    assert LogState.as_of(log, 1) == early


def test_events_must_follow_each_other(log: EventLog, clock: Clock) -> None:
    tell(log, clock, received(1), received(2))
    with pytest.raises(ThadsError) as refusal:
        LogState().apply_all(log.read(after=1))
    assert refusal.value.problem.code == "log_gap"


def test_an_empty_log_gives_empty_frames_with_their_columns() -> None:
    state = LogState()
    frames = (
        (state.reports_frame(), columns.REPORTS),
        (state.findings_frame(), columns.FINDINGS),
        (state.corrections_frame(), columns.CORRECTIONS),
        (state.slots_frame(), columns.SLOTS),
        (state.references_frame(), columns.REFERENCES),
    )
    for frame, schema in frames:
        assert frame.is_empty()
        assert dict(frame.schema) == dict(schema)


def test_single_folds_agree_with_the_whole_state(log: EventLog, clock: Clock) -> None:
    state = tell(log, clock, received(1), slot(SlotVersionSubmitted, 1, 1), opened("f1"))
    events: Sequence = list(log.read())
    assert fold_reports(events) == state.reports
    assert fold_findings(events) == state.findings
    assert fold_corrections(events) == state.corrections
    assert fold_slots(events) == state.slots


def test_a_form_that_cannot_be_read_is_remembered_until_it_is_read(tmp_path: Path) -> None:
    rejected = SlotVersionRejected(
        unit_code="P63-38", form_code="01", period_code="FY2021", report_id=report(1), basis="content"
    )
    with open_log(tmp_path / "log.sqlite") as log:
        log.append([new(received(1)), new(rejected)])
        state = LogState.as_of(log)
        before = state.slot_rejections_frame().height
        log.append([new(slot(SlotVersionSubmitted, 1, 1))])
        state.catch_up(log)

    assert (before, state.slot_rejections_frame().height, state.slots_frame().height) == (1, 0, 1)


def test_a_declined_version_ends_and_what_is_in_the_marts_cannot_be_declined(tmp_path: Path) -> None:
    with open_log(tmp_path / "log.sqlite") as log:
        log.append([
            new(received(1)), new(slot(SlotVersionSubmitted, 1, 1)),
            new(ReportAccepted(report_id=report(1), refresh_id="r", facts_sha256="f")),
            new(slot(SlotVersionAccepted, 1, 1, refresh_id="r")),
            new(received(2, path="b")), new(slot(SlotVersionSubmitted, 2, 2)),
            new(ReportDeclined(report_id=report(2), decision_id="d", reason="sai tệp")),
            new(ReportDeclined(report_id=report(1), decision_id="e", reason="sai tệp")),
        ])  # fmt: skip
        state = LogState.as_of(log)
    versions = state.slots["P63-38", "01", "FY2021"].versions

    assert versions[report(2)].ended_at is not None
    assert state.reports[report(2)].declined == "sai tệp"
    assert versions[report(1)].ended_at is None
    assert [each.type for each in state.anomalies] == ["ReportDeclined"]
