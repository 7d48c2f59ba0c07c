"""The archive: hashing, and keeping bytes durably.

Belongs here: measurements of `pipelines.archive`. Does not belong here: reading formats.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, rate_of
from pipelines.archive.store import Archive

SIZE_MIB = 256
SMALL_FILES = 500


def measure(folder: Path, scale: float = 1.0) -> Iterator[Figure]:
    """Yield the figures of the archive; ``scale`` 1 hashes a quarter of a gibibyte."""
    source = folder / "source"
    mib = max(16, int(SIZE_MIB * scale))
    with source.open("wb") as target:
        for _ in range(mib):
            target.write(os.urandom(1024 * 1024))
    yield from _large(folder, source, mib)
    yield from _small(folder, max(50, int(SMALL_FILES * scale)))


def _large(folder: Path, source: Path, mib: int) -> Iterator[Figure]:
    archive = Archive(folder / "archive")
    kept = rate_of(lambda: archive.put_file(source), mib)
    copied = rate_of(lambda: _copy_durably(source, folder / "copy"), mib)
    tool = shutil.which("sha256sum")
    raw = (
        rate_of(lambda: subprocess.run([tool, source], check=True, capture_output=True), mib, 3)
        if tool
        else 0
    )
    hashed = rate_of(lambda: list(archive.verify()), mib, 3)
    yield Figure(
        "archive",
        f"hash again, as verify does ({mib} MiB)",
        hashed,
        "MiB/s",
        "sha256sum",
        raw,
        goal_times=1.5,
    )
    yield Figure(
        "archive", f"keep one file durably ({mib} MiB)", kept, "MiB/s", "copy + fsync, no hash", copied
    )


def _copy_durably(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    descriptor = os.open(target, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _small(folder: Path, count: int) -> Iterator[Figure]:
    archive = Archive(folder / "small")
    data = [os.urandom(20_480) for _ in range(count)]
    rate = rate_of(lambda: [archive.put_bytes(each) for each in data], count)
    (folder / "plain").mkdir()

    def write(number: int) -> None:
        descriptor = os.open(folder / "plain" / str(number), os.O_CREAT | os.O_WRONLY)
        os.write(descriptor, data[number])
        os.fsync(descriptor)
        os.close(descriptor)

    raw = rate_of(lambda: [write(number) for number in range(count)], count)
    yield Figure(
        "archive", f"keep small files durably ({count} of 20 KiB)", rate, "files/s", "write + fsync", raw
    )
