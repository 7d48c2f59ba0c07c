"""Ranks: "xếp thứ 5/34 toàn quốc về tỷ lệ việc".

Belongs here: the decision for one rank. Does not belong here: the size of the field.
"""

from __future__ import annotations

from pipelines.narrative.catalogue import Meaning
from pipelines.narrative.state import Scene
from pipelines.narrative.stream import Line

_LARGEST = 800


def is_rank(line: Line, index: int) -> bool:
    """Say whether a number without a noun is a place in a ranking."""
    figure = line.tokens[index].figure
    assert figure is not None
    cues = line.left(index)
    gap = line.text[cues[-1].end : figure.start].strip() if cues else ""
    return figure.measure == "bare" and bool(cues) and cues[-1].kind == "rank" and gap in ("", "thứ", "vị trí", "số")


def read(line: Line, index: int, scene: Scene) -> Meaning | None:
    """Return what is ranked, ``None`` when the figure is no rank or the sentence does not say of what."""
    figure = line.tokens[index].figure
    assert figure is not None
    if figure.out_of is not None and not 2 <= figure.out_of <= _LARGEST:
        return None
    if figure.measure not in ("bare", "units") or (figure.out_of is not None and figure.value > figure.out_of):
        return None
    cues = line.left(index)
    if not any(token.kind == "rank" for token in cues) and not scene.is_rank:
        return None
    near = [*line.right(index, stops=("num", "stop", "semi")), *reversed(cues)]
    last = scene.last.meaning if scene.last else None
    dim = next((token.value for token in near if token.kind == "dim"), "") or (last.dim if last else "")
    dim = dim or scene.last_dim or scene.dim or scene.only_dim
    for token in near:
        if token.kind == "concept":
            return Meaning("rank", "", "accepted" if token.value == "handled" else token.value, dim)
        if token.kind == "rate" and "tỷ" in line.text[token.start : token.end]:
            return Meaning("rank", "", "", dim)
        if token.kind == "share":
            return Meaning("rank_share", "", "", dim)
    if scene.concept:
        return Meaning("rank", "", scene.concept, dim)
    if not any(token.kind == "dim" for token in near) and "cụm" in line.text[line.start : line.end]:
        return Meaning("emulation_rank")
    if any(token.kind == "dim" for token in near):
        return Meaning("rank", "", "", dim)
    if last is not None and last.kind == "share":
        return Meaning("rank_share", "", "", last.dim)
    if last is not None and last.kind == "rate":
        return Meaning("rank", "", "", last.dim)
    if last is not None and last.kind == "count":
        return Meaning("rank", "", last.concept, last.dim)
    return None
