"""The words of headers: what the maps, the room's tables and the catalogue call a column, as comparison keys.

Belongs here: vocabulary of columns and how loosely it is compared. Does not belong here: sheets (`headers`,
`columns`), words of rows and letterheads (`words`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from pipelines.forms.maps import FormColumn, FormMap, MapBook
from pipelines.forms.words import data_table, measure_words, normal, normal_words
from pipelines.reference import indicators

LEVELS = " > "

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
#: «Tổng số (6=1-4-5)», «Ủy thác (4)», «1. Tổng số thụ lý»: a number and its formula printed inside the header.
_FORMULA = re.compile(r"[(\[]?\s*(?P<number>\d{1,2}[a-z]?)\s*=\s*[\d\s+\-–−*x×/:().=]+[)\]]?\s*$")
_TRAILING_NUMBER = re.compile(r"(?<=\D)\(\s*(?P<number>\d{1,2}[a-z]?)\s*\)\s*$")
_LEADING_NUMBER = re.compile(r"^\s*\(?(?P<number>\d{1,2})[.)]\s*(?=[^\W\d])")


def split_number(text: str) -> tuple[str, str]:
    """Return a header text without the column number printed inside it, and that number."""
    for pattern in (_FORMULA, _TRAILING_NUMBER, _LEADING_NUMBER):
        match = pattern.search(text)
        if match and match.span() != (0, len(text)):
            return (text[: match.start()] + text[match.end() :]).strip(), match["number"]
    return text, ""


def without_brackets(text: str) -> str:
    """Return a header text without what stands in brackets, unless nothing else is left."""
    return _BRACKETS.sub(" ", text).strip() or text


def path_keys(path: Iterable[str]) -> list[str]:
    """Return the comparison keys of a path without words such as «Chia ra» that say nothing."""
    fillers = normal_words("header_filler")
    return [key for key in map(normal, path) if key and key not in fillers]


def suffixes(path: list[str]) -> list[str]:
    """Return the path and its shorter and shorter endings, each as one key."""
    return [LEVELS.join(path[start:]) for start in range(len(path))]


@cache
def loose(key: str) -> str:
    """Return a key without the words that say little in front and behind («số», «đã» … «thi hành án»)."""
    lead, tail = _edge("header_lead"), _edge("header_tail")
    parts = []
    for part in key.split(LEVELS):
        bare = tail.sub("", lead.sub("", part)).strip()
        parts.append(bare or part)
    return LEVELS.join(parts)


@cache
def _edge(use: str) -> re.Pattern[str]:
    keys = "|".join(sorted(map(re.escape, normal_words(use)), key=len, reverse=True))
    return re.compile(rf"^(?:(?:{keys})\s+)+" if use == "header_lead" else rf"(?:\s+(?:{keys}))+$")


def is_foreign(text: str) -> bool:
    """Say whether a header speaks of something no form holds (comparison with last year, a target, a remark)."""
    key = f" {normal(text)} "
    return any(f" {word} " in key for word in normal_words("header_foreign"))


def is_foreign_path(path: tuple[str, ...], known: frozenset[str]) -> bool:
    """Say whether a column speaks of something the form does not hold, by its words or by a group above it.

    Such groups are another time («Kỳ trước») and a part of all cases («Trong đó: án …»), unless the part is one that
    the form itself is divided into.

    Args:
        path: the column's header texts.
        known: the segments of the form (`known_segments`).
    """
    if is_foreign(LEVELS.join(path)):
        return True
    groups = [normal(text) for text in path[:-1]]
    return any(key in normal_words("header_foreign_group") or _is_other_part(key, known) for key in groups)


def _is_other_part(key: str, known: frozenset[str]) -> bool:
    lead = next((word for word in normal_words("header_filler") if key.startswith(f"{word} ")), "")
    rest = key.removeprefix(lead).strip()
    return bool(lead) and rest not in known and loose(rest) not in known


@cache
def _terms(match: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for indicator, kind, term in data_table("header_terms").iter_rows():
        if kind == match:
            found[indicator] = (*found.get(indicator, ()), normal(term))
    return found


def start_terms(indicator: str) -> tuple[str, ...]:
    """Return the keys that a header of this indicator may start with."""
    return _terms("start").get(indicator, ())


def term_keys(column: FormColumn) -> list[str]:
    """Return the room's own names for a column, also as the group over a column «Tổng số» (those marked ``leaf`` not).

    Where one indicator is counted twice («Số việc», «Số tiền»), the bare measure names the column too.
    """
    keys = list(_terms("whole").get(column.indicator, ()))
    leaves = _terms("leaf").get(column.indicator, ())
    is_twofold = "/" in column.key
    bare = [normal(word) for word, measure in measure_words() if is_twofold and measure == column.measure]
    return [*keys, *_as_group(keys), *leaves, *bare]


@cache
def _alias_keys(indicator: str, measure: str) -> tuple[str, ...]:
    try:
        found = indicators.get(indicator, measure)
    except KeyError:
        return ()
    return tuple(normal(alias) for alias in (found.term, *found.aliases))


def alias_keys(column: FormColumn) -> list[str]:
    """Return the comparison keys of the catalogue's names for a column's indicator."""
    keys = _alias_keys(column.indicator, column.measure)
    return [*keys, *_as_group(keys)]


def _as_group(keys: Iterable[str]) -> list[str]:
    return [f"{key}{LEVELS}{total}" for key in keys for total in normal_words("header_vague")]


@cache
def label_keys(form_map: FormMap) -> frozenset[str]:
    """Return what the column that names the rows may be called."""
    wanted = form_map.label_column
    own = {normal(wanted.label), normal(wanted.path[-1])} if wanted else set()
    return normal_words("label_header") | own


@cache
def known_segments(form_map: FormMap) -> frozenset[str]:
    """Return every header text the map knows, exact or loose, as comparison keys."""
    texts = {text for column in form_map.columns for text in (*column.path, column.label)}
    keys = set(map(normal, texts)) | set(label_keys(form_map))
    for column in form_map.value_columns:
        keys |= {key for key in (*term_keys(column), *alias_keys(column)) if LEVELS not in key}
    return frozenset(keys | {loose(key) for key in keys}) | _groups()


@cache
def book_segments(maps: MapBook) -> frozenset[str]:
    """Return every header text that any map knows."""
    return frozenset().union(*(known_segments(each) for each in maps.maps if each.columns))


@cache
def _groups() -> frozenset[str]:
    return normal_words("header_filler") | normal_words("header_vague")


@lru_cache(maxsize=1 << 16)
def is_known(text: str, known: frozenset[str]) -> bool:
    """Say whether a header text is among the known segments, brackets and small words aside."""
    bare, _ = split_number(text)
    keys = (normal(bare), normal(without_brackets(bare)))
    return any(key in known or loose(key) in known for key in keys)
