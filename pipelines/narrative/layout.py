"""Lines as a printer or a web page broke them, put together again as a writer wrote them.

Belongs here: which line breaks are none. Does not belong here: what a line says, tables (`grid`).
"""

from __future__ import annotations

import re

_CLOSED = (".", ";", ":", "!", "?", "…", "|")
#: A line that ends in one of these goes on: "đạt tỷ lệ⏎86,4%".
_OPEN_END = re.compile(
    r"(?:^|[\s(])(?:là|chiếm|đạt|được|có|còn|với|và|của|cho|từ|đến|trong|tại|về|số|tổng|hơn|gần|trên|dưới|khoảng|tăng|giảm|vượt|"
    r"thiếu|tỷ lệ|tỉ lệ|thi hành xong|xong|bằng|thứ|theo|đã|so|ngày|tháng|năm|điều|khoản|thu|việc|hạng|tương ứng|tương đương)"
    r"\s*[,(]?$",
    re.I,
)
_LIST_NUMBER = re.compile(r"\s*\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])[.)/]\s", re.I)
_BULLET = re.compile(r"\s*[-–—+*•●▪◦⁃]\s?")
_TABLE = re.compile(r"[|\t]")
#: From this length on an unfinished line of a page with hard breaks is a piece of a sentence.
_FULL = 55
_LEAST_LINES = 8


def unwrap(text: str) -> str:
    """Return the text with each line break inside a sentence as a space: offsets stay the same."""
    lines = text.split("\n")
    is_hard = _has_hard_breaks(lines)
    out = [lines[0]]
    for above, line in zip(lines, lines[1:], strict=False):
        out.append(" " if _goes_on(above, line, is_hard=is_hard) else "\n")
        out.append(line)
    return "".join(out)


def _goes_on(above: str, line: str, *, is_hard: bool) -> bool:
    head, tail = line.lstrip(), above.rstrip()
    if not head or not tail or tail.endswith(_CLOSED) or _TABLE.search(line) or _TABLE.search(above):
        return False
    if _LIST_NUMBER.match(line) or _BULLET.match(line):
        return False
    if head[0].islower() or head[0] in ",);%":
        return True
    if _OPEN_END.search(tail) and (head[0].isdigit() or head[0] == "(" or is_hard):
        return True
    return is_hard and len(tail) >= _FULL


def _has_hard_breaks(lines: list[str]) -> bool:
    """Say whether most long lines of a page end in the middle of a sentence, as in text taken from a PDF."""
    long = [line.rstrip() for line in lines if _FULL <= len(line.strip()) <= 140 and not _TABLE.search(line)]
    filled = sum(1 for line in lines if line.strip())
    if len(long) < _LEAST_LINES or len(long) < filled * 0.6:
        return False
    return sum(not line.endswith(_CLOSED) for line in long) > len(long) * 0.6
