"""Walking along one line: what each token changes, and what each figure therefore says.

Belongs here: the order of decisions and the life of subject, period and theme. Does not belong here: the
decisions themselves (`ratios`, `counting`, `special`, `ranks`), tables (`grid`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipelines.narrative import counting, figures, ranks, ratios, special
from pipelines.narrative.catalogue import Meaning, code_of, known
from pipelines.narrative.index import read_index
from pipelines.narrative.state import Reading, Scene
from pipelines.narrative.stream import Line
from pipelines.narrative.tokens import Figure, Token

_PERSONS_TOO = re.compile(
    r"(?:,| và| cùng| cũng như)? ?(?:và )?(?:cho )?(?:các )?(?:người dân|công dân|tổ chức|doanh nghiệp|nhân dân|cá nhân|đương sự)"
)
_PAIRS = {"staff_present": "staff_assigned", "target_groups_met": "target_groups_total"}
_AIMS = ("target", "target_cut", "band")
_MINISTRY = re.compile(r"[^,;.)]{0,40}chỉ tiêu[^,;.)]{0,24}\bbộ\b")
_STAFF = ("staff_", "enforcers_")


@dataclass(slots=True)
class Themes:
    """How long the theme of a clause lasts."""

    scope: str = ""
    sentence_start: int = 0
    period: str = ""


@dataclass(slots=True)
class Walk:
    """The walk along one line.

    Attributes:
        areas: (offset, area) of the line, in order.
        overrides: figures whose concept, dim or unit a list assigns ("lần lượt là"), by token index.
    """

    line: Line
    scene: Scene
    areas: list[tuple[int, str]]
    overrides: dict[int, dict[str, str]] = field(default_factory=dict)
    themes: Themes = field(default_factory=Themes)
    readings: list[Reading] = field(default_factory=list)
    names_index: bool = False

    def run(self) -> list[Reading]:
        """Return the readings of the line in order."""
        self.themes.sentence_start = self.line.start
        self.themes.period = self.scene.period
        self.names_index = any(area.startswith("pci_") for _, area in self.areas)
        for index, token in enumerate(self.line.tokens):
            if token.kind == "num":
                self._figure(index)
            else:
                self._word(index, token)
        if self.scene.is_plan or self._only_targets(self.line.end):
            self.scene.period = self.themes.period
        return self.readings

    def _only_targets(self, end: int) -> bool:
        """Say whether the sentence speaks of targets only: its year is not that of the results."""
        start = self.themes.sentence_start
        kinds = []
        for each in reversed(self.readings):
            if each.start < start:
                break
            if each.start < end and each.meaning:
                kinds.append(each.meaning.kind)
        return bool(kinds) and set(kinds) == {"target"}

    def _word(self, index: int, token: Token) -> None:
        scene = self.scene
        match token.kind:
            case "stop":
                self._end_sentence(token)
            case "semi":
                if self.themes.scope == "clause":
                    scene.theme = scene.section_theme
                if scene.is_split and scene.head is not None:
                    scene.last = scene.head
                scene.is_split = False
            case "open" | "among_them":
                if token.kind == "open":
                    scene.stack.append(scene.last)
                scene.is_split = scene.is_split or token.kind == "among_them"
                scene.in_breakdown = self._splits_completed(index)
            case "close":
                scene.in_breakdown = False
                if scene.stack:
                    scene.last = scene.stack.pop()
            case "theme":
                self._theme(index, token)
            case "unit":
                scene.unit = token.value or scene.own
            case "time":
                scene.period = token.value
                scene.year = token.alt
            case "now":
                scene.now = token.value
            case "versus":
                scene.versus = token.value
            case "dim":
                scene.sentence_dim = token.value
            case "anaphor":
                scene.last = scene.last or scene.previous
            case "plan":
                scene.is_plan = True
            case "cmp":
                if token.value == "equal":
                    self._equal(index, token)

    def _splits_completed(self, index: int) -> bool:
        """ "(xong …, đình chỉ …, giảm …)" behind what was finished: its parts."""
        last = self.scene.last.meaning if self.scene.last else None
        if last is None or last.kind != "count" or last.concept != "completed":
            return False
        for token in self.line.tokens[index + 1 : index + 20]:
            if token.kind in ("close", "stop", "rate"):
                return False
            if token.kind == "concept" and token.value == "discontinued":
                return True
        return False

    def _end_sentence(self, token: Token) -> None:
        scene = self.scene
        scene.in_breakdown = scene.is_split = False
        scene.head = None
        scene.sentence_dim = ""
        if not self.readings:
            dims = [each.value for each in self.line.tokens if each.kind == "dim" and each.end <= token.start]
            if dims and token.start - self.line.start < 60:
                scene.dim = dims[-1]
        if scene.is_plan or self._only_targets(token.start):
            scene.period = self.themes.period
        self.themes.period = scene.period
        scene.last, scene.pair, scene.is_plan, scene.versus, scene.is_rank = None, False, False, "", False
        scene.stack.clear()
        scene.unit = scene.block_unit or scene.own
        if self.themes.scope != "paragraph":
            scene.theme = scene.section_theme
        self.themes.sentence_start = token.end

    def _theme(self, index: int, token: Token) -> None:
        value = token.value
        text = self.line.text
        if value in ("state_budget", "paid_to_persons") and _PERSONS_TOO.match(text, token.end):
            value = ""
        following = next(
            (each.kind for each in self.line.tokens[index + 1 : index + 60] if each.kind in ("colon", "num", "stop", "semi")), ""
        )
        if following == "colon" or (following == "stop" and token.start - self.line.start < 40):
            self.themes.scope = "paragraph" if self.themes.sentence_start - self.line.start < 8 else "sentence"
        elif token.start - self.themes.sentence_start < 40:
            self.themes.scope = "sentence"
        else:
            self.themes.scope = "clause"
        self.scene.theme = value

    def _equal(self, index: int, token: Token) -> None:
        """ "ngang bằng cùng kỳ" is a change of nought."""
        last = self.scene.last.meaning if self.scene.last else None
        follows = self.line.tokens[index + 1 : index + 3]
        is_last_year = any(each.kind in ("base", "versus") and each.value != "target" for each in follows)
        if last is None or last.kind != "rate" or not is_last_year:
            return
        figure = Figure(Decimal(0), "percent", token.start, token.end)
        self._emit(figure, Meaning("change_pp", last.theme, "", last.dim), 0.9)

    def _figure(self, index: int) -> None:
        figure = self.line.tokens[index].figure
        assert figure is not None
        override = self.overrides.get(index, {})
        if override:
            if "only_dim" not in override:
                self._overridden(figure, override)
                return
        self.scene.forced_dim = override.get("only_dim", "")
        if read_index(self, index):
            return
        found = special.read(self.line, index, self.areas, self.scene.areas)
        if found and not self._is_core(index, found):
            self._emit_special(index, figure, found)
            return
        if figure.out_of is not None and figure.measure in ("cases", "vnd"):
            self._part_of(index, figure)
            return
        if figure.out_of is not None or ranks.is_rank(self.line, index):
            self._emit(figure, ranks.read(self.line, index, self.scene), 0.93)
            return
        self._plain(index, figure)

    def _is_core(self, index: int, found: tuple[str, str]) -> bool:
        """A count of cases beside a core concept is core even when the clause names another area."""
        figure = self.line.tokens[index].figure
        assert figure is not None
        if found[0].startswith(("citizen_matters", "remission", "steering_province_matters")):
            cues = self.line.left(index)
            return any(token.kind == "concept" for token in cues)
        return False

    def _plain(self, index: int, figure: Figure) -> None:
        scene = self.scene
        theme = scene.theme
        if scene.theme == scene.section_theme and (right := self._theme_behind(index)) is not None:
            scene.theme = right
        if figure.measure in ("percent", "pp") and self._grows_special(index, figure):
            return
        if figure.measure in ("percent", "pp"):
            self._emit(figure, ratios.read(self.line, index, scene), 0.96)
        elif figure.measure in ("cases", "vnd") or (figure.measure == "bare" and self._bare_counts(index, figure)):
            meaning, sure = counting.read(self.line, index, scene)
            last = scene.last
            self._emit(figure, meaning, sure)
            if last is not None and figures.is_out_of(self.line.text, figure.start):
                scene.last = last
        elif figure.measure == "bare" and self._bare_ratio(index):
            self._emit(figure, ratios.read(self.line, index, scene), 0.9)
        scene.theme = theme

    def _part_of(self, index: int, figure: Figure) -> None:
        """ "xong 9.100/11.200 việc có điều kiện": two counts, the second named behind."""
        behind = self.line.tokens[index + 1 : index + 2]
        whole = behind[0] if behind and behind[0].kind == "concept" and not behind[0].used else None
        if whole is not None:
            whole.used = True
        meaning, sure = counting.read(self.line, index, self.scene)
        self._emit(figure, meaning, sure)
        if whole is not None and figure.out_of is not None and meaning is not None:
            low, high = figure.out_span
            second = Figure(figure.out_of, figure.measure, low, high, noun=figure.noun)
            last = self.scene.last
            self._emit(second, replace(meaning, concept=whole.value), 0.93)
            self.scene.last = last

    def _theme_behind(self, index: int) -> str | None:
        """Return the theme named behind a figure or a pair of figures, in the same part of the sentence."""
        for token in self.line.tokens[index + 1 : index + 14]:
            if token.kind in ("stop", "semi", "comma", "open", "close", "concept", "cmp", "rate", "but"):
                return None
            if token.kind == "theme":
                if token.value == "state_budget" and _PERSONS_TOO.match(self.line.text, token.end):
                    return ""
                return token.value
        return None

    def _bare_counts(self, index: int, figure: Figure) -> bool:
        """A number without a noun counts cases before "= … đồng", after a concept, or with a scale word."""
        following = self.line.tokens[index + 1 : index + 2]
        if following and following[0].kind == "equals":
            return True
        cues = self.line.left(index)
        if not any(token.kind == "concept" for token in cues[-4:]):
            return False
        if figure.is_scaled:
            return True
        gap = self.line.text[cues[-1].end : figure.start]
        names_cases = any(token.kind == "dim" and token.value == "cases" for token in cues)
        received = any(token.value == "judgments_received" for token in cues)
        return len(gap) < 12 and (names_cases or received or figure.digits >= 4) and not 1900 < figure.value < 2100

    def _bare_ratio(self, index: int) -> bool:
        """ "vượt 1,4% về việc và 0,7 về tiền": the sign is printed once."""
        last = self.scene.last
        behind = self.line.right(index)
        return (
            last is not None and last.figure.measure == "percent"
            and bool(behind) and behind[0].kind == "dim" and not self._starts_part(index)
        )  # fmt: skip

    def _starts_part(self, index: int) -> bool:
        return any(token.kind in ("concept", "cmp", "rate") for token in self.line.left(index))

    def _overridden(self, figure: Figure, override: dict[str, str]) -> None:
        scene = self.scene
        unit = scene.unit
        if override.get("unit"):
            scene.unit = override["unit"]
        meaning = Meaning(
            override.get("kind", "count"), override.get("theme", scene.theme),
            override.get("concept", ""), override.get("dim", ""),
        )  # fmt: skip
        self._emit(figure, meaning, 0.93)
        scene.unit = unit

    def _emit_special(self, index: int, figure: Figure, found: tuple[str, str]) -> None:
        code, measure = found
        reading = self._reading(figure, 0.93)
        reading.code, reading.measure = code, measure
        if code.startswith(_STAFF) and self.scene.now:
            reading.period = self.scene.now
        if code != "staff_cut" and not self._as_change(index, reading):
            reading.reason = "indicator"
        if code == "staff_cut":
            reading.period = self._versus(figure) or reading.period
        self.readings.append(reading)
        self.scene.last = reading
        if figure.out_of is not None and code in _PAIRS:
            second = replace(reading, code=_PAIRS[code], value=figure.out_of)
            second.start, second.end = figure.out_span
            self.readings.append(second)

    def _grows_special(self, index: int, figure: Figure) -> bool:
        """ "1.012 bản án, tăng 210 bản án (26,2%)": growth of a counted thing."""
        last = self.scene.last
        if last is None or last.meaning is not None or not last.code:
            return False
        stem = last.code.removeprefix("chg_abs_")
        verbs = [each for each in self.line.left(index) if each.kind in ("cmp", "concept", "rate")]
        grows = last.code.startswith("chg_abs_") if not verbs else verbs[-1].kind == "cmp"
        found = known(f"chg_pct_{stem}_cases", "percent")
        if not grows or found is None:
            return False
        reading = self._reading(figure, 0.9)
        reading.code, reading.measure = found
        falls = verbs[-1].value == "down" if verbs else last.value < 0
        reading.value = -abs(reading.value) if falls else reading.value
        self.readings.append(reading)
        return True

    def _as_change(self, index: int, reading: Reading) -> bool:
        """Turn a counted thing that grew or fell into its change; ``False`` when the catalogue has none."""
        verb = next((each for each in reversed(self.line.left(index)) if each.kind in ("cmp", "concept")), None)
        if verb is None or verb.kind != "cmp" or verb.value not in ("up", "down"):
            return True
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

    def _emit(self, figure: Figure, meaning: Meaning | None, sure: float) -> None:
        reading = self._reading(figure, sure)
        reading.meaning = meaning
        if meaning is not None and (found := code_of(meaning)) is not None:
            reading.code, reading.measure = found
            if meaning.kind in _AIMS and self.scene.year and reading.period == self.scene.period:
                reading.period = self.scene.year
            self._sign(reading, meaning)
            if meaning.kind in ("over", "short") and _MINISTRY.match(self.line.text[figure.end : figure.end + 90]):
                reading.breakdown = "issuer=moj"
        else:
            reading.reason = "indicator"
        if self.scene.is_plan and (meaning is None or meaning.kind not in _AIMS):
            reading.reason = "plan"
        self.readings.append(reading)
        if meaning is not None:
            self._remember(reading, meaning)

    def _remember(self, reading: Reading, meaning: Meaning) -> None:
        scene = self.scene
        last = scene.last.meaning if scene.last else None
        scene.is_rank = meaning.kind in ("rank", "rank_share")
        if meaning.kind == "count":
            scene.pair = (
                last is not None and last.kind == "count" and last.concept == meaning.concept and last.dim != meaning.dim
            )
            scene.last_dim = meaning.dim
            scene.head = scene.head or reading
            scene.count = reading
            scene.seen.add((scene.unit, meaning.concept, meaning.dim))
        scene.last = scene.previous = reading

    def _sign(self, reading: Reading, meaning: Meaning) -> None:
        if meaning.kind not in ("change", "change_pct", "change_pp"):
            return
        versus = self._versus(reading.figure)
        if versus and not _is_year_before(versus, reading.period):
            reading.breakdown = f"vs={versus}"
        verb = self._last_verb(reading.start)
        if verb is not None and verb.value in ("down", "short"):
            reading.value = -abs(reading.value)

    def _ahead(self, figure: Figure) -> list[Token]:
        """Return the tokens behind a figure, as many as a clause has."""
        at = bisect_right(self.line.tokens, figure.start, key=lambda token: token.start)
        return self.line.tokens[at : at + 40]

    def _last_verb(self, offset: int) -> Token | None:
        at = bisect_left(self.line.tokens, offset, key=lambda token: token.start)
        behind = self.line.tokens[max(0, at - 60) : at]
        return next((token for token in reversed(behind) if token.kind == "cmp"), None)

    def _reading(self, figure: Figure, sure: float) -> Reading:
        return Reading(
            figure=figure, start=figure.start, end=figure.end, value=figure.value, qualifier=figure.qualifier,
            unit=self.scene.unit, period=self._period(figure), confidence=sure,
        )  # fmt: skip

    def _period(self, figure: Figure) -> str:
        """A wording of time right behind the figure is its own; else the one in force."""
        for token in self._ahead(figure):
            if token.kind == "time":
                return token.value
            if token.kind not in ("dim", "unit"):
                break
        return self.scene.period or self.scene.title_period


def _is_year_before(versus: str, period: str) -> bool:
    """Say whether a comparison is the usual one with the year before (which needs no breakdown)."""
    if not (versus[:2] == "FY" and period[:2] == "FY" and ".." not in versus and ".." not in period):
        return True
    return int(period[2:6]) - int(versus[2:6]) == 1
