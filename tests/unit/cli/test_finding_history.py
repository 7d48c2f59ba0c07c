"""The history of a finding tells what was decided, not only that something happened."""

from __future__ import annotations

import pytest

from pipelines.cli.event_words import EVENT_WORDS, event_words
from pipelines.cli.finding_history import said
from pipelines.events.lifecycle import TRANSITIONS
from pipelines.events.types import EVENT_TYPES


def test_every_event_type_has_words_in_both_languages() -> None:
    assert list(EVENT_WORDS) == list(EVENT_TYPES)
    assert all(each.vi and each.en for each in EVENT_WORDS.values())
    assert event_words("OfTheFuture", "vi") == "OfTheFuture"


def test_a_waiver_tells_reason_end_and_both_people() -> None:
    payload = {
        "reason_code": "rounding_in_prose", "reason": "số tròn", "expires": "2027-06-30",
        "requester": "A", "approver": "B",
    }  # fmt: skip
    told = {label.en: value for label, value in said("FindingWaived", payload, "en")}
    assert told == {
        "Reason code": "rounding_in_prose: The difference comes from rounding in prose",
        "In words": "số tròn", "Until": "30/06/2027", "Asked by": "A", "Approved by": "B",
    }  # fmt: skip


def test_a_correction_tells_what_stood_and_what_stands_in_the_notation_of_the_language() -> None:
    payload = {"observation_id": "o1", "expected_printed": "18,51", "value": "1280.5", "reason": "nhầm"}
    told = {label.vi: value for label, value in said("FindingCorrected", payload, "vi")}
    assert told == {"Số liệu": "18,51 → 1.280,5", "Mã số liệu": "o1", "Căn cứ": "nhầm"}


@pytest.mark.parametrize(
    ("event_type", "payload", "value"),
    [
        ("FindingAssigned", {"assignee": "C"}, "C"),
        ("ResubmissionRequested", {"report_id": "r", "message": "gửi lại"}, "gửi lại"),
        ("FindingReopened", {"reason": "waiver_expired"}, "the waiver ended"),
        ("FindingChanged", {"message_vi": "nay", "message_en": "now"}, "now"),
    ],
)
def test_each_step_tells_what_it_brought(event_type: str, payload: dict[str, object], value: str) -> None:
    assert event_type in TRANSITIONS
    assert value in [told for _, told in said(event_type, payload, "en")]
