"""Opening the log's SQLite file: to write, or to read where nothing can be written.

Belongs here: the library's version, connections, and telling a disk that refuses from a file that is damaged.
Does not belong here: the table and what is written (`sqlite`).
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pysqlite3.dbapi2 as sqlite3  # type: ignore[import-untyped]

from pipelines.disk import disk_problem
from pipelines.events.errors import store_damaged
from pipelines.problems import Problem, Text, ThadsError

#: 3.7.0–3.51.2 can corrupt a database when the WAL is reset while another connection writes.
SAFE_SQLITE = (3, 51, 3)
#: Bytes of the smallest index of a WAL in use; a full disk leaves a shorter one.
_INDEX_BYTES = 32 * 1024
_PATIENCE = 60.0


def open_to_write(path: Path) -> sqlite3.Connection:
    """Open the file, creating it when there is none; whether it can be written shows at the first use."""
    return sqlite3.connect(
        str(path), timeout=_PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=64
    )


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a file that cannot be written; a reader of a WAL file otherwise makes two files beside it.

    Without a WAL beside it the whole log is in the file, and SQLite is told that nobody changes it. With one the
    newest events may still lie there, so it is read as it is or not at all.
    """
    wal, index = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    is_whole = _size(wal) == 0 and _size(index) < _INDEX_BYTES
    uri = f"file:{quote(str(path.absolute()))}?mode=ro" + ("&immutable=1" if is_whole else "")
    return sqlite3.connect(uri, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def refused(path: Path, error: sqlite3.DatabaseError) -> Problem | None:
    """Return what the disk refused, ``None`` when the file itself is at fault."""
    return disk_problem(error, str(path), path.parent)


def problem_of(path: Path, error: sqlite3.DatabaseError) -> Problem:
    """Return what an error of SQLite means for whoever keeps the machine; a disk that refuses is no damage."""
    return refused(path, error) or store_damaged(path.name, str(error))


def require_safe_sqlite(version: tuple[int, ...], printed: str) -> None:
    """Check the SQLite library.

    Raises:
        ThadsError: it is older than 3.51.3 and could corrupt the log.
    """
    if version >= SAFE_SQLITE:
        return
    raise ThadsError(
        Problem(
            code="unsafe_sqlite",
            what=Text(
                "Thư viện SQLite của máy này có lỗi đã biết, có thể làm hỏng nhật ký sự kiện.",
                "The SQLite library of this machine has a known fault that can corrupt the event log.",
            ),
            where="pysqlite3",
            expected="SQLite ≥ 3.51.3",
            found=f"SQLite {printed}",
            next_step=Text(
                "Chạy lại lệnh make setup để cài đúng phiên bản pysqlite3 trong requirements.lock.",
                "Run make setup again to install the pysqlite3 of requirements.lock.",
            ),
        )
    )
