"""The log's contract on SQLite, without load or crashes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pysqlite3.dbapi2 as sqlite3
import pytest

from pipelines.events.errors import Conflict, EventMismatch, PartlyKnown
from pipelines.events.log import EventLog, open_log
from pipelines.events.sqlite import SqliteLog
from pipelines.events.sqlite_file import require_safe_sqlite
from pipelines.problems import ThadsError
from tests.events_support import ACTOR, Clock, new, opened, received, report, seen


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log(tmp_path: Path, clock: Clock) -> Iterator[EventLog]:
    with open_log(tmp_path / "log.sqlite", clock) as opened_log:
        yield opened_log


def test_p2_batches_are_all_or_nothing(log: SqliteLog) -> None:
    log.append([seen(1)])
    with pytest.raises(Conflict):
        log.append([seen(2), seen(3, expected_version=7)])
    with pytest.raises(PartlyKnown):
        log.append([seen(4), seen(1)])
    assert [event.stream for event in log.read()] == [f"report/{report(1)}"]


def test_p4_same_id_twice_is_once(log: SqliteLog) -> None:
    batch = [seen(1), seen(2), seen(1)]
    first = log.append(batch)
    again = log.append(batch)
    assert [each.seq for each in first] == [each.seq for each in again] == [1, 2, 1]
    assert [each.hash for each in first] == [each.hash for each in again]
    assert all(each.is_new for each in first)
    assert not any(each.is_new for each in again)
    assert log.position() == 2


def test_p4_same_id_with_other_content_is_refused(log: SqliteLog) -> None:
    log.append([new(received(1, size=3))])
    with pytest.raises(EventMismatch) as refusal:
        log.append([new(received(1, size=4))])
    assert refusal.value.problem.code == "event_mismatch"
    with pytest.raises(EventMismatch):
        log.append_missing([new(received(1, size=3), valid_from=date(2021, 1, 1)), seen(9)])
    with pytest.raises(EventMismatch):
        log.append([new(received(2, size=1)), new(received(2, size=2))])
    assert log.position() == 1


def test_p5_stale_version_is_refused(log: SqliteLog) -> None:
    log.append([seen(1, "a", expected_version=0), seen(1, "b", expected_version=1)])
    with pytest.raises(Conflict) as refusal:
        log.append([seen(1, "c", expected_version=1)])
    assert (refusal.value.expected, refusal.value.found) == (1, 2)
    assert log.stream_version(f"report/{report(1)}") == 2


def test_a_retry_needs_no_fresh_version(log: SqliteLog) -> None:
    event = seen(1, expected_version=0)
    log.append([event])
    log.append([seen(1, "later")])
    assert log.append([event])[0].seq == 1


def test_append_missing_writes_only_what_is_new(log: SqliteLog) -> None:
    log.append([seen(1), seen(2)])
    placed = log.append_missing([seen(2), seen(3), seen(1)])
    assert [(each.seq, each.is_new) for each in placed] == [(2, False), (3, True), (1, False)]


def test_an_empty_batch_writes_nothing(log: SqliteLog) -> None:
    assert log.append([]) == []
    assert log.position() == 0


def test_recorded_time_never_runs_backwards(log: SqliteLog, clock: Clock) -> None:
    log.append([seen(1)])
    clock.now -= 5_000_000
    log.append([seen(2)])
    clock.now += 9_000_000
    log.append([seen(3)])
    times = [event.recorded_at for event in log.read()]
    assert times == sorted(times)
    assert times[0] == times[1] < times[2]
    assert log.position_at(times[1]) == 2
    assert log.position_at(datetime(2000, 1, 1, tzinfo=UTC)) == 0


def test_an_event_comes_back_as_it_was_written(log: SqliteLog) -> None:
    body = opened("f1", lhs="11813", observation_ids=("o1", "o2"))
    cause = log.append([seen(1)])[0].event_id
    log.append([new(body, cause=cause, valid_from=date(2020, 10, 1), valid_to=date(2021, 9, 30))])
    event = list(log.read(after=1))[0]
    assert event.body == body
    assert (event.actor, event.cause, event.version) == (ACTOR, cause, 1)
    assert (event.valid_from, event.valid_to) == (date(2020, 10, 1), date(2021, 9, 30))
    assert event.recorded_at.tzinfo is UTC


def test_reading_can_be_cut_to_a_range_a_stream_and_types(log: SqliteLog) -> None:
    log.append([seen(1), seen(2), new(opened("f1")), seen(1, "b")])
    assert [event.seq for event in log.read(1, 3)] == [2, 3]
    assert [event.seq for event in log.read(stream=f"report/{report(1)}")] == [1, 4]
    assert [event.seq for event in log.read(types=["FindingOpened"])] == [3]
    assert [event.seq for event in log.read(stream=f"report/{report(1)}", types=["FindingOpened"])] == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET actor = 'x'",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events SELECT 1, stream, version, event_id, type, schema_version, recorded_at, "
        "valid_from, valid_to, actor, cause, payload, hash FROM events WHERE seq = 1",
        "INSERT OR REPLACE INTO events SELECT 3, stream, version, event_id, type, schema_version, recorded_at, "
        "valid_from, valid_to, actor, cause, payload, hash FROM events WHERE seq = 1",
        "INSERT INTO events SELECT 9, 'x', 1, randomblob(16), type, schema_version, recorded_at, "
        "valid_from, valid_to, actor, cause, payload, hash FROM events WHERE seq = 1",
    ],
)
def test_what_is_written_cannot_be_changed(log: SqliteLog, statement: str) -> None:
    log.append([seen(1), seen(2)])
    before = list(log.read())
    with (
        sqlite3.connect(str(log.path)) as other,
        pytest.raises(sqlite3.IntegrityError, match="never|only appended"),
    ):
        other.execute(statement)
    assert list(log.read()) == before


def test_an_unsafe_sqlite_is_refused_in_words() -> None:
    with pytest.raises(ThadsError) as refusal:
        require_safe_sqlite((3, 40, 1), "3.40.1")
    assert refusal.value.problem.expected == "SQLite ≥ 3.51.3"
    assert refusal.value.problem.found == "SQLite 3.40.1"


def test_a_file_that_is_no_log_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "text.sqlite"
    text.write_text("không phải nhật ký" * 100)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(str(other)) as connection:
        connection.execute("CREATE TABLE t (x)")
    for path in (text, other):
        with pytest.raises(ThadsError) as refusal:
            open_log(path)
        assert refusal.value.problem.code == "not_an_event_log"


@pytest.mark.parametrize("actor", ["", "a\nb", "a\x00"])
def test_a_name_with_control_characters_is_refused(log: SqliteLog, actor: str) -> None:
    event = seen(1)
    with pytest.raises(ThadsError) as refusal:
        log.append([type(event)(event.body, actor=actor)])
    assert refusal.value.problem.code == "invalid_event"
