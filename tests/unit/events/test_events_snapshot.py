"""Promise: a kept state is the state the log folds to, or it is not used; nobody needs it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.events import snapshot
from pipelines.events.log import EventLog, open_log
from pipelines.events.projections import LogState
from pipelines.events.snapshot import keep_state, newest_state
from pipelines.events.types import EventBody
from tests.events_support import Clock, bodies, new, opened, received


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    with open_log(tmp_path / "log.sqlite", Clock()) as opened_log:
        yield opened_log


def kept(log: EventLog, folder: Path) -> Path:
    file = folder / "log.state"
    keep_state(log, LogState.as_of(log), file)
    return file


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=st.lists(bodies(), max_size=30), after=st.lists(bodies(), max_size=10))
def test_p7_a_kept_state_and_the_events_after_it_are_the_whole_fold(
    before: list[EventBody], after: list[EventBody]
) -> None:
    with tempfile.TemporaryDirectory() as folder, open_log(Path(folder) / "log.sqlite", Clock()) as log:
        known: set[bytes] = set()
        file = Path(folder) / "log.state"
        for history in (before, after):
            for event in (new(body) for body in history):
                if event.event_id not in known:
                    known.add(event.event_id)
                    log.append([event])
            state = newest_state(log, file)
            assert state == LogState.as_of(log)
            keep_state(log, state, file)


def test_sections_are_decoded_only_when_they_are_asked_for(
    log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.append([new(received(1)), new(opened("f1"))])
    file = kept(log, tmp_path)
    whole = file.read_bytes()
    decoded: list[str] = []
    original = snapshot._decoded
    monkeypatch.setattr(
        snapshot, "_decoded", lambda name, data: (decoded.append(name), original(name, data))[1]
    )
    state = newest_state(log, file)
    assert len(state.reports) == 1
    keep_state(log, state, file)
    assert decoded == ["reports"]
    assert file.read_bytes() == whole
    assert len(state.findings) == 1


def _other_code(header: dict[str, object]) -> None:
    header["code"] = "0" * 64


def _other_log(header: dict[str, object]) -> None:
    header["hash"] = "0" * 64


def _later_log(header: dict[str, object]) -> None:
    header["position"] = 99


@pytest.mark.parametrize("change", [_other_code, _other_log, _later_log])
def test_a_state_of_other_code_or_of_another_log_is_not_used(
    log: EventLog, tmp_path: Path, change: Callable[[dict[str, object]], None]
) -> None:
    log.append([new(received(1))])
    file = kept(log, tmp_path)
    magic, header, body = file.read_bytes().split(b"\n", 2)
    told = orjson.loads(header)
    change(told)
    body = body.replace(b"a.docx", b"b.docx")
    told["sha256"] = snapshot.hashlib.sha256(body).hexdigest()
    file.write_bytes(b"\n".join([magic, orjson.dumps(told), body]))
    assert newest_state(log, file) == LogState.as_of(log)


@pytest.mark.parametrize("size", [0, 10, 200, -1])
def test_a_damaged_state_is_not_used(log: EventLog, tmp_path: Path, size: int) -> None:
    log.append([new(received(1))])
    file = kept(log, tmp_path)
    file.write_bytes(file.read_bytes()[:size])
    assert newest_state(log, file) == LogState.as_of(log)


def test_every_field_of_the_state_is_kept() -> None:
    assert not [name for name in snapshot._adapters() if name in vars(LogState)]
    assert snapshot._IN_HEADER | set(snapshot._adapters()) == {each.name for each in fields(LogState)}
