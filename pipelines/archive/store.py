"""A write-once store of bytes: ``<root>/ab/cd/<sha256>``, read-only files, durable before a receipt is given.

Belongs here: putting, reading and checking bytes. Does not belong here: size limits and formats (`readers`), who
sent a file and when (`events`).
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipelines.problems import Problem, Text, ThadsError

_CHUNK = 1024 * 1024
_INCOMING = "incoming"
_SHA256 = re.compile(r"[0-9a-f]{64}")

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The archive's acknowledgement: these bytes are durable.

    Attributes:
        sha256: 64 hex digits; the ``report_id`` of a report.
        size: bytes.
        is_new: False when the archive held the bytes before.
    """

    sha256: str
    size: int
    is_new: bool


class Archive:
    """The content-addressed store under one folder; safe for any number of writers at once."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put_file(self, path: Path, progress: Progress | None = None) -> Receipt:
        """Keep the bytes of a file.

        Args:
            path: any readable file; it is left alone.
            progress: called with the number of bytes just read.
        """
        with path.open("rb") as source:
            return self._put(iter(lambda: source.read(_CHUNK), b""), progress)

    def put_bytes(self, data: bytes) -> Receipt:
        """Keep bytes."""
        return self._put(iter((data,)), None)

    def has(self, sha256: str) -> bool:
        """Tell whether the archive holds the bytes of this name."""
        return self.path(sha256).is_file()

    def open(self, sha256: str) -> BinaryIO:
        """Open the bytes for reading.

        Raises:
            ThadsError: the archive does not hold them.
        """
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise ThadsError(_missing(sha256)) from error

    def read(self, sha256: str) -> bytes:
        """Return the bytes, checked against their name.

        Raises:
            ThadsError: the archive does not hold them, or they changed on disk.
        """
        with self.open(sha256) as source:
            data = source.read()
        found = hashlib.sha256(data).hexdigest()
        if found != sha256:
            raise ThadsError(_changed(sha256, found))
        return data

    def path(self, sha256: str) -> Path:
        """Return where the bytes of this name are kept.

        Raises:
            ThadsError: it is no sha256 (64 lower-case hex digits).
        """
        if not _SHA256.fullmatch(sha256):
            raise ThadsError(_no_name(sha256))
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def names(self) -> Iterator[str]:
        """Yield the names of all files kept, in order."""
        for path in sorted(self._files()):
            if _SHA256.fullmatch(path.name):
                yield path.name

    def verify(self, progress: Progress | None = None) -> Iterator[Problem]:
        """Hash every file again and yield a problem for each that is not what its name says.

        Args:
            progress: called with the number of bytes just hashed.
        """
        for path in sorted(self._files()):
            if not _SHA256.fullmatch(path.name) or path != self.path(path.name):
                yield _stray(path.relative_to(self.root).as_posix())
                continue
            with path.open("rb") as source:
                found = hashlib.file_digest(source, "sha256").hexdigest()
            if progress:
                progress(path.stat().st_size)
            if found != path.name:
                yield _changed(path.name, found)

    def _files(self) -> Iterator[Path]:
        """Yield every file except those of puts under way or interrupted, which were never acknowledged."""
        incoming = self.root / _INCOMING
        for folder, _, names in os.walk(self.root):
            if Path(folder) != incoming:
                yield from (Path(folder, name) for name in names)

    def _put(self, chunks: Iterator[bytes], progress: Progress | None) -> Receipt:
        """Copy to a file aside while hashing, make it durable, then give it its name."""
        incoming = self.root / _INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        aside = incoming / f"{os.getpid()}-{secrets.token_hex(8)}"
        digest = hashlib.sha256()
        size = 0
        try:
            with aside.open("xb", buffering=0) as target:
                for chunk in chunks:
                    digest.update(chunk)
                    _write_all(target.fileno(), chunk)
                    size += len(chunk)
                    if progress:
                        progress(len(chunk))
                final = self.path(digest.hexdigest())
                if self._holds(final, size):
                    return Receipt(final.name, size, is_new=False)
                os.fchmod(target.fileno(), 0o444)
                os.fsync(target.fileno())
            return Receipt(final.name, size, is_new=self._name(aside, final))
        finally:
            aside.unlink(missing_ok=True)

    def _holds(self, final: Path, size: int) -> bool:
        """Tell whether the bytes are kept already; a file cut short by a crash of the disk is not trusted."""
        try:
            return final.stat().st_size == size
        except FileNotFoundError:
            return False

    def _name(self, aside: Path, final: Path) -> bool:
        """Give a durable file its name; of several writers of the same bytes one is the first."""
        final.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(aside, final)  # unlike a rename, never replaces what is there
            is_new = True
        except FileExistsError:
            is_new = False
            if not self._holds(final, aside.stat().st_size):
                raise ThadsError(_changed(final.name, "a file of another length")) from None
        for folder in (final.parent, final.parent.parent, self.root):
            _sync_folder(folder)
        return is_new


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_RESTORE = Text(
    "Khôi phục tệp gốc từ bản sao lưu (đúng mã sha256), rồi chạy lại thads log verify.",
    "Restore the original file from a backup (the same sha256), then run thads log verify again.",
)


def _missing(sha256: str) -> Problem:
    return Problem(
        code="archive_missing",
        what=Text("Kho lưu trữ không có tệp này.", "The archive does not hold this file."),
        where=f"archive/{sha256[:2]}/{sha256[2:4]}/{sha256}",
        expected=f"sha256 {sha256}",
        found="",
        next_step=_RESTORE,
    )


def _changed(sha256: str, found: str) -> Problem:
    return Problem(
        code="archive_changed",
        what=Text(
            "Tệp trong kho lưu trữ đã bị thay đổi so với lúc tiếp nhận.",
            "A file of the archive is no longer what was received.",
        ),
        where=f"archive/{sha256[:2]}/{sha256[2:4]}/{sha256}",
        expected=f"sha256 {sha256}",
        found=f"sha256 {found}" if _SHA256.fullmatch(found) else found,
        next_step=_RESTORE,
    )


def _stray(where: str) -> Problem:
    return Problem(
        code="archive_stray_file",
        what=Text(
            "Trong kho lưu trữ có tệp lạ, không do hệ thống tạo ra.",
            "There is a file in the archive that the system did not put there.",
        ),
        where=f"archive/{where}",
        expected="<2>/<2>/<sha256>",
        found=where.rsplit("/", 1)[-1],
        next_step=Text(
            "Chuyển tệp lạ ra khỏi kho lưu trữ; nếu là báo cáo, hãy đặt vào thư mục raw/ để tiếp nhận.",
            "Move the file out of the archive; if it is a report, drop it into raw/ to have it taken in.",
        ),
    )


def _no_name(name: str) -> Problem:
    return Problem(
        code="not_a_sha256",
        what=Text("Mã tệp không hợp lệ.", "This is not the name of an archived file."),
        where="archive",
        expected="64 hex digits (0-9, a-f)",
        found=name[:80],
        next_step=Text("Kiểm tra lại mã sha256 của báo cáo.", "Check the report's sha256."),
    )
