"""One percentage with all that stands around it, as every decision about percentages sees it.

Belongs here: the view and what only it can say. Does not belong here: the decisions (`ratios`, `shares`,
`comparisons`, `continued`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pipelines.narrative.catalogue import Meaning
from pipelines.narrative.line import Line
from pipelines.narrative.state import Scene
from pipelines.narrative.tokens import Token

#: What is told as a part of the workload.
SHARED = ("with_conditions", "without_conditions", "postponed_suspended", "separate_register")
_DIM_BEHIND = re.compile(r"\s?(?:%|phần trăm)? ?(?:tổng )?(?:số )?(việc|vụ việc|vụ|án|tiền)\b")
#: "2,5 điểm ở việc", "33,9% đối với tiền": nothing of the noun follows.
_DIM_AT = re.compile(
    r"\s?(?:%|phần trăm|điểm phần trăm|điểm %|điểm)? ?(?:ở|đối với) (?:mặt |phần |số )?(việc|tiền)\b(?=\s*(?:[,;.)\"”]|và\b|nhưng\b|so với\b|$))",
    re.M,
)
_NAMED_DIM = re.compile(r"\b(?:số|lượng|tổng số|vụ) (việc|tiền)\b")
PART_OF_TARGET = re.compile(
    r"\s?(?:%|phần trăm) (?:so với |của )?(?:mức )?(?:chỉ tiêu|kế hoạch|định mức)(?! (?:là|:))(?! (?:về )?(?:việc|tiền) [\d(])"
)
#: "chưa đạt chỉ tiêu (": the result stands in the bracket.
MISSED = re.compile(
    r"\b(?:chưa đạt|không đạt|đạt|vượt|dưới|thấp hơn) (?:mức )?(?:chỉ tiêu|kế hoạch)[^;.\d]{0,30}[(] ?$"
)
BESIDE = re.compile(r"\s?%?\s?[/|]\s?")


@dataclass(slots=True)
class Percent:
    """A percentage and its surroundings.

    Attributes:
        cues: tokens before it back to the last figure; behind: those after it up to the next mark.
        lead: the word that governs it; dim: việc or tiền named beside it, ``""`` when neither is.
    """

    line: Line
    index: int
    scene: Scene
    cues: list[Token]
    behind: list[Token]
    lead: Token | None
    dim: str

    @classmethod
    def at(cls, line: Line, index: int, scene: Scene) -> Percent:
        """Return the view of the percentage at ``index``."""
        cues, behind = line.left(index), line.right(index)
        return cls(line, index, scene, cues, behind, _leading(cues), _dim(line, index, cues, behind, scene))

    @property
    def token(self) -> Token:
        """Return the token of the percentage itself."""
        return self.line.tokens[self.index]

    @property
    def value(self) -> Decimal:
        """Return the printed value."""
        return self.line.figure(self.index).value

    @property
    def last(self) -> Meaning | None:
        """Return the meaning of the figure read last in the sentence."""
        return self.scene.last.meaning if self.scene.last else None

    @property
    def any_dim(self) -> str:
        """Return việc or tiền: named, else of what is spoken of."""
        return self.dim or self.scene.subject_dim

    @property
    def rate_dim(self) -> str:
        """Return the same for a rate, which a pair of both leaves open."""
        return self.dim or self.scene.rate_dim

    @property
    def concept(self) -> str:
        """Return the concept named nearest before."""
        named = (token.value for token in reversed(self.cues) if token.kind == "concept" and not token.used)
        return next(named, "")

    def head(self, length: int) -> str:
        """Return the text right before the percentage."""
        return self.line.text[max(self.line.start, self.token.start - length) : self.token.start]

    def tail(self, length: int) -> str:
        """Return the text right behind the percentage."""
        return self.line.text[self.token.end : min(self.line.end, self.token.end + length)]

    def opens_part(self) -> bool:
        """Say whether it stands in a new part, behind a semicolon ("…; tiền 9,5%")."""
        position = self.index - len(self.cues) - 1
        return position >= 0 and self.line.tokens[position].kind == "semi"

    def is_first_of_two(self) -> bool:
        """Say whether two bare percentages follow each other ("82,5% và 40,5%"): việc first, then tiền."""
        return is_first_of_two(self.line, self.index, self.cues)


def is_first_of_two(line: Line, index: int, cues: list[Token]) -> bool:
    """Say whether two bare percentages follow each other ("82,5% và 40,5%", "82,5%/40,5%")."""
    following = [token.kind for token in line.tokens[index + 1 : index + 4]]
    names_dim = "dim" in following[2:] or any(token.kind == "dim" and not token.used for token in cues)
    if following[:1] == ["num"] and line.tokens[index + 1].value == "percent":
        token, beside = line.tokens[index : index + 2]
        head = line.text[max(line.start, token.start - 60) : token.start]
        is_aimed = PART_OF_TARGET.match(line.text, beside.end) is not None or MISSED.search(head) is not None
        return (
            not is_aimed
            and not names_dim
            and BESIDE.fullmatch(line.text, token.end, beside.start) is not None
        )
    is_pair = following[:2] == ["and", "num"] and line.tokens[index + 2].value == "percent"
    return (is_pair and not names_dim) or closes_pair(line, index + 2)


def closes_pair(line: Line, index: int) -> bool:
    """Say whether a percentage closes a bracket of two: "(83,5%, 46,4%)", việc and tiền."""
    if index < 3 or index + 1 >= len(line.tokens):
        return False
    around = line.tokens[index - 3 : index + 2]
    return [token.kind for token in around] == ["open", "num", "comma", "num", "close"] and (
        around[1].value == around[3].value == "percent"
    )


def _leading(cues: list[Token]) -> Token | None:
    """Return the word that governs the percentage: the nearest comparison, rate, share or target."""
    for position in range(len(cues) - 1, -1, -1):
        token = cues[position]
        if token.kind == "rate" and token.value == "rate":
            above = next((each for each in cues[:position] if each.kind == "fulfil"), None)
            return above or token
        if token.kind in ("cmp", "share", "fulfil"):
            return token
        if token.kind == "base" and token.value == "target":
            earlier = [each for each in cues[:position] if each.kind == "cmp"]
            gap = [each for each in cues[position + 1 :] if each.kind in ("comma", "but", "among_them")]
            return earlier[-1] if earlier and not gap else token
    return None


def _dim(line: Line, index: int, cues: list[Token], behind: list[Token], scene: Scene) -> str:
    if scene.forced_dim:
        return scene.forced_dim
    if is_first_of_two(line, index, cues):
        return "cases"
    at = line.tokens[index].end
    if match := _DIM_BEHIND.match(line.text, at, line.end) or _DIM_AT.match(line.text, at, line.end):
        return "money" if match[1] == "tiền" else "cases"
    for near in behind:
        if near.kind == "dim" and not near.used:
            near.used = True
            return near.value
        if near.kind in ("rate", "cmp", "concept", "but"):
            break
    # "(việc)" closes like a bracket but is one term, so it may stand behind without a space.
    for near in reversed(cues):
        if near.kind == "dim" and not near.used:
            return near.value
        if near.kind == "concept" and (named := _NAMED_DIM.search(line.text, near.start, near.end)):
            return "money" if named[1] == "tiền" else "cases"
    return ""
