"""The wordings the engine knows, read from ``data/``: row labels, letterhead labels, marks for «no figure».

Belongs here: loading those tables and comparing words the way people do (case, spacing, punctuation aside).
Does not belong here: columns of forms (`maps`) or units (`unit_names`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import polars as pl

from pipelines.reference.names import fold

DATA_DIR = Path(__file__).parent / "data"

_CIRCULAR = re.compile(r"\b(\d{1,3}/\d{4}/[A-ZĐÐ][\wĐÐ-]*)", re.IGNORECASE)
_FIGURE = re.compile(r"[\s(+−–-]*\d[\d.,\s%)]*")
#: «12 việc», «1.234 triệu đồng *»: a figure with its unit or a mark of a footnote behind it.
_FIGURE_AND_UNIT = re.compile(_FIGURE.pattern + r"(?:[^\W\d_][^\W\d_. ]*(?: [^\W\d_. ]+){0,3})?[\s*.]*")
_PUNCTUATION = re.compile(r"[^\w]+")
#: «tỉ lệ» and «tỷ lệ» are one word in two spellings; after folding the tone stands at the syllable's end.
_SPELLINGS = {"tir": "tyr"}


@lru_cache(maxsize=1 << 16)
def normal(text: str) -> str:
    """Return a comparison key without case, accents' placement, punctuation, spacing or abbreviations of the field."""
    bare = _PUNCTUATION.sub(" ", unicodedata.normalize("NFC", text))
    folded = unicodedata.normalize("NFC", fold(bare))
    return " ".join(_long_forms().get(word, word) for word in folded.split())


@cache
def _long_forms() -> dict[str, str]:
    rows = data_table("abbreviations").iter_rows()
    return _SPELLINGS | {fold(short): unicodedata.normalize("NFC", fold(long)) for short, long in rows}


@lru_cache(maxsize=1 << 14)
def circulars_of(text: str) -> tuple[str, ...]:
    """Return the numbers of legal instruments in a text: ``TT 06/2019/TT-BTP`` → ``06/2019/TT-BTP``."""
    return tuple(dict.fromkeys(found.upper() for found in _CIRCULAR.findall(text)))


@cache
def data_table(name: str) -> pl.DataFrame:
    """Return one of the room's own tables; every column is text, an empty cell is null."""
    return pl.read_csv(DATA_DIR / f"{name}.csv", infer_schema=False)


@cache
def words(use: str) -> tuple[str, ...]:
    """Return the words of one use, as written, longest first."""
    chosen = data_table("words").filter(pl.col("use") == use)["word"].to_list()
    return tuple(sorted(chosen, key=len, reverse=True))


@cache
def normal_words(use: str) -> frozenset[str]:
    """Return the comparison keys of the words of one use."""
    return frozenset(normal(word) for word in words(use))


@cache
def starts_with(use: str) -> re.Pattern[str]:
    """Return a pattern on `normal` text that matches any word of that use at the start."""
    keys = sorted(normal_words(use), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(re.escape(key) for key in keys)})(?:\s|$)")


@cache
def missing_marks() -> frozenset[str]:
    """Return the cell texts that mean «no figure», in lower case."""
    return frozenset(word.casefold() for word in words("missing")) | {""}


@lru_cache(maxsize=1 << 14)
def is_missing(text: str) -> bool:
    """Say whether a cell's text means that there is no figure (never zero)."""
    bare = text.strip().casefold()
    return bare in missing_marks() or not bare.strip(".… -–—")


def looks_like_figure(text: str, *, with_unit: bool = False) -> bool:
    """Say whether a text is written like a figure, with a unit behind it when asked so."""
    return (_FIGURE_AND_UNIT if with_unit else _FIGURE).fullmatch(text) is not None


@cache
def money_scales() -> dict[str, int]:
    """Return đồng per printed unit, by comparison key (``1000 đồng`` → 1000)."""
    rows = data_table("money_units").iter_rows()
    return {_money_key(word): int(scale) for word, scale in rows}


def money_scale(text: str) -> int | None:
    """Return đồng per printed unit, or ``None`` when the text names no unit of money."""
    return money_scales().get(_money_key(text))


def _money_key(text: str) -> str:
    return fold(re.sub(r"(?<=\d)[.,\s](?=\d)", "", text.strip("().: "))).replace(" ", "")


@cache
def measure_words() -> tuple[tuple[str, str], ...]:
    """Return (words in a column's label, measure) where one indicator is counted in several."""
    return tuple((fold(word), measure) for word, measure in data_table("measure_words").iter_rows())
