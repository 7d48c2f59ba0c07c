"""A total that is dealt out to units: "cả tỉnh phải giải quyết 900 việc. Chia ra, Cụm 1: 500 việc; Cụm 2: 400 việc".

Belongs here: which total it is, and how long it goes on. Does not belong here: other counts that name no concept
(`inherited`), lists with "lần lượt" (`lists`).
"""

from __future__ import annotations

from pipelines.narrative.catalogue import Meaning
from pipelines.narrative.line import Line
from pipelines.narrative.phrases import expression
from pipelines.narrative.state import Reading, Scene
from pipelines.narrative.tokens import Token

_OPENS = r"[\s•+*-]*<dealt>\b"
#: A line, or what is left of it, that only announces the parts below: "Chia ra:".
_ANNOUNCES = r"[^\d]{0,40}\b<dealt>\b[^.;,\d]{0,30}: *$"
_MARKS = ("comma", "colon", "and", "among_them", "aside", "dash", "open")


def names_unit_only(cues: list[Token]) -> bool:
    """Say whether only the name of a unit stands before: "A xong 170 việc, đạt 81%; B 117 việc", "trong đó A 170 việc"."""
    return [token.kind for token in cues if token.kind not in _MARKS] == ["unit"]


def part_of_total(line: Line, index: int, cues: list[Token], dim: str, scene: Scene) -> Meaning | None:
    """Return what the total of the sentence before says when this one deals it out to units."""
    total = scene.total
    if total is None or total.meaning is None or scene.last is not None or not names_unit_only(cues):
        return None
    start = line.sentence_start(line.tokens[index].start)
    if total.meaning.dim != dim or total.unit == scene.unit:
        return None
    if not scene.is_dealt and expression(_OPENS).match(line.text, start) is None:
        return None
    scene.is_dealt = True
    return total.meaning


def settle(line: Line, start: int, end: int, scene: Scene) -> None:
    """Keep the total of a sentence that ends for the next one, and the one before as long as it is dealt out."""
    head = scene.head
    if head is None:
        announces = expression(_ANNOUNCES).match(line.text, start, end) is not None
        scene.total, scene.is_dealt = (scene.total, True) if announces else (None, False)
    elif not (scene.is_dealt and _is_part(head, scene.total)):
        scene.total = head if _is_only(head, scene) else None
        scene.is_dealt = expression(_ANNOUNCES).search(line.text, max(start, end - 60), end) is not None


def _is_part(head: Reading, total: Reading | None) -> bool:
    return total is not None and head.meaning == total.meaning and head.unit != total.unit


def _is_only(head: Reading, scene: Scene) -> bool:
    """Say whether a sentence told one thing of cases or money: with several, nobody knows which is dealt out."""
    meaning = head.meaning
    last = scene.told.get(meaning.dim) if meaning is not None else None
    return meaning is not None and last is not None and last.meaning == meaning
