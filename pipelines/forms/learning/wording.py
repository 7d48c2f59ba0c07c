"""How alike a printed header and a name of the catalogue are, from 0 to 1.

Words count by how rarely names hold them; accents may be missing, set phrases shortened to initials («CĐK»), single
words to consonants or a prefix. All names are compared at once, a header at a time.

Belongs here: syllables, initials, weights. Does not belong here: whose names they are (`options`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipelines.forms.words import normal, normal_words
from pipelines.reference.names import fold, strip_accents

#: «(trừ điểm c khoản 1 Điều 48)», «(không kể …)» name what a column leaves out, not what it is.
_LEFT_OUT = re.compile(r"\(\s*(?:trừ|không (?:kể|tính|bao gồm|gồm)|sau (?:khi )?trừ)[^()]*\)?", re.IGNORECASE)
_ORDINAL = re.compile(r"^\s*(?:\(?\d{1,2}\)?[.)]\s+|[IVX]{1,4}[.)]\s+)")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_VOWELS = frozenset("aeiouy")
#: How little a word of a name counts when the title says it and the header does not.
_SAID = 0.85
_MIN_INITIALS, _MAX_INITIALS = 2, 6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a column: what it is called, and the groups it stands in."""

    leaf: str
    group: str = ""

    @classmethod
    def of_path(cls, path: Sequence[str]) -> Name:
        """Return the name of a header path; a vague leaf («Tổng số») is called by its group."""
        texts = [cleaned(text) for text in path if normal(text) not in normal_words("header_filler")]
        vague = normal_words("header_vague") | {normal("tổng"), normal("ts"), normal("tc")}
        leaf = texts[-1:]
        if len(texts) > 1 and normal(texts[-1]) in vague:
            leaf = [f"tổng số {texts[-2]}"]
            texts = texts[:-1]
        return cls(" ".join(leaf), " ".join(texts[:-1]))

    @classmethod
    def of_term(cls, text: str) -> Name:
        """Return the name of a term of the catalogue; «group: leaf» has a group."""
        group, colon, leaf = text.replace("…", " ").strip().partition(": ")
        return cls(leaf, group) if colon else cls(group)

    @property
    def whole(self) -> str:
        """Groups and leaf in one text."""
        return f"{self.group} {self.leaf}".strip()


def cleaned(text: str) -> str:
    """Return a header text without what it leaves out, its ordinal and its formula."""
    text = _ORDINAL.sub("", " ".join(text.split()))
    return re.sub(r"\(?\s*\d*\s*=[\d\s+\-−–*/:().%x×]+\)?", " ", _LEFT_OUT.sub(" ", text)).strip() or text


def tokens(text: str) -> tuple[str, ...]:
    """Return the words and numbers of a text; «Đ48» is two."""
    return tuple(token.casefold() for token in _TOKEN.findall(text))


class Lexicon:
    """All names there are, ready to be compared with any header."""

    def __init__(self, names: Sequence[Sequence[Name]]) -> None:
        """Take the names of each option, in the order of the options."""
        flat = [name for group in names for name in group]
        self._owner = np.array([index for index, group in enumerate(names) for _ in group])
        self._count = len(names)
        self._has_group = np.array([bool(name.group) for name in flat])
        self._weights = _weights([{t for name in group for t in _keys(name.whole)} for group in names])
        words = _Words({token for name in flat for token in tokens(name.whole)}, self._weights)
        self._leaf = _Phrases([name.leaf for name in flat], words)
        self._group = _Phrases([name.group for name in flat], words)
        self._whole = _Phrases([name.whole for name in flat], words)

    def scores(self, path: Sequence[str], title: str = "") -> Floats:
        """Return how alike a header is to each option: its best name counts.

        Args:
            path: header texts, groups first.
            title: the form's title; words of a name that stand there need not stand in the header again.
        """
        header = Name.of_path(path)
        best = np.zeros(self._count)
        if not header.leaf:
            return best
        leaf, whole = self._leaf.likeness(header.leaf), self._whole.likeness(header.whole)
        if header.group:
            group = np.where(
                self._has_group, self._group.likeness(header.group), self._leaf.likeness(header.whole)
            )
            likeness = np.maximum(0.8 * leaf + 0.2 * group, 0.95 * whole)
        else:
            likeness = np.maximum(np.where(self._has_group, 0.9, 1.0) * leaf, whole)
        if title:
            likeness = np.maximum(likeness, 0.95 * self._whole.likeness(header.whole, title))
        np.maximum.at(best, self._owner, likeness)
        return best


class _Words:
    """Every single word of all names, and how alike a given word is to each."""

    def __init__(self, vocabulary: set[str], weights: dict[str, float]) -> None:
        self.all = sorted(vocabulary)
        self.place = {token: index for index, token in enumerate(self.all, start=1)}
        self.weights = np.array([0.0, *(_weight(token, weights) for token in self.all)])
        self._weights = weights
        self._likeness: dict[str, Floats] = {}

    def weight(self, token: str) -> float:
        """Return how telling a given word is."""
        return _weight(token, self._weights)

    def likeness(self, token: str) -> Floats:
        """Return how alike a word is to each; place 0 is no word."""
        if token not in self._likeness:
            self._likeness[token] = np.array([0.0, *(alike(token, each) for each in self.all)])
        return self._likeness[token]


class _Phrases:
    """Many texts, compared with one at a time."""

    def __init__(self, texts: Sequence[str], words: _Words) -> None:
        self._words = words
        self._tokens = [tokens(text) for text in texts]
        length = max((len(line) for line in self._tokens), default=1) or 1
        self._ids = np.zeros((len(texts), length), dtype=np.int64)
        for row, line in enumerate(self._tokens):
            self._ids[row, : len(line)] = [words.place[token] for token in line]
        self._by_place = words.weights[self._ids]
        self._total = np.maximum(self._by_place.sum(axis=1), 1e-9)
        self._initials = ["".join(strip_accents(token)[:1] for token in line) for line in self._tokens]

    def likeness(self, text: str, title: str = "") -> Floats:
        """Return the balance of how much of the text each phrase covers and how much of the phrase the text does."""
        given = tokens(text)
        if not given:
            return np.zeros(len(self._tokens))
        weights = np.array([self._words.weight(token) for token in given])
        covered, places = self._compared(given)
        by_place, total = self._by_place, self._total
        if title:
            by_place = by_place * (1 - _SAID * self._compared(tokens(title))[1] * (1 - places))
            total = np.maximum(by_place.sum(axis=1), 1e-9)
        of_text = weights @ covered / weights.sum()
        of_phrase = (places * by_place).sum(axis=1) / total
        balance: Floats = 2 * of_text * of_phrase / np.maximum(of_text + of_phrase, 1e-9)
        return balance

    def _compared(self, given: tuple[str, ...]) -> tuple[Floats, Floats]:
        """Return text words × phrases, and phrases × their places: how well each is found on the other side."""
        pairs = np.array([self._words.likeness(token)[self._ids] for token in given])
        covered, places = pairs.max(axis=2), pairs.max(axis=0)
        for index, token in enumerate(given):
            self._spell_out(token, covered[index], places)
        return covered, places

    def _spell_out(self, token: str, covered: Floats, places: Floats) -> None:
        """Let a token stand for a run of words whose initials it spells."""
        letters = strip_accents(token)
        if not _MIN_INITIALS <= len(letters) <= _MAX_INITIALS or not _is_short_form(token):
            return
        for row, initials in enumerate(self._initials):
            at = initials.find(letters)
            if at >= 0:
                covered[row] = max(covered[row], 0.9)
                run = slice(at, at + len(letters))
                places[row, run] = np.maximum(places[row, run], 0.9)


def _is_short_form(token: str) -> bool:
    """Say whether a token is no syllable: it has no vowel, or too many consonants in a row."""
    letters = strip_accents(token)
    vowels = [letter in _VOWELS for letter in letters]
    return not any(vowels) or letters in {"tha", "thahc", "ut", "ubtn"} or (not vowels[0] and sum(vowels) == 1
        and vowels[-1] and len(letters) >= 3 and not letters.startswith(("ch", "gh", "kh", "ng", "nh", "ph", "th", "tr", "gi", "qu")))  # fmt: skip


@lru_cache(maxsize=1 << 18)
def alike(given: str, known: str) -> float:
    """Return how alike two single words are: equal, equal but for accents, shortened."""
    if given == known or _fold(given) == _fold(known):
        return 1.0
    if given.isdigit() or known.isdigit():
        return 0.0
    bare, other = strip_accents(given), strip_accents(known)
    if bare == other:
        return 0.93 if bare == given else 0.45
    if len(bare) == 1:
        return 0.6 if other.startswith(bare) and given[0] == known[0] else 0.0
    skeleton = "".join(letter for letter in other if letter not in _VOWELS)
    is_short = len(bare) >= 2 and (bare == skeleton or (len(bare) >= 3 and other.startswith(bare)))
    return 0.6 if is_short else 0.0


@lru_cache(maxsize=1 << 16)
def _fold(token: str) -> str:
    key = fold(token)
    return "tyr" if key == "tir" else key


def _keys(text: str) -> Iterable[str]:
    return (strip_accents(token) for token in tokens(text))


def _weights(sets: Sequence[set[str]]) -> dict[str, float]:
    """Return how telling each word is: rare among the options is telling."""
    counts = Counter(token for each in sets for token in each)
    return {token: float(np.log(1 + len(sets) / count)) for token, count in counts.items()}


def _weight(token: str, weights: dict[str, float]) -> float:
    unknown = 0.5 * max(weights.values(), default=1.0)
    return weights.get(strip_accents(token), unknown)
