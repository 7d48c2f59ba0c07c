"""Old payloads: upcast on read, and still the same fact when offered again."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest

from pipelines.events import types, upcast
from pipelines.events.errors import EventMismatch
from pipelines.events.log import open_log
from pipelines.problems import ThadsError
from tests.events_support import new, report


class Received1(types.EventBody):
    STREAM: ClassVar[str] = "report/{report_id}"
    KEY: ClassVar[tuple[str, ...]] = ("report_id",)

    report_id: str


class Received2(Received1):
    SCHEMA_VERSION: ClassVar[int] = 2

    channel: str = "post"


@pytest.fixture
def versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A type ``Received`` that gained a field in its second version."""
    Received1.__name__ = Received2.__name__ = "Received"
    monkeypatch.setitem(types.EVENT_TYPES, "Received", Received2)
    monkeypatch.setattr(upcast, "UPCASTS", {("Received", 1): lambda payload: {**payload, "channel": "post"}})


@pytest.mark.usefixtures("versions")
def test_an_old_payload_is_upcast_on_read(tmp_path: Path) -> None:
    with open_log(tmp_path / "log.sqlite") as log:
        log.append([new(Received1(report_id=report(1)))])
        event = next(log.read())
    assert event.schema_version == 1
    assert event.body == Received2(report_id=report(1), channel="post")
    assert "channel" not in event.payload_json


@pytest.mark.usefixtures("versions")
def test_p4_a_fact_written_by_an_older_version_is_still_known(tmp_path: Path) -> None:
    with open_log(tmp_path / "log.sqlite") as log:
        log.append([new(Received1(report_id=report(1)))])
        again = log.append([new(Received2(report_id=report(1)))])
        assert (again[0].seq, again[0].is_new) == (1, False)
        with pytest.raises(EventMismatch):
            log.append([new(Received2(report_id=report(1), channel="e-mail"))])


def test_an_event_of_a_newer_programme_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_log(tmp_path / "log.sqlite") as log:
        log.append([new(Received1(report_id=report(1)))])
        event = next(log.read())
        with pytest.raises(ThadsError) as refusal:
            _ = event.body
    assert refusal.value.problem.code == "unknown_event_type"
