"""P1 and P2 under kill -9: what was acknowledged is there, and of a batch all or nothing."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import time
from pathlib import Path

import pytest

from pipelines.archive.store import Archive
from pipelines.events.log import open_log
from pipelines.events.verify import verify
from tests.events_support import seen

KILLS = 60
BATCH = 3


def write_until_killed(path: Path, run: int, acknowledgements: int) -> None:
    """Append without end and write a line for every acknowledged batch; runs in the child."""
    archive = Archive(path.parent / "archive")
    with open_log(path) as log:
        for turn in range(1_000_000):
            receipt = archive.put_bytes(f"{run}/{turn}".encode())
            numbers = [run * 10**9 + turn * BATCH + place for place in range(BATCH)]
            placed = log.append([seen(number) for number in numbers])
            line = {"seqs": [each.seq for each in placed], "hash": placed[-1].hash, "sha256": receipt.sha256}
            os.write(acknowledgements, json.dumps(line).encode() + b"\n")


def kill_a_writer(path: Path, run: int, seconds: float) -> list[dict[str, object]]:
    """Start a writer, kill it -9 a moment after its first acknowledgement, and return what it acknowledged."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        try:
            write_until_killed(path, run, theirs)
        finally:
            os._exit(1)
    os.close(theirs)
    select.select([ours], [], [], 30)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the writer died by itself"
    with os.fdopen(ours, "rb") as pipe:
        lines = pipe.read().splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


@pytest.mark.slow
def test_p1_acknowledged_is_durable_after_kill_9(tmp_path: Path) -> None:
    """At least 50 kills: every acknowledged batch is whole, at its place, with its hash; so are the files."""
    path = tmp_path / "log.sqlite"
    chance = random.Random(20211)
    acknowledged: list[dict[str, object]] = []
    for run in range(KILLS):
        acknowledged += kill_a_writer(path, run, chance.uniform(0, 0.05))
    assert len(acknowledged) >= KILLS, "most writers were killed before they acknowledged anything"
    archive = Archive(tmp_path / "archive")
    with open_log(path) as log:
        events = {event.seq: event for event in log.read()}
        assert verify(log, None, archive).problems == ()
    assert list(events) == list(range(1, len(events) + 1))
    for line in acknowledged:
        seqs = line["seqs"]
        assert all(seq in events for seq in seqs)
        assert events[seqs[-1]].hash == line["hash"]
        assert archive.has(line["sha256"])


@pytest.mark.slow
def test_p2_a_killed_writer_leaves_whole_batches(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    chance = random.Random(20212)
    for run in range(10):
        kill_a_writer(path, run, chance.uniform(0, 0.02))
    with open_log(path) as log:
        by_batch: dict[tuple[int, int], int] = {}
        for event in log.read():
            number = int(event.stream.removeprefix("report/"), 16)
            key = divmod(number, 10**9)[0], divmod(number, 10**9)[1] // BATCH
            by_batch[key] = by_batch.get(key, 0) + 1
    assert set(by_batch.values()) == {BATCH}
