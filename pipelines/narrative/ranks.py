"""Ranks: "xếp thứ 5/34 toàn quốc về tỷ lệ việc".

Belongs here: the decision for one rank. Does not belong here: the size of the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipelines.narrative.catalogue import Meaning
from pipelines.narrative.clusters import is_cluster
from pipelines.narrative.line import Line
from pipelines.narrative.state import Scene
from pipelines.narrative.tokens import PLACE, Figure, Token
from pipelines.reference import units

_LARGEST = 800
_IS = re.compile(r" (?:là|thuộc về)[^,;.:\d]{0,40}")
#: How far behind a name its first place is told in words.
_NEAR = 30
_EMULATION = re.compile(r"\b(?:cụm|khối thi đua)\b")
#: How many departments of provinces there are and were.
_DEPARTMENTS = (34, 63, 64)
#: "thứ 5 trên 63 tỉnh, thành": how many are ranked.
_FIELD = re.compile(r" (?:trên|trong)(?: tổng)?(?: số)? \d{1,3} (?:tỉnh|địa phương|đơn vị|cơ quan|cục)")


def is_rank(line: Line, index: int) -> bool:
    """Say whether a number without a noun is a place in a ranking."""
    figure = line.figure(index)
    if figure.noun == PLACE:
        return True
    cues = line.left(index)
    gap = line.text[cues[-1].end : figure.start].strip() if cues else ""
    return (
        figure.measure == "bare"
        and bool(cues)
        and cues[-1].kind == "rank"
        and gap in ("", "thứ", "vị trí", "số")
    )


def owners(line: Line, named: Callable[[Token], str]) -> dict[int, dict[str, str]]:
    """Return whose place is told before its name or behind the name of the cluster, by token index.

    "dẫn đầu là huyện A, đứng thứ hai là huyện B", "huyện C đứng cuối Cụm 2 (7/7)".
    """
    found: dict[int, dict[str, str]] = {}
    for index, token in enumerate(line.tokens):
        if token.kind != "num" or line.figure(index).measure != "bare":
            continue
        code = _owner_behind(line, index, named) or _owner_before(line, index, named)
        if code:
            found[index] = {"unit": code, "only_dim": ""}
    return found


def _owner_behind(line: Line, index: int, named: Callable[[Token], str]) -> str:
    behind = line.tokens[index + 1 : index + 2]
    if not behind or behind[0].kind not in ("unit", "place") or not is_rank(line, index):
        return ""
    is_named = _IS.fullmatch(line.text, line.tokens[index].end, behind[0].start) is not None
    return named(behind[0]) if is_named else ""


def _owner_before(line: Line, index: int, named: Callable[[Token], str]) -> str:
    before = line.tokens[index - 4] if index > 3 and _is_behind_cluster(line, index) else None
    return named(before) if before is not None and before.kind in ("unit", "place") else ""


def _is_behind_cluster(line: Line, index: int) -> bool:
    """Say whether a bracket gives the place that is told of a cluster: "đứng cuối Cụm 2 (7/7)"."""
    before = line.tokens[max(0, index - 3) : index]
    return [token.kind for token in before] == ["rank", "unit", "open"] and is_cluster(before[1].value)


def _is_ordinal(line: Line, index: int) -> bool:
    """Say whether "thứ" stands right before: "thứ 4/10 về việc"."""
    return line.text.endswith("thứ ", 0, line.tokens[index].start)


def read(line: Line, index: int, scene: Scene) -> Meaning | None:
    """Return what is ranked, ``None`` when the figure is no rank or the sentence does not say of what."""
    cues = line.left(index)
    if line.figure(index).noun == PLACE:
        return _first(line, index, scene)
    if not _is_place(line.figure(index)) or not (
        _is_bracketed(line, index)
        or scene.is_rank
        or _is_ordinal(line, index)
        or _is_behind_cluster(line, index)
        or any(token.kind == "rank" for token in cues)
    ):
        return None
    behind = line.right(index)
    if behind == [] and _FIELD.match(line.text, line.tokens[index].end):
        behind = line.right(index + 1)
    is_headed = bool(cues) and cues[-1].kind == "dim"
    near = [*reversed(cues), *behind] if is_headed else [*behind, *reversed(cues)]
    last = scene.last.meaning if scene.last else None
    named = scene.forced_dim or _dim(near, is_spent=_is_in_cluster(line, index, scene))
    dim = named or scene.subject_dim
    if told := _named(line, near, dim):
        return told
    if scene.concept:
        return Meaning("rank", "", scene.concept, dim)
    if not named and (scene.own_cluster or line.says(_EMULATION)):
        # A cluster has a place among clusters, not inside of itself.
        return None if is_cluster(scene.unit) else Meaning("emulation_rank")
    if (
        named
        and last is not None
        and last.kind == "count"
        and last.dim == dim
        and last.concept != "completed"
    ):
        return _of_last(last)
    if named:
        return Meaning("rank", "", "", dim)
    if last is not None and last.kind in ("rank", "rank_share"):
        return last if _is_same_field(line.figure(index), scene) else None
    return _of_last(last)


def _dim(near: list[Token], *, is_spent: bool) -> str:
    """Return việc or tiền named beside a rank; ``is_spent``: "đạt 84% về việc, xếp thứ 3/5" names it for the rate only."""
    return next((token.value for token in near if token.kind == "dim" and not (is_spent and token.used)), "")


def _first(line: Line, index: int, scene: Scene) -> Meaning | None:
    """Return the first place in the cluster when an office is named right before or behind: "huyện A dẫn đầu"."""
    token = line.tokens[index]
    before = line.tokens[index - 1 : index]
    is_led = bool(before) and before[0].kind == "unit" and token.start - before[0].end <= _NEAR
    is_followed = _IS.match(line.text, token.end, token.end + 40) is not None
    is_office = scene.unit not in ("", "?", "VN") and not is_cluster(scene.unit)
    return Meaning("emulation_rank") if is_office and (is_led or is_followed) else None


def _is_in_cluster(line: Line, index: int, scene: Scene) -> bool:
    """Say whether an office of a district is ranked among as few as a cluster has."""
    out_of = line.figure(index).out_of
    unit = units.all_units().get(scene.unit)
    is_office = unit is not None and unit.level == "district"
    return is_office and out_of is not None and out_of not in _DEPARTMENTS and line.says(_EMULATION)


def _is_same_field(figure: Figure, scene: Scene) -> bool:
    """Say whether as many are ranked as in the rank before: "năm 2022 đứng 40/63 về việc; năm nay, 22/63"."""
    before = scene.last.figure.out_of if scene.last else None
    return figure.measure == "bare" and figure.out_of is not None and figure.out_of == before


def _is_bracketed(line: Line, index: int) -> bool:
    """Say whether a place among all departments stands alone in brackets: "9.630 việc (16/34)"."""
    around = [token.kind for token in (line.tokens[index - 1 : index] + line.tokens[index + 1 : index + 2])]
    return around == ["open", "close"] and line.figure(index).out_of in _DEPARTMENTS


def _is_place(figure: Figure) -> bool:
    if figure.measure not in ("bare", "units"):
        return False
    return figure.out_of is None or (2 <= figure.out_of <= _LARGEST and figure.value <= figure.out_of)


def _named(line: Line, near: list[Token], dim: str) -> Meaning | None:
    """Return what the words beside the rank name."""
    if any(token.kind == "share" for token in near):
        return Meaning("rank_share", "", "", dim or "cases")
    for token in near:
        if token.kind == "concept":
            return Meaning("rank", "", "accepted" if token.value == "handled" else token.value, dim)
        if token.kind == "rate" and "tỷ" in line.text[token.start : token.end]:
            return Meaning("rank", "", "", dim)
    return None


def _of_last(last: Meaning | None) -> Meaning | None:
    """Return a rank of the figure before."""
    if last is None:
        return None
    if last.kind == "share":
        return Meaning("rank_share", "", "", last.dim)
    if last.kind in ("over", "short", "change_pp", "target"):
        return Meaning("rank", "", "", last.dim)
    told = last.kind in ("rate", "count") or (last.kind in ("change", "change_pct") and last.concept)
    return Meaning("rank", "", last.concept, last.dim) if told else None
