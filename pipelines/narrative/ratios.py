"""What a percentage says: the order in which it is asked, and rates of completion.

Belongs here: the decision for one percentage from its neighbours. Does not belong here: counts and amounts
(`counting`), shares and targets (`shares`), growth (`comparisons`), what goes on from before (`continued`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.narrative import comparisons, demands, shares
from pipelines.narrative.catalogue import Meaning
from pipelines.narrative.continued import continued, goes_on, of_listed_year
from pipelines.narrative.line import Line
from pipelines.narrative.percent import SHARED, Percent
from pipelines.narrative.phrases import expression
from pipelines.narrative.state import Scene

#: "so với mức 83,5% …", "từ 80% lên …": what is compared with, not what is told.
_COMPARATOR = re.compile(r"(?:so với(?: mức| con số| tỷ lệ)*|\btừ(?: mức| con số| tỷ lệ)*) ?$")
_THRESHOLD = re.compile(r" ?%? ?(?:trở lên|trở xuống|có:|là:|gồm|có \d)")
#: A part of the whole province's cases, sums or staff has no indicator.
_OF_PROVINCE = re.compile(
    r"\s?(?:%|phần trăm) (?:tổng )?(?:số )?(?:việc|tiền|án|lượng án|vụ việc|khối lượng)[^,;.()\d]{0,40} (?:của|trong) (?:toàn|cả) (?:tỉnh|thành phố)"
)
#: "có 3 đơn vị đạt dưới 70%": how many there are is told, not what each of them reached.
_COUNTED_UNITS = r"\d(?:/\d{1,3})? <counted_units>(?: <counted_units>)?(?: có)?(?: kết quả| tỷ lệ| chỉ| mới| đã| thi hành xong| xong| về việc| về tiền)* (?:đạt )?(?:tỷ lệ )?\w+ $"
_OVER_UNDER = re.compile(r"\b(?:dưới|trên|từ) $")


def read(line: Line, index: int, scene: Scene) -> Meaning | None:
    """Return the meaning of the percentage at ``index``, ``None`` when the sentence does not say."""
    percent = Percent.at(line, index, scene)
    if asked := demands.read(percent):
        return asked
    if missed := comparisons.by_so_much(percent):
        return missed
    if _is_threshold(percent) or _COMPARATOR.search(percent.head(40)):
        return None
    band = next((token.value for token in reversed(percent.cues) if token.kind == "band"), "")
    if band:
        return Meaning("band", "", band, "cases")
    if told := shares.of_what_follows(percent) or shares.fulfilled(percent) or shares.national(percent):
        return told
    if _OF_PROVINCE.match(percent.tail(90)):
        return None
    if goes_on(percent) and not shares.is_share(None, percent.behind):
        return continued(percent)
    return _named(percent)


def _named(percent: Percent) -> Meaning | None:
    """Return what the words beside the percentage name."""
    lead = percent.lead
    if lead is None and (told := of_listed_year(percent)):
        return told
    if lead is not None and lead.kind == "cmp":
        return comparisons.read(percent, lead)
    if told := shares.aimed(percent):
        return told
    if (lead is None or lead.kind == "base") and shares.reached_with(percent):
        return Meaning("rate", percent.scene.theme, "", _dim_of_sentence(percent))
    if lead is not None and lead.kind == "base":
        return None
    if shares.is_share(lead, percent.behind):
        return shares.share(percent)
    return _rate(percent)


def _dim_of_sentence(percent: Percent) -> str:
    """Return việc or tiền named last before the bracket the percentage stands in."""
    at = percent.token.start
    named = percent.line.last("dim", percent.line.sentence_start(at), at)
    return named.value if named else percent.any_dim


def _is_threshold(percent: Percent) -> bool:
    """Say whether a percentage only sorts units: "dưới 8% có: A (7%), B (6%)"."""
    if _OVER_UNDER.search(percent.head(8)) is None:
        return False
    counted = expression(_COUNTED_UNITS).search(percent.head(60)) is not None
    return counted or _THRESHOLD.match(percent.tail(16)) is not None


def _rate(percent: Percent) -> Meaning | None:
    scene, lead, last, concept = percent.scene, percent.lead, percent.last, percent.concept
    old = concept or (last.concept if last is not None and last.kind == "count" else "")
    if old.startswith("legacy"):
        return Meaning("legacy_rate", "", old)
    if concept in SHARED and _is_of_done(percent):
        return Meaning("rate", scene.theme, "", percent.rate_dim)
    if told := _share_of_named(percent):
        return told
    if _is_share_of_last(percent):
        return Meaning("share", scene.theme, "with_conditions", percent.any_dim)
    names_unit = scene.is_listing or any(token.kind == "unit" for token in percent.cues)
    if names_unit and not concept:
        named = percent.dim or scene.sentence_dim or scene.list_dim or scene.dim or scene.rate_dim
        return Meaning("rate", scene.theme, "", named or (scene.told_dim and "cases"))
    if concept == "carried_forward" and last is not None and last.kind == "target_cut":
        return replace(last, dim=percent.dim or last.dim)
    is_alone = bool(percent.dim) and not concept and scene.concept in ("completed", "")
    if lead is None and concept != "completed" and not is_alone:
        return None
    is_bracketed = last is not None and any(token.kind == "open" for token in percent.cues)
    bracketed = last.dim if last is not None and is_bracketed else ""
    return Meaning("rate", scene.theme, "", percent.dim or bracketed or scene.rate_dim)


def _is_share_of_last(percent: Percent) -> bool:
    """Say whether "tỷ lệ" right behind what can be enforced is its share: "10.820 việc có điều kiện, tỷ lệ 72,39%"."""
    last, lead = percent.last, percent.lead
    if (
        last is None
        or last.kind != "count"
        or last.concept != "with_conditions"
        or lead is None
        or percent.concept
    ):
        return False
    kinds = [token.kind for token in percent.cues if token.kind not in ("comma", "open") and not token.used]
    told_done = any(each[2] == "completed" for each in percent.scene.seen)
    return kinds == ["rate"] and percent.line.text[lead.start : lead.end] == "tỷ lệ" and not told_done


def _is_of_done(percent: Percent) -> bool:
    """Say whether "tỷ lệ … xong" stands behind what can be enforced: "việc có điều kiện: tỷ lệ thi hành xong đạt 85%"."""
    for token in reversed(percent.cues):
        if token.kind == "concept":
            return False
        if token.kind == "rate" and "xong" in percent.line.text[token.start : token.end]:
            return True
    return False


def _share_of_named(percent: Percent) -> Meaning | None:
    """Return the share that a concept names without "chiếm": "có điều kiện (72%)", "tỷ lệ có điều kiện 72%"."""
    scene, lead = percent.scene, percent.lead
    is_bracketed = lead is None and any(token.kind == "open" for token in percent.cues)
    names_done = lead is not None and "xong" in percent.line.text[lead.start : lead.end]
    if percent.concept in SHARED and (is_bracketed or (lead is not None and not names_done)):
        return Meaning("share", scene.theme, percent.concept, percent.any_dim)
    if scene.names_rate and scene.concept in SHARED:
        return Meaning("share", scene.theme, scene.concept, percent.dim or scene.dim or scene.subject_dim)
    return None
