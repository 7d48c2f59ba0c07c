"""Numbers written in words: "ba mươi nghìn bảy trăm", "mười lăm", "hai mươi mốt".

Belongs here: words to a value. Does not belong here: which of them are figures (`stream`), digits (`figures`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_DIGITS = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9}
_FILLERS = ("linh", "lẻ")
_BOUND = ("mươi", "trăm", "nghìn", "ngàn")
_WORD = "|".join([*_DIGITS, *_SCALES, *_FILLERS, "mười", "mươi", "trăm"])
_RUN = re.compile(rf"\b(?:{_WORD})(?: (?:{_WORD}))*\b")
#: "năm" opens a number only when no year, and nothing that years are counted with, stands before it.
_YEARLIKE = re.compile(
    r"(?:trong|hàng|hằng|cả|đầu|cuối|qua|từng|mỗi|các|những|mấy|sau|giữa|suốt|của|công tác|nhiều|\d) $"
)


def find(text: str, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield (start, end, value, words) of every number written in words in a span."""
    for match in _RUN.finditer(text, start, end):
        words = match[0].split()
        at = match.start()
        is_bare = words[0] == "năm" and (len(words) == 1 or words[1] not in _BOUND)
        if is_bare and _YEARLIKE.search(text, max(start, at - 12), at):
            at, words = at + len("năm "), words[1:]
        value = _value(words)
        if value is not None:
            yield at, match.end(), value, len(words)


def _value(words: list[str]) -> int | None:
    """Return the number, ``None`` when the words make none."""
    total, part, digit = 0, 0, None
    largest = 10**12
    for word in words:
        if word in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[word]
        elif word == "mười":
            part, digit = part + 10, None
        elif word in ("mươi", "trăm"):
            if digit is None:
                return None
            part, digit = part + digit * (10 if word == "mươi" else 100), None
        elif word in _SCALES:
            scale, amount = _SCALES[word], part + (digit or 0)
            if not amount or scale >= largest:
                return None
            total, part, digit, largest = total + amount * scale, 0, None, scale
    value = total + part + (digit or 0)
    return value if words and value else None
