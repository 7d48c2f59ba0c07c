"""Numbers that lean on others: without a noun, without a percent sign, or told once of several units.

Belongs here: telling that a number is one of these. Does not belong here: what it then means (`counting`, `ratios`).
"""

from __future__ import annotations

from pipelines.narrative.clusters import is_cluster
from pipelines.narrative.line import Line
from pipelines.narrative.state import Scene
from pipelines.narrative.tokens import Token
from pipelines.reference import units


def counts(line: Line, index: int, scene: Scene) -> bool:
    """Say whether a number without a noun counts cases: before "= … đồng", after a concept, or with a scale word."""
    figure = line.figure(index)
    following = line.tokens[index + 1 : index + 2]
    if following and following[0].kind == "equals":
        return True
    cues = line.left(index)
    if not any(token.kind == "concept" for token in cues[-4:]):
        return False
    if figure.is_scaled or (scene.subject_dim != "money" and _is_labelled_share(line, index, cues)):
        return True
    gap = line.text[cues[-1].end : figure.start]
    names_cases = any(token.kind == "dim" and token.value == "cases" for token in cues)
    received = any(token.value == "judgments_received" for token in cues)
    return (
        len(gap) < 12
        and (names_cases or received or figure.digits >= 4)
        and not (figure.digits == 4 and 1900 < figure.value < 2100)
    )


def _is_labelled_share(line: Line, index: int, cues: list[Token]) -> bool:
    """Say whether a number stands between its label and its percentage: "hoãn, tạm đình chỉ: 155 (chiếm 2%)"."""
    if [token.kind for token in cues[-2:]] != ["concept", "colon"]:
        return False
    ahead = line.tokens[index + 1 : index + 4]
    if [token.kind for token in ahead] in (["comma", "share", "num"], ["comma", "rate", "num"]):
        return ahead[-1].value == "percent"
    if not ahead or ahead[0].kind != "open":
        return False
    return any(token.kind == "num" and token.value == "percent" for token in ahead)


def is_ratio(line: Line, index: int, scene: Scene) -> bool:
    """Say whether the percent sign is printed once for two: "vượt 2,3% về việc và 0,9 về tiền"."""
    last = scene.last
    behind = line.right(index)
    starts_part = any(token.kind in ("concept", "cmp", "rate") for token in line.left(index))
    return (
        last is not None and last.figure.measure == "percent"
        and bool(behind) and behind[0].kind == "dim" and not starts_part
    )  # fmt: skip


def shared_by_many(line: Line, index: int) -> str:
    """Return ``?`` when one figure is told of several units at once: "A, B và C đều trên 80%", else ``""``."""
    named = [token for token in line.left(index) if token.kind in ("unit", "comma", "and")]
    for left, middle, right in zip(named, named[1:], named[2:], strict=False):
        if (
            left.kind == right.kind == "unit"
            and middle.kind != "unit"
            and _are_apart(left.value, right.value)
        ):
            return "?"
    return ""


def _are_apart(left: str, right: str) -> bool:
    """Say whether two units are neither one, nor the department and its office, nor a cluster and who is in it."""
    codes = {left, right} - {"", "?", "cluster"}
    return (
        len(codes) == 2
        and is_cluster(left) == is_cluster(right)
        and left != units.owner_of(right)
        and right != units.owner_of(left)
        and "VN" not in codes
    )
