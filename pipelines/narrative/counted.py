"""Counted things beside the core series: what the figure at hand is of them, by its words or by the one before.

Belongs here: how a counted thing grew, the whole it is a part of, when a count is of the core series after all.
Does not belong here: the rules by noun and area (`special`), counts of the core series (`counting`).
"""

from __future__ import annotations

import re

from pipelines.narrative import special
from pipelines.narrative.areas import Named
from pipelines.narrative.line import Line
from pipelines.narrative.state import Reading, Scene
from pipelines.narrative.tokens import Figure

Found = tuple[str, str]

#: What stands between a part and its whole: "5 đương sự trong tổng số hơn …".
_WHOLE = re.compile(r"[^,.;:()\d]{0,30} (?:trong|trên)(?: tổng)?(?: số)?(?: hơn| gần| khoảng| trên)? ")
#: How far behind a count the concept stands that makes it one of the core series.
_BESIDE = 24
#: What a sentence names when it does not go on about the one before, and how many tokens are looked through for it.
_NEW_SUBJECT, _CLAUSE = ("num", "concept", "theme", "rate"), 60
#: Words that a remission is told with as well.
_OF_REMISSION = ("handled", "reduced")


def read(line: Line, index: int, scene: Scene, areas: Named, sentence: int) -> Found | None:
    """Return (indicator code, measure) of a counted thing, both empty for none of ours, ``None`` for the core series.

    Args:
        line: the line the figure stands in.
        index: position of the figure among the line's tokens.
        scene: what has been told so far.
        areas: areas of work that the line names.
        sentence: where the sentence starts.
    """
    figure = line.figure(index)
    section = scene.areas | {"now"} if scene.now else scene.areas
    found = special.read(line, index, areas, section) or _change(line, index, scene, sentence)
    if found is None or _is_core(line, index, found, scene, areas):
        return None
    return ("", "") if _is_whole(line, figure, found, scene) else found


def _is_whole(line: Line, figure: Figure, found: Found, scene: Scene) -> bool:
    """Say whether a count is the whole of the one before: "5 người trong tổng số 9 người"."""
    last = scene.last
    is_same = last is not None and found[0] != "" and last.code == found[0]
    return (
        last is not None
        and is_same
        and _WHOLE.fullmatch(line.text, last.figure.end, figure.start) is not None
    )


def _change(line: Line, index: int, scene: Scene, sentence: int) -> Found | None:
    """Return the counted thing told last when the same kind of thing grew or fell: "20 bản án, tăng 4 bản án"."""
    cues = line.left(index)
    last = scene.last or _before_the_sentence(line, index, scene, sentence)
    if last is None or last.meaning is not None or not last.code:
        return None
    if line.figure(index).measure != last.figure.measure:
        return None
    grows = bool(cues) and cues[-1].kind == "cmp" and cues[-1].value in ("up", "down")
    return (last.code, last.measure) if grows and not last.code.startswith("chg_") else None


def _before_the_sentence(line: Line, index: int, scene: Scene, sentence: int) -> Reading | None:
    """Return the counted thing of the sentence before when this one only says how it grew."""
    named = line.before(line.tokens[index].start, _CLAUSE)
    is_new = any(token.start >= sentence and token.kind in _NEW_SUBJECT for token in named)
    return None if is_new else scene.counted


def _is_core(line: Line, index: int, found: Found, scene: Scene, areas: Named) -> bool:
    """Say whether a count beside a core concept is core even when the clause names another area."""
    code = found[0]
    if code.startswith("administrative_") and line.figure(index).measure == "cases":
        return _speaks_of_core(line, index, areas)
    if code == "complaints_resolved" and line.figure(index).measure == "cases":
        return scene.count is not None
    if code.startswith(("coercion", "remission")) and scene.theme == "asset_handover":
        return any(token.kind == "theme" for token in line.left(index))
    if code.startswith(("citizen_matters", "remission", "steering_province_matters")):
        return any(token.kind == "concept" and token.value not in _OF_REMISSION for token in line.left(index))
    return False


def _speaks_of_core(line: Line, index: int, areas: Named) -> bool:
    """Say whether the sentence counts what can be enforced and does not name administrative judgments."""
    token = line.tokens[index]
    start = line.sentence_start(token.start)
    if areas.names("hanh_chinh", start, line.sentence_end(token.start)):
        return False
    return line.last("concept", start, token.end + _BESIDE, "with_conditions") is not None
