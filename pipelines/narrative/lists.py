"""Lists that are dealt out one to one: "số phải thi hành, có điều kiện, xong lần lượt là a, b và c việc".

Belongs here: matching names to figures. Does not belong here: units of a list (`owners`), any other
construction.
"""

from __future__ import annotations

import re

from pipelines.narrative.figures import scale_of
from pipelines.narrative.line import Line
from pipelines.narrative.owners import NAMES, Named, by_owner, counted, dim_of_list, figures_behind, listed
from pipelines.narrative.tokens import Token

_YEAR = re.compile(r"(?:19|20)\d{2}")


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
            dealt = _deal(line, index, figures_behind(line, index), named)
            is_dealt = is_dealt or bool(dealt)
            found |= dealt
    return found


def _opens(line: Line, index: int, named: Named) -> bool:
    """Say whether "tương ứng" matches years or units with figures: "năm 2021 và năm 2022 xong tương ứng 5 và 6 việc"."""
    figures = figures_behind(line, index)
    if len(figures) < 2 or any(
        token.kind == "num" for token in line.sentence_before(line.tokens[index].start)
    ):
        return False
    measures = {line.figure(position).measure for position in figures} - {"bare"}
    is_matched = len(_years(line, index)) == len(figures) or bool(listed(line, index, len(figures), named))
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
    dealt = _by_year(line, index, figures) or by_owner(line, index, figures, named)
    if dealt:
        return dealt
    if any(token.kind in NAMES for token in line.between(index, figures[0])):
        # Whose figures they are cannot be told.
        return {position: {"unit": "?", "only_dim": ""} for position in figures}
    if all(line.figure(position).out_of is not None for position in figures):
        return _by_rank(line, names, figures)
    return _by_dim(names, figures) if last.measure == "percent" else _by_concept(names, figures, last.measure)


def _by_year(line: Line, index: int, figures: list[int]) -> dict[int, dict[str, str]]:
    years = _years(line, index)
    dim = dim_of_list(line, index, figures)
    measure = line.figure(figures[-1]).measure
    told = {"kind": "rate", "dim": dim} if measure == "percent" else {}
    if measure in ("cases", "vnd"):
        told = counted(line, index, figures, measure)
        dim = told.get("dim", "")
    if not dim or len(years) != len(figures) or not told:
        return {}
    return {position: {**told, "period": f"FY{year}"} for position, year in zip(figures, years, strict=True)}


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


def _years(line: Line, index: int) -> list[str]:
    """Return the years named one after the other in the sentence: "ba năm 2010, 2011, 2012 … lần lượt là"."""
    before = [token for token in line.sentence_before(line.tokens[index].start) if token.kind == "time"]
    listed = _YEAR.findall(line.text[before[0].start : before[-1].end]) if before else []
    return listed if len(listed) > 1 else []


def _names(line: Line, index: int) -> list[Token]:
    """Return what stands before "lần lượt"; việc or tiền right behind a figure belong to that figure."""
    names = line.left(index, stops=("num", "stop", "semi"))
    position = index - len(names) - 1
    is_behind = position >= 0 and line.tokens[position].kind == "num"
    return names[1:] if is_behind and names and names[0].kind == "dim" else names
