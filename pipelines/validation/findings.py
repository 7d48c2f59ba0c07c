"""From verdicts to events: what opened, changed, closed or came back since the log was last asked.

A pure difference between what fails now and what the log says, so that a refresh that is repeated offers the same
facts again. Decisions of stewards stand on the source they were made on: a waiver ends with its date or when the
figures move, a correction when the figure it corrects is no longer what fails.

Belongs here: the difference, and which reports wait. Does not belong here: people's decisions (`decisions`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal, TypedDict

from pipelines.events.model import NewEvent
from pipelines.events.projections import LogState
from pipelines.events.states import FindingState
from pipelines.events.types import (
    FindingChanged,
    FindingOpened,
    FindingReopened,
    FindingResolved,
)
from pipelines.problems import ThadsError
from pipelines.reference.periods import Period
from pipelines.validation.failures import Failure, Verdict

#: States in which a blocking finding keeps its reports out of the marts.
_UNDECIDED = frozenset({"open", "assigned", "resubmission_requested"})

ReopenReason = Literal["fails_again", "waiver_expired", "source_changed"]
FindingBody = FindingOpened | FindingChanged | FindingReopened | FindingResolved


class _Told(TypedDict):
    """What an event tells about a failure beside its subject."""

    lhs: str
    rhs: str
    difference: str
    message_vi: str
    message_en: str
    observation_ids: tuple[str, ...]
    report_ids: tuple[str, ...]


def plan_finding_events(
    verdicts: Sequence[Verdict],
    state: LogState,
    refresh_id: str,
    *,
    actor: str = "refresh",
    today: date | None = None,
    is_judged: Callable[[FindingState], bool] = lambda _: True,
) -> list[NewEvent]:
    """Return the events that bring the log's findings where the verdicts are; none when nothing changed.

    Args:
        verdicts: one for every rule of the registry; a finding whose rule is gone is resolved.
        state: the log as it stands.
        refresh_id: the refresh that looked.
        actor: who appends.
        today: the day by which a waiver must not have ended; by default today (UTC).
        is_judged: whether the verdicts speak of a finding; one they do not speak of stays as it is.
    """
    day = today or datetime.now(UTC).date()
    failing = {failure.finding_id: failure for verdict in verdicts for failure in verdict.found}
    bodies = [body for failure in failing.values() for body in _about(failure, state, refresh_id, day)]
    bodies += [
        FindingResolved(finding_id=finding.finding_id, refresh_id=refresh_id)
        for finding in state.findings.values()
        if finding.finding_id not in failing and finding.state != "resolved" and is_judged(finding)
    ]
    periods = {each.finding_id: each.period_code for each in state.findings.values()}
    periods |= {each.finding_id: each.period_code for each in failing.values()}
    return [_event(body, periods, actor) for body in bodies]


def held_reports(state: LogState) -> dict[str, tuple[str, ...]]:
    """Return the forms that blocking findings keep out of the marts, with the ids of those findings.

    Only official forms are held, only for what their department must mend, and only while nobody has waived or
    corrected it.
    """
    held: dict[str, set[str]] = defaultdict(set)
    for finding in state.findings.values():
        if _holds(finding):
            for report_id in finding.report_ids:
                report = state.reports.get(report_id)
                if report is not None and report.kind == "form":
                    held[report_id].add(finding.finding_id)
    return {report_id: tuple(sorted(ids)) for report_id, ids in sorted(held.items())}


def _holds(finding: FindingState) -> bool:
    return (
        finding.severity == "blocking"
        and finding.responsibility == "department"
        and finding.state in _UNDECIDED
    )


def _about(failure: Failure, state: LogState, refresh_id: str, today: date) -> Iterator[FindingBody]:
    """Yield what is to be said about one failing subject."""
    known = state.findings.get(failure.finding_id)
    if known is None:
        yield _opened(failure, refresh_id)
        return
    reason = _reopen_reason(failure, known, state, today)
    if reason:
        yield FindingReopened(finding_id=failure.finding_id, refresh_id=refresh_id, reason=reason)
    if _told(failure) != _known(known):
        yield FindingChanged(finding_id=failure.finding_id, refresh_id=refresh_id, **_told(failure))


def _reopen_reason(
    failure: Failure, known: FindingState, state: LogState, today: date
) -> ReopenReason | None:
    if known.state == "resolved":
        return "fails_again"
    if known.state == "waived":
        if (plain(failure.lhs), plain(failure.rhs)) != (known.lhs, known.rhs):
            return "source_changed"
        return "waiver_expired" if known.waiver_expires and known.waiver_expires < today else None
    if known.state == "corrected" and not _guards_hold(failure, state):
        return "source_changed"
    return None


def _guards_hold(failure: Failure, state: LogState) -> bool:
    """Say whether every correction of the finding still meets the figure it was made for."""
    corrections = [
        each for (finding_id, _), each in state.corrections.items() if finding_id == failure.finding_id
    ]
    return bool(corrections) and all(
        failure.printed_at(each.observation_id) == each.expected_printed for each in corrections
    )


def _opened(failure: Failure, refresh_id: str) -> FindingOpened:
    return FindingOpened(
        finding_id=failure.finding_id,
        refresh_id=refresh_id,
        rule_id=failure.rule_id,
        severity=failure.severity,
        level=failure.level,
        responsibility=failure.responsibility,
        unit_code=failure.unit_code,
        period_code=failure.period_code,
        indicator_code=failure.indicator_code,
        measure=failure.measure,
        breakdown=failure.breakdown,
        **_told(failure),
    )


def _told(failure: Failure) -> _Told:
    return {
        "lhs": plain(failure.lhs),
        "rhs": plain(failure.rhs),
        "difference": plain(failure.difference),
        "message_vi": failure.message_vi,
        "message_en": failure.message_en,
        "observation_ids": failure.observation_ids,
        "report_ids": failure.report_ids,
    }


def _known(finding: FindingState) -> _Told:
    return {
        "lhs": finding.lhs,
        "rhs": finding.rhs,
        "difference": finding.difference,
        "message_vi": finding.message_vi,
        "message_en": finding.message_en,
        "observation_ids": finding.observation_ids,
        "report_ids": finding.report_ids,
    }


def plain(value: Decimal | None) -> str:
    """Return a plain decimal without trailing zeros, ``""`` for no value."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _event(body: FindingBody, periods: dict[str, str], actor: str) -> NewEvent:
    try:
        period = Period.parse(periods[body.finding_id])
    except ThadsError:  # the finding is about the very code that nobody can read
        return NewEvent(body, actor=actor)
    return NewEvent(body, actor=actor, valid_from=period.start, valid_to=period.end)
