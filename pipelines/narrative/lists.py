"""Lists that are dealt out one to one: "số phải thi hành, có điều kiện, xong lần lượt là a, b và c việc".

Belongs here: matching names to figures. Does not belong here: any other construction.
"""

from __future__ import annotations

from pipelines.narrative.stream import Line
from pipelines.narrative.tokens import Token

_JOINS = ("comma", "and", "dim", "but")
_LEADS = ("rate", "colon", "and")


def respectively(line: Line) -> dict[int, dict[str, str]]:
    """Return what "lần lượt là" assigns to figures, by token index."""
    found: dict[int, dict[str, str]] = {}
    for index, token in enumerate(line.tokens):
        if token.kind == "respectively":
            figures = _figures(line, index)
            found |= _deal(line, index, figures)
    return found


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
        if token.kind == "num":
            positions.append(position)
        elif token.kind not in _JOINS and (positions or token.kind not in _LEADS):
            break
    return positions


def _deal(line: Line, index: int, figures: list[int]) -> dict[int, dict[str, str]]:
    if len(figures) < 2:
        return {}
    names = _names(line, index)
    last = line.figure(figures[-1])
    for position in figures:
        figure = line.figure(position)
        if figure.measure == "bare":
            figure.measure = last.measure
            if last.measure == "vnd" and last.is_scaled and not figure.is_scaled:
                figure.value *= _scale(line, figures[-1])
    owners = _owners(line, index)
    if len(owners) == len(figures) and last.measure in ("percent", "cases", "vnd"):
        told = _told(line, index) if last.measure == "percent" else {"only_dim": ""}
        return {position: {"unit": code, **told} for position, code in zip(figures, owners, strict=True)}
    if last.measure == "percent":
        dims = [token.value for token in names if token.kind == "dim"]
        if len(dims) == len(figures):
            return {
                position: {"kind": "rate", "dim": dim} for position, dim in zip(figures, dims, strict=True)
            }
        if not dims and len(figures) == 2:
            return {figures[0]: {"only_dim": "cases"}, figures[1]: {"only_dim": "money"}}
        return {}
    concepts = [token.value for token in names if token.kind == "concept"]
    if last.measure in ("cases", "vnd") and len(concepts) == len(figures):
        dim = "money" if last.measure == "vnd" else "cases"
        return {
            position: {"kind": "count", "concept": concept, "dim": dim}
            for position, concept in zip(figures, concepts, strict=True)
        }
    return {}


def _owners(line: Line, index: int) -> list[str]:
    """Return the units named one after the other in the sentence: "A, B và C đạt lần lượt …"."""
    start = line.sentence_start(line.tokens[index].start)
    named = [token for token in line.tokens_in(start, line.tokens[index].start) if token.kind == "unit"]
    return list(dict.fromkeys(token.value for token in named if token.value not in ("", "?", "cluster")))


def _told(line: Line, index: int) -> dict[str, str]:
    """Return what the sentence says the percentages of its units are."""
    start = line.sentence_start(line.tokens[index].start)
    before = line.tokens_in(start, line.tokens[index].start)
    dims = list(dict.fromkeys(token.value for token in before if token.kind == "dim"))
    is_rate = not any(token.kind in ("cmp", "share") for token in before)
    if len(dims) == 1 and is_rate:
        return {"kind": "rate", "dim": dims[0]}
    return {"only_dim": dims[0] if len(dims) == 1 else ""}


def _names(line: Line, index: int) -> list[Token]:
    return line.left(index, stops=("num", "stop", "semi"))


def _scale(line: Line, position: int) -> int:
    token = line.tokens[position]
    printed = line.text[token.start : token.end]
    for word, scale in (("nghìn tỷ", 10**12), ("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 10**3)):
        if word in printed:
            return scale
    return 1
