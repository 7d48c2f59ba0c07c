"""What speaks for a reading: how each of its parts was found, and what the text says beside it.

Every figure is described by a few words of a closed vocabulary. Confidence is fitted to these words
(`confidence`), and a person who reviews a figure sees them.

Belongs here: describing. Does not belong here: weighing (`confidence`), the equations behind `support`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cache

from pipelines.narrative.abbreviations import sentence_start
from pipelines.narrative.document import Document
from pipelines.narrative.reporter import lead_end
from pipelines.narrative.state import Reading
from pipelines.narrative.tables import rows
from pipelines.observations import Observation
from pipelines.reference import units

#: No sentence of a report is longer; what stands farther back is of another one.
_REACH = 600
#: How far behind a figure its unit or period may be named, and how many wordings of time before it are looked at.
_BEHIND, _NEAR = 60, 8
_NO_PERIOD = ("now", "always", "origin", "index")
#: What `data/sizes.csv` speaks of: the whole work of a unit, not a part or a theme of it.
_WHOLE = ("accepted_total", "enforceable_total", "with_conditions", "completed_total")
_FEW = 3
#: Every unit but the nation may have fewer cases than this.
_SMALL = 1000
_NEARLY_ALL, _MOST = 0.95, 0.8


@dataclass(frozen=True, slots=True)
class Evidence:
    """How the parts of one reading were found.

    Attributes:
        rule: what the figure was taken for: ``count``, ``rate``, ``change``, … ``special`` for counted things.
        strength: what the rule that chose the indicator says of itself, in tenths.
        subject: how the unit the report is about shows: ``office`` or ``name`` in the headline part (``lead_…``) or
            later, ``nation``, ``numbered`` (a cluster or region), ``sender`` when only the sender tells, ``none``.
        rivals: ``some`` when offices of other provinces are named too, else ``none``.
        unit: ``named`` in the sentence · ``carried`` from an earlier one · ``own``: that of the report · ``none``.
        period: ``named`` in the sentence · ``line``: earlier in the paragraph · ``title``: that of the headline ·
            ``carried`` · ``none``.
        periods: how many different ones the text names: ``one``, ``few``, ``many``.
        number: ``scaled`` (tỷ, triệu) · ``grouped`` (12.345) · ``decimal`` · ``worded`` · ``part`` (97/102) · ``plain``.
        noun: ``printed`` when the unit of measure stands beside the number, else ``implied``.
        wording: ``exact``, or ``bounded`` by hơn, gần, khoảng.
        place: ``prose`` or ``row`` of a table.
        understood: how many numbers of the text got all of their parts: ``all``, ``most``, ``some``.
        size: ``odd`` when no unit of its kind can have such a figure, or most of what is told of the unit is so,
            else ``fits``.
        support: what the other figures of the text say: ``alone``, ``agrees``, ``repeated``, ``contradicted``.
    """

    rule: str
    strength: str
    subject: str
    rivals: str
    unit: str
    period: str
    periods: str
    number: str
    noun: str
    wording: str
    place: str
    understood: str = "all"
    size: str = "fits"
    support: str = "alone"

    def words(self) -> dict[str, str]:
        """Return the description as pairs of name and word."""
        return {name: getattr(self, name) for name in PARTS}


#: Names of the parts, in order.
PARTS = tuple(each.name for each in fields(Evidence))


def odd_units(observations: Iterable[Observation]) -> frozenset[str]:
    """Return the units of which half or more of the figures of their whole work are odd: the unit is in doubt.

    One figure as large as only the nation's tells that the text is the nation's, whatever small ones stand by.
    """
    odd, told, large = Counter[str](), Counter[str](), set[str]()
    for each in observations:
        if (limits := _limits(each)) is not None:
            told[each.unit_code] += 1
            odd[each.unit_code] += is_odd(each)
            if limits[0] > _SMALL and not is_odd(each):
                large.add(each.unit_code)
    return frozenset(
        code for code, count in odd.items() if count and 2 * count >= told[code] and code not in large
    )


def is_odd(observation: Observation) -> bool:
    """Say whether no unit of that level can have a figure of its whole work of that size."""
    limits = _limits(observation)
    return limits is not None and not limits[0] <= observation.value <= limits[1]


def _limits(observation: Observation) -> tuple[Decimal, Decimal] | None:
    if observation.indicator_code not in _WHOLE:
        return None
    return _sizes().get((_level(observation.unit_code), observation.measure))


@cache
def _sizes() -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    return {
        (row["level"], row["measure"]): (Decimal(row["least"]), Decimal(row["most"])) for row in rows("sizes")
    }


def _level(unit_code: str) -> str:
    unit = units.all_units().get(unit_code)
    return unit.level if unit else "cluster"


@dataclass(slots=True)
class Describer:
    """Describes the readings of one document, in order of place.

    Attributes:
        support: word by locator, from `support.support_of`.
        odd: units from `odd_units`, and the locators of figures that are odd themselves.
        understood: share of the numbers of the text that got all of their parts.
    """

    document: Document
    support: Mapping[str, str] = field(default_factory=dict)
    odd: frozenset[str] = frozenset()
    understood: float = 1.0
    _subject: str = ""
    _rivals: str = ""
    _periods: str = ""
    _line: tuple[int, int] = (-1, -1)
    _is_row: bool = False

    def __post_init__(self) -> None:
        """Look once at what holds for the whole text."""
        self._subject = self._how_the_subject_shows()
        own = units.owner_of(self.document.own) if self.document.own else ""
        others = {
            code
            for place in self.document.places
            if place.is_office
            for code in place.codes
            if (unit := units.all_units().get(code)) is not None and unit.level == "province" and code != own
        }
        self._rivals = "some" if others and own != "VN" else "none"
        named = {
            self.document.timeline.code(mention)
            for mentions in self.document.mentions.values()
            for mention in mentions[:_NEAR]
            if mention.name not in _NO_PERIOD
        } - {None}
        self._periods = "one" if len(named) < 2 else "few" if len(named) <= _FEW else "many"  # noqa: PLR2004

    def describe(self, reading: Reading, locator: str = "") -> Evidence:
        """Return how the parts of a reading were found."""
        self._move_to(reading.start)
        sentence = self._sentence_start(reading.start)
        return Evidence(
            rule=reading.meaning.kind if reading.meaning else "special",
            strength=f"{max(reading.confidence, 0.0):.1f}",
            subject=self._subject,
            rivals=self._rivals,
            unit=self._unit(reading, sentence),
            period=self._period(reading, sentence),
            periods=self._periods,
            number=_number(self.document.folded.text[reading.start : reading.end], reading),
            noun="implied" if reading.figure.measure == "bare" else "printed",
            wording="exact" if reading.qualifier == "exact" else "bounded",
            place="row" if self._is_row else "prose",
            understood=self._understood(),
            size="odd" if reading.unit in self.odd or locator in self.odd else "fits",
            support=self.support.get(locator, "alone"),
        )

    def _how_the_subject_shows(self) -> str:
        own = self.document.own
        if not own:
            return "none"
        if own == "VN":
            return "nation"
        lead = lead_end(self.document.folded.text)
        found = {
            ("lead_" if place.start < lead else "") + ("office" if place.is_office else "name")
            for place in self.document.places
            if own in place.codes
        }
        if not found:
            return "sender" if own in units.all_units() else "numbered"
        return next(each for each in ("lead_office", "lead_name", "office", "name") if each in found)

    def _understood(self) -> str:
        return "all" if self.understood >= _NEARLY_ALL else "most" if self.understood >= _MOST else "some"

    def _move_to(self, offset: int) -> None:
        if self._line[0] <= offset < self._line[1]:
            return
        lines = self.document.lines
        self._line = lines[max(bisect_right(lines, offset, key=lambda line: line[0]) - 1, 0)]
        self._is_row = self.document.is_row(*self._line)

    def _sentence_start(self, offset: int) -> int:
        low = max(self._line[0], offset - _REACH)
        text = self.document.folded.text
        ends = [text.rfind(mark, low, offset) for mark in ("; ", "! ", "? ")]
        return max(sentence_start(text, low, offset), *(end + 1 for end in ends))

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
        return "title" if reading.period == self.document.title_period else "carried"


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
