"""One finding with its history, as a person meets it before deciding.

Belongs here: reading a case from the log, and the event of a decision that fits the case's state and version.
Does not belong here: the conditions of each kind of decision (`decisions`), the order of states (`events.lifecycle`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipelines.events.lifecycle import next_state
from pipelines.events.log import EventLog
from pipelines.events.model import NewEvent, RecordedEvent
from pipelines.events.projections import LogState
from pipelines.events.states import FindingState
from pipelines.events.steps import STEPS
from pipelines.events.types import EventBody
from pipelines.problems import Problem, Text, ThadsError


@dataclass(frozen=True, slots=True)
class Case:
    """One finding with its history.

    Attributes:
        version: of its stream when it was read; a decision is refused when it has moved on since.
        history: every event of the case, oldest first.
    """

    finding: FindingState
    version: int
    history: tuple[RecordedEvent, ...]

    def has(self, decision_id: str) -> bool:
        """Say whether a decision is already in the log."""
        return any(event.payload.get("decision_id") == decision_id for event in self.history)


def open_case(log: EventLog, finding_id: str) -> Case:
    """Return a finding and its history.

    Raises:
        ThadsError: ``unknown_finding``.
    """
    history = tuple(log.read(stream=f"case/{finding_id}"))
    state = LogState()
    for event in history:
        STEPS[event.type](state, event, event.payload)
    if finding_id not in state.findings:
        raise refused(
            "unknown_finding",
            Text(f"Không có phát hiện «{finding_id}».", f"There is no finding “{finding_id}”."),
            finding_id,
            expected="16 chữ số thập lục phân / 16 hex digits",
            found=finding_id,
            next_step=Text("Xem mã bằng «thads findings list».", "See the ids with “thads findings list”."),
        )
    return Case(state.findings[finding_id], history[-1].version, history)


def decided(case: Case, body: EventBody, decision_id: str, actor: str) -> NewEvent:
    """Return the event, checked against the order of states unless the log knows the decision already."""
    event = NewEvent(body, actor=actor, expected_version=case.version)
    if case.has(decision_id):
        return replace(
            event, expected_version=None
        )  # the log answers with the event it has, or refuses a twist
    next_state(case.finding.state, type(body).__name__, case.finding.finding_id)
    return event


def refused(code: str, what: Text, where: str, *, expected: str, found: str, next_step: Text) -> ThadsError:
    """Return the refusal of a decision, in words."""
    return ThadsError(
        Problem(code=code, what=what, where=where, expected=expected, found=found, next_step=next_step)
    )
