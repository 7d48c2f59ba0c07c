"""What a disk can refuse, in words: it is read-only, closed, full, failing, or something else stands in the place.

Belongs here: telling such a refusal from a fault of the programme, whatever library met it, and its sentences.
Does not belong here: who catches it (`cli`, `events`, `orchestration`).
"""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pipelines.problems import Problem, Text

Refusal = Literal["read_only", "forbidden", "full", "fault", "in_the_way"]

#: Bytes below which SQLite's files for a WAL cannot be counted on.
_AS_GOOD_AS_FULL = 1024 * 1024

_PATH = re.compile(r"""(?:^|[\s'"])/\w""")

_OF_ERRNO: dict[int, Refusal] = {
    errno.EROFS: "read_only",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EIO: "fault",
    errno.ESTALE: "fault",
    errno.EEXIST: "in_the_way",
    errno.ENOTDIR: "in_the_way",
    errno.EISDIR: "in_the_way",
}
#: SQLite's names of errors, by how they begin; some libraries pass on the error but not the name.
_OF_SQLITE: tuple[tuple[str, Refusal], ...] = (
    ("SQLITE_READONLY", "read_only"),
    ("SQLITE_CANTOPEN", "read_only"),
    ("SQLITE_PERM", "forbidden"),
    ("SQLITE_FULL", "full"),
    ("SQLITE_IOERR", "fault"),
)
#: What DuckDB, Polars, pyarrow and dbt print of the same refusals, whose errors carry no number.
_OF_WORDS: tuple[tuple[str, Refusal], ...] = (
    ("no space left on device", "full"),
    ("database or disk is full", "full"),
    ("disk quota exceeded", "full"),
    ("read-only file system", "read_only"),
    ("attempt to write a readonly database", "read_only"),
    ('": permission denied', "forbidden"),
    ("disk i/o error", "fault"),
    ("input/output error", "fault"),
)


#: What each refusal means; place and finding are filled in.
_PROBLEMS: Mapping[Refusal, Problem] = {
    "read_only": Problem(
        code="disk_read_only",
        what=Text(
            "Không ghi được: ổ đĩa hoặc thư mục chỉ cho đọc. Dữ liệu đã có không bị hỏng.",
            "Nothing can be written: the disk or the folder is read-only. What is there is not damaged.",
        ),
        where="",
        expected="quyền ghi / permission to write",
        found="",
        next_step=Text(
            "Kiểm tra quyền của thư mục và cách gắn ổ đĩa (mount), rồi chạy lại; tra cứu vẫn dùng được.",
            "Check the permissions of the folder and how the disk is mounted, then run again; reading still works.",
        ),
    ),
    "forbidden": Problem(
        code="disk_forbidden",
        what=Text(
            "Không có quyền đọc hoặc ghi ở đây. Dữ liệu đã có không bị hỏng.",
            "This process may not read or write here. What is there is not damaged.",
        ),
        where="",
        expected="quyền đọc, ghi / permission to read and write",
        found="",
        next_step=Text(
            "Kiểm tra quyền của tệp, thư mục và tài khoản chạy lệnh, rồi chạy lại.",
            "Check the permissions of the file and its folder, and which account runs the command; then run again.",
        ),
    ),
    "full": Problem(
        code="disk_full",
        what=Text(
            "Hết chỗ trên ổ đĩa; chưa công bố gì mới, phiên bản trước vẫn còn hiệu lực.",
            "The disk is full; nothing new was published, the version before stays in force.",
        ),
        where="",
        expected="chỗ trống / free space",
        found="",
        next_step=Text(
            "Giải phóng chỗ trống (docs/how-to/operator.md, mục «Disk») rồi chạy lại; không cần dọn gì khác.",
            "Free some space (docs/how-to/operator.md, «Disk») and run again; nothing else has to be cleaned up.",
        ),
    ),
    "fault": Problem(
        code="disk_fault",
        what=Text(
            "Ổ đĩa báo lỗi khi đọc hoặc ghi: đã đầy, mất kết nối hoặc bị hỏng.",
            "The disk failed to read or write: it is full, gone or faulty.",
        ),
        where="",
        expected="ổ đĩa đọc, ghi được / a disk that reads and writes",
        found="",
        next_step=Text(
            "Kiểm tra chỗ trống và tình trạng ổ đĩa, rồi chạy lại; sau đó chạy thads log verify.",
            "Check the free space and the health of the disk, run again, then run thads log verify.",
        ),
    ),
    "in_the_way": Problem(
        code="not_a_folder",
        what=Text(
            "Ở chỗ cần một thư mục lại có thứ khác (hoặc ngược lại).",
            "Something else stands where a folder is needed (or the other way round).",
        ),
        where="",
        expected="một thư mục / a folder",
        found="",
        next_step=Text(
            "Kiểm tra lại đường dẫn và các biến THADS_HOME, THADS_RAW, rồi chạy lại.",
            "Check the path and the variables THADS_HOME and THADS_RAW, then run again.",
        ),
    ),
}


def refusal_problem(kind: Refusal, where: str, found: str) -> Problem:
    """Return the problem of one refusal, met at ``where``; ``found`` is what the error says."""
    return replace(_PROBLEMS[kind], where=where, found=found)


def refusal_of(error: BaseException) -> tuple[Refusal, BaseException] | None:
    """Return what the disk refused and the error that says so, looking through what the error was raised from."""
    for each in _chain(error):
        kind = _of_one(each)
        if kind:
            return kind, each
    return None


def disk_problem(error: BaseException, where: str, home: Path | None = None) -> Problem | None:
    """Return the problem of an error that a disk caused, ``None`` for any other error.

    Args:
        error: what was raised.
        where: what to name when the error names no file, neither by an attribute nor in its words.
        home: a folder whose free space tells a full disk from a faulty one, which SQLite does not always do.
    """
    found = refusal_of(error)
    if found is None:
        return None
    kind, cause = found
    if kind == "fault" and home and home.is_dir() and shutil.disk_usage(home).free < _AS_GOOD_AS_FULL:
        kind = "full"
    if isinstance(cause, OSError) and cause.filename:
        return refusal_problem(kind, str(cause.filename), cause.strerror or type(cause).__name__)
    said = str(cause).splitlines()[0]
    return refusal_problem(kind, "" if _PATH.search(said) else where, said)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield each
        each = each.__cause__  # not the context: a fault while handling another error is a fault


def _of_one(error: BaseException) -> Refusal | None:
    if isinstance(error, OSError) and error.errno is not None:
        return _OF_ERRNO.get(error.errno)
    name = str(getattr(error, "sqlite_errorname", ""))
    by_name = next((kind for start, kind in _OF_SQLITE if name.startswith(start)), None)
    return by_name or refusal_in(str(error))


def refusal_in(message: str) -> Refusal | None:
    """Return what a printed message says the disk refused, ``None`` when it says nothing of the kind."""
    lowered = message.lower()
    return next((kind for words, kind in _OF_WORDS if words in lowered), None)
