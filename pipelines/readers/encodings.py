r"""Bytes to text in Unicode NFC with ``\n`` line ends, whatever the encoding was.

Belongs here: byte order marks, UTF-8/UTF-16/Windows-1258, mixed encodings line by line, normal form.
Does not belong here: the tables of the old charsets (`legacy`), file formats.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from pipelines.problems import Problem
from pipelines.readers import legacy
from pipelines.readers.refusals import note, refusal
from pipelines.readers.sniff import utf16_order

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Signs that look like another or like nothing; mapped before offsets are counted, so locators stay true.
_LOOKALIKES = str.maketrans(
    {
        "\u00d0": "Đ",
        "\u00f0": "đ",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2007": " ",
        "\u2028": "\n",
        "\u2029": "\n",
        "\u0085": "\n",
    }
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
#: Signs that mean nothing in Unicode and a letter in an old charset (ư and é of TCVN3, letters of VPS).
_OLD_LETTER = re.compile("[\x81\x8d\x8f\x90\x9d\u00ad\u00d0\u00f0]")
_MAX_LOST = 0.02


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text in normal form, the charsets it came from (``utf-8``, ``utf-8+tcvn3``, …), and remarks."""

    text: str
    encoding: str
    notes: tuple[Problem, ...] = ()


def clean(text: str) -> str:
    r"""Return ``text`` in NFC, line ends ``\n``, without invisible signs, look-alike letters mapped."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").replace("\x0b", "\n")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text.translate(_LOOKALIKES)))


def clean_unless_old(text: str) -> str:
    """Return ``text`` clean, or as it is while a sign of it may still be a letter of an old charset.

    Who calls this converts the old letters next and cleans what comes out; cleaned before, «t\u00adíc» has lost its ư.
    """
    return text if _OLD_LETTER.search(text) else clean(text)


def decode(data: bytes, where: str, *, declared: str = "") -> Decoded:
    """Return the text of ``data``.

    Args:
        data: the bytes of a text file.
        where: file name for messages.
        declared: charset a web page declares; believed only when nothing better is known.

    Raises:
        ThadsError: ``unknown_encoding`` when more than 2 % of the characters are lost.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _finish(data[len(mark) :].decode(codec, errors="replace"), codec, where)
    if order := utf16_order(data[:65_536]):
        return _finish(data.decode(order, errors="replace"), order, where)
    try:
        return _finish(data.decode("utf-8"), "utf-8", where)
    except UnicodeDecodeError:
        return _finish(*_decode_old(data, declared), where)


def _decode_old(data: bytes, declared: str) -> tuple[str, str]:
    """Decode bytes that are not UTF-8 as a whole: lines that are stay, the rest share the best old charset."""
    lines = data.splitlines(keepends=True)
    utf8 = [_utf8_or_none(line) for line in lines]
    rest = b"".join(line for line, text in zip(lines, utf8, strict=True) if text is None)
    main = _best_charset(rest, declared)
    used: set[str] = set()
    texts = []
    for line, text in zip(lines, utf8, strict=True):
        if text is None:
            charset = _best_charset(line, main) if main else main
            used.add(charset)
            texts.append(_decode_as(line, charset))
        else:
            used.update(() if line.isascii() else ("utf-8",))
            texts.append(text)
    return "".join(texts), "+".join(sorted(used))


def _utf8_or_none(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _best_charset(data: bytes, preferred: str) -> str:
    """Return the charset under which ``data`` is most Vietnamese; ties go to ``preferred``, then the common one."""
    known = ("windows-1258", "tcvn3", "vni", "vps", "windows-1252")
    order = sorted(known, key=lambda charset: charset != preferred)
    points = {charset: legacy.score(clean(_decode_as(data, charset))) for charset in order}
    best = max(order, key=lambda charset: points[charset])
    if points[best] <= 0 and preferred not in known and points[best] == points["windows-1252"]:
        return "utf-8" if points[best] < 0 else "windows-1252"
    return best


def _decode_as(data: bytes, charset: str) -> str:
    if charset == "utf-8":
        return data.decode("utf-8", errors="replace")
    if charset.startswith("windows-"):
        return data.decode(charset, errors="replace")
    # Positions that Windows-1252 leaves open keep their number, as Windows itself does.
    text = (
        "".join(bytes([code]).decode("cp1252", errors="ignore") or chr(code) for code in data)
        if any(code in data for code in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
        else data.decode("cp1252")
    )
    return legacy.convert(text, charset)


def _finish(text: str, encoding: str, where: str) -> Decoded:
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    if lost > max(3, len(text) * _MAX_LOST):
        raise refusal("unknown_encoding", where, expected="UTF-8", found=f"{lost} / {len(text)}")
    notes = []
    text, repaired = _repair_paragraphs(text)
    charsets = "+".join([encoding, *sorted(repaired - set(encoding.split("+")))])
    text = clean(text)
    if repaired or not charsets.startswith("utf-"):
        notes.append(note("converted_encoding", where, expected="UTF-8", found=charsets))
    if lost:
        place = text.find("\N{REPLACEMENT CHARACTER}")
        notes.append(note("decode_error", f"{where} char:{place}-{place + 1}", found=str(lost)))
    return Decoded(text, charsets, tuple(notes))


def _repair_paragraphs(text: str) -> tuple[str, set[str]]:
    """Convert paragraphs whose old letters were saved as if they were Unicode (pasted from an old font)."""
    if text.isascii():
        return text, set()
    repaired = [legacy.repair(line) for line in text.split("\n")]
    return "\n".join(line for line, _ in repaired), {charset for _, charset in repaired if charset}
