"""Text in a form that terms can be compared in, with the way back to the printed characters.

Belongs here: case, tone placement, y/i spellings, dashes, quotes, runs of spaces; offsets before and after.
Does not belong here: what any word means.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

from pipelines.narrative.layout import unwrap

_SIGNS = str.maketrans(
    {
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-",
        "“": '"', "”": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "ð": "đ", "\r": " ", "…": ";", "⇒": "→",
        "\u200b": " ", "\ufeff": " ",
    }
)  # fmt: skip
#: Both placements of the tone mark are in use (hòa, hoà); the older one is the key.
_TONE_PAIRS = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe",
    "oẽ": "õe", "oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
#: Only open syllables are written both ways: "toàn" and "quý" have one spelling.
_TONES = re.compile(rf"(?<!q)(?:{'|'.join(_TONE_PAIRS)})(?!\w)")
_I_FOR_Y = re.compile(r"\b(tỉ|kì|lí|sĩ|kỉ|kí)\b")
_Y = str.maketrans("ỉìíĩ", "ỷỳýỹ")
_RUN = re.compile(r" {2,}")


def fold(text: str) -> str:
    """Return the comparison form of a term (same rules as `Folded`, offsets dropped)."""
    return Folded(text.strip()).text


class Folded:
    """A text in comparison form.

    Attributes:
        source: the text as given.
        text: the comparison form; never longer than the source.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._folded_at: list[int] = [0]
        self._source_at: list[int] = [0]
        plain = source if unicodedata.is_normalized("NFC", source) else self._compose(source)
        plain = unwrap(plain)
        lowered = plain.lower()
        if len(lowered) != len(plain):
            lowered = "".join(low if len(low := char.lower()) == 1 else char for char in plain)
        lowered = lowered.translate(_SIGNS)
        lowered = _TONES.sub(lambda match: _TONE_PAIRS[match[0]], lowered)
        lowered = _I_FOR_Y.sub(lambda match: match[0].translate(_Y), lowered)
        self.text = self._squeeze(lowered)

    def source_offset(self, offset: int) -> int:
        """Return where the folded offset stands in the source."""
        index = bisect_right(self._folded_at, offset) - 1
        return self._source_at[index] + offset - self._folded_at[index]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of a folded span (end exclusive)."""
        return self.source_offset(start), self.source_offset(end - 1) + 1 if end > start else start

    def _compose(self, source: str) -> str:
        """Compose base letters with their marks; every cluster becomes an anchor of the offset map."""
        clusters = re.findall(r"[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+", source, re.S)
        folded = 0
        at = 0
        out: list[str] = []
        for cluster in clusters:
            composed = unicodedata.normalize("NFC", cluster)
            out.append(composed)
            folded += len(composed)
            at += len(cluster)
            if len(composed) != len(cluster):
                self._folded_at.append(folded)
                self._source_at.append(at)
        return "".join(out)

    def _squeeze(self, text: str) -> str:
        runs = list(_RUN.finditer(text))
        if not runs:
            return text
        first_folded, first_source = self._folded_at, self._source_at
        out: list[str] = []
        removed: list[tuple[int, int]] = []
        previous = 0
        for run in runs:
            out.append(text[previous : run.start() + 1])
            removed.append((run.end(), len(run[0]) - 1))
            previous = run.end()
        out.append(text[previous:])
        self._folded_at, self._source_at = _merge(first_folded, first_source, removed)
        return "".join(out)


def _merge(
    folded_at: list[int], source_at: list[int], removed: list[tuple[int, int]]
) -> tuple[list[int], list[int]]:
    """Combine the anchors of composition with the removal of spaces, both in order."""

    def to_source(offset: int) -> int:
        index = bisect_right(folded_at, offset) - 1
        return source_at[index] + offset - folded_at[index]

    points = sorted({*folded_at, *(end for end, _ in removed)})
    ends = [end for end, _ in removed]
    totals = [0]
    for _, length in removed:
        totals.append(totals[-1] + length)
    new_folded = [point - totals[bisect_right(ends, point)] for point in points]
    return new_folded, [to_source(point) for point in points]
