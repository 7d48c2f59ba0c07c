"""P7 and P8 on the folds: full rebuild = incremental = any split; the past never changes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.events.log import EventLog, open_log
from pipelines.events.projections import LogState
from pipelines.events.types import EventBody
from tests.events_support import Clock, bodies, new

_histories = st.lists(bodies(), min_size=1, max_size=40)
_few = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def log_of(history: list[EventBody]) -> Iterator[EventLog]:
    """A log with these facts, one a second; a fact that contradicts one before is left out."""
    clock = Clock()
    kept = {new(body).event_id: body for body in reversed(history)}
    with tempfile.TemporaryDirectory() as folder, open_log(Path(folder) / "log.sqlite", clock) as log:
        for body in reversed(kept.values()):
            clock.now += 1_000_000
            log.append([new(body)])
        clock.now += 1_000_000
        yield log


@_few
@given(history=_histories, cuts=st.lists(st.integers(0, 40), max_size=6))
def test_p7_rebuild_is_incremental_is_any_split_into_batches(
    history: list[EventBody], cuts: list[int]
) -> None:
    with log_of(history) as log:
        rebuilt = LogState.as_of(log)
        incremental = LogState()
        for event in log.read():
            incremental.apply(event)
        split = LogState()
        for cut in sorted({min(cut, log.position()) for cut in cuts} | {log.position()}):
            split.catch_up(log, cut)
        assert rebuilt == incremental == split
        assert rebuilt.reports_frame().equals(split.reports_frame())
        assert rebuilt.acceptances_frame().equals(split.acceptances_frame())
        assert rebuilt.findings_frame().equals(split.findings_frame())
        assert rebuilt.corrections_frame().equals(split.corrections_frame())
        assert rebuilt.slots_frame().equals(split.slots_frame())


@_few
@given(history=_histories, later=_histories, place=st.integers(1, 40))
def test_p8_what_was_known_at_an_instant_never_changes(
    history: list[EventBody], later: list[EventBody], place: int
) -> None:
    with log_of(history) as log:
        position = min(place, log.position())
        instant = next(log.read(position - 1, position)).recorded_at
        known = LogState.as_of(log, instant)
        for body in later:
            if not any(event.event_id == new(body).event_id for event in log.read()):
                log.append([new(body)])
        assert LogState.as_of(log, instant) == known
