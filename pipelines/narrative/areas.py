"""Which areas of work are in force at a figure: named beside it, in its clause, or by what the sentence is about.

Words and their areas are `data/areas.csv`: of the areas of one axis (the board of the province, the board of a
district) only the one named nearest counts; a topic stays in force to the end of its sentence.

Belongs here: areas. Does not belong here: what an area makes of a figure (`special`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache

from pipelines.narrative.line import LONGEST_SENTENCE, Line
from pipelines.narrative.tables import rows
from pipelines.narrative.tokens import Token

#: How many tokens a clause is looked through: bounds the work on endless lines.
REACH = 80
#: "12 cá nhân được tặng …": the award follows.
_GIVEN = re.compile(
    r"\s?(?:[^\W\d]+ ){1,3}(?:được|đạt|nhận|là|vinh dự|đón nhận)\b|"
    r"\s?(?:cá nhân|tập thể|đơn vị|đồng chí) (?:được|đạt|nhận|là|vinh dự|đón nhận)\b"
)
#: How far apart two figures of one list of people and units stand.
_CLOSE = 24
#: What a paragraph that has spoken of administrative judgments counts as "bản án" to its end.
_JUDGED = "hanh_chinh"
_CROWD = ("people", "units")


class Named:
    """The areas that one line names, in order of place.

    Attributes:
        all: each of them once.
    """

    def __init__(self, found: Iterable[tuple[int, str]]) -> None:
        pairs = list(found)
        self._areas = [area for _, area in pairs]
        self._places = [place for place, _ in pairs]
        self._of: dict[str, list[int]] = {}
        for place, area in pairs:
            self._of.setdefault(area, []).append(place)
        self.all: Set[str] = self._of.keys()

    def between(self, start: int, end: int) -> list[str]:
        """Return the areas named in a span, in order."""
        return self._areas[bisect_left(self._places, start) : bisect_left(self._places, end)]

    def names(self, area: str, start: int, end: int) -> bool:
        """Say whether an area is named in a span."""
        places = self._of.get(area, [])
        at = bisect_left(places, start)
        return at < len(places) and places[at] < end


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas in force at a figure.

    Attributes:
        clause: named in the figure's own clause; everywhere: also by the sentence, the heading, the section.
    """

    clause: frozenset[str]
    everywhere: frozenset[str]


_NONE = Areas(frozenset(), frozenset())


def in_force(line: Line, index: int, named: Named, section: frozenset[str]) -> Areas:
    """Return the areas in force at the figure at ``index``.

    Args:
        line: the line the figure stands in.
        index: position of the figure among the line's tokens.
        named: areas of the line.
        section: areas of the heading the line stands under.
    """
    index = _list_head(line, index)
    start, end = _clause(line, index)
    token = line.tokens[index]
    reach = token.end + 1 + len(token.figure.noun if token.figure else "")
    before, itself = named.between(start, token.start), named.between(token.start, reach)
    after = named.between(reach, end)
    topics = [*section, *_topics(line, start, named, is_judgment=token.value == "judgments")]
    clause = (
        [*itself, *after, *reversed(before)]
        if is_given(line, index) or _shares_gift(line, index)
        else [*itself, *reversed(before), *after]
    )
    ranked = [*clause, *topics[::-1]]
    if not ranked:
        return _NONE
    here = _nearest(ranked)
    return Areas(here.intersection(clause), here)


def _nearest(ranked: list[str]) -> frozenset[str]:
    """Return areas without those of an axis of which another one is named nearer."""
    here, taken = set(), set[str]()
    for area in dict.fromkeys(ranked):
        axes = _axes().get(area, set[str]())
        if taken.isdisjoint(axes):
            here.add(area)
        taken |= axes
    return frozenset(here)


def is_given(line: Line, index: int) -> bool:
    """Say whether people or units stand before what they are given: "12 cá nhân được tặng …"."""
    return _GIVEN.match(line.text, line.tokens[index].end) is not None


def _shares_gift(line: Line, index: int) -> bool:
    """Say whether the next of a list is given what follows: "2 tập thể và 3 cá nhân được nhận …"."""
    if line.tokens[index].value not in _CROWD:
        return False
    for position, token in enumerate(line.tokens[index + 1 : index + 4], index + 1):
        if token.kind == "num":
            is_close = token.start - line.tokens[index].end <= _CLOSE
            return token.value in _CROWD and is_close and is_given(line, position)
        if token.kind not in ("and", "comma"):
            return False
    return False


def _list_head(line: Line, index: int) -> int:
    """Return the first figure of the list of people and units that a figure stands in, itself when in none."""
    at = index
    while at not in line.list_heads and (earlier := _before_in_list(line, at)) is not None:
        at = earlier
    line.list_heads[index] = line.list_heads.get(at, at)
    return line.list_heads[index]


def _before_in_list(line: Line, index: int) -> int | None:
    """Return the figure before in one list of people and units ("cho 1 tập thể và 2 cá nhân")."""
    if line.tokens[index].value not in _CROWD or is_given(line, index):
        return None
    for position in range(index - 1, max(-1, index - 4), -1):
        token = line.tokens[position]
        if token.kind == "num":
            reach = token.end + len(token.figure.noun if token.figure else "")
            is_close = line.tokens[index].start - reach <= _CLOSE
            return position if token.value in _CROWD and is_close else None
        if token.kind not in ("and", "comma"):
            return None
    return None


def _clause(line: Line, index: int) -> tuple[int, int]:
    return _clause_start(line, index), _clause_end(line, index)


def _clause_start(line: Line, index: int) -> int:
    first = max(0, index - REACH)
    opening = line.part_before(index)
    if opening >= first:
        return line.tokens[opening].end
    return line.start if index <= REACH else line.tokens[first].start


def _clause_end(line: Line, index: int) -> int:
    ahead = line.tokens[index + 1 : index + 1 + REACH]
    for position, token in enumerate(ahead):
        if token.kind in ("stop", "semi", "among_them", "open"):
            return token.start
        if token.kind in ("num", "comma", "and") and not _keeps_on(line.tokens[index], ahead, position):
            return token.start
    return line.end if len(ahead) < REACH else ahead[-1].end


def _keeps_on(figure: Token, ahead: list[Token], position: int) -> bool:
    """A percentage reaches over commas; "3 tập thể, 18 cá nhân làm …" is one list."""
    token, is_crowd = ahead[position], figure.value in _CROWD
    if figure.value == "percent":
        return token.kind != "num"
    if token.kind == "num":
        return is_crowd and token.value in _CROWD and token.value != figure.value
    following = ahead[position + 1] if position + 1 < len(ahead) else None
    return (
        is_crowd and following is not None and following.kind == "num" and following.value in _CROWD
        and following.value != figure.value
        and following.start - token.end <= 1
    )  # fmt: skip


def _topics(line: Line, start: int, named: Named, *, is_judgment: bool) -> list[str]:
    """Return the fields of work that the sentence, or the whole line before a colon, is about."""
    found = named.between(line.start, line.label_end)
    sentence = max(line.topic_start(start), start - LONGEST_SENTENCE)
    found += [area for area in named.between(sentence, start) if area in _lasting()]
    if is_judgment and named.names(_JUDGED, line.start, start):
        found.append(_JUDGED)
    return found


@cache
def _axes() -> dict[str, set[str]]:
    """Return the axes of every area that has one."""
    axes: dict[str, set[str]] = {}
    for row in rows("areas"):
        if row["axis"]:
            axes.setdefault(row["area"], set()).add(row["axis"])
    return axes


@cache
def fields() -> frozenset[str]:
    """Return the fields of work beside the core series: complaints, reception, administrative judgments and so on."""
    return frozenset(row["area"] for row in rows("areas") if row["axis"] == "field")


@cache
def _lasting() -> frozenset[str]:
    return frozenset(row["area"] for row in rows("areas") if row["topic"])
