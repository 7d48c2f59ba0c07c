"""How names are compared: case, accents' placement and spacing must not matter, the words must.

Belongs here: folding of Vietnamese names and terms. Does not belong here: look-ups.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "ʼ": "'", "Ð": "Đ", "ð": "đ", "–": "-", "—": "-"})
_TONES = {"̀": "f", "́": "s", "̉": "r", "̃": "x", "̣": "j"}


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """Return a comparison key that keeps letters and tone but not case, spacing or tone placement.

    ``hòa`` and ``hoà``, ``Đ`` (U+0110) and ``Ð`` (U+00D0), ``M’Đrắk`` and ``M'Đrắk`` fold to one key.
    """
    text = unicodedata.normalize("NFD", name.translate(_APOSTROPHES)).casefold()
    return " ".join(_fold_syllable(word) for word in _SPACES.sub(" ", text).strip().split(" "))


@lru_cache(maxsize=1 << 16)
def strip_accents(name: str) -> str:
    """Return the name in plain ASCII letters, lower case (``Thanh Hóa`` → ``thanh hoa``)."""
    text = unicodedata.normalize("NFD", name.translate(_APOSTROPHES)).casefold().replace("đ", "d")
    return _SPACES.sub(" ", "".join(char for char in text if not unicodedata.combining(char))).strip()


def _fold_syllable(word: str) -> str:
    tones = "".join(_TONES[char] for char in word if char in _TONES)
    return "".join(char for char in word if char not in _TONES) + tones
