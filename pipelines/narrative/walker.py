"""Walking along one line: what each token changes, and what each figure therefore says.

Belongs here: the order of decisions and the life of subject, period and theme. Does not belong here: the
decisions themselves (`ratios`, `counting`, `counted`, `ranks`), tables (`grid`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipelines.narrative import bare, borrowing, counted, counting, figures, levels, ranks, ratios
from pipelines.narrative.catalogue import Meaning
from pipelines.narrative.discourse import PERSONS_TOO, Discourse
from pipelines.narrative.emission import Emitter
from pipelines.narrative.index import names_index, read_index
from pipelines.narrative.relations import year_before
from pipelines.narrative.state import Reading
from pipelines.narrative.tokens import Figure, Token

_BOTH = re.compile(
    r" ?(?:%|phần trăm)? ?(?:đối với |ở )?cả (?:về )?(?:số )?việc (?:lẫn|và|và cả) (?:về )?(?:số )?tiền\b"
)
_ENDS_PART = ("stop", "semi", "comma", "colon", "open", "close", "concept", "cmp", "rate", "but")


@dataclass(slots=True)
class Walk(Emitter):
    """The walk along one line."""

    names_index: bool = False
    discourse: Discourse = field(init=False)
    index_year: str = ""
    present: str = ""
    last_years: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.discourse = Discourse(self.line, self.scene, self.told)

    def run(self, *, is_cell: bool = False) -> list[Reading]:
        """Return the readings of the line, or of one cell of it, in order."""
        if is_cell:
            self.discourse.resume()
        else:
            self.discourse.open_line()
        self.names_index = names_index(self.areas)
        for index, token in enumerate(self.line.tokens):
            if token.kind == "num":
                self._figure(index)
            else:
                self._word(index, token)
        if is_cell:
            self.discourse.settle_period(self.line.end)
        else:
            self.discourse.close_line()
        return self.told.readings

    def _word(self, index: int, token: Token) -> None:
        scene = self.scene
        match token.kind:
            case "unit":
                self.discourse.meet_unit(index, token)
            case "time" | "aside_time" | "versus" if scene.stack and self._echoes(index):
                scene.period, scene.echo = token.value or scene.period, 0
            case "time":
                scene.period, scene.year, scene.aim = token.value, token.alt, ""
            case "aside_time":
                scene.aim = token.alt or token.value
            case "now":
                scene.now = token.value
            case "versus":
                scene.versus = token.value
            case "dim":
                scene.sentence_dim = token.value
            case "plan":
                scene.is_plan = True
            case "anaphor":
                told = scene.told.get(token.value) if token.value != "last" else None
                scene.last = told or scene.last or scene.previous
            case _:
                self._structure(index, token)

    def _echoes(self, index: int) -> bool:
        """Say whether a bracket tells the same things of another period: "(quý I năm 2022: 5 việc, 3 việc và 2 việc)"."""
        before, after = self.line.tokens[index - 1 : index], self.line.tokens[index + 1 : index + 2]
        return bool(before and after) and before[0].kind == "open" and after[0].kind == "colon"

    def _structure(self, index: int, token: Token) -> None:
        match token.kind:
            case "stop":
                self.discourse.end_sentence(token)
            case "semi":
                self.discourse.end_part(token)
            case "open" | "among_them":
                self._open(index, token)
            case "close":
                self.scene.in_breakdown = False
                self.discourse.close_bracket()
            case "theme" | "theme_again":
                again = token.kind == "theme_again"
                meet = self.discourse.meet_theme_again if again else self.discourse.meet_theme
                meet(index, token)
            case "rate":
                self.discourse.meet_rate(token)
            case "concept":
                self.discourse.bring(token)
            case "cmp":
                self._equal(index, token)
            case "index":
                self.index_year = token.value or self.index_year

    def _open(self, index: int, token: Token) -> None:
        if token.kind == "open":
            self.discourse.open_bracket(index)
        self.scene.is_split = self.scene.is_split or token.kind == "among_them"
        self.scene.in_breakdown = self._splits_completed(index)

    def _splits_completed(self, index: int) -> bool:
        """Say whether a bracket splits what was finished: "(xong …, đình chỉ …, giảm …)"."""
        last = self.scene.last.meaning if self.scene.last else None
        if last is None or last.kind != "count" or last.concept != "completed":
            return False
        for token in self.line.tokens[index + 1 : index + 20]:
            if token.kind in ("close", "stop", "rate"):
                return False
            if token.kind == "concept" and token.value == "discontinued":
                return True
        return False

    def _equal(self, index: int, token: Token) -> None:
        """Read "ngang bằng cùng kỳ" as a change of nought."""
        last = self.scene.last.meaning if self.scene.last else None
        follows = self.line.tokens[index + 1 : index + 3]
        is_last_year = any(each.kind in ("base", "versus") and each.value != "target" for each in follows)
        if token.value != "equal" or last is None or last.kind != "rate" or not is_last_year:
            return
        figure = Figure(Decimal(0), "percent", token.start, token.end)
        self.emit(figure, Meaning("change_pp", last.theme, "", last.dim), 0.9)

    def _figure(self, index: int) -> None:
        figure = self.line.figure(index)
        override = self.overrides.get(index, {})
        if "level" in override:
            self._level(figure, override)
            return
        if override and "only_dim" not in override:
            past = levels.of_last_year(self.line, index, self.scene.period, self.last_years)
            self.last_years |= {index} if past else set()
            self._overridden(figure, {"period": past} | override)
            return
        self.scene.forced_dim = override.get("only_dim", "")
        unit, self.scene.unit = (
            self.scene.unit,
            override.get("unit") or bare.shared_by_many(self.line, index) or self.scene.unit,
        )
        if past := levels.of_last_year(self.line, index, self.scene.period, self.last_years):
            self._of_last_year(index, figure, past)
        else:
            self._decide(index, figure)
        self.scene.unit = unit

    def _level(self, figure: Figure, told: dict[str, str]) -> None:
        """Read one end of "từ … lên …", or what lies between: what follows goes on from the later end."""
        scene = self.scene
        if told["level"] == "only":
            self.emit(figure, None, 0.0)
            return
        meaning = Meaning(told["kind"], scene.theme, told["concept"], told["dim"])
        if told["level"] == "before":
            kept = (scene.last, scene.previous, scene.count, scene.head)
            self.present = scene.period
            first, _, last = scene.period.partition("..")
            earlier = first if last else year_before(scene.period)
            scene.period = told.get("period") or scene.versus or earlier or scene.period
            self.emit(figure, meaning, 0.93)
            scene.period = self.present
            scene.last, scene.previous, scene.count, scene.head = kept
            return
        kept_period = self.present
        scene.period = told.get("period") or self.present.rpartition("..")[2]
        self.emit(figure, meaning, 0.93)
        scene.period = kept_period if ".." in kept_period else scene.period
        if sign := told.get("sign"):
            added = self.told.readings[-1]
            added.value = -abs(added.value) if sign == "-" else abs(added.value)

    def _of_last_year(self, index: int, figure: Figure, past: str) -> None:
        """Read a level of the year before; what follows goes on from the figure of this year."""
        scene = self.scene
        period, last, previous, count = scene.period, scene.last, scene.previous, scene.count
        self.last_years.add(index)
        scene.period = past
        names = [token.kind for token in self.line.left(index) if not token.used]
        again = None if "concept" in names or "rate" in names else self._again(figure)
        if again is not None:
            self.emit(figure, again, 0.93)
        elif last is not None and last.meaning is None and last.code and last.measure == figure.measure:
            self.emit_special(index, figure, (last.code, last.measure))
        else:
            self._decide(index, figure)
        scene.period, scene.last, scene.previous, scene.count = period, last, previous, count

    def _again(self, figure: Figure) -> Meaning | None:
        """Return what was told last in the figure's unit of measure."""
        last = self.scene.last.meaning if self.scene.last else None
        if figure.measure == "percent":
            told_last = last is not None and last.kind in ("rate", "share")
            return replace(last, dim=self.scene.forced_dim or last.dim) if last and told_last else None
        told = self.scene.told.get("money" if figure.measure == "vnd" else "cases")
        return told.meaning if told is not None and figure.measure in ("cases", "vnd") else None

    def _decide(self, index: int, figure: Figure) -> None:
        if read_index(self, index):
            return
        if figure.measure == "points" and borrowing.moves(self.line, index, self.scene):
            figure.measure = "pp"
        borrowing.take_noun(self.line, figure, self.scene)
        found = counted.read(self.line, index, self.scene, self.areas, self.discourse.sentence_start)
        if found is not None:
            self.emit_special(index, figure, found)
            return
        if self.scene.is_story:
            self.emit(figure, None, 0.0)
            return
        if figure.out_of is not None and figure.measure in ("cases", "vnd"):
            self._part_of(index, figure)
            return
        if figure.out_of is not None or ranks.is_rank(self.line, index):
            self.emit(figure, ranks.read(self.line, index, self.scene), 0.93)
            return
        self._plain(index, figure)

    def _plain(self, index: int, figure: Figure) -> None:
        scene = self.scene
        theme = scene.theme
        is_free = scene.theme == scene.section_theme or self.discourse.is_taken or self._is_theme_spent(index)
        is_free = is_free or self.discourse.is_old
        if is_free and (right := self._theme_behind(index)) is not None:
            scene.theme = right
            if scene.head is None or self.discourse.is_taken:
                theme = self.discourse.take_theme(right)
        if figure.measure in ("percent", "pp") and self.grows_special(index, figure):
            return
        if figure.measure in ("percent", "pp"):
            self._ratio(index, figure)
        elif figure.measure in ("cases", "vnd") or (
            figure.measure == "bare" and bare.counts(self.line, index, self.scene)
        ):
            meaning, sure = counting.read(self.line, index, scene)
            last, count = scene.last, scene.count
            self.emit(figure, meaning, sure)
            if last is not None and figures.is_out_of(self.line.text, figure.start):
                scene.last, scene.count = last, count
        elif figure.measure == "bare" and bare.is_ratio(self.line, index, self.scene):
            self.emit(figure, ratios.read(self.line, index, scene), 0.9)
        scene.theme = theme

    def _ratio(self, index: int, figure: Figure) -> None:
        """Read a percentage; one told "cả về việc lẫn về tiền" is two."""
        meaning = ratios.read(self.line, index, self.scene)
        both = _BOTH.match(self.line.text, figure.end, self.line.end) is not None
        if both and meaning is not None and meaning.kind in ("rate", "over", "short", "change_pp", "target"):
            self.emit(figure, replace(meaning, dim="cases"), 0.93)
            self.emit(figure, replace(meaning, dim="money"), 0.93)
            return
        self.emit(figure, meaning, 0.96)

    def _part_of(self, index: int, figure: Figure) -> None:
        """Read "xong 9.100/11.200 việc có điều kiện": two counts, the second named behind."""
        behind = self.line.tokens[index + 1 : index + 2]
        whole = behind[0] if behind and behind[0].kind == "concept" and not behind[0].used else None
        if whole is not None:
            whole.used = True
        meaning, sure = counting.read(self.line, index, self.scene)
        self.emit(figure, meaning, sure)
        if whole is not None and figure.out_of is not None and meaning is not None:
            low, high = figure.out_span
            second = Figure(figure.out_of, figure.measure, low, high, noun=figure.noun)
            last = self.scene.last
            self.emit(second, replace(meaning, concept=whole.value), 0.93)
            self.scene.last = last

    def _is_theme_spent(self, index: int) -> bool:
        """Say whether the theme in force stood behind the figure before: "45 tỷ nộp ngân sách và 355 tỷ …"."""
        cues = self.line.left(index)
        themes = [at for at, token in enumerate(cues) if token.kind == "theme"]
        joins = [at for at, token in enumerate(cues) if token.kind in ("and", "comma")]
        return self.discourse.level == "clause" and bool(themes and joins) and joins[-1] > themes[-1]

    def _theme_behind(self, index: int) -> str | None:
        """Return the theme named behind a figure or a pair of figures, in the same part of the sentence."""
        for token in self.line.tokens[index + 1 : index + 14]:
            if token.kind in _ENDS_PART:
                return None
            if token.kind == "theme":
                if token.value == "state_budget" and PERSONS_TOO.match(self.line.text, token.end):
                    return ""
                return token.value
            if token.kind == "theme_again" and self.scene.theme_age <= 2:
                return self.scene.told_theme or None
        return None

    def _overridden(self, figure: Figure, override: dict[str, str]) -> None:
        scene = self.scene
        unit, period = scene.unit, scene.period
        scene.unit = override.get("unit") or scene.unit
        scene.period = override.get("period") or scene.period
        meaning = Meaning(
            override.get("kind", "count"), override.get("theme", scene.theme),
            override.get("concept", ""), override.get("dim") or scene.sentence_dim or scene.dim,
        )  # fmt: skip
        self.emit(figure, meaning, 0.93)
        scene.unit, scene.period = unit, period
