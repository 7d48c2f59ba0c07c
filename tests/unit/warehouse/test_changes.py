"""Promise: no event is overlooked when a build is continued from the version before."""

from __future__ import annotations

from pathlib import Path

from pipelines.events.log import open_log
from pipelines.events.projections import LogState
from pipelines.events.types import (
    EVENT_TYPES,
    FindingResolved,
    RefreshFailed,
    SlotVersionAccepted,
    SlotVersionSubmitted,
)
from pipelines.warehouse.changes import (
    OF_FINDINGS,
    OF_NOTHING,
    OF_REPORTS,
    OF_SLOTS,
    Changes,
    changes_of,
    everything,
)
from tests.events_support import Clock, new, opened, received, report, seen, slot


def test_every_type_of_event_is_about_something_we_know() -> None:
    kinds = {each.STREAM.partition("/")[0] for each in EVENT_TYPES.values()}
    assert kinds <= OF_REPORTS | OF_SLOTS | OF_FINDINGS | OF_NOTHING


def test_every_event_about_a_report_names_it() -> None:
    of_reports = [each for each in EVENT_TYPES.values() if each.STREAM.partition("/")[0] in OF_REPORTS]
    assert all("report_id" in each.model_fields for each in of_reports)


def test_a_new_version_changes_every_report_of_its_slot(tmp_path: Path) -> None:
    with open_log(tmp_path / "log.sqlite", Clock()) as log:
        log.append([new(received(number)) for number in (1, 2, 3)])
        log.append([new(slot(SlotVersionSubmitted, 1, 1)), new(slot(SlotVersionSubmitted, 2, 2)), seen(3)])
        before = log.position()
        log.append([new(slot(SlotVersionAccepted, 2, 2, refresh_id="r"))])
        state = LogState.as_of(log)
        assert changes_of(log.read(before), state) == Changes(frozenset({report(1), report(2)}))
        assert changes_of(log.read(), state).reports == everything(state).reports


def test_findings_are_named_and_refreshes_change_nothing(tmp_path: Path) -> None:
    with open_log(tmp_path / "log.sqlite", Clock()) as log:
        log.append([new(opened("f1")), new(FindingResolved(finding_id="f2", refresh_id="r"))])
        log.append([new(RefreshFailed(refresh_id="r", stage="s", message="m"))])
        assert changes_of(log.read(), LogState.as_of(log)) == Changes(findings=frozenset({"f1", "f2"}))
        assert changes_of([], LogState()).is_empty
