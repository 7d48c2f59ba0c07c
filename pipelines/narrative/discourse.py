"""How long what a text has said stays in force: unit, period and theme of section, paragraph, sentence, clause.

A name or a year governs what follows it, not what merely stands in the same report: each is set at a level and
falls back to the level above when its part of the text ends.

Belongs here: the life of unit, period, theme and plan along a line. Does not belong here: what a figure means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.narrative import dealt
from pipelines.narrative.clusters import is_cluster
from pipelines.narrative.line import Line, goes_on
from pipelines.narrative.state import Scene
from pipelines.narrative.tokens import Token
from pipelines.narrative.told import Told

PERSONS_TOO = re.compile(
    r"(?:,| và| cùng| cũng như)? ?(?:và )?(?:cho )?(?:các )?(?:người dân|công dân|tổ chức|doanh nghiệp|nhân dân|cá nhân|đương sự)"
)
_BUDGET_TOO = re.compile(
    r"(?:,| và| cùng| cũng như) ?(?:cho |nộp )?(?:tổ chức và )?(?:ngân sách|nsnn|nhà nước)"
)
#: How many lines a theme stays near enough for "loại này".
_NEAR_LINES = 2
#: How far into a sentence a wording still stands at its front.
_FRONT = 40
_LABEL = 70
_LONGEST = 1500
#: What only a sentence about one case has: its parties, its price, how long it took.
_STORY = re.compile(
    r"\b(?:ông|bà|anh|chị) [^\W\d]{1,3}\.|\bđơn cử\b|(?<!không )(?<!chưa )\b(?:một|có một|có) vụ\b(?! việc| nào)|\bvụ (?:chia|đòi|ly hôn|tranh chấp|nguyên|lâu nhất|bà|ông|kiện)\b"
    r"|\bbên phải thi hành\b|\bthửa đất\b|\bbị án\b|\bgia đình (?:ông|bà|tự)\b|\bcông ty (?:tnhh|cổ phần|cp|cho thuê)\b|\bhai bên\b|"
    r"\bnguyên (?:tổng )?giám đốc\b|(?:(?<=[.:;] )|(?<=\n))nguyên nhân (?:chủ yếu |chính )?(?:giảm |tăng )?(?:là )?do\b"
)
#: What was finished told in its parts before their sum: "xong 95 việc, đình chỉ 5 việc; tính chung xong 100 việc".
_SUMMED = re.compile(
    r"\bxong (?:[^.]|\.\d){2,60}, đình chỉ \d(?:[^.]|\.\d){2,90}\b(?:tính chung|tổng cộng|cộng chung|cộng lại|tổng số xong)\b"
)
#: A paragraph that ranks the places of what the one before told.
_RANKING = re.compile(r"[\s+*-]*(?:đầu bảng|dẫn đầu|đứng đầu|cao nhất|thấp nhất|kế đó|tiếp (?:theo|đến))\b")
_BULLET = re.compile(r"\s*[-+*•–] ?")
#: A numbered part of a report speaks of the report's period again, whatever the part before went back to.
_NUMBERED = re.compile(r"\s*(?:\d{1,2}|[ivx]{1,4}|[a-zđ])(?:\.\d{1,2})*[.)/] ")
#: A sentence that turns from a theme to the whole of the work.
_WHOLE = re.compile(
    r"\s*(?:tính chung|nhìn chung|tổng cộng|như vậy|về kết quả chung|kết quả chung|(?:trong (?:kỳ|năm|quý), )?(?:toàn|cả) "
    r"(?:tỉnh|ngành|thành phố|huyện|quốc|hệ thống)|tổng số (?:việc|án|vụ việc|giải quyết|thụ lý|phải)|bên cạnh|ngoài ra|về việc|về tiền|"
    r"các mặt|đối với công tác|về công tác|công tác|tổng tỷ lệ|tỷ lệ chung)\b"
)


@dataclass(slots=True)
class Discourse:
    """The state of one walk along a line.

    Attributes:
        sentence_start: where the sentence starts; level: how far the theme now in force reaches.
        is_old: the theme in force was named in an earlier part of the sentence, before a semicolon.
        period_before: the period in force before this sentence said anything.
        told: the readings of the line so far; opened: where the inside of the last bracket starts.
    """

    line: Line
    scene: Scene
    told: Told
    sentence_start: int = 0
    opened: int = 0
    period_before: str = ""
    period_at_open: str = ""
    level: str = ""
    is_taken: bool = False
    is_old: bool = False
    is_front: bool = False

    def open_line(self) -> None:
        """Begin a paragraph: it starts from what its section says."""
        scene = self.scene
        scene.unit, scene.last, scene.pair = scene.block_unit or scene.own, None, False
        if _NUMBERED.match(self.line.text, self.line.start, self.line.end):
            scene.period = scene.section_period or scene.period
        scene.theme, scene.dim, scene.last_dim, scene.now = scene.section_theme, scene.section_dim, "", ""
        if not scene.theme and _RANKING.match(self.line.text, self.line.start, self.line.end):
            scene.theme = scene.told_theme
        scene.paragraph_theme, scene.paragraph_unit = scene.theme, scene.unit
        scene.told.clear()
        scene.rates.clear()
        scene.theme_age += 1
        scene.is_plan, scene.versus, scene.sentence_dim, scene.aim = scene.section_plan, "", "", ""
        if self._is_item():
            scene.aim = scene.list_aim
        scene.head = scene.count = scene.previous = scene.carried = scene.counted = None
        scene.stack.clear()
        self.resume()

    def resume(self) -> None:
        """Take up the scene as it is, at the start of a line or of a cell."""
        self.sentence_start = self.line.start
        self._open_sentence()
        self.period_before = self.period_at_open = self.scene.period
        self.scene.paragraph_theme = self.scene.paragraph_theme or self.scene.section_theme

    def close_line(self) -> None:
        """End a paragraph; a year in its label ("Thi đua năm 2025: …") was that of the paragraph only."""
        if self._introduces():
            self.scene.list_aim = self.scene.aim
        elif not self._is_item():
            self.scene.list_aim = ""
        self.settle_period(self.line.end)
        if self.line.text[self.sentence_start : self.line.end].strip():
            dealt.settle(self.line, self.sentence_start, self.line.end, self.scene)
        if not self._introduces():
            # A table below has the theme of its section, not the one that the last sentence turned to.
            self.scene.theme = self.scene.section_theme
        label = self.line.tokens_in(self.line.start, self.line.label_end)
        if self.period_at_open and self.told.readings and any(token.kind == "time" for token in label):
            self.scene.period = self.period_at_open
        if (
            ".." in self.scene.period
            and self.scene.section_period
            and self.period_at_open
            and not self._introduces()
        ):
            # Several years together are told of once; the report goes back to its own.
            self.scene.period = self.period_at_open

    def _is_item(self) -> bool:
        """Say whether the line is one of a list, with a bullet or a number."""
        text, start, end = self.line.text, self.line.start, self.line.end
        return _BULLET.match(text, start) is not None or _NUMBERED.match(text, start, end) is not None

    def end_sentence(self, token: Token) -> None:
        """Let go of what only the sentence said."""
        scene = self.scene
        text = self.line.text
        continues = goes_on(text, token.end, self.line.end)
        self._settle_dim(token)
        told = any(each.start >= self.sentence_start and each.meaning for each in self.told.readings[-8:])
        scene.list_dim = "" if told else scene.sentence_dim
        self.settle_period(token.end)
        dealt.settle(self.line, self.sentence_start, token.end, scene)
        scene.in_breakdown = scene.is_split = scene.is_rank = False
        scene.carried = scene.head or scene.carried
        scene.head = scene.last = None
        scene.series.clear()
        scene.rates.clear()
        scene.sentence_dim, scene.pair, scene.versus, scene.aim = "", False, "", ""
        scene.is_plan = scene.section_plan
        scene.stack.clear()
        self.is_taken = self.is_old = False
        if not continues or not self.is_front:
            scene.unit = scene.paragraph_unit or scene.block_unit or scene.own
        self._settle_theme(token, continues=continues)
        self.sentence_start = token.end
        self._open_sentence()

    def _open_sentence(self) -> None:
        """Look ahead: what one sentence tells of a single case is no statistic."""
        end = min(self.line.sentence_end(self.sentence_start), self.sentence_start + _LONGEST)
        self.scene.is_story = _STORY.search(self.line.text, self.sentence_start, end) is not None
        parts = _SUMMED.search(self.line.text, self.sentence_start, end)
        self.scene.parts_end = parts.end() if parts else -1

    def _settle_theme(self, token: Token, *, continues: bool) -> None:
        """A theme told of first in a paragraph stays to its end, unless the next sentence turns to the whole."""
        scene = self.scene
        is_opening = self.told.themes == {scene.theme}
        if self.level == "sentence" and is_opening and (scene.theme or scene.section_theme):
            scene.paragraph_theme = scene.theme
        if _WHOLE.match(self.line.text, token.end, min(token.end + 80, self.line.end)):
            scene.paragraph_theme = scene.section_theme
            continues = False
        if self.level == "clause" or not continues:
            scene.theme, self.level = scene.paragraph_theme, ""

    def end_part(self, token: Token) -> None:
        """Let go of what only a part of the sentence said, behind a semicolon."""
        scene = self.scene
        self.is_old = True
        if self.period_before and self._is_beside(token.end):
            scene.period = self.period_before
        if self.level == "clause" or _WHOLE.match(
            self.line.text, token.end, min(token.end + 60, self.line.end)
        ):
            scene.theme, self.level = scene.paragraph_theme, ""
        if scene.is_split and scene.head is not None:
            scene.last = scene.head
        scene.pair, scene.parted = False, True
        scene.is_split = False

    def open_bracket(self, index: int) -> None:
        """Remember what holds outside of a bracket; inside one speaks of the whole it is put behind."""
        scene = self.scene
        scene.stack.append((scene.last, scene.count, scene.unit, scene.period))
        scene.echo = -1
        self.opened = self.line.tokens[index].end
        before = self.line.tokens[index - 1 : index]
        if before and before[0].kind == "place" and before[0].value:
            scene.unit = before[0].value

    def close_bracket(self) -> None:
        """Go back to what holds outside; a bracket that only names a period, without figures, sets it."""
        scene = self.scene
        if not scene.stack:
            return
        scene.last, scene.count, scene.unit, period = scene.stack.pop()
        scene.echo = -1
        if period and any(each.start >= self.opened for each in self.told.readings[-8:]):
            scene.period = period

    def settle_period(self, end: int) -> None:
        """Keep a new period only when a result was told of it, or when the sentence opened with it."""
        scene = self.scene
        if (
            scene.period != self.period_before
            and self.period_before
            and (scene.is_story or not self._tells(end) or self._is_beside(end))
        ):
            scene.period = self.period_before
        self.period_before = scene.period

    def _tells(self, end: int) -> bool:
        if self._introduces():
            return True
        if self.scene.is_plan:
            return False
        readings = self.told.since(self.sentence_start)
        kinds = {
            each.meaning.kind if each.meaning else "special"
            for each in readings
            if each.start < end and each.period == self.scene.period
        }
        if kinds:
            return kinds != {"target"}
        return not readings and self._opens_with_time(end)

    def _is_beside(self, end: int) -> bool:
        """Say whether results of the period before stand first in the sentence: an earlier year is only compared."""
        first = self.told.first_since(self.sentence_start)
        is_told = first is not None and first.start < end and first.period == self.period_before
        return is_told and not self._introduces()

    def _introduces(self) -> bool:
        """Say whether the line ends in a colon: what it says holds for the lines behind."""
        return self.line.text[self.line.end - 2 : self.line.end].rstrip().endswith(":")

    def _opens_with_time(self, end: int) -> bool:
        for token in self.line.tokens_in(self.sentence_start, end):
            if token.kind == "time":
                return token.start - self.sentence_start <= _FRONT
            if token.kind in ("num", "concept", "comma"):
                return False
        return False

    def _settle_dim(self, token: Token) -> None:
        """A first sentence of few words names what the paragraph counts: "a) Về tiền."."""
        if self.told.readings or token.start - self.line.start >= _LABEL:
            return
        before = self.line.tokens_in(self.line.start, token.start)
        dims = [each.value for each in before if each.kind == "dim" and each.end <= token.start]
        if dims:
            self.scene.dim = dims[-1]

    def meet_unit(self, index: int, token: Token) -> None:
        """Take up a subject; at the head of a line and before a colon it is that of the paragraph."""
        scene = self.scene
        if token.value == "cluster" and not (scene.cluster or scene.own_cluster):
            return
        scene.unit = (
            (scene.cluster or scene.own_cluster) if token.value == "cluster" else token.value or scene.own
        )
        self.is_front = token.start - self.sentence_start < _FRONT and scene.unit != "VN"
        if is_cluster(scene.unit):
            scene.cluster = scene.unit
        if (
            token.start - self.line.start < _FRONT
            and self._following(index, ("colon", "num", "stop", "comma")) == "colon"
        ):
            scene.paragraph_unit = scene.unit

    def meet_theme(self, index: int, token: Token) -> None:
        """Take up a theme at the level that its place in the sentence gives it."""
        value, self.is_old = token.value, False
        if (value == "state_budget" and PERSONS_TOO.match(self.line.text, token.end)) or (
            value == "paid_to_persons" and _BUDGET_TOO.match(self.line.text, token.end)
        ):
            value = ""
        self.scene.told_theme, self.scene.theme_age = value or self.scene.told_theme, 0
        if value == self.scene.theme and self.level in ("sentence", "paragraph"):
            return
        following = self._following(index, ("colon", "num", "stop", "semi"))
        at_front = self.sentence_start - self.line.start < 8
        if following == "colon" or (following == "stop" and token.start - self.line.start < _FRONT):
            self.level = "paragraph" if at_front else "sentence"
        elif token.start - self.sentence_start < _FRONT or self._leads(index):
            self.level = "sentence"
        else:
            self.level = "clause"
        self.scene.theme = value
        if self.level == "paragraph":
            self.scene.paragraph_theme = value

    def meet_theme_again(self, index: int, token: Token) -> None:
        """Take up the theme told last: "loại này có điều kiện 40 việc"."""
        if self.scene.told_theme and self.scene.theme_age <= _NEAR_LINES:
            self.meet_theme(index, replace(token, value=self.scene.told_theme))

    def bring(self, token: Token) -> None:
        """What is brought from the year in force belongs to the year after: "năm 2024 chuyển sang 5.140 việc"."""
        if token.alt and self.scene.period == f"FY{int(token.alt[2:]) - 1}":
            self.scene.period = token.alt

    def meet_rate(self, token: Token) -> None:
        """A rate of the whole leaves the theme: "án tín dụng kéo thấp …; tổng tỷ lệ về tiền chỉ 27%"."""
        printed = self.line.text[token.start : token.end]
        if self.scene.theme and printed.startswith(("tổng", "tỷ lệ chung")):
            self.scene.theme, self.level = "", "clause"

    def take_theme(self, value: str) -> str:
        """Take up a theme named behind the first figure of a sentence: it is what the sentence is about."""
        self.level, self.is_taken = "sentence", True
        self.scene.theme = value
        return value

    def _leads(self, index: int) -> bool:
        """Say whether no figure of the sentence stands before a theme."""
        for token in reversed(self.line.tokens[max(0, index - 40) : index]):
            if token.start < self.sentence_start:
                return True
            if token.kind in ("num", "semi"):
                return False
        return True

    def _following(self, index: int, kinds: tuple[str, ...]) -> str:
        return next(
            (each.kind for each in self.line.tokens[index + 1 : index + 60] if each.kind in kinds), ""
        )
