"""A decision needs its reasons, fits the state of the case, and counts once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.events.errors import Conflict
from pipelines.events.log import EventLog, open_log
from pipelines.events.projections import LogState
from pipelines.problems import ThadsError
from pipelines.validation.cases import open_case
from pipelines.validation.decisions import assign, correct, request_resubmission, waive
from pipelines.validation.findings import plan_finding_events
from pipelines.validation.registry import load_registry
from tests.unit.validation.test_findings import FAILURE, REPORT, verdict

TODAY = date(2026, 11, 24)
REASONS = load_registry().reasons


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    with open_log(tmp_path / "log.sqlite") as opened:
        opened.append(plan_finding_events([verdict(FAILURE)], LogState(), "run-1", today=TODAY))
        yield opened


def waiver(log: EventLog, **changes: Any) -> Any:
    values: dict[str, Any] = {
        "reasons": REASONS, "reason_code": "source_confirmed", "reason": "có văn bản giải trình",
        "expires": date(2027, 6, 30), "approver": "B", "decision_id": "d1", "actor": "A", "today": TODAY,
    }  # fmt: skip
    return waive(open_case(log, FAILURE.finding_id), **{**values, **changes})


def refusal(call: Any) -> str:
    with pytest.raises(ThadsError) as caught:
        call()
    assert caught.value.problem.what.vi
    assert caught.value.problem.next_step.vi
    return caught.value.problem.code


def test_the_same_decision_sent_twice_is_one_event(log: EventLog) -> None:
    first = log.append([waiver(log)])
    again = log.append([waiver(log)])

    assert first[0].seq == again[0].seq
    assert not again[0].is_new


def test_nobody_decides_over_a_decision_they_have_not_seen(log: EventLog) -> None:
    seen = open_case(log, FAILURE.finding_id)
    log.append([assign(seen, assignee="C", decision_id="d1", actor="A")])

    with pytest.raises(Conflict):
        log.append([assign(seen, assignee="D", decision_id="d2", actor="B")])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"expires": TODAY}, "bad_expiry"),
        ({"expires": date(2028, 1, 1)}, "bad_expiry"),
        ({"reason_code": "because"}, "unknown_reason"),
        ({"reason": "  "}, "missing_text"),
        ({"approver": ""}, "missing_text"),
        ({"approver": " a "}, "same_approver"),
    ],
)
def test_a_waiver_needs_reason_end_and_another_approver(
    log: EventLog, changes: dict[str, Any], code: str
) -> None:
    assert refusal(lambda: waiver(log, **changes)) == code


def test_a_closed_finding_is_not_waived_again(log: EventLog) -> None:
    log.append([waiver(log)])

    assert refusal(lambda: waiver(log, decision_id="d2")) == "finding_step_not_allowed"


def correction(log: EventLog, **changes: Any) -> Any:
    values: dict[str, Any] = {
        "observation_id": "o2", "expected_printed": "2.371", "printed": "2.371", "value": "2370",
        "reason": "nhầm", "decision_id": "d1", "actor": "A",
    }  # fmt: skip
    return correct(open_case(log, FAILURE.finding_id), **{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"printed": "2.370"}, "guard_does_not_hold"),
        ({"printed": None}, "guard_does_not_hold"),
        ({"observation_id": "other"}, "not_of_this_finding"),
        ({"value": "2.370,5"}, "bad_value"),
        ({"value": "NaN"}, "bad_value"),
        ({"reason": ""}, "missing_text"),
    ],
)
def test_a_correction_is_guarded_by_what_the_source_prints(
    log: EventLog, changes: dict[str, Any], code: str
) -> None:
    assert refusal(lambda: correction(log, **changes)) == code


def test_a_correction_replaces_one_figure(log: EventLog) -> None:
    log.append([correction(log)])

    (held,) = LogState.as_of(log).corrections.values()
    assert (held.observation_id, held.value, held.expected_printed) == ("o2", "2370", "2.371")


def test_a_resubmission_is_asked_of_a_report_of_the_finding(log: EventLog) -> None:
    case = open_case(log, FAILURE.finding_id)

    assert (
        refusal(
            lambda: request_resubmission(
                case, report_id="b" * 64, message="gửi lại", decision_id="d", actor="A"
            )
        )
        == "not_of_this_finding"
    )
    log.append([request_resubmission(case, report_id=REPORT, message="gửi lại", decision_id="d", actor="A")])
    assert LogState.as_of(log).findings[FAILURE.finding_id].state == "resubmission_requested"


def test_an_unknown_finding_is_named(log: EventLog) -> None:
    assert refusal(lambda: open_case(log, "ffffffffffffffff")) == "unknown_finding"
