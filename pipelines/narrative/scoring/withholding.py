"""Each text read without the words that only it taught: what the score would be on texts nobody has seen.

The reader is rules and word lists, so there is no model to train on the other texts. What can be left out is data:
a term of a word list that occurs in one text only may have been added because of that text, and is withheld while
that text is read. Constructions written as code stay; the figure is therefore an upper bound (ADR 0044).

Belongs here: which terms, and reading without them. Does not belong here: comparing (`compare`).
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from pipelines.narrative.fold import fold
from pipelines.narrative.reading import NarrativeReading
from pipelines.narrative.scoring.compare import read_key
from pipelines.narrative.scoring.keys import KeyText
from pipelines.narrative.scoring.report import Report, evaluate
from pipelines.narrative.tables import DATA_DIR, WITHHELD

_ROOM = "pipelines.narrative"
#: Columns that hold words of the language, and the one that names what a row is for.
_WORDS = ("terms", "nouns", "noun", "words", "beside")


def cross_validated(keys: Sequence[KeyText], *, with_indicators: bool = True) -> Report:
    """Return the score of every text read without what serves no other text.

    Args:
        keys: texts with their answers.
        with_indicators: withhold indicators told in one text only as well; without it, words alone.
    """
    own = only_in(keys, with_indicators=with_indicators)

    def read(key: KeyText) -> NarrativeReading:
        with withheld(own.get(key.name, frozenset())):
            return read_key(key)

    return evaluate(keys, read)


def only_in(keys: Sequence[KeyText], *, with_indicators: bool = True) -> Mapping[str, frozenset[str]]:
    """Return, by name of the text, the terms that occur in it alone and the indicators told in it alone."""
    holders: dict[str, set[str]] = defaultdict(set)
    words, codes = _data()
    for key in keys:
        text = fold(key.text)
        told = {code for figure in key.figures for code, _ in figure.indicators} if with_indicators else set()
        for each in (*(word for word in words if fold(word) in text), *(codes & told)):
            holders[each].add(key.name)
    found: dict[str, set[str]] = defaultdict(set)
    for each, names in holders.items():
        if len(names) == 1:
            found[next(iter(names))].add(each)
    return {name: frozenset(each) for name, each in found.items()}


@contextmanager
def withheld(words: frozenset[str]) -> Iterator[None]:
    """Read without some terms and rows; what the room has built from its lists is built anew."""
    token = WITHHELD.set(words)
    _forget()
    try:
        yield
    finally:
        WITHHELD.reset(token)
        _forget()


def _data() -> tuple[set[str], set[str]]:
    """Return every word and every code of the word lists."""
    words: set[str] = set()
    codes: set[str] = set()
    for path in sorted(DATA_DIR.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                codes |= {row["code"]} if row.get("code") else set()
                cells = [row[name] for name in _WORDS if row.get(name)]
                words |= {word.strip() for cell in cells for word in cell.split(";") if word.strip()}
    return words, codes


def _forget() -> None:
    """Empty every cache of the reader, whatever it holds: all of them come from the word lists."""
    for name, module in list(sys.modules.items()):
        if name.startswith(_ROOM):
            for each in vars(module).values():
                if hasattr(each, "cache_clear") and getattr(each, "__module__", "").startswith(_ROOM):
                    each.cache_clear()
