"""Percentages that name nothing themselves and go on from the figure before.

"… đạt 80% về việc và 40% về tiền", "(37%)", "Năm 2017: 6.488 việc, 241 tỷ đồng; 81,1% và 36,2%".

Belongs here: those decisions. Does not belong here: percentages that name what they are (`ratios`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.narrative.catalogue import Meaning
from pipelines.narrative.percent import BESIDE, PART_OF_TARGET, SHARED, Percent, closes_pair

#: Kinds that a second percentage of the other dimension repeats.
_PAIRED = (
    "rate", "over", "short", "change_pp", "change_pct", "target", "share", "pace", "fulfilment", "national_share",
    "target_cut",
)  # fmt: skip
#: "chưa đạt chỉ tiêu (38,2%/39,3%)": the result, then the target.
_MISSED = re.compile(r"\b(?:chỉ tiêu|kế hoạch)[^;.\d]{0,30}[(] ?[\d.,]{1,6} ?%? ?/ ?$")
_LATER = re.compile(r"\bnăm (?:sau|trước)\b")
_LISTED = ("rate", "over", "short", "share")


def goes_on(percent: Percent) -> bool:
    """Say whether nothing before the percentage names what it is."""
    if percent.lead is not None or percent.scene.last is None or percent.index == 0:
        return False
    if percent.last is None and any(token.kind == "unit" for token in percent.cues):
        return False
    return not any(token.kind in ("concept", "rate") and not token.used for token in percent.cues)


def continued(percent: Percent) -> Meaning | None:
    """Return what the percentage says by the figure before it."""
    last = percent.last
    if last is None:
        return None
    if percent.opens_part() and percent.dim and last.kind in ("over", "short", "change_pp", "pace"):
        return Meaning("rate", last.theme, "", percent.dim)
    if last.kind in _PAIRED:
        return _other_of_pair(percent, last)
    if last.kind == "change":
        return replace(last, kind="change_pct", dim=percent.dim or last.dim)
    if last.kind == "rank" and not last.concept and any(token.kind == "open" for token in percent.cues):
        return Meaning("rate", "", "", percent.dim or last.dim)
    if last.kind == "count" and last.concept in SHARED:
        return replace(last, kind="share", dim=percent.dim or last.dim)
    if last.kind == "count" and last.concept == "completed":
        bracketed = last.dim if any(token.kind == "open" for token in percent.cues) else ""
        return Meaning("rate", last.theme, "", percent.dim or bracketed or percent.scene.rate_dim)
    return None


def _other_of_pair(percent: Percent, last: Meaning) -> Meaning | None:
    if percent.dim and percent.dim != last.dim:
        return replace(last, dim=percent.dim)
    if any(token.kind == "anaphor" for token in percent.cues):
        # "Ba năm sau, con số ấy …" is of a year that nothing names.
        return last if last.kind in _LISTED and not _LATER.search(percent.head(60)) else None
    if any(token.kind in ("unit", "time") for token in percent.cues):
        return last if last.kind in _LISTED else None
    if _is_beside(percent) and (PART_OF_TARGET.match(percent.tail(60)) or _MISSED.search(percent.head(70))):
        return replace(last, kind="target")
    joins = (
        closes_pair(percent.line, percent.index)
        or any(token.kind == "and" for token in percent.cues)
        or _is_beside(percent)
    )
    return replace(last, dim="money") if not percent.dim and last.dim == "cases" and joins else None


def _is_beside(percent: Percent) -> bool:
    before = percent.line.tokens[percent.index - 1]
    return BESIDE.fullmatch(percent.line.text, before.end, percent.token.start) is not None


def of_listed_year(percent: Percent) -> Meaning | None:
    """Return the rate that closes a listed year without a word."""
    count = percent.scene.count.meaning if percent.scene.count else None
    if count is None or count.concept != "completed" or percent.scene.carried is None or percent.cues:
        return None
    if percent.scene.last is not None and not percent.opens_part():
        return None
    return Meaning("rate", count.theme, "", "cases") if percent.is_first_of_two() else None
