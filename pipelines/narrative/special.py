"""Figures told by the thing that is counted and the area of work: staff, awards, visits, petitions.

Belongs here: applying `data/counts.csv`. Does not belong here: the core series (`counting`, `ratios`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from pipelines.narrative.fold import fold
from pipelines.narrative.stream import Line
from pipelines.narrative.tables import rows, terms
from pipelines.narrative.tokens import Figure, Token

#: Of these only the one named last before a figure counts ("BCĐ tỉnh …; BCĐ huyện …").
_RIVALS = (
    frozenset({"bcd_tinh", "bcd_huyen"}),
    frozenset({"tinh_uy", "hdnd", "ubnd"}),
    frozenset({"giay_khen", "bang_khen", "co_thi_dua", "cstd_co_so", "cstd_nganh", "ldxs", "dien_hinh"}),
    frozenset({"duoc_giao", "co_mat"}),
    frozenset({"giai_quyet", "tham_quyen", "tiep_nhan"}),
    frozenset({"con_theo_doi", "xong", "cu", "moi", "theo_doi", "lam_viec", "qd_buoc"}),
    frozenset({"ly_luan", "chv"}),
    frozenset({"hanh_chinh", "cuong_che", "mien_giam", "khieu_nai", "tiep_dan", "boi_thuong", "khen"}),
)


_FIELDS = _RIVALS[-1] | _RIVALS[0] | {"bien_che", "doan"}


#: How many tokens, and characters, a clause is looked through: bounds the work on endless lines.
_REACH = 80
_LONGEST_SENTENCE = 2000
#: "12 cá nhân được tặng …": the award follows.
_GIVEN = re.compile(r"\s?(?:[^\W\d]+ ){1,3}(?:được|đạt|nhận|vinh dự|đón nhận)\b")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of `counts.csv`."""

    code: str
    measure: str
    classes: frozenset[str]
    nouns: frozenset[str]
    after: tuple[str, ...]
    areas: frozenset[str]
    without: frozenset[str]


def read(
    line: Line, index: int, areas: list[tuple[int, str]], section: frozenset[str]
) -> tuple[str, str] | None:
    """Return (indicator code, measure) of a counted thing.

    Args:
        line: the line the figure stands in.
        index: position of the figure among the line's tokens.
        areas: (offset, area) of the line, in order.
        section: areas of the heading the line stands under.
    """
    figure = line.figure(index)
    here = _areas_at(line, index, areas, section) | _shape(line, index)
    tail = _tail(line, index)
    for rule in _rules():
        if figure.measure in rule.classes and _fits(rule, figure, here, tail):
            return rule.code, rule.measure
    return None


def _shape(line: Line, index: int) -> frozenset[str]:
    """Return what the figure looks like: ``fraction``, ``down`` (a decrease), ``growth`` (any change)."""
    figure = line.tokens[index].figure
    shape = {"fraction"} if figure is not None and figure.out_of is not None else set()
    if figure is not None and _tail(line, index).strip() == figure.noun:
        shape.add("bare_tail")
    for token in reversed(line.left(index)):
        if token.kind in ("concept", "rate", "share"):
            break
        if token.kind == "cmp":
            shape |= {"growth", token.value}
            break
    return frozenset(shape)


def _fits(rule: Rule, figure: Figure, here: frozenset[str], tail: str) -> bool:
    if rule.nouns and figure.noun not in rule.nouns:
        return False
    if not rule.areas <= here or rule.without & here:
        return False
    return not rule.after or any(word in tail for word in rule.after)


def _tail(line: Line, index: int) -> str:
    """Return the words behind the counted noun up to the next figure or mark."""
    end = line.end
    for token in line.tokens[index + 1 : index + _REACH]:
        if token.kind in ("num", "semi", "stop", "comma", "open", "close", "and", "colon"):
            end = token.start
            break
    return line.text[line.tokens[index].end : min(end, line.tokens[index].end + 90)]


def _areas_at(
    line: Line, index: int, areas: list[tuple[int, str]], section: frozenset[str]
) -> frozenset[str]:
    """Return the areas in force: those of the clause, rivals reduced to the nearest before the figure."""
    earlier = _list_head(line, index)
    if earlier is not None:
        return _areas_at(line, earlier, areas, section)
    start, end = _clause(line, index)
    at = line.tokens[index].start
    topics = [*section, *_topics(line, start, areas)]
    before = _between(areas, start, at)
    after = _between(areas, at, end)
    here = {*topics, *before, *after}
    figure = line.tokens[index].figure
    reach = line.tokens[index].end + 1 + len(figure.noun if figure else "")
    itself = _between(areas, at, reach)
    is_given = _GIVEN.match(line.text, line.tokens[index].end) is not None
    for rivals in _RIVALS:
        ranked = (
            [*itself, *after, *reversed(before), *topics[::-1]]
            if is_given
            else [*itself, *reversed(before), *after, *topics[::-1]]
        )
        named = [area for area in ranked if area in rivals]
        here -= rivals - set(named[:1])
    return frozenset(here)


def _between(areas: list[tuple[int, str]], start: int, end: int) -> list[str]:
    """Return the areas named in a span, in order."""
    return [area for _, area in areas[bisect_left(areas, (start,)) : bisect_left(areas, (end,))]]


def _list_head(line: Line, index: int) -> int | None:
    """Return the figure before in one list of people and units ("cho 1 tập thể và 2 cá nhân")."""
    if line.tokens[index].value not in ("people", "units") or _GIVEN.match(line.text, line.tokens[index].end):
        return None
    for position in range(index - 1, max(-1, index - 4), -1):
        token = line.tokens[position]
        if token.kind == "num":
            return position if token.value in ("people", "units") else None
        if token.kind not in ("and", "comma"):
            return None
    return None


def _clause(line: Line, index: int) -> tuple[int, int]:
    start, end = line.start, line.end
    for token in reversed(line.tokens[max(0, index - _REACH) : index]):
        start = token.start
        if token.kind in ("stop", "semi"):
            start = token.end
            break
    else:
        start = line.start if index <= _REACH else start
    ahead = line.tokens[index + 1 : index + 1 + _REACH]
    is_percent = line.tokens[index].value == "percent"
    crowd = ("people", "units")
    is_crowd = line.tokens[index].value in crowd

    def keeps_on(token: Token, position: int) -> bool:
        """A percentage reaches over commas; "3 tập thể, 18 cá nhân làm …" is one list."""
        if is_percent:
            return token.kind != "num"
        if token.kind == "num":
            return is_crowd and token.value in crowd
        following = ahead[position + 1 : position + 2]
        return (
            is_crowd and bool(following) and following[0].kind == "num" and following[0].value in crowd
            and following[0].start - token.end <= 1
        )  # fmt: skip

    for position, token in enumerate(ahead):
        if token.kind in ("stop", "semi", "among_them", "open") or (
            token.kind in ("num", "comma", "and") and not keeps_on(token, position)
        ):
            end = token.start
            break
    return start, end


def _topics(line: Line, start: int, areas: list[tuple[int, str]]) -> list[str]:
    """Return the fields of work that the sentence, or the whole line before a colon, is about."""
    first_number, colon = line.first("num"), line.first("colon")
    named = []
    if colon < first_number and colon - line.start < 110:
        named += _between(areas, line.start, colon)
    sentence = max(line.sentence_start(start), start - _LONGEST_SENTENCE)
    named += [area for area in _between(areas, sentence, start) if area in _FIELDS]
    return named


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(
            code=row["code"],
            measure=row["measure"],
            classes=frozenset(row["class"].split()),
            nouns=frozenset(fold(noun) for noun in terms(row["noun"])),
            after=tuple(fold(word) for word in terms(row["after"])),
            areas=frozenset(row["area"].split()),
            without=frozenset(row["without"].split()),
        )
        for row in rows("counts")
    )
