"""What speaks for a reading: how each of its parts was found.

Every figure that the walk read is described by a few words that do not depend on its value. Confidence is fitted
to these words (`confidence`), and a person who reviews a figure sees them.

Belongs here: describing. Does not belong here: weighing (`confidence`), what other figures of the text say
(`relations`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import asdict, dataclass

from pipelines.narrative.document import Document
from pipelines.narrative.state import Reading

#: No sentence of a report is longer; what stands farther back is of another one.
_REACH = 600
#: How far behind a figure its unit or period may be named, and how many wordings of time before it are looked at.
_BEHIND, _NEAR = 60, 8
_NO_PERIOD = ("now", "always", "origin", "index")


@dataclass(frozen=True, slots=True)
class Evidence:
    """How the parts of one reading were found.

    Attributes:
        rule: what the figure was taken for: ``count``, ``rate``, ``change``, … ``special`` for counted things.
        strength: what the rule that chose the indicator says of itself, in tenths.
        unit: ``named`` in the sentence · ``carried`` from an earlier one · ``own``: that of the report · ``none``.
        period: ``named`` in the sentence · ``line``: earlier in the paragraph · ``carried`` · ``none``.
        number: ``scaled`` (tỷ, triệu) · ``grouped`` (12.345) · ``decimal`` · ``worded`` · ``part`` (97/102) · ``plain``.
        noun: ``printed`` when the unit of measure stands beside the number, else ``implied``.
        wording: ``exact``, or ``bounded`` by hơn, gần, khoảng.
        place: ``prose`` or ``row`` of a table.
        support: what the other figures of the text say: ``alone``, ``agrees``, ``repeated``, ``contradicted``.
    """

    rule: str
    strength: str
    unit: str
    period: str
    number: str
    noun: str
    wording: str
    place: str
    support: str = "alone"

    def words(self) -> dict[str, str]:
        """Return the description as pairs of name and word."""
        return asdict(self)


@dataclass(slots=True)
class Describer:
    """Describes the readings of one document, in order of place."""

    document: Document
    _line: tuple[int, int] = (-1, -1)
    _is_row: bool = False

    def describe(self, reading: Reading) -> Evidence:
        """Return how the parts of a reading were found; what other figures say is added later."""
        self._move_to(reading.start)
        sentence = self._sentence_start(reading.start)
        return Evidence(
            rule=reading.meaning.kind if reading.meaning else "special",
            strength=f"{max(reading.confidence, 0.0):.1f}",
            unit=self._unit(reading, sentence),
            period=self._period(reading, sentence),
            number=_number(self.document.folded.text[reading.start : reading.end], reading),
            noun="implied" if reading.figure.measure == "bare" else "printed",
            wording="exact" if reading.qualifier == "exact" else "bounded",
            place="row" if self._is_row else "prose",
        )

    def _move_to(self, offset: int) -> None:
        if self._line[0] <= offset < self._line[1]:
            return
        lines = self.document.lines
        self._line = lines[max(bisect_right(lines, offset, key=lambda line: line[0]) - 1, 0)]
        self._is_row = self.document.is_row(*self._line)

    def _sentence_start(self, offset: int) -> int:
        low = max(self._line[0], offset - _REACH)
        ends = [self.document.folded.text.rfind(mark, low, offset) for mark in (". ", "; ", "! ", "? ")]
        return max(low, *(end + 1 for end in ends))

    def _unit(self, reading: Reading, sentence: int) -> str:
        if reading.unit in ("", "?"):
            return "none"
        places = self.document.places
        low = bisect_left(places, sentence, key=lambda place: place.start)
        high = bisect_right(places, reading.end + _BEHIND, lo=low, key=lambda place: place.start)
        if any(reading.unit in place.codes for place in places[low:high]):
            return "named"
        return "own" if reading.unit == self.document.own else "carried"

    def _period(self, reading: Reading, sentence: int) -> str:
        if not reading.period:
            return "none"
        mentions = self.document.mentions.get(self._line[0], [])
        high = bisect_right(mentions, reading.end + _BEHIND, key=lambda mention: mention.start)
        for mention in reversed(mentions[max(0, high - _NEAR) : high]):
            if mention.name in _NO_PERIOD or self.document.timeline.code(mention) != reading.period:
                continue
            return "named" if mention.start >= sentence else "line"
        return "carried"


def _number(printed: str, reading: Reading) -> str:
    if not printed[:1].isdigit():
        return "worded"
    if reading.figure.out_of is not None:
        return "part"
    if reading.figure.is_scaled:
        return "scaled"
    if reading.figure.measure in ("percent", "pp", "points") or "," in printed:
        return "decimal"
    return "grouped" if "." in printed else "plain"
