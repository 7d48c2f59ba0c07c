"""Old Vietnamese letters turned into Unicode: TCVN3 (.VnTime), VNI-Times, VPS.

Belongs here: conversion by the table ``data/legacy_letters.csv`` and telling the charsets apart by how many
syllables come out Vietnamese. Works on strings whose old letters stand as Windows-1252 characters, which is how
Word, Excel and browsers keep them; bytes are first read as such (`encodings`).
Does not belong here: standard encodings (UTF-8, UTF-16, Windows-1258), which codecs decode.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from functools import cache

from pipelines.readers.refusals import DATA

#: Font name prefixes under which Word and Excel keep the old letters; the capital fonts show small as capital.
FONTS = {".vn": "tcvn3", "vni-": "vni", "vps": "vps"}
_WORD = re.compile(r"[^\W\d_]+(?:[^\W\d_]|[\u0300-\u036f])*")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
#: Letters that no old font yields: who has them writes Unicode already.
_UNICODE = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
#: A reading must make this many more good words than bad ones before old letters are assumed.
_EVIDENCE = 2


def charset_of_font(font: str) -> str:
    """Return the old charset a font name implies, ``""`` for Unicode fonts."""
    name = font.casefold()
    return next((charset for prefix, charset in FONTS.items() if name.startswith(prefix)), "")


def convert(text: str, charset: str) -> str:
    """Return ``text`` with the old letters of ``charset`` as Unicode NFC."""
    table, pattern = _table(charset)
    return unicodedata.normalize("NFC", pattern.sub(lambda found: table[found[0]], text))


def is_unicode(text: str) -> bool:
    """Say whether a text holds a letter that no old font yields."""
    return _UNICODE.search(text) is not None


def repair(text: str, *, evidence: int = _EVIDENCE) -> tuple[str, str]:
    """Return (text, charset): converted when a charset makes it clearly more Vietnamese, else as it was.

    Args:
        text: one paragraph or cell.
        evidence: by how much the score must rise; short cells of a file known to be old may ask for less.
    """
    if text.isascii() or is_unicode(text):
        return text, ""
    best, charset, best_score = text, "", max(score(text), 0) + evidence - 1
    for candidate in ("tcvn3", "vni", "vps"):
        converted = convert(text, candidate)
        if converted != text and (points := score(converted)) > best_score:
            best, charset, best_score = converted, candidate, points
    return best, charset


def score(text: str) -> int:
    """Return how Vietnamese the words with non-ASCII letters are: +1 a syllable, -2 anything else.

    Single letters say nothing (a middle dot between words would read as ``ã``), nor do capital abbreviations.
    A symbol glued between letters (``ph¸p``) counts against the text as well: no language writes so.
    """
    words = [word for word in _WORD.findall(unicodedata.normalize("NFC", text)) if not word.isascii()]
    words = [
        word for word in words if len(word) > 1 and not (word.isupper() and "Đ" in word and len(word) < 5)
    ]
    good = sum(map(is_syllable, words))
    return good - 2 * (len(words) - good) - 2 * len(_GLUED.findall(text))


_GLUED = re.compile(
    r"[^\W\d_][\u0080-\u00bf\u00d7\u00f7\u02c6\u02dc\u2030\u20ac\u2122\u2212\u2018-\u201e\u2020-\u2022\u2026](?=[^\W\d_])"
)


@cache
def is_syllable(word: str) -> bool:
    """Say whether ``word`` (NFC) could be a Vietnamese syllable: known onset, known rhyme, one tone at most."""
    if word != word.lower() and word != word.upper() and word != word[0] + word[1:].lower():
        return False
    decomposed = unicodedata.normalize("NFD", word.lower())
    toneless = decomposed.translate(_TONES)
    if len(decomposed) - len(toneless) > 1:
        return False
    letters = unicodedata.normalize("NFC", toneless)
    onsets, rhymes = _syllables()
    return any(letters[cut:] in rhymes and letters[:cut] in onsets for cut in range(min(4, len(letters))))


@cache
def _syllables() -> tuple[frozenset[str], frozenset[str]]:
    parts: dict[str, set[str]] = {"onset": {""}, "rhyme": set()}
    with (DATA / "syllables.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            parts[row["part"]].add(row["letters"])
    return frozenset(parts["onset"]), frozenset(parts["rhyme"])


@cache
def _table(charset: str) -> tuple[dict[str, str], re.Pattern[str]]:
    table: dict[str, str] = _tables()[charset]
    longest_first = sorted(table, key=len, reverse=True)
    return table, re.compile("|".join(map(re.escape, longest_first)))


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = defaultdict(dict)
    with (DATA / "legacy_letters.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            code = bytes.fromhex(row["hex"])
            for codec in ("latin-1", "cp1252"):
                old = code.decode(codec, errors="ignore")
                if len(old) == len(code):
                    tables[row["charset"]][old] = row["letter"]
    # Word shows the soft hyphen of TCVN3 (its ư) as a minus sign in some conversions.
    tables["tcvn3"]["\u2212"] = tables["tcvn3"]["\xad"]
    return tables
