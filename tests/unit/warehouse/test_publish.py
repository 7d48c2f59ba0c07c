"""Promises of publication: one pointer moves, readers never see half a build, nothing in use is deleted."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.problems import ThadsError
from pipelines.warehouse.lock import writer_lock
from pipelines.warehouse.pointer import POINTER_NAME, find_version, read_pointer
from pipelines.warehouse.publish import Build, publish, remove_leftovers, start_build
from pipelines.warehouse.reader import open_reader


def fill(build: Build, position: int, value: int = 1) -> None:
    """Write the smallest build that may be published."""
    with duckdb.connect(str(build.path)) as connection:
        connection.execute(
            f"""
            create schema landing; create schema core; create schema marts; create schema vi;
            create table landing.build as select {position} as position;
            create table core.x as select {value} as v, timestamp '2026-01-01' as known_from;
            create table marts.x as select v from core.x;
            create view vi."bảng" as select v as "giá trị" from "marts"."x";
            create macro core.x_as_of(ts) as table select v from core.x where known_from <= ts;
            create macro marts.x_as_of(ts) as table select * from core.x_as_of(ts);
            """
        )


def published_value(folder: Path) -> int:
    with open_reader(folder / find_version(folder).file) as connection:
        (value,) = connection.execute('select "giá trị" from vi."bảng"').fetchone() or (None,)
        return int(value)


def test_a_publication_moves_the_pointer_and_names_everything(tmp_path: Path) -> None:
    build = start_build(tmp_path)
    fill(build, 7)
    at = datetime(2026, 11, 24, tzinfo=UTC)
    published = publish(build, 7, now=lambda: at)
    assert published.file == f"marts-7-{build.code}.duckdb"
    assert (published.position, published.published_at) == (7, at)
    assert read_pointer(tmp_path).current == published  # type: ignore[union-attr]
    assert sorted(path.name for path in tmp_path.iterdir()) == [POINTER_NAME, published.file]


def test_views_and_macros_survive_the_change_of_name(tmp_path: Path) -> None:
    build = start_build(tmp_path)
    fill(build, 1, value=42)
    file = tmp_path / publish(build, 1).file
    assert published_value(tmp_path) == 42
    for day, expected in ((1, [(42,)]), (0, [])):
        at = datetime(2025, 12, 31, tzinfo=UTC) + timedelta(days=day)
        with open_reader(file, as_of=at) as connection:
            assert connection.execute('select "giá trị" from vi."bảng"').fetchall() == expected
            assert connection.execute("select v from marts.x").fetchall() == expected


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("drop schema marts cascade", "no_marts"),
        ("update landing.build set position = 99", "not_pinned"),
        ("drop table landing.build", "not_pinned"),
        ("drop table marts.x; create table marts.y as select 1 as v", "unreadable_relation"),
        ('create view vi.z as select * from "{catalog}".marts.x', "unreadable_relation"),
        ('create macro core.z_as_of(ts) as table select * from "{catalog}".marts.x', "unreadable_relation"),
    ],
)
def test_a_build_that_fails_its_check_leaves_the_old_version_in_force(
    tmp_path: Path, statement: str, code: str
) -> None:
    first = start_build(tmp_path)
    fill(first, 1, value=1)
    publish(first, 1)
    second = start_build(tmp_path)
    fill(second, 2, value=2)
    with duckdb.connect(str(second.path)) as connection:
        connection.execute(statement.format(catalog=second.path.stem))
    with pytest.raises(ThadsError) as error:
        publish(second, 2)
    assert error.value.problem.code == code
    assert published_value(tmp_path) == 1


def test_only_the_last_versions_are_kept_and_each_can_be_named(tmp_path: Path) -> None:
    for position in range(1, 6):
        build = start_build(tmp_path)
        fill(build, position, value=position)
        publish(build, position, keep=3)
    versions = [each.position for each in read_pointer(tmp_path).versions]  # type: ignore[union-attr]
    assert versions == [5, 4, 3]
    assert len(list(tmp_path.glob("marts-*.duckdb"))) == 3
    oldest = read_pointer(tmp_path).earlier[-1]  # type: ignore[union-attr]
    assert find_version(tmp_path, oldest.version) == oldest
    with pytest.raises(ThadsError, match="is not kept"):
        find_version(tmp_path, "1-00000000")


def test_a_version_another_process_reads_is_never_deleted(tmp_path: Path) -> None:
    build = start_build(tmp_path)
    fill(build, 1)
    old = tmp_path / publish(build, 1, keep=1).file
    program = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True);"
        "print('open', flush=True); sys.stdin.read()"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", program, str(old)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "open\n"
    for position in (2, 3, 4):
        build = start_build(tmp_path)
        fill(build, position)
        publish(build, position, keep=1)
    assert old.exists()
    reader.communicate("")
    build = start_build(tmp_path)
    fill(build, 5)
    publish(build, 5, keep=1)
    assert not old.exists()


def test_what_dead_builds_leave_behind_is_cleaned(tmp_path: Path) -> None:
    build = start_build(tmp_path)
    fill(build, 1)
    published = publish(build, 1)
    for name in ("build-dead.duckdb", "build-dead.duckdb.wal", "marts-9-neverpointed.duckdb"):
        (tmp_path / name).write_bytes(b"half")
    removed = {path.name for path in remove_leftovers(tmp_path)}
    assert removed == {"build-dead.duckdb", "build-dead.duckdb.wal", "marts-9-neverpointed.duckdb"}
    assert (tmp_path / published.file).exists()


def test_a_second_writer_is_told_who_is_at_work(tmp_path: Path) -> None:
    with writer_lock(tmp_path, "refresh"):
        with pytest.raises(ThadsError) as error, writer_lock(tmp_path, "replay"):
            pass
        assert error.value.problem.code == "writer_busy"
        assert f"pid {os.getpid()}" in error.value.problem.found
        assert "refresh" in error.value.problem.found
    with writer_lock(tmp_path, "replay"):
        pass


def test_nobody_published_is_said_with_the_next_command(tmp_path: Path) -> None:
    with pytest.raises(ThadsError) as error:
        find_version(tmp_path)
    assert error.value.problem.code == "nothing_published"
    assert "make refresh" in error.value.problem.next_step.vi


def test_a_damaged_pointer_is_said_and_not_guessed(tmp_path: Path) -> None:
    (tmp_path / POINTER_NAME).write_text('{"file": "marts')
    with pytest.raises(ThadsError) as error:
        find_version(tmp_path)
    assert error.value.problem.code == "pointer_damaged"
