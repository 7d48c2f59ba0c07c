"""Which reports and findings a stretch of the log is about: what a build must bring up to date, and nothing else.

Belongs here: events → names of what they change. Does not belong here: what becomes of it (`landing`, dbt).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from pipelines.events.model import RecordedEvent
from pipelines.events.projections import LogState
from pipelines.events.states import SlotState

#: Streams by what their events are about; a test asks that every type of event lies in one of them.
OF_REPORTS = frozenset({"report", "figure"})
OF_SLOTS = frozenset({"slot"})
OF_FINDINGS = frozenset({"case"})
#: Reference tables are compared by edition; a form map changes what is read, not what was read; refreshes nothing.
OF_NOTHING = frozenset({"reference", "form", "refresh"})


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of the reports and findings that may be otherwise than before."""

    reports: frozenset[str] = frozenset()
    findings: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing changed."""
        return not (self.reports or self.findings)


def everything(state: LogState) -> Changes:
    """Return every report and finding: the changes since an empty warehouse."""
    return Changes(frozenset(state.reports), frozenset(state.findings))


def changes_of(events: Iterable[RecordedEvent], state: LogState) -> Changes:
    """Return what events changed.

    Args:
        events: any stretch of the log.
        state: the log at the end of the stretch, or later.
    """
    reports: set[str] = set()
    findings: set[str] = set()
    for event in events:
        kind, _, name = event.stream.partition("/")
        if kind in OF_FINDINGS:
            findings.add(name)
        elif kind in OF_SLOTS:
            reports.update(_of_slot(event, state))
        elif kind not in OF_NOTHING:
            reports.add(str(event.payload["report_id"]))
    return Changes(frozenset(reports), frozenset(findings))


def _of_slot(event: RecordedEvent, state: LogState) -> Iterator[str]:
    """A version that comes into force ends others: every report of the slot may have changed."""
    body = cast("dict[str, str]", event.payload)
    key = (body["unit_code"], body["form_code"], body["period_code"])
    yield body["report_id"]
    yield from state.slots.get(key, SlotState(*key)).versions
