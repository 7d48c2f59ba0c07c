"""Building aside and publishing: a new file, then one pointer moves; readers never see half a build.

A crash leaves at most files the pointer does not name; the next build removes them.

Belongs here: the life of a build file from its creation to its removal.
Does not belong here: what is put into it (`landing`, `dbt_run`), who may build (`lock`).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipelines.warehouse.checks import Check, check_build
from pipelines.warehouse.pointer import Pointer, Published, read_pointer, sync_folder, write_pointer

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Build:
    """A file being built; nobody but its builder knows it.

    Attributes:
        folder: the warehouse folder.
        code: 8 hex digits, the same in every name of the build.
    """

    folder: Path
    code: str

    @property
    def path(self) -> Path:
        """Return the DuckDB file to write."""
        return self.folder / f"build-{self.code}.duckdb"

    def version(self, position: int) -> str:
        """Return the name the version will have once W is known."""
        return f"{position}-{self.code}"


def start_build(folder: Path) -> Build:
    """Clear away what dead builds left behind and return a new build; call it under `lock.writer_lock`."""
    folder.mkdir(parents=True, exist_ok=True)
    remove_leftovers(folder)
    return Build(folder, secrets.token_hex(4))


def discard(build: Build) -> None:
    """Remove a build that will not be published."""
    for path in build.folder.glob(f"{build.path.name}*"):
        path.unlink(missing_ok=True)


def publish(
    build: Build,
    position: int,
    *,
    checks: Iterable[Check] = (),
    keep: int = 5,
    now: Clock = lambda: datetime.now(UTC),
) -> Published:
    """Check the build, make it durable, give it its name and move the pointer; call it under the lock.

    Args:
        build: a finished build file that no process has open.
        position: log position W the build is pinned to.
        checks: more checks beside `checks.check_build`; each raises `ThadsError` to refuse the build.
        keep: how many versions stay on disk, the new one included.
        now: the clock, for ``published_at``.

    Returns:
        What the pointer now names.

    Raises:
        ThadsError: a check refused the build; the version before stays in force.
    """
    _finish(build.path, position, checks)
    pointer = read_pointer(build.folder)
    version = build.version(position)
    target = build.folder / f"marts-{version}.duckdb"
    published = Published(target.name, version, position, now(), _sync_and_hash(build.path))
    build.path.replace(target)
    sync_folder(build.folder)
    kept, dropped = _retain(pointer, keep, build.folder)
    write_pointer(build.folder, Pointer(published, kept))
    for each in dropped:
        (build.folder / each.file).unlink(missing_ok=True)
    return published


def remove_leftovers(folder: Path) -> list[Path]:
    """Remove dead builds and files that were renamed but never named by the pointer; return them."""
    pointer = read_pointer(folder)
    known = {each.file for each in pointer.versions} if pointer else set()
    dead = [path for path in folder.glob("build-*.duckdb*") if path.is_file()]
    dead += [path for path in folder.glob("marts-*.duckdb*") if path.name not in known and not is_open(path)]
    for path in dead:
        path.unlink(missing_ok=True)
    return dead


def is_open(path: Path) -> bool:
    """Say whether another process reads the file (DuckDB holds a shared POSIX lock while it is open)."""
    try:
        with path.open("r+b") as handle:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _finish(path: Path, position: int, checks: Iterable[Check]) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CHECKPOINT")
    # Checked as readers will meet it: read only and under another catalog name. A view or macro that names the
    # catalog it was built in ("build-…"."marts"."x") would work here and break after the file is renamed.
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH '{_quoted(path)}' AS published (READ_ONLY)")
        connection.execute("USE published")
        for check in (check_build(position), *checks):
            check(connection)


def _sync_and_hash(path: Path) -> str:
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
        os.fsync(handle.fileno())
    return digest


def _retain(
    pointer: Pointer | None, keep: int, folder: Path
) -> tuple[tuple[Published, ...], list[Published]]:
    versions = [each for each in (pointer.versions if pointer else ()) if (folder / each.file).exists()]
    # The version just replaced is kept whatever `keep` says: a reader may have read the old pointer already.
    wanted = max(keep - 1, 1)
    dropped = [each for each in versions[wanted:] if not is_open(folder / each.file)]
    return tuple(each for each in versions if each not in dropped), dropped


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
