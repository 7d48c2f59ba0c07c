"""P9: the same operations on SQLite and PostgreSQL give the same hashes, byte for byte."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pipelines.events.errors import Conflict, EventMismatch, PartlyKnown
from pipelines.events.log import EventLog, open_log
from pipelines.events.model import Appended, NewEvent
from pipelines.events.types import ReportSeenAgain
from pipelines.events.verify import verify
from tests.events_support import Clock, bodies, report
from tests.postgres import own_postgres

_REFUSALS = (Conflict, EventMismatch, PartlyKnown)
_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)  # NUL and quotes included
_days = st.none() | st.dates()


@st.composite
def events(draw: st.DrawFn) -> NewEvent:
    """Draw an event that often meets one that is known: same id, other dates, or a stale version."""
    any_path = ReportSeenAgain(report_id=report(draw(st.integers(0, 2))), path=draw(_texts))
    body = draw(bodies() | st.just(any_path))
    expected = draw(st.none() | st.integers(0, 3))
    day = draw(st.sampled_from([None, None, None, draw(_days)]))
    actor = draw(st.sampled_from(["người thử", "ai đó «'\"»"]))
    return NewEvent(
        body,
        actor=actor,
        cause=draw(st.none() | st.just("ab" * 16)),
        valid_from=day,
        expected_version=expected,
    )


class BothBackends(RuleBasedStateMachine):
    """Runs every operation on both logs, under one clock, and compares what they answer."""

    server_url: ClassVar[str] = ""
    numbers: ClassVar[Iterator[int]] = itertools.count(1)

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = Clock()
        name = f"both_{next(self.numbers)}"
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} STRATEGY file_copy".encode())
        self.name = name
        self.sqlite = open_log(self.folder / "log.sqlite", self.clock)
        self.postgres = open_log(self.server_url.replace("/postgres?", f"/{name}?"), self.clock)

    def teardown(self) -> None:
        rows = list(self.sqlite.pages())
        assert rows == list(self.postgres.pages())
        assert verify(self.sqlite).is_sound
        assert verify(self.postgres).is_sound
        self.sqlite.close()
        self.postgres.close()
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {self.name}".encode())
        shutil.rmtree(self.folder)

    @rule(batch=st.lists(events(), max_size=5))
    def append(self, batch: list[NewEvent]) -> None:
        assert _outcome(self.sqlite, "append", batch) == _outcome(self.postgres, "append", batch)

    @rule(batch=st.lists(events(), max_size=5))
    def append_missing(self, batch: list[NewEvent]) -> None:
        assert _outcome(self.sqlite, "append_missing", batch) == _outcome(
            self.postgres, "append_missing", batch
        )

    @rule(seconds=st.integers(-2, 5))
    def time_passes(self, seconds: int) -> None:
        self.clock.now += seconds * 1_000_000 + 1

    @invariant()
    def both_stand_at_the_same_place(self) -> None:
        position = self.sqlite.position()
        assert position == self.postgres.position()
        assert list(self.sqlite.read(position - 1)) == list(self.postgres.read(position - 1))


def _outcome(log: EventLog, operation: str, batch: list[NewEvent]) -> list[Appended] | str:
    try:
        return list(getattr(log, operation)(batch))
    except _REFUSALS as refusal:
        return f"{type(refusal).__name__}: {refusal}"


@pytest.mark.slow
def test_p9_sqlite_and_postgresql_give_byte_equal_hashes() -> None:
    with own_postgres() as url:
        BothBackends.server_url = url
        case = BothBackends.TestCase
        case.settings = settings(
            max_examples=40, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        )
        case().runTest()
