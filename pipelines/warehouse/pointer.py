"""The pointer ``CURRENT``: which file is published, and which ones before it are still kept.

The pointer is the only commit point of a publication. A file it does not name was never published.

Belongs here: reading and replacing the pointer, finding the file of a version.
Does not belong here: building files (`publish`) or opening them (`reader`).
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import orjson

from pipelines.problems import Problem, Text, ThadsError

POINTER_NAME = "CURRENT"


@dataclass(frozen=True, slots=True)
class Published:
    """One published warehouse file.

    Attributes:
        file: name inside the warehouse folder.
        version: ``<position>-<code>``, what links and exports name.
        position: log position W the file was pinned to.
        published_at: UTC.
        sha256: of the whole file.
    """

    file: str
    version: str
    position: int
    published_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """What ``CURRENT`` says: the file in force and the earlier ones that are kept, newest first."""

    current: Published
    earlier: tuple[Published, ...] = ()

    @property
    def versions(self) -> tuple[Published, ...]:
        """Return every version that can still be opened, newest first."""
        return (self.current, *self.earlier)


def read_pointer(folder: Path) -> Pointer | None:
    """Return the pointer of a warehouse folder, or ``None`` when nothing was published yet.

    Raises:
        ThadsError: ``pointer_damaged`` when the file is not what `write_pointer` writes.
    """
    try:
        data = (folder / POINTER_NAME).read_bytes()
    except FileNotFoundError:
        return None
    try:
        raw = orjson.loads(data)
        return Pointer(_published(raw), tuple(_published(each) for each in raw["earlier"]))
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise _damaged(folder) from error


def write_pointer(folder: Path, pointer: Pointer) -> None:
    """Replace the pointer in one step that survives a power cut: written aside, synced, renamed, synced."""
    body = {**asdict(pointer.current), "earlier": [asdict(each) for each in pointer.earlier]}
    aside = folder / f"{POINTER_NAME}.part"
    with aside.open("wb") as handle:
        handle.write(orjson.dumps(body, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        handle.flush()
        os.fsync(handle.fileno())
    aside.replace(folder / POINTER_NAME)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make renames inside a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def find_version(folder: Path, version: str | None = None) -> Published:
    """Return the published file of a version, the current one by default.

    Raises:
        ThadsError: ``nothing_published`` or ``unknown_version``.
    """
    pointer = read_pointer(folder)
    if pointer is None:
        raise _nothing(folder)
    if version is None:
        return pointer.current
    for each in pointer.versions:
        if version in (each.version, each.file):
            return each
    raise _unknown(version, pointer)


def _published(raw: dict[str, object]) -> Published:
    return Published(
        file=str(raw["file"]),
        version=str(raw["version"]),
        position=int(str(raw["position"])),
        published_at=datetime.fromisoformat(str(raw["published_at"])),
        sha256=str(raw["sha256"]),
    )


def _nothing(folder: Path) -> ThadsError:
    return ThadsError(
        Problem(
            code="nothing_published",
            what=Text("Chưa có phiên bản kho dữ liệu nào được công bố.", "No warehouse is published yet."),
            where=str(folder),
            expected=POINTER_NAME,
            found="",
            next_step=Text(
                "Chạy «make refresh» (hoặc «thads refresh») rồi thử lại.",
                "Run «make refresh» (or «thads refresh») and try again.",
            ),
        )
    )


def _unknown(version: str, pointer: Pointer) -> ThadsError:
    return ThadsError(
        Problem(
            code="unknown_version",
            what=Text(f"Không còn giữ phiên bản «{version}».", f"Version «{version}» is not kept."),
            where="--version",
            expected=", ".join(each.version for each in pointer.versions),
            found=version,
            next_step=Text(
                "Chọn một phiên bản còn giữ, hoặc dựng lại bằng «thads log replay --as-of … --to FILE.duckdb».",
                "Name a version that is kept, or rebuild it: «thads log replay --as-of … --to FILE.duckdb».",
            ),
        )
    )


def _damaged(folder: Path) -> ThadsError:
    return ThadsError(
        Problem(
            code="pointer_damaged",
            what=Text(
                "Tệp con trỏ của kho dữ liệu bị hỏng.", "The pointer file of the warehouse is damaged."
            ),
            where=str(folder / POINTER_NAME),
            expected="JSON",
            found="",
            next_step=Text(
                "Chạy «thads log replay» để dựng và công bố lại kho từ nhật ký.",
                "Run «thads log replay» to build and publish the warehouse again from the log.",
            ),
        )
    )
