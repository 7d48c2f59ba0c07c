"""Lists that are dealt out one to one: "số phải thi hành, có điều kiện, xong lần lượt là a, b và c việc".

Belongs here: matching names to figures. Does not belong here: any other construction.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipelines.narrative.figures import scale_of
from pipelines.narrative.line import Line
from pipelines.narrative.tokens import Token

_YEAR = re.compile(r"(?:19|20)\d{2}")
_JOINS = ("comma", "and", "dim", "but", "cmp")
#: No list that is dealt out is longer; one without end is none.
_MOST = 100
_LEADS = ("rate", "colon", "and", "dim", "total", "cmp")
#: Units named behind "lần lượt là" stand before their figures: "lần lượt là A, B, C với 9%, 8% và 7%".
_NAMES, _BETWEEN_NAMES = ("unit", "place"), ("comma", "and")
#: How far apart two names of one list stand.
_BESIDE = 30

#: The code of a unit a token names, ``""`` when it names none that is known.
Named = Callable[[Token], str]


def respectively(line: Line, named: Named) -> dict[int, dict[str, str]]:
    """Return what "lần lượt là" assigns to figures, by token index.

    Args:
        line: the line, with its tokens.
        named: the unit that a token names, also where it is only one of a list.
    """
    found: dict[int, dict[str, str]] = {}
    is_dealt = False
    for index, token in enumerate(line.tokens):
        if token.kind == "stop":
            is_dealt = False
        is_matched = token.kind == "and" and line.text.startswith("tương ứng", token.start)
        if token.kind == "respectively" or (is_matched and (is_dealt or _opens(line, index, named))):
            dealt = _deal(line, index, _figures(line, index), named)
            is_dealt = is_dealt or bool(dealt)
            found |= dealt
    return found


def _opens(line: Line, index: int, named: Named) -> bool:
    """Say whether "tương ứng" matches years or units with figures: "năm 2021 và năm 2022 xong tương ứng 5 và 6 việc"."""
    figures = _figures(line, index)
    if len(figures) < 2 or any(
        token.kind == "num" for token in line.sentence_before(line.tokens[index].start)
    ):
        return False
    measures = {line.figure(position).measure for position in figures} - {"bare"}
    is_matched = len(_years(line, index)) == len(figures) or bool(_listed(line, index, len(figures), named))
    return len(measures) == 1 and is_matched


def labelled(line: Line) -> dict[int, dict[str, str]]:
    """Return what "cũ / mới: 5 việc / 7 việc" and "(việc / tiền): 86% / 44%" assign, by token index."""
    colon = next((index for index, token in enumerate(line.tokens) if token.kind == "colon"), None)
    if colon is None:
        return {}
    label = line.text[line.start : line.tokens[colon].start]
    figures = [index for index, token in enumerate(line.tokens) if token.kind == "num" and index > colon]
    parts = label.count("/") + 1
    between = line.text[line.tokens[colon].end : line.end]
    if parts < 2 or parts != len(figures) or between.count("/") != parts - 1:
        return {}
    names = [token for token in line.tokens[:colon] if token.kind in ("concept", "dim")]
    for kind in ("concept", "dim"):
        values = [token.value for token in names if token.kind == kind][-parts:]
        if len(set(values)) == parts:
            return {
                index: _assign(line, index, kind, value) for index, value in zip(figures, values, strict=True)
            }
    return {}


def _assign(line: Line, index: int, kind: str, value: str) -> dict[str, str]:
    figure = line.figure(index)
    if kind == "dim":
        return {"only_dim": value}
    dim = "money" if figure.measure == "vnd" else "cases"
    return {"kind": "count", "concept": value, "dim": dim}


def _figures(line: Line, index: int) -> list[int]:
    positions: list[int] = []
    for position in range(index + 1, len(line.tokens)):
        token = line.tokens[position]
        if token.kind == "num" and len(positions) < _MOST:
            positions.append(position)
        elif token.kind == "num":
            return []
        elif token.kind not in _JOINS and (positions or token.kind not in (*_LEADS, *_NAMES, "concept")):
            break
    return positions


def _deal(line: Line, index: int, figures: list[int], named: Named) -> dict[int, dict[str, str]]:
    if len(figures) < 2:
        return {}
    names = _names(line, index)
    last = line.figure(figures[-1])
    for position in figures:
        figure = line.figure(position)
        if figure.measure == "bare":
            figure.measure = last.measure
            if last.measure == "vnd" and last.is_scaled and not figure.is_scaled:
                figure.value *= scale_of(line.text, last)
    dealt = _by_year(line, index, figures) or _by_owner(line, index, figures, named)
    if dealt:
        return dealt
    if any(token.kind in _NAMES for token in line.between(index, figures[0])):
        # Whose figures they are cannot be told.
        return {position: {"unit": "?", "only_dim": ""} for position in figures}
    if all(line.figure(position).out_of is not None for position in figures):
        return _by_rank(line, names, figures)
    return _by_dim(names, figures) if last.measure == "percent" else _by_concept(names, figures, last.measure)


def _by_year(line: Line, index: int, figures: list[int]) -> dict[int, dict[str, str]]:
    years = _years(line, index)
    dim = _dim_of_list(line, index, figures)
    measure = line.figure(figures[-1]).measure
    told = {"kind": "rate", "dim": dim} if measure == "percent" else {}
    if measure in ("cases", "vnd"):
        told = _counted(line, index, figures, measure)
        dim = told.get("dim", "")
    if not dim or len(years) != len(figures) or not told:
        return {}
    return {position: {**told, "period": f"FY{year}"} for position, year in zip(figures, years, strict=True)}


def _by_owner(line: Line, index: int, figures: list[int], named: Named) -> dict[int, dict[str, str]]:
    per_unit = 2 if _are_pairs(line, figures) else 1
    owners = _listed(line, index, len(figures) // per_unit, named) or _owners(line, index)
    measure = line.figure(figures[-1]).measure
    if len(owners) * per_unit != len(figures) or measure not in ("percent", "cases", "vnd"):
        return {}
    dealt: dict[int, dict[str, str]] = {}
    told: dict[str, str] = {}
    for at, position in enumerate(figures):
        own = line.figure(position).measure
        told = _told(line, index, figures) if own == "percent" else _counted(line, index, figures, own)
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
    rates = _figures(line, at - 1) if is_rate else []
    is_percent = all(line.tokens[position].value == "percent" for position in rates)
    return rates if len(rates) == len(figures) and is_percent else []


def _by_dim(names: list[Token], figures: list[int]) -> dict[int, dict[str, str]]:
    dims = [token.value for token in names if token.kind == "dim"]
    if len(dims) == len(figures):
        return {position: {"kind": "rate", "dim": dim} for position, dim in zip(figures, dims, strict=True)}
    if not dims and len(figures) == 2:
        return {figures[0]: {"only_dim": "cases"}, figures[1]: {"only_dim": "money"}}
    return {}


def _by_rank(line: Line, names: list[Token], figures: list[int]) -> dict[int, dict[str, str]]:
    """Deal places out to việc and tiền: "năm 2022 lần lượt là 12/63 và 25/63"."""
    dims = [token.value for token in names if token.kind == "dim"] or ["cases", "money"]
    fields = {line.figure(position).out_of for position in figures}
    if len(dims) != len(figures) or len(fields) > 1:
        return {}
    return {position: {"only_dim": dim} for position, dim in zip(figures, dims, strict=True)}


def _by_concept(names: list[Token], figures: list[int], measure: str) -> dict[int, dict[str, str]]:
    concepts = [token.value for token in names if token.kind == "concept"]
    if measure not in ("cases", "vnd") or len(concepts) != len(figures):
        return {}
    dim = "money" if measure == "vnd" else "cases"
    return {
        position: {"kind": "count", "concept": concept, "dim": dim}
        for position, concept in zip(figures, concepts, strict=True)
    }


def _listed(line: Line, index: int, count: int, named: Named) -> list[str]:
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
        code = named(token) if token.kind in _NAMES else ""
        if not code or (runs[-1] and token.start - end > _BESIDE):
            runs.append([])
        if code:
            runs[-1].append(code)
            end = token.end
    return [run for run in runs if len(set(run)) == len(run) > 1]


def _owners(line: Line, index: int) -> list[str]:
    """Return the units named one after the other in the sentence: "A, B và C đạt lần lượt …"."""
    said = line.distinct("unit", line.tokens[index].start)
    return [value for value in said if value not in ("", "?", "cluster")]


def _concept_behind(line: Line, last: int) -> str:
    """Return what closes a list of counts: "lần lượt còn 120, 98 và 77 việc chuyển kỳ sau"."""
    behind = line.tokens[last + 1 : last + 2]
    is_tight = bool(behind) and behind[0].start - line.tokens[last].end <= _BESIDE
    return (
        behind[0].value if is_tight and behind[0].kind == "concept" and behind[0].value != "handled" else ""
    )


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


def _counted(line: Line, index: int, figures: list[int], measure: str) -> dict[str, str]:
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


def _years(line: Line, index: int) -> list[str]:
    """Return the years named one after the other in the sentence: "ba năm 2010, 2011, 2012 … lần lượt là"."""
    before = [token for token in line.sentence_before(line.tokens[index].start) if token.kind == "time"]
    listed = _YEAR.findall(line.text[before[0].start : before[-1].end]) if before else []
    return listed if len(listed) > 1 else []


def _dim_of_list(line: Line, index: int, figures: list[int]) -> str:
    """Return việc or tiền of a list: told behind its last figure, else before its first."""
    behind = line.tokens[figures[-1] + 1 : figures[-1] + 2]
    if behind and behind[0].kind == "dim":
        return behind[0].value
    before = line.tokens[max(0, index - 2) : figures[0]]
    return next((token.value for token in reversed(before) if token.kind == "dim"), "")


def _told(line: Line, index: int, figures: list[int]) -> dict[str, str]:
    """Return what the sentence says the percentages of its units are."""
    at = line.tokens[index].start
    start, dims = line.sentence_start(at), line.distinct("dim", at)
    dim = _dim_of_list(line, index, figures) or (dims[0] if len(dims) == 1 else "")
    verb = line.last("cmp", start, at)
    is_rate = verb is None and line.last("share", start, at) is None
    if verb is not None and dim and (grown := _grown(line, index, verb)):
        return grown | {"dim": dim}
    if is_rate:
        return {"kind": "rate", "dim": dim}
    # Where neither việc nor tiền is named, two would be taken for one of each.
    return {"only_dim": dim} if dim else {"level": "only"}


def _names(line: Line, index: int) -> list[Token]:
    """Return what stands before "lần lượt"; việc or tiền right behind a figure belong to that figure."""
    names = line.left(index, stops=("num", "stop", "semi"))
    position = index - len(names) - 1
    is_behind = position >= 0 and line.tokens[position].kind == "num"
    return names[1:] if is_behind and names and names[0].kind == "dim" else names
