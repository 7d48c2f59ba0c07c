"""A line with its tokens, as every decision looks around in it.

Every look is bounded or found by bisection, whatever the length of the line: a paragraph without end, or a sentence
without end, must cost no more per figure than a short one.

Belongs here: neighbours, sentences, brackets. Does not belong here: what the neighbours mean for a figure (`ratios`,
`counting`, `special`), finding tokens (`stream`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from pipelines.narrative.tokens import Figure, Token

#: No sentence of a report is longer; what stands farther back is not looked at again for every figure.
LONGEST_SENTENCE = 2000
_LONG_LABEL, _SHORT_LABEL = 110, 70
#: A sentence that begins so goes on about the subject and the theme of the one before.
_GOES_ON = re.compile(
    r"[\s\"(+*-]*(?:trong đó|trong số|đã |kết quả|qua đó|cụ thể|theo đó|đến nay|đến hết|thi hành xong|giải quyết xong|tổ chức thi hành|"
    r"xong|đạt |tỷ lệ|số (?:việc|tiền|vụ việc|án)?\s?(?:đã|có điều kiện|chưa có|thi hành|giải quyết|thu|còn)|có điều kiện|chưa có điều kiện|"
    r"số có|số chưa|còn |so với|nhờ đó|từ đó|trong kỳ|trong năm|tổng số tiền|tính đến)"
)


def goes_on(text: str, at: int, end: int) -> bool:
    """Say whether the sentence that starts at ``at`` goes on about the one before."""
    return _GOES_ON.match(text, at, min(at + 60, end)) is not None


def _chains(text: str, start: int, end: int, stops: list[int]) -> list[int]:
    """Return, for every sentence after the first, where its run of sentences starts."""
    chains: list[int] = []
    for at in stops:
        chains.append((chains[-1] if chains else start) if goes_on(text, at, end) else at)
    return chains


class Line:
    """A line's tokens with their neighbours; brackets know their partners.

    Attributes:
        list_heads: where the list begins that a figure stands in, as far as that has been asked (`areas`).
    """

    def __init__(self, text: str, start: int, end: int, tokens: list[Token]) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.tokens = tokens
        self._partner = self._pair()
        self._closing = {opened: closed for closed, opened in self._partner.items()}
        self._starts = [token.start for token in tokens]
        self._stops = [token.end for token in tokens if token.kind == "stop"]
        self._parts = [at for at, token in enumerate(tokens) if token.kind in ("stop", "semi")]
        self._chains = _chains(text, start, end, self._stops)
        self._first: dict[str, int] = {}
        for token in reversed(tokens):
            self._first[token.kind] = token.start
        self._named: dict[tuple[str, str], list[Token]] = {}
        self._distinct: dict[tuple[str, int], dict[str, int]] = {}
        self._said: dict[re.Pattern[str], bool] = {}
        self.list_heads: dict[int, int] = {}

    def figure(self, index: int) -> Figure:
        """Return the figure of a ``num`` token.

        Raises:
            LookupError: the token is no figure.
        """
        figure = self.tokens[index].figure
        if figure is None:
            raise LookupError(index)
        return figure

    def first(self, kind: str) -> int:
        """Return where the first token of a kind starts, the end of the line when there is none."""
        return self._first.get(kind, self.end)

    def tokens_in(self, start: int, end: int) -> list[Token]:
        """Return the tokens that start in a span."""
        return self.tokens[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def part_before(self, index: int) -> int:
        """Return the index of the full stop or semicolon before a token, -1 when there is none."""
        at = bisect_left(self._parts, index) - 1
        return self._parts[at] if at >= 0 else -1

    def behind(self, offset: int, most: int) -> list[Token]:
        """Return the first tokens that start behind an offset, no more than ``most``."""
        at = bisect_right(self._starts, offset)
        return self.tokens[at : at + most]

    def before(self, offset: int, most: int) -> list[Token]:
        """Return the last tokens that start before an offset, no more than ``most``."""
        at = bisect_left(self._starts, offset)
        return self.tokens[max(0, at - most) : at]

    def position(self, token: Token) -> int:
        """Return the index of a token of the line."""
        at = bisect_left(self._starts, token.start)
        while self.tokens[at] is not token:
            at += 1
        return at

    def sentence_before(self, offset: int) -> list[Token]:
        """Return the tokens of a sentence before an offset, as far back as a sentence of a report reaches."""
        return self.tokens_in(max(self.sentence_start(offset), offset - LONGEST_SENTENCE), offset)

    def last(self, kind: str, start: int, end: int, value: str = "") -> Token | None:
        """Return the last token of a kind in a span, of one value when it is given."""
        if not self._named:
            for token in self.tokens:
                for name in {"", token.value}:
                    self._named.setdefault((token.kind, name), []).append(token)
        named = self._named.get((kind, value), [])
        at = bisect_left(named, end, key=lambda token: token.start) - 1
        return named[at] if at >= 0 and named[at].start >= start else None

    def distinct(self, kind: str, offset: int) -> list[str]:
        """Return what the tokens of a kind say in the sentence before an offset, each once, first said first."""
        start = self.sentence_start(offset)
        if (kind, start) not in self._distinct:
            said: dict[str, int] = {}
            for token in self.tokens_in(start, self.sentence_end(offset)):
                if token.kind == kind:
                    said.setdefault(token.value, token.start)
            self._distinct[kind, start] = said
        return [value for value, at in self._distinct[kind, start].items() if at < offset]

    def says(self, pattern: re.Pattern[str]) -> bool:
        """Say whether an expression matches anywhere in the line; looked for once."""
        if pattern not in self._said:
            self._said[pattern] = pattern.search(self.text, self.start, self.end) is not None
        return self._said[pattern]

    def sentence_start(self, offset: int) -> int:
        """Return where the sentence around an offset starts."""
        index = bisect_right(self._stops, offset) - 1
        return self._stops[index] if index >= 0 else self.start

    @property
    def label_end(self) -> int:
        """Return where the label that opens the line ends ("2. Đơn thư.", "Về tiền:"), its start when it has none."""
        number, colon, stop = self.first("num"), self.first("colon"), self.first("stop")
        if colon < min(number, stop) and colon - self.start < _LONG_LABEL:
            return colon
        return stop if stop < number and stop - self.start < _SHORT_LABEL else self.start

    def sentence_end(self, offset: int) -> int:
        """Return where the sentence around an offset ends."""
        index = bisect_right(self._stops, offset)
        return self._stops[index] if index < len(self._stops) else self.end

    def topic_start(self, offset: int) -> int:
        """Return where the run of sentences starts that go on about one topic."""
        index = bisect_right(self._stops, offset) - 1
        return self._chains[index] if index >= 0 else self.start

    def left(self, index: int, *, stops: tuple[str, ...] = ("num", "stop", "semi")) -> list[Token]:
        """Return the tokens before ``index`` back to the last stop, nearest last; closed brackets are skipped."""
        found: list[Token] = []
        at = index - 1
        while at >= 0 and len(found) < 60:
            token = self.tokens[at]
            if token.kind == "close" and at in self._partner:
                at = self._partner[at] - 1
                continue
            if token.kind in stops:
                break
            found.append(token)
            if token.kind == "open":
                before = self.tokens[at - 1] if at else None
                if (
                    before is not None
                    and before.kind in ("concept", "rate", "share", "unit", "base", "rank")
                    and not before.used
                ):
                    found.append(before)
                    if before.kind == "base" and at > 1 and self.tokens[at - 2].kind == "cmp":
                        found.append(self.tokens[at - 2])
                break
            at -= 1
        return found[::-1]

    def right(
        self, index: int, *, stops: tuple[str, ...] = ("num", "stop", "semi", "close", "comma")
    ) -> list[Token]:
        """Return the tokens after ``index`` up to the next stop."""
        found: list[Token] = []
        for token in self.tokens[index + 1 : index + 40]:
            if token.kind in stops:
                break
            found.append(token)
        return found

    def behind_bracket(self, index: int) -> int:
        """Return the position behind the bracket that opens at ``index``, itself when it never closes."""
        return self._closing.get(index, index - 1) + 1

    def between(self, left: int, right: int) -> list[Token]:
        """Return the tokens strictly between two indexes."""
        return self.tokens[left + 1 : right]

    def _pair(self) -> dict[int, int]:
        partner: dict[int, int] = {}
        stack: list[int] = []
        for index, token in enumerate(self.tokens):
            if token.kind == "open":
                stack.append(index)
            elif token.kind == "close" and stack:
                partner[index] = stack.pop()
        return partner
