"""Promise: a build killed at any moment leaves the version before readable, and its leftovers go."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.warehouse.lock import writer_lock
from pipelines.warehouse.pointer import POINTER_NAME, find_version, read_pointer
from pipelines.warehouse.publish import start_build
from pipelines.warehouse.reader import open_reader

KILLS = 12

WRITER = """
import sys
from pathlib import Path
import duckdb
from pipelines.warehouse.lock import writer_lock
from pipelines.warehouse.publish import publish, start_build

folder = Path(sys.argv[1])
position = int(sys.argv[2])
print("ready", flush=True)
while True:
    position += 1
    with writer_lock(folder, "test"):
        build = start_build(folder)
        with duckdb.connect(str(build.path)) as connection:
            connection.execute(
                f"create schema landing; create schema marts;"
                f"create table landing.build as select {position} as position;"
                f"create table marts.x as select {position} as v, repeat('x', 100) as pad from range(20000)"
            )
        publish(build, position, keep=3)
        print(position, flush=True)
"""


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_a_whole_version_in_force(tmp_path: Path) -> None:
    chance = random.Random(20261124)
    last = 0
    for _ in range(KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(last)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.6))
        os.kill(writer.pid, signal.SIGKILL)
        said = [int(line) for line in writer.communicate()[0].split()]
        pointer = read_pointer(tmp_path)
        if pointer is None:
            assert not said
            continue
        # What was acknowledged is in force, or something newer that was not yet acknowledged.
        assert pointer.current.position >= max([last, *said])
        last = pointer.current.position
        with open_reader(tmp_path / find_version(tmp_path).file) as connection:
            row = connection.execute("select min(v), max(v), count(*) from marts.x").fetchone()
        assert row == (last, last, 20_000)
    assert last > 0
    with writer_lock(tmp_path, "cleaning"):
        start_build(tmp_path)
    kept = {each.file for each in read_pointer(tmp_path).versions}  # type: ignore[union-attr]
    left = {path.name for path in tmp_path.iterdir() if not path.name.startswith(".")}
    assert left - {f"{POINTER_NAME}.part"} == {POINTER_NAME, *kept}
