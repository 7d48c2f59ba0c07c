"""Whose figures a list gives: units named one after the other, their counts and rates in the same order.

"số xong của A, B và C lần lượt là 9, 8 và 7 việc", "lần lượt là A, B với 9% và 8%".

Belongs here: units of a list and what it counts. Does not belong here: lists of concepts, of việc and tiền (`lists`).
"""

from __future__ import annotations

from collections.abc import Callable

from pipelines.narrative.line import Line
from pipelines.narrative.tokens import Token

_JOINS = ("comma", "and", "dim", "but", "cmp")
#: No list that is dealt out is longer; one without end is none.
_MOST = 100
_LEADS = ("rate", "colon", "and", "dim", "total", "cmp")
#: Units named behind "lần lượt là" stand before their figures: "lần lượt là A, B, C với 9%, 8% và 7%".
NAMES, _BETWEEN_NAMES = ("unit", "place"), ("comma", "and")
#: How far apart two names of one list stand.
_BESIDE = 30

#: The code of a unit a token names, ``""`` when it names none that is known.
Named = Callable[[Token], str]


def figures_behind(line: Line, index: int) -> list[int]:
    """Return the figures of the list behind a token."""
    positions: list[int] = []
    for position in range(index + 1, len(line.tokens)):
        token = line.tokens[position]
        if token.kind == "num" and len(positions) < _MOST:
            positions.append(position)
        elif token.kind == "num":
            return []
        elif token.kind not in _JOINS and (positions or token.kind not in (*_LEADS, *NAMES, "concept")):
            break
    return positions


def dim_of_list(line: Line, index: int, figures: list[int]) -> str:
    """Return việc or tiền of a list: told behind its last figure, else before its first."""
    behind = line.tokens[figures[-1] + 1 : figures[-1] + 2]
    if behind and behind[0].kind == "dim":
        return behind[0].value
    before = line.tokens[max(0, index - 2) : figures[0]]
    return next((token.value for token in reversed(before) if token.kind == "dim"), "")


def listed(line: Line, index: int, count: int, named: Named) -> list[str]:
    """Return so many units, named in one run behind "lần lượt là", else before it."""
    before = line.sentence_before(line.tokens[index].start)
    for tokens in (_names_behind(line, index), before):
        runs = [run for run in _runs(tokens, named) if len(run) == count]
        if runs:
            return runs[-1]
    return []


def _names_behind(line: Line, index: int) -> list[Token]:
    """Return the tokens behind "lần lượt là" up to the first figure."""
    ahead = line.tokens[index + 1 : index + 60]
    first = next((at for at, token in enumerate(ahead) if token.kind == "num"), len(ahead))
    return ahead[:first]


def _runs(tokens: list[Token], named: Named) -> list[list[str]]:
    """Return the units of each list of names that only commas and "và" join."""
    runs: list[list[str]] = [[]]
    end = 0
    for token in tokens:
        if token.kind in _BETWEEN_NAMES:
            continue
        code = named(token) if token.kind in NAMES else ""
        if not code or (runs[-1] and token.start - end > _BESIDE):
            runs.append([])
        if code:
            runs[-1].append(code)
            end = token.end
    return [run for run in runs if len(set(run)) == len(run) > 1]


def by_owner(line: Line, index: int, figures: list[int], named: Named) -> dict[int, dict[str, str]]:
    """Return what a list says of the units named in it, by token index, nothing when their numbers differ."""
    per_unit = 2 if _are_pairs(line, figures) else 1
    owners = listed(line, index, len(figures) // per_unit, named) or _owners(line, index)
    measure = line.figure(figures[-1]).measure
    if len(owners) * per_unit != len(figures) or measure not in ("percent", "cases", "vnd"):
        return {}
    dealt: dict[int, dict[str, str]] = {}
    told: dict[str, str] = {}
    for at, position in enumerate(figures):
        own = line.figure(position).measure
        told = _told(line, index, figures) if own == "percent" else counted(line, index, figures, own)
        dealt[position] = {"unit": owners[at // per_unit], **told}
    rates = _rates_behind(line, figures) if told.get("concept") == "completed" else []
    rated = {"kind": "rate", "dim": told.get("dim", "")}
    return dealt | {position: {"unit": code, **rated} for position, code in zip(rates, owners, strict=False)}


def _are_pairs(line: Line, figures: list[int]) -> bool:
    """Say whether each unit has cases and money: "lần lượt 51 việc/4 tỷ đồng và 32 việc/2 tỷ đồng"."""
    measures = [line.figure(position).measure for position in figures]
    return len(measures) > 2 and measures == ["cases", "vnd"] * (len(measures) // 2)


def _rates_behind(line: Line, figures: list[int]) -> list[int]:
    """Return the rates that go on about the same units: "lần lượt xong 51 và 32 việc, đạt 90% và 89%"."""
    at = figures[-1] + 1
    while at < len(line.tokens) and line.tokens[at].kind in ("comma", "rate"):
        at += 1
    is_rate = any(token.kind == "rate" for token in line.tokens[figures[-1] + 1 : at])
    rates = figures_behind(line, at - 1) if is_rate else []
    is_percent = all(line.tokens[position].value == "percent" for position in rates)
    return rates if len(rates) == len(figures) and is_percent else []


def _owners(line: Line, index: int) -> list[str]:
    """Return the units named one after the other in the sentence: "A, B và C đạt lần lượt …"."""
    said = line.distinct("unit", line.tokens[index].start)
    return [value for value in said if value not in ("", "?", "cluster")]


def _told(line: Line, index: int, figures: list[int]) -> dict[str, str]:
    """Return what the sentence says the percentages of its units are."""
    at = line.tokens[index].start
    start, dims = line.sentence_start(at), line.distinct("dim", at)
    dim = dim_of_list(line, index, figures) or (dims[0] if len(dims) == 1 else "")
    verb = line.last("cmp", start, at)
    is_rate = verb is None and line.last("share", start, at) is None
    if verb is not None and dim and (grown := _grown(line, index, verb)):
        return grown | {"dim": dim}
    if is_rate:
        return {"kind": "rate", "dim": dim}
    # Where neither việc nor tiền is named, two would be taken for one of each.
    return {"only_dim": dim} if dim else {"level": "only"}


def _grown(line: Line, index: int, verb: Token) -> dict[str, str]:
    """Return what grew, or is over or short of the target, in each of the units."""
    cues = line.left(index)
    if not any(token is verb for token in cues) or any(token.kind in ("rate", "share") for token in cues):
        return {}
    if verb.value in ("over", "short"):
        return {"kind": verb.value}
    concept = next((token.value for token in reversed(cues) if token.kind == "concept"), "")
    is_known = verb.value in ("up", "down") and concept not in ("", "handled")
    return {"kind": "change_pct", "concept": concept} if is_known else {}


def counted(line: Line, index: int, figures: list[int], measure: str) -> dict[str, str]:
    """Return what the sentence says the counts of its units are: "số xong của A và B lần lượt là …"."""
    concept = ""
    for token in (*line.left(index), *line.between(index, figures[0])):
        if token.kind in ("cmp", "share", "rate"):
            concept = ""
        elif token.kind == "concept":
            concept = "" if token.value == "handled" else token.value
    if not concept and not any(token.kind in ("cmp", "share", "rate") for token in line.left(index)):
        concept = _concept_behind(line, figures[-1])
    if not concept:
        return {"only_dim": ""}
    return {"kind": "count", "concept": concept, "dim": "money" if measure == "vnd" else "cases"}


def _concept_behind(line: Line, last: int) -> str:
    """Return what closes a list of counts: "lần lượt còn 120, 98 và 77 việc chuyển kỳ sau"."""
    behind = line.tokens[last + 1 : last + 2]
    is_tight = bool(behind) and behind[0].start - line.tokens[last].end <= _BESIDE
    return (
        behind[0].value if is_tight and behind[0].kind == "concept" and behind[0].value != "handled" else ""
    )
