"""A log that cannot be written is read, and whoever writes is told that the disk refuses, not that it is damaged."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pysqlite3.dbapi2 as sqlite3
import pytest

from pipelines.events.log import open_log
from pipelines.events.sqlite import SqliteLog
from pipelines.events.verify import verify
from pipelines.problems import ThadsError
from tests.events_support import seen

NOBODY = 65534


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder others may enter; pytest's own is closed to everybody else."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


@contextmanager
def nothing_writable(folder: Path) -> Iterator[None]:
    """Take the right to write from a folder, its files, and from root itself."""
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def test_a_read_only_log_is_read_and_verified(folder: Path) -> None:
    with open_log(folder / "log.sqlite") as log:
        log.append([seen(1), seen(2)])
    with nothing_writable(folder), open_log(folder / "log.sqlite") as log:
        assert [event.seq for event in log.read()] == [1, 2]
        assert verify(log).is_sound
    assert [path.name for path in folder.iterdir()] == ["log.sqlite"]


def test_events_of_a_wal_are_read_too_where_nothing_can_be_written(folder: Path) -> None:
    writer = open_log(folder / "log.sqlite")
    writer.append([seen(1)])
    with nothing_writable(folder), open_log(folder / "log.sqlite") as log:
        assert log.position() == 1
    writer.close()


def test_a_writer_is_told_that_the_disk_is_read_only(folder: Path) -> None:
    with open_log(folder / "log.sqlite") as log:
        log.append([seen(1)])
    with (
        nothing_writable(folder),
        open_log(folder / "log.sqlite") as log,
        pytest.raises(ThadsError) as refused,
    ):
        log.append([seen(2)])
    assert refused.value.problem.code == "disk_read_only"


def test_a_log_that_cannot_be_made_is_no_damaged_one(folder: Path) -> None:
    with nothing_writable(folder), pytest.raises(ThadsError) as refused:
        open_log(folder / "log.sqlite")
    assert refused.value.problem.code == "disk_read_only"


def test_a_full_disk_is_told_as_such_and_the_log_goes_on_afterwards(tmp_path: Path) -> None:
    with open_log(tmp_path / "log.sqlite") as log:
        assert isinstance(log, SqliteLog)
        pages = log._connection.execute("PRAGMA page_count").fetchone()[0]
        log._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(ThadsError) as refused:
            log.append([seen(number) for number in range(500)])
        assert refused.value.problem.code == "disk_full"
        log._connection.execute("PRAGMA max_page_count = 1000000")
        assert log.append([seen(1)])[0].seq == 1


def test_a_log_on_a_full_disk_is_read_and_its_writer_is_told_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite cannot even make the files of a WAL there."""
    with open_log(tmp_path / "log.sqlite") as log:
        log.append([seen(1)])

    def refuse(_: SqliteLog) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    monkeypatch.setattr(SqliteLog, "_prepare", refuse)
    with open_log(tmp_path / "log.sqlite") as log:
        assert log.position() == 1
        with pytest.raises(ThadsError) as refused:
            log.append([seen(2)])
    assert refused.value.problem.code == "disk_full"


@pytest.mark.parametrize("left", [["-wal"], ["-shm"], ["-wal", "-shm"]])
def test_files_a_full_disk_left_beside_a_log_do_not_hide_it(folder: Path, left: list[str]) -> None:
    with open_log(folder / "log.sqlite") as log:
        log.append([seen(1)])
    for end in left:
        (folder / f"log.sqlite{end}").write_bytes(b"" if end == "-wal" else b"   ")
    with nothing_writable(folder), open_log(folder / "log.sqlite") as log:
        assert log.position() == 1


def test_a_foreign_file_stays_a_foreign_file_where_nothing_can_be_written(folder: Path) -> None:
    with sqlite3.connect(str(folder / "log.sqlite")) as connection:
        connection.execute("CREATE TABLE other (x)")
    connection.close()
    with nothing_writable(folder), pytest.raises(ThadsError) as refused:
        open_log(folder / "log.sqlite")
    assert refused.value.problem.code == "not_an_event_log"
