"""What a single row label says: its ordinal, a total, a kind of case, an officer's name.

Belongs here: reading one label. Does not belong here: what the rows around it make of it (`rows`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.forms.terms import without_brackets
from pipelines.forms.words import data_table, normal, normal_words, starts_with

#: «I.», «II -», «1.2)», «a)», «-», «+» in front of a label.
_ROMAN_NUMBER = r"(?=[IVX])X{0,4}(?:IX|IV|V?I{0,3})(?![^\W\d_])"
_ORDINAL = re.compile(
    rf"\s*(?:(?:{_ROMAN_NUMBER}|\d+(?:\.\d+)*|[a-zđA-H])\s*[.)/:\-–]+(?=\s*\S)|{_ROMAN_NUMBER}\s+(?=\S)|\d{{1,3}}\s+(?=[^\W\d_])|[-+–•*])\s*"
)
_ROMAN = re.compile(rf"\s*{_ROMAN_NUMBER}\s*[.)/:\-–\s]")
#: «(I + II)», «= I + II»: the parts a total names.
_PARTS = re.compile(r"[=:(]*\s*\b[IVX]+(?:\s*\+\s*[IVX]+)+\s*\)?")
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){1,6}")


@dataclass(frozen=True, slots=True)
class Kind:
    """A row the form itself names: a section, a kind of case, the own office, the offices below."""

    role: str
    label: str
    breakdown: str


@dataclass(frozen=True, slots=True)
class Total:
    """A row of sums: of the unit named, else of what the rows around it say.

    Attributes:
        is_grand: the label says that it is everything («Toàn tỉnh», «Tổng cộng I + II»).
        is_part: the label is one that people write under parts («Cộng»).
    """

    name: str
    is_grand: bool
    is_part: bool = False


@lru_cache(maxsize=1 << 14)
def strip_ordinal(label: str) -> str:
    """Return the label without «I.», «1.2)», «-» in front of it."""
    rest = " ".join(label.split())
    while match := _ORDINAL.match(rest):
        if match.end() >= len(rest):
            break
        rest = rest[match.end() :]
    return rest


def has_roman(label: str) -> bool:
    """Say whether a label, its ordinal in front, is numbered «I», «II» …."""
    return bool(_ROMAN.match(label))


def join_breakdown(*parts: str) -> str:
    """Return the pairs of several breakdowns as one, in alphabetical order of their keys."""
    return ";".join(sorted(pair for part in parts for pair in part.split(";") if pair))


@lru_cache(maxsize=1 << 14)
def total_of(label: str) -> Total | None:
    """Return what a row of sums says, ``None`` when the label is no sum."""
    has_parts = _PARTS.search(label) is not None
    label = _PARTS.sub("", label).strip() or label
    key = normal(label)
    bare = normal(without_brackets(label))
    for word in _total_words():
        if key == word or bare == word:
            is_grand = has_parts or word in normal_words("grand_total")
            return Total("", is_grand, word in normal_words("part_total"))
        if bare.startswith(word + " "):
            rest = without_brackets(label).split()[len(word.split()) :]
            return Total(" ".join(rest).strip(" :."), is_grand=False)
    return None


@cache
def _total_words() -> tuple[str, ...]:
    return tuple(sorted(normal_words("total_row") | normal_words("grand_total"), key=len, reverse=True))


class _Kinds:
    """The rows an axis knows by comparison key; offices' collective rows belong to every axis."""

    def __call__(self, axis: str, label: str) -> Kind | None:
        """Return the kind of row that a label without ordinal names under an axis."""
        return _kind_of(axis, label)

    @staticmethod
    def labels(axis: str) -> tuple[str, ...]:
        """Return the labels of an axis as the form prints them."""
        return tuple(dict.fromkeys(kind.label for kind in _kind_table(axis).values()))


kinds_of = _Kinds()


@lru_cache(maxsize=1 << 14)
def _kind_of(axis: str, label: str) -> Kind | None:
    known = _kind_table(axis)
    keys = (normal(label), normal(without_brackets(label)), _loose(label))
    return next((known[key] for key in keys if key in known), None)


@cache
def _kind_table(axis: str) -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for row in data_table("rows").fill_null("").to_dicts():
        if row["axis"] not in (axis, "office"):
            continue
        kind = Kind(row["role"], row["label_vi"], row["breakdown"])
        for name in (row["label_vi"], *row["aliases"].split(";")):
            found.setdefault(normal(name), kind)
    return found


def _loose(label: str) -> str:
    """Return the key of a label without «Trong đó:», «Án», «Việc» in front of it."""
    key = normal(label)
    for word in sorted(normal_words("row_lead"), key=len, reverse=True):
        key = key.removeprefix(word + " ")
    return key


def is_part(label: str) -> bool:
    """Say whether a label tells a part of the row above it («Trong đó: …»)."""
    return starts_with("header_filler").match(normal(label)) is not None


@lru_cache(maxsize=1 << 14)
def officer_name(label: str) -> str:
    """Return the officer's name without titles, ``""`` when the label is no name of a person.

    Pairs of a breakdown are joined by ``;`` and ``=``, so these become spaces.
    """
    plain = without_brackets(label).replace(";", " ").replace("=", " ").replace(":", " ")
    plain = re.split(r"\s*[,–]\s*|\s+-\s+", plain.strip())[0]
    words = plain.split()
    has_title = False
    while words and any(normal(" ".join(words[:n])) in normal_words("officer_title") for n in (1, 2, 3, 4)):
        taken = max(n for n in (1, 2, 3, 4) if normal(" ".join(words[:n])) in normal_words("officer_title"))
        words, has_title = words[taken:], True
    name = " ".join(words)
    if starts_with("no_person").match(normal(name)):
        return ""
    is_named = all(word[:1].isupper() for word in words) and _PERSON.fullmatch(name) is not None
    return name if is_named or has_title else ""
