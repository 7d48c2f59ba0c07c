"""P3 and P5 with several processes: gapless, nothing missed, no lost update. On both backends."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.events.log import EventLog, open_log
from pipelines.events.verify import verify
from tests.events_support import seen
from tests.events_writers import EACH, HOT, write_anywhere, write_to_hot_stream

WRITERS = 4

_clean = multiprocessing.get_context("forkserver")  # a connection never crosses a fork
_clean.set_forkserver_preload(["tests.events_writers"])


@pytest.fixture(params=["sqlite", "postgres"])
def log_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "log.sqlite")
    new_database: Callable[[], str] = request.getfixturevalue("new_database")
    return new_database()


def run_writers(target: Callable[[str, int], None], url: str) -> list[multiprocessing.process.BaseProcess]:
    writers = [_clean.Process(target=target, args=(url, number)) for number in range(WRITERS)]
    for each in writers:
        each.start()
    return list(writers)


def finish(writers: list[multiprocessing.process.BaseProcess]) -> None:
    for each in writers:
        each.join(120)
    assert [each.exitcode for each in writers] == [0] * WRITERS


@pytest.mark.slow
def test_p5_four_processes_on_one_hot_stream_lose_no_update(log_url: str) -> None:
    open_log(log_url).close()
    finish(run_writers(write_to_hot_stream, log_url))
    with open_log(log_url) as log:
        events = list(log.read(stream=HOT))
        assert [event.version for event in events] == list(range(1, WRITERS * EACH + 1))
        assert len({event.event_id for event in events}) == WRITERS * EACH
        assert verify(log).is_sound


@pytest.mark.slow
def test_p3_a_tailing_reader_misses_nothing_while_four_processes_write(log_url: str) -> None:
    with open_log(log_url) as log:
        writers = run_writers(write_anywhere, log_url)
        wanted = WRITERS * EACH * 2
        followed: list[int] = []
        for event in log.follow(poll_seconds=0.001):
            followed.append(event.seq)
            if len(followed) == wanted:
                break
        finish(writers)
        assert followed == list(range(1, wanted + 1))
        assert log.position() == wanted


@pytest.mark.slow
def test_p2_batches_of_concurrent_writers_do_not_mix(log_url: str) -> None:
    open_log(log_url).close()
    finish(run_writers(write_anywhere, log_url))
    with open_log(log_url) as log:
        numbers = [int(event.stream.removeprefix("report/"), 16) for event in log.read()]
    assert all(second == first + 1 for first, second in zip(numbers[::2], numbers[1::2], strict=True))


def test_what_postgresql_holds_cannot_be_changed(new_database: Callable[[], str]) -> None:
    import psycopg

    url = new_database()
    with open_log(url) as log, psycopg.connect(url, autocommit=True) as other:
        log.append([seen(1)])
        for statement in ("UPDATE thads_log.events SET actor = 'x'", "DELETE FROM thads_log.events",
                          "TRUNCATE thads_log.events"):  # fmt: skip
            with pytest.raises(psycopg.errors.RaiseException, match="never changed"):
                other.execute(statement.encode())
        assert _is_sound(log)
        other.execute(b"ALTER TABLE thads_log.events DISABLE TRIGGER events_are_never_changed")
        assert [problem.code for problem in verify(log).problems] == ["log_guard_missing"]
        other.execute(b"UPDATE thads_log.events SET actor = 'somebody else'")
        assert "event_changed" in [problem.code for problem in verify(log).problems]


def _is_sound(log: EventLog) -> bool:
    return verify(log).is_sound
