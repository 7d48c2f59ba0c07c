"""From what a figure means to a reading: its code, sign, period and what it is compared with.

Belongs here: filling a `Reading`. Does not belong here: deciding what a figure means (`walker`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipelines.narrative import demands, plans
from pipelines.narrative.areas import Named
from pipelines.narrative.catalogue import Meaning, code_of, known
from pipelines.narrative.line import Line
from pipelines.narrative.state import Reading, Scene
from pipelines.narrative.tokens import Figure, Token
from pipelines.narrative.told import Told
from pipelines.reference.periods import Period

_PAIRS = {
    "staff_present": "staff_assigned",
    "administrative_completed": "administrative_to_monitor",
    "target_groups_met": "target_groups_total",
    "complaints_resolved": "complaints_in_jurisdiction",
}
#: How far behind a figure its own wording of time may stand.
_CLOSE_BEHIND = 18
_SIGNED = ("change", "change_pct", "change_pp", "legacy_change_pp", "pace")
_PART_OF_YEAR = re.compile(r"FY\d{4}-C\d\d")
_MINISTRY = re.compile(r"[^,;.)]{0,40}chỉ tiêu[^,;.)]{0,24}\bbộ\b")
_STAFF = ("staff_", "enforcers_")
_OFFICES = ("district_offices", "region_offices", "specialist_divisions")


@dataclass(slots=True)
class Emitter:
    """Collects the readings of one line.

    Attributes:
        areas: areas of work that the line names.
        overrides: figures whose concept or dim a list assigns ("lần lượt là"), by token index.
    """

    line: Line
    scene: Scene
    areas: Named
    overrides: dict[int, dict[str, str]] = field(default_factory=dict)
    told: Told = field(default_factory=Told)

    def emit_special(self, index: int, figure: Figure, found: tuple[str, str]) -> None:
        """Add the reading of a counted thing, and of the denominator of "97/102 người"."""
        code, measure = found
        reading = self.reading(figure, 0.93)
        if not code:
            reading.reason = "indicator"
            self.told.add(reading)
            self.scene.last = reading
            return
        reading.code, reading.measure = code, measure
        now = self.scene.now or self._now_ahead(figure)
        if now and (code.startswith(_STAFF) or code in _OFFICES):
            reading.period = now
        if code.startswith("target_groups") and _PART_OF_YEAR.fullmatch(reading.period):
            reading.period = reading.period[:6]
        if code != "staff_cut" and not self._as_change(index, reading):
            reading.reason = "indicator"
        if plans.is_counted_plan(self.line, index, figure, code, self.scene):
            reading.reason = "plan"
        if code == "staff_cut" and ".." in (versus := self._versus(figure)):
            reading.period = versus
        if self.scene.is_story and not code.startswith("large_case"):
            reading.reason = "indicator"
        self.told.add(reading)
        self.scene.last = reading
        if not reading.reason and not reading.code.startswith("chg_"):
            self.scene.counted = reading
        if figure.out_of is not None and code in _PAIRS:
            second = replace(reading, code=_PAIRS[code], value=figure.out_of)
            second.start, second.end = figure.out_span
            self.told.add(second)

    def _now_ahead(self, figure: Figure) -> str:
        """Return the period of "hiện nay" said later in the sentence: "biên chế giao 131, hiện có 126"."""
        end = self.line.sentence_end(figure.start)
        return next(
            (each.value for each in self._ahead(figure) if each.kind == "now" and each.start < end), ""
        )

    def grows_special(self, index: int, figure: Figure) -> bool:
        """Read the growth of a counted thing: "12 bản án, tăng 2 bản án (20%)"."""
        last = self.scene.last
        if last is None or last.meaning is not None or not last.code:
            return False
        stem = last.code.removeprefix("chg_abs_")
        verbs = [each for each in self.line.left(index) if each.kind in ("cmp", "concept", "rate")]
        grows = last.code.startswith("chg_abs_") if not verbs else verbs[-1].kind == "cmp"
        found = known(f"chg_pct_{stem}_cases", "percent")
        if not grows or found is None:
            return False
        reading = self.reading(figure, 0.9)
        reading.code, reading.measure = found
        falls = verbs[-1].value == "down" if verbs else last.value < 0
        reading.value = -abs(reading.value) if falls else reading.value
        self.told.add(reading)
        return True

    def _as_change(self, index: int, reading: Reading) -> bool:
        """Turn a counted thing that grew or fell into its change; ``False`` when the catalogue has none."""
        verb = next(
            (each for each in reversed(self.line.left(index)) if each.kind in ("cmp", "concept")), None
        )
        if verb is None or verb.kind != "cmp" or verb.value not in ("up", "down"):
            return True
        if not reading.code.startswith("chg_"):
            code = known(f"chg_abs_{reading.code}", reading.measure)
            if code is None:
                return False
            reading.code = code[0]
        if verb.value == "down":
            reading.value = -abs(reading.value)
        return True

    def _versus(self, figure: Figure) -> str:
        """Return the period compared with: named behind the figure, else before it in the sentence."""
        for token in self._ahead(figure):
            if token.kind == "versus":
                return token.value
            if token.kind in ("num", "stop", "semi", "close", "cmp"):
                break
        return self.scene.versus

    def emit(self, figure: Figure, meaning: Meaning | None, sure: float) -> None:
        """Add a reading of a meaning; without code it waits for a person."""
        reading = self.reading(figure, sure)
        reading.meaning = meaning
        if meaning is not None and (found := code_of(meaning)) is not None:
            reading.code, reading.measure = found
            if meaning.kind in ("target", "target_cut"):
                reading.period = self._aimed_year(reading.period)
                if demands.is_floor(plans.head(self.line, figure)):
                    reading.qualifier = "exact"
            if meaning.kind == "band":
                reading.period = self._aimed_part(reading.period)
            if meaning.kind.startswith("rank") and reading.unit == "VN":
                reading.unit = self.scene.own
            self._return_to_present(reading, meaning)
            self._sign(reading, meaning)
            if meaning.kind in ("over", "short") and _MINISTRY.match(
                self.line.text[figure.end : figure.end + 90]
            ):
                reading.breakdown = "issuer=moj"
        else:
            reading.reason = "indicator"
        if plans.is_plan(self.line, figure, meaning, self.scene):
            reading.reason = "plan"
        self.told.add(reading)
        if meaning is not None:
            self._remember(reading, meaning)
        else:
            # What comes next must not be taken for a part of an older figure.
            self.scene.last = reading

    def _return_to_present(self, reading: Reading, meaning: Meaning) -> None:
        """A change behind the count of an earlier year is that of the count before it: "năm 2016 là 9, tức tăng 2"."""
        last = self.scene.last
        if last is None or last.meaning is None or meaning.kind not in ("change", "change_pct", "change_pp"):
            return
        if last.meaning.kind == "change":
            reading.period = last.period
            return
        same = self.told.latest(last.code, last.measure)
        earlier = next((each for each in same if each.period != last.period), None)
        if (
            earlier is not None
            and last.period
            and earlier.period
            and Period.parse(last.period).end < Period.parse(earlier.period).start
        ):
            reading.period = earlier.period

    def _aimed_year(self, period: str) -> str:
        """An assigned target is of a whole year: one named for it in the sentence, else that of the report."""
        if self.scene.aim:
            return self.scene.aim
        if self.scene.title_aim and not self.scene.year and (self.scene.assigns or not self.scene.headline):
            return self.scene.title_aim
        if self.scene.year and period == self.scene.period:
            return self.scene.year
        return period[:6] if _PART_OF_YEAR.fullmatch(period) else period

    def _aimed_part(self, period: str) -> str:
        """A campaign sets groups a rate for its own part of the year, named for it; else it is the whole year's."""
        is_named = period != self.scene.headline
        return self.scene.aim or (period if is_named else self._aimed_year(period))

    def _remember(self, reading: Reading, meaning: Meaning) -> None:
        scene = self.scene
        last = scene.last.meaning if scene.last else None
        scene.is_rank = meaning.kind in ("rank", "rank_share")
        if meaning.kind == "count":
            scene.pair = (
                last is not None
                and last.kind == "count"
                and last.concept == meaning.concept
                and last.dim != meaning.dim
                and not scene.parted
            )
            scene.parted = False
            scene.last_dim = meaning.dim
            if scene.count is None or not scene.pair:
                scene.rated = ""
            scene.head = scene.head or reading
            if not _is_themed_part(scene.head, meaning):
                scene.told[meaning.dim] = reading
            if scene.echo < 0:
                scene.series.append(meaning)
            scene.count = reading
            scene.seen.add((scene.unit, meaning.theme, meaning.concept, meaning.dim))
        if meaning.kind == "rate":
            scene.rated = scene.told_dim = meaning.dim
            scene.rates[meaning.dim] = meaning
        scene.last = scene.previous = reading

    def _sign(self, reading: Reading, meaning: Meaning) -> None:
        if meaning.kind not in _SIGNED:
            return
        versus = self._versus(reading.figure)
        if versus and not _is_year_before(versus, reading.period):
            reading.breakdown = f"vs={versus}"
        verb = self._last_verb(reading.start)
        if verb is not None and verb.value in ("down", "short"):
            reading.value = -abs(reading.value)

    def _ahead(self, figure: Figure) -> list[Token]:
        """Return the tokens behind a figure, as many as a clause has."""
        return self.line.behind(figure.start, 40)

    def _last_verb(self, offset: int) -> Token | None:
        before = self.line.before(offset, 60)
        return next((token for token in reversed(before) if token.kind == "cmp"), None)

    def reading(self, figure: Figure, sure: float) -> Reading:
        """Return a reading with the subject and the period in force."""
        return Reading(
            figure=figure, start=figure.start, end=figure.end, value=figure.value, qualifier=figure.qualifier,
            unit=self.scene.unit, period=self._period(figure), confidence=sure,
        )  # fmt: skip

    def _period(self, figure: Figure) -> str:
        """A wording of time right behind the figure is its own; else the one in force."""
        for token in self._ahead(figure):
            if token.kind == "time" and token.start - figure.end <= _CLOSE_BEHIND + len(figure.noun):
                return token.value
            if token.kind not in ("dim", "unit"):
                break
        return self.scene.period or self.scene.title_period


def _is_themed_part(head: Reading, meaning: Meaning) -> bool:
    """Say whether a count is a part by theme of the whole told before: later sentences go on about the whole."""
    return meaning.theme != "" and head.meaning is not None and not head.meaning.theme


def _is_year_before(versus: str, period: str) -> bool:
    """Say whether a comparison is the usual one with the year before (which needs no breakdown)."""
    if not (versus[:2] == "FY" and period[:2] == "FY" and ".." not in versus and ".." not in period):
        return True
    return int(period[2:6]) - int(versus[2:6]) == 1
