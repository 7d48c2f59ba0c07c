"""What is planned, asked for or still missing, and therefore no result yet.

Belongs here: telling that a figure with a meaning is only planned. Does not belong here: targets (`demands`, `shares`).
"""

from __future__ import annotations

from pipelines.narrative import demands
from pipelines.narrative.catalogue import Meaning
from pipelines.narrative.line import Line
from pipelines.narrative.state import Scene
from pipelines.narrative.tokens import Figure

#: Told as done even among demands: who was reminded, what was asked to be awarded.
_NEVER_PLANNED = (
    "target_",
    "reminded_",
    "award_merit_proposed",
    "award_province_merit",
    "award_excellent_collective_proposed",
)
#: Counted things that are also announced before they happen.
_PLANNED = (
    "coercion_",
    "staff_",
    "enforcers_",
    "new_per_",
    "on_time_",
    "guidance_",
    "complaints_",
    "remission",
    "inspection",
    "asset_",
)
_AIMS = ("target", "target_cut", "band")
_HEAD = 24


def head(line: Line, figure: Figure) -> str:
    """Return the few words before a figure."""
    return line.text[max(line.start, figure.start - _HEAD) : figure.start]


def is_counted_plan(line: Line, index: int, figure: Figure, code: str, scene: Scene) -> bool:
    """Say whether a counted thing is still to come: "52 vụ dự kiến cưỡng chế", "còn phải phấn đấu thêm 5 người"."""
    before = line.tokens[index - 1 : index]
    is_short = bool(before) and before[0].kind == "cmp" and before[0].value == "short"
    if is_short and demands.is_still_due(head(line, figure)):
        return True
    if code.startswith(_PLANNED) and (scene.is_plan or _is_announced(line, index, figure)):
        return True
    return scene.is_plan and not code.startswith(_NEVER_PLANNED)


def _is_announced(line: Line, index: int, figure: Figure) -> bool:
    following = line.tokens[index + 1 : index + 2]
    return (
        bool(following)
        and following[0].kind == "plan"
        and following[0].start - figure.end <= len(figure.noun) + 2
    )


def is_plan(line: Line, figure: Figure, meaning: Meaning | None, scene: Scene) -> bool:
    """Say whether a figure stands among plans and is neither a target nor what is missing to one."""
    if not scene.is_plan:
        return False
    return meaning is None or (meaning.kind not in _AIMS and not _is_due(line, figure, meaning, scene))


def _is_due(line: Line, figure: Figure, meaning: Meaning, scene: Scene) -> bool:
    """Say whether so much is missing now: "cần thêm 9% về việc, 12% về tiền để đạt chỉ tiêu"."""
    last = scene.last
    goes_on = (
        last is not None and last.meaning is not None and last.meaning.kind == "short" and not last.reason
    )
    return meaning.kind == "short" and (goes_on or demands.is_still_due(head(line, figure)))
