"""Figures told by the thing that is counted and the area of work: staff, awards, visits, petitions.

Belongs here: applying `data/counts.csv`. Does not belong here: the core series (`counting`, `ratios`), areas.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.narrative.areas import REACH, Named, in_force
from pipelines.narrative.fold import fold
from pipelines.narrative.line import Line
from pipelines.narrative.tables import rows, terms

#: A percentage "về việc" or "về tiền" is of the core series, whatever else the sentence speaks of.
_CORE_BEHIND = re.compile(r" ?(?:%|phần trăm)? ?(?:về|theo) (?:số )?(?:việc|tiền|giá trị)\b")
_COMPARED = re.compile(r"\bso (?:với )?(?:cùng kỳ|năm|kỳ).*")
#: The party that a judgment binds says nothing of how many of them bind anyone.
_PARTY = re.compile(r"\b(?:người|bên) (?:phải|được) thi hành(?: án)?\b")
#: How far back a bracket or "gồm" opens the parts of what was told before it.
_PARTS = 8
_TAIL_ENDS = ("num", "semi", "stop", "comma", "open", "close", "and", "colon", "among_them")
_HEAD_STARTS = ("num", "semi", "stop", "comma", "open", "close", "and", "colon")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of `counts.csv`.

    Attributes:
        classes, nouns: what is counted; no nouns = any of the class.
        beside: one of these stands right behind the figure, else right before it.
        areas: all of these are in force; near: all of these in the figure's own clause; without: none of these.
    """

    code: str
    measure: str
    classes: frozenset[str]
    nouns: frozenset[str]
    beside: tuple[str, ...]
    areas: frozenset[str]
    near: frozenset[str]
    without: frozenset[str]


def read(line: Line, index: int, named: Named, section: frozenset[str]) -> tuple[str, str] | None:
    """Return (indicator code, measure) of a counted thing; both empty when it is known to be no indicator.

    Args:
        line: the line the figure stands in.
        index: position of the figure among the line's tokens.
        named: areas of the line.
        section: areas of the heading the line stands under.
    """
    figure = line.figure(index)
    candidates = _candidates(figure.measure, figure.noun)
    if not candidates or (
        figure.measure == "percent" and _CORE_BEHIND.match(line.text, line.tokens[index].end)
    ):
        return None
    areas = in_force(line, index, named, section)
    here = areas.everywhere | _shape(line, index)
    fitting = _fitting(figure.measure, figure.noun, here, areas.clause)
    if not fitting:
        return None
    tail, head = _COMPARED.sub("", _tail(line, index)), _head(line, index)
    found = (rule for rule in fitting if _stands_beside(rule, tail, head))
    return next(((rule.code, rule.measure) for rule in found), None)


def _shape(line: Line, index: int) -> frozenset[str]:
    """Return what the figure looks like: ``fraction``, ``part`` of what a bracket splits, ``down``, ``growth``."""
    figure = line.tokens[index].figure
    shape = {"fraction"} if figure is not None and figure.out_of is not None else set()
    if _is_part(line, index):
        shape.add("part")
    if figure is not None and _tail(line, index).strip() == figure.noun:
        shape.add("bare_tail")
    if any(token.kind == "versus" for token in line.tokens[index + 1 : index + 3]):
        shape.add("cung_ky")
    for token in reversed(line.left(index)):
        if token.kind in ("concept", "rate", "share"):
            break
        if token.kind == "cmp":
            shape |= {"growth", token.value}
            break
    return frozenset(shape)


@lru_cache(maxsize=4096)
def _fitting(measure: str, noun: str, here: frozenset[str], clause: frozenset[str]) -> tuple[Rule, ...]:
    """Return the rules for a noun of a class where these areas and shapes are in force."""
    return tuple(
        rule
        for rule in _candidates(measure, noun)
        if rule.areas <= here and rule.near <= clause and not rule.without & here
    )


def _is_part(line: Line, index: int) -> bool:
    """Say whether a figure is one of the parts that a bracket or "gồm" tells: "318 đơn (khiếu nại 291, tố cáo 27)"."""
    for token in reversed(line.tokens[max(0, index - _PARTS) : index]):
        if token.kind in ("stop", "semi", "close"):
            return False
        if token.kind in ("open", "among_them"):
            return True
    return False


def _stands_beside(rule: Rule, tail: str, head: str) -> bool:
    if not rule.beside or any(word in tail for word in rule.beside):
        return True
    return any(word in head for word in rule.beside)


def _tail(line: Line, index: int) -> str:
    """Return the words behind the counted noun up to the next figure or mark."""
    end = line.end
    for token in line.tokens[index + 1 : index + REACH]:
        if token.kind in _TAIL_ENDS:
            end = token.start
            break
    return _PARTY.sub("", line.text[line.tokens[index].end : min(end, line.tokens[index].end + 90)])


def _head(line: Line, index: int) -> str:
    """Return the words before the figure back to the last figure or mark: "đại học: 24 người", "đại học 24 người"."""
    at, start = line.tokens[index].start, line.start
    for position in range(index - 1, max(-1, index - REACH), -1):
        token = line.tokens[position]
        is_label = token.kind == "colon" and position == index - 1
        if token.kind in _HEAD_STARTS and not is_label:
            start = token.end
            break
    return _PARTY.sub("", line.text[max(start, at - 60) : at])


@cache
def _candidates(measure: str, noun: str) -> tuple[Rule, ...]:
    """Return the rules for a noun of a class."""
    return tuple(rule for rule in _rules().get(measure, ()) if not rule.nouns or noun in rule.nouns)


@cache
def _rules() -> dict[str, list[Rule]]:
    """Return the rules by class of noun, in the order of the file: the first that fits wins."""
    found: dict[str, list[Rule]] = {}
    for row in rows("counts"):
        rule = Rule(
            code=row["code"],
            measure=row["measure"],
            classes=frozenset(row["class"].split()),
            nouns=frozenset(fold(noun) for noun in terms(row["noun"])),
            beside=tuple(fold(word) for word in terms(row["beside"])),
            areas=frozenset(row["area"].split()),
            near=frozenset(row["near"].split()),
            without=frozenset(row["without"].split()),
        )
        for each in rule.classes:
            found.setdefault(each, []).append(rule)
    return found
