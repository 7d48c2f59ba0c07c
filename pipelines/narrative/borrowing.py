"""What a figure borrows from its surroundings before anything is decided about it: a noun, a unit of measure.

Belongs here: numbers whose noun is printed once or stands in a label, points of a rate.
Does not belong here: what a figure means (`counting`, `ratios`, `special`).
"""

from __future__ import annotations

import re

from pipelines.narrative import figures
from pipelines.narrative.line import Line
from pipelines.narrative.state import Scene
from pipelines.narrative.tokens import PLACE, Figure

_STAFFED = re.compile(
    r"(?:biên chế|có mặt|(?<=, )(?:hiện có|thực có)|(?<=; )hiện có|được giao|biên chế: giao)(?: được giao| giao| năm (?:19|20)\d\d| là|:| hiện có| hiện nay)* ?$"
)
#: A grade of staff before a bare number: "chấp hành viên cao cấp 02, trung cấp: 45".
_GRADE = re.compile(r"\b(?:cao cấp|trung cấp|sơ cấp|đại học|thạc sỹ|tiến sỹ)(?: là| có)?[: ] ?$")
#: A number whose noun was printed before stands alone: "theo dõi 14 bản án, xong 6, còn 8".
_ALONE = re.compile(r" ?(?:[,;.)]|$|và |còn |trong |\(|$)", re.M)
#: "xong 312 trên 355 việc": the noun stands behind the whole.
_OUT_OF_CASES = re.compile(r" (?:trên|trong)(?: tổng)?(?: số)? [\d.]{1,9} (?:việc|vụ việc|vụ|án)\b")
#: The label speaks of administrative judgments: "Án hành chính: phải theo dõi 26, xong 12, còn 14".
_JUDGED = re.compile(
    r"\bán hành chính\b[^.;()]{0,90}\b(?:theo dõi|xong|còn|mới|chuyển sang|thi hành)(?: là|:)? $"
)
#: What moves in points, or is told in them.
_IN_POINTS = ("rate", "share", "change_pp", "over", "short")
_SHARED_NOUNS = ("judgments", "petitions", "coercions", "visits")


def moves(line: Line, index: int, scene: Scene) -> bool:
    """Say whether points are those of a rate: "đạt 15,6%, giảm 3,05 điểm"."""
    last = scene.last.meaning if scene.last else None
    if _misses_target(line, index):
        return True
    kinds = [token.kind for token in line.left(index)]
    if last is None:
        return "rate" in kinds and "cmp" in kinds
    return last.kind in _IN_POINTS and ("cmp" in kinds or kinds == ["and"])


def _misses_target(line: Line, index: int) -> bool:
    """Say whether points are told over or short of a target: "thiếu 4 điểm ở việc so với chỉ tiêu"."""
    cues = line.left(index)
    compared = next((token for token in reversed(cues) if token.kind == "cmp"), None)
    if compared is None or compared.value not in ("over", "short"):
        return False
    names_target = "chỉ tiêu" in line.text[compared.start : compared.end]
    around = (*cues, *line.tokens[index + 1 : index + 8])
    return names_target or any(token.kind == "base" and token.value == "target" for token in around)


def _is_amount(line: Line, figure: Figure, scene: Scene) -> bool:
    """Say whether a bare number is money by what its section says: "2. Về tiền (đơn vị tính: 1.000 đồng)"."""
    is_alone = _ALONE.match(line.text, figure.end, line.end) is not None
    return scene.scale > 0 and scene.section_dim == "money" and is_alone


def take_noun(line: Line, figure: Figure, scene: Scene) -> None:
    """Share the noun that is printed once: "theo dõi 14 bản án, xong 6, còn 8"."""
    last = scene.last
    head = line.text[max(line.start, figure.start - 160) : figure.start]
    if figure.measure == "bare" and "biên chế" in head and _STAFFED.search(head):
        figure.measure = "people"
    if figure.measure != "bare" or figure.out_of is not None or figure.noun == PLACE:
        return
    if _is_amount(line, figure, scene):
        figure.measure, figure.value = "vnd", figure.value * scene.scale
        return
    if figure.digits <= 3 and _GRADE.search(head) and _ALONE.match(line.text, figure.end, line.end):
        figure.measure, figure.noun = "people", "người"
        return
    if _OUT_OF_CASES.match(line.text, figure.end, line.end):
        figure.measure, figure.noun = "cases", "việc"
        return
    if (named := figures.noun_before(line.text, line.start, figure.start)) is not None:
        figure.measure, figure.noun = named
        return
    if figure.digits <= 3 and _JUDGED.search(head) and _ALONE.match(line.text, figure.end, line.end):
        figure.measure, figure.noun = "judgments", "bản án"
        return
    if figure.digits > 3 or last is None or last.meaning is not None:
        return
    if last.figure.measure in _SHARED_NOUNS and _ALONE.match(line.text, figure.end, line.end):
        figure.measure = last.figure.measure
