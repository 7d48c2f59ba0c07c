"""Other words for columns and groups, as departments write them; one half of them is never used for tuning.

Belongs here: the vocabulary (``bench/data/learn_renames.csv``), its two halves, mechanical changes of a text.
Does not belong here: anything the learner matches with; the two were written apart.
"""

from __future__ import annotations

import csv
import hashlib
import random
import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal

Half = Literal["tuning", "held_out"]

_FILE = Path(__file__).parents[1] / "data" / "learn_renames.csv"
#: How clerks shorten the sector's set phrases; applied to whole sheets at a time.
_SHORT = (
    ("thi hành án", "THA"),
    ("điều kiện", "ĐK"),
    ("quyết định", "QĐ"),
    ("tổng số", "TS"),
    ("khiếu nại", "KN"),
    ("cưỡng chế", "CC"),
    ("hành chính", "HC"),
)


@cache
def vocabulary(half: Half) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return (kind, key) → wordings of one half; every key has about as many in each."""
    found: dict[tuple[str, str], list[str]] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["kind"], row["key"]), []).append(row["words"])
    return {key: _half(key, words, half) for key, words in found.items()}


def _half(key: tuple[str, str], words: list[str], half: Half) -> tuple[str, ...]:
    ordered = sorted(words, key=lambda word: hashlib.sha256("\0".join((*key, word)).encode()).digest())
    return tuple(ordered[0 if half == "tuning" else 1 :: 2])


def rename(kind: str, key: str, half: Half, rng: random.Random) -> str:
    """Return another wording, ``""`` when this half has none."""
    words = vocabulary(half).get((kind, key), ())
    return rng.choice(words) if words else ""


def shorten(text: str) -> str:
    """Return the text with set phrases shortened."""
    for phrase, short in _SHORT:
        at = text.lower().find(phrase)
        if at >= 0:
            text = text[:at] + short + text[at + len(phrase) :]
    return text


def without_accents(text: str) -> str:
    """Return the text as typed without a Vietnamese keyboard."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
