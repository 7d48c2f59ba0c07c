"""Full stops that end no sentence: "TP. Vinh", "v.v. và …".

Belongs here: telling them from those that do. Does not belong here: what separates parts of a sentence (`stream`).
"""

from __future__ import annotations

from pipelines.narrative.phrases import expression

_SHORT = r"(?:\b<abbreviation>|\b\d)$"
_AND_SO_ON = "v.v"
_GOES_ON = r"\.? ?(?:<joining>\b|[,;)])"
#: Longer than any abbreviation.
_LONGEST = 5


def ends_sentence(text: str, at: int, start: int = 0) -> bool:
    """Say whether the full stop at an offset of folded text ends a sentence; what stands before ``start`` is not seen."""
    head = text[max(start, at - _LONGEST) : at]
    if head.endswith(_AND_SO_ON):
        return expression(_GOES_ON).match(text, at + 1, at + 12) is None
    return expression(_SHORT).search(head) is None


def sentence_start(text: str, start: int, at: int) -> int:
    """Return where the last sentence before ``at`` ends for good, ``start`` when none does."""
    end = at
    while (found := text.rfind(". ", start, end)) >= 0:
        if ends_sentence(text, found, start):
            return found + 1
        end = found
    return start
