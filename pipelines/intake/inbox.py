"""The inbox ``raw/<unit>/<fiscal year>/<file>``: what lies there, and what changed since the last look.

The index of what was seen (path, size, time → sha256) is a convenience: without it every file is hashed again.

Belongs here: walking the folder. Does not belong here: opening a file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.problems import Problem, Text, ThadsError
from pipelines.reference.units import all_units

_INDEX_SCHEMA = {"path": pl.String, "size": pl.Int64, "mtime_ns": pl.Int64, "report_id": pl.String}
_NOT_REPORTS = frozenset(
    {"README.md", "Thumbs.db", "desktop.ini", "synth.json", "planted.json"}  # the last two: `thads synth`
)
_UNFINISHED = (".part", ".tmp", ".crdownload")


@dataclass(frozen=True, slots=True)
class InboxFile:
    """One file of the inbox.

    Attributes:
        path: relative to the inbox, with ``/`` as separator.
        folder_unit: unit code of its folder, ``""`` when the folder names no unit.
        folder_year: fiscal year of its folder, ``None`` when the folder names none.
    """

    path: str
    absolute: Path
    size: int
    mtime_ns: int
    folder_unit: str
    folder_year: int | None

    @property
    def name(self) -> str:
        """Return the file's name, printable."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Scan:
    """What a walk of the inbox found.

    Attributes:
        fresh: files the index does not know, in order of path.
        seen: how many files are as they were.
        skipped: entries that are no readable file, each with its problem.
    """

    fresh: tuple[InboxFile, ...]
    seen: int
    skipped: tuple[Problem, ...]


class InboxIndex:
    """What earlier refreshes saw in the inbox; a Parquet file that may be deleted at any time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        frame = pl.read_parquet(path) if path.exists() else pl.DataFrame(schema=_INDEX_SCHEMA)
        self._known = {row[0]: (row[1], row[2], row[3]) for row in frame.iter_rows()}

    def knows(self, file: InboxFile) -> bool:
        """Say whether the file is as it was when its bytes were archived."""
        return self._known.get(file.path, ())[:2] == (file.size, file.mtime_ns)

    @property
    def count(self) -> int:
        """Return how many files earlier refreshes saw."""
        return len(self._known)

    def remember(self, file: InboxFile, report_id: str) -> None:
        """Note that the file's bytes are archived under ``report_id``."""
        self._known[file.path] = (file.size, file.mtime_ns, report_id)

    def save(self) -> None:
        """Write the index aside and move it into place."""
        rows = [(path, *entry) for path, entry in sorted(self._known.items())]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        aside = self._path.with_suffix(".part")
        pl.DataFrame(rows, schema=_INDEX_SCHEMA, orient="row").write_parquet(aside)
        aside.replace(self._path)


def scan(raw: Path, index: InboxIndex) -> Scan:
    """Walk the inbox; links are never followed, so nothing outside the inbox can be read through it.

    Raises:
        ThadsError: ``no_inbox``: the inbox itself cannot be opened, so nobody knows whether anything is new.
    """
    try:
        os.scandir(raw).close()
    except OSError as error:
        raise ThadsError(_no_inbox(raw, error)) from error
    fresh: list[InboxFile] = []
    skipped: list[Problem] = []
    seen = 0
    for entry in _walk(raw, skipped):
        path = _printable(Path(entry.path).relative_to(raw))
        if entry.is_symlink():
            skipped.append(_skipped_link(path))
            continue
        stat = entry.stat(follow_symlinks=False)
        unit, year = _folder(path)
        file = InboxFile(path, Path(entry.path), stat.st_size, stat.st_mtime_ns, unit, year)
        if index.knows(file):
            seen += 1
        else:
            fresh.append(file)
    if index.count and not (fresh or seen or skipped):
        skipped.append(_emptied(raw, index.count))
    return Scan(tuple(sorted(fresh, key=lambda file: file.path)), seen, tuple(skipped))


def department_folders(raw: Path) -> list[str]:
    """Return the unit codes that have a folder in the inbox."""
    if not raw.is_dir():
        return []
    return sorted(entry.name for entry in raw.iterdir() if entry.is_dir() and entry.name in all_units())


def _walk(folder: Path, skipped: list[Problem]) -> Iterator[os.DirEntry[str]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        skipped.append(_unreadable(folder.as_posix(), error))
        return
    for entry in entries:
        if (
            entry.name.startswith((".", "~$"))
            or entry.name in _NOT_REPORTS
            or entry.name.endswith(_UNFINISHED)
        ):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), skipped)
        elif entry.is_symlink() or entry.is_file(follow_symlinks=False):
            yield entry


def _printable(path: Path) -> str:
    r"""Return the path with ``/``; bytes of a name that are no UTF-8 are shown as ``\\xf4``."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _folder(path: str) -> tuple[str, int | None]:
    parts = path.split("/")[:-1]
    unit = parts[0] if parts and parts[0] in all_units() else ""
    year = next((int(part) for part in parts if part.isascii() and part.isdigit() and len(part) == 4), None)
    return unit, year


def _no_inbox(raw: Path, error: OSError) -> Problem:
    return Problem(
        code="no_inbox",
        what=Text(
            "Không mở được thư mục nhận báo cáo; chưa nhận gì và chưa công bố gì.",
            "The inbox cannot be opened; nothing was taken in and nothing was published.",
        ),
        where=f"THADS_RAW={raw}",
        expected="thư mục đọc được / a folder that can be read",
        found=error.strerror or type(error).__name__,
        next_step=Text(
            "Kiểm tra ổ đĩa hoặc thư mục mạng đã được gắn chưa, quyền đọc và biến THADS_RAW, rồi chạy lại.",
            "Check that the share is mounted, that it may be read, and the variable THADS_RAW; then run again.",
        ),
    )


def _emptied(raw: Path, count: int) -> Problem:
    return Problem(
        code="inbox_emptied",
        what=Text(
            "Thư mục nhận báo cáo trống, trong khi các lần trước có tệp.",
            "The inbox is empty, though there were files before.",
        ),
        where=f"THADS_RAW={raw}",
        expected="",
        found=f"0 tệp, trước đây {count} / 0 files, {count} before",
        next_step=Text(
            "Nếu không phải do dọn thư mục: kiểm tra thư mục mạng đã được gắn chưa, rồi chạy lại.",
            "Unless somebody cleared it: check that the share is mounted, then run again.",
        ),
    )


def _skipped_link(path: str) -> Problem:
    return Problem(
        code="link_in_inbox",
        what=Text("Tệp là một liên kết, không phải báo cáo.", "The entry is a link, not a report."),
        where=path,
        expected="tệp / a file",
        found="liên kết / a link",
        next_step=Text("Chép chính tệp báo cáo vào thư mục.", "Copy the report itself into the folder."),
    )


def _unreadable(path: str, error: OSError) -> Problem:
    return Problem(
        code="unreadable_folder",
        what=Text("Không mở được thư mục.", "The folder cannot be opened."),
        where=path,
        expected="quyền đọc / read permission",
        found=error.strerror or type(error).__name__,
        next_step=Text("Cấp quyền đọc rồi chạy lại.", "Grant read permission and run again."),
    )
