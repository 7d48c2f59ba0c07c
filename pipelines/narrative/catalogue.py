"""From what a sentence says (kind of figure, theme, concept, việc or tiền) to an indicator code.

Belongs here: composing codes and checking them against the catalogue. Does not belong here: reading.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.reference.indicators import all_indicators

#: Concepts of the lexicon to stems of indicator codes.
STEMS = {
    "accepted": "accepted_total",
    "carried_in": "carried_in",
    "newly": "newly_accepted",
    "entrusted": "entrusted_out",
    "revoked": "revoked",
    "withdrawn": "withdrawn_up",
    "enforceable": "enforceable_total",
    "with_conditions": "with_conditions",
    "without_conditions": "without_conditions",
    "separate_register": "without_conditions_separate_register",
    "completed": "completed_total",
    "completed_only": "completed",
    "discontinued": "discontinued",
    "reduced": "reduced",
    "postponed_suspended": "postponed_suspended",
    "postponed": "postponed",
    "suspended": "suspended",
    "in_progress": "in_progress",
    "ex_officio": "accepted_ex_officio",
    "on_request": "accepted_on_request",
    "carried_forward": "carried_forward",
    "carried_forward_wc": "carried_forward_with_conditions",
    "judgments_received": "judgments_received",
    "legacy_resolved_all_forms": "legacy_resolved_all_forms",
    "legacy_actually_collected": "legacy_actually_collected",
    "legacy_done_regular_partial": "legacy_done_regular_partial",
}
#: Themes that are not a breakdown of the core series: every count is one of these codes.
DIMS = ("cases", "money")
_SHARES = ("with_conditions", "without_conditions", "postponed_suspended")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure measures, before it has a code.

    Attributes:
        kind: count · change · change_pct · change_pp · rate · share · over · short · pace · target · rank.
        theme: ``""`` for the core series.
        concept: a key of `STEMS`, ``""`` for rates.
        dim: ``cases`` | ``money``.
    """

    kind: str
    theme: str = ""
    concept: str = ""
    dim: str = ""


def code_of(meaning: Meaning) -> tuple[str, str] | None:
    """Return (indicator code, measure), ``None`` when the catalogue has no such figure."""
    stem = STEMS.get(meaning.concept, "")
    if meaning.theme and meaning.concept == "accepted":
        # Themes are not told by the workload of the year: what is taken up is what has to be enforced.
        stem = STEMS["enforceable"]
    if meaning.kind in _NEED_STEM and not stem:
        return None
    if meaning.kind in _CORE_ONLY and meaning.theme:
        return None
    if meaning.kind == "share" and meaning.concept not in _SHARES:
        return None
    pattern, measure = _PATTERNS[_variant(meaning, stem)]
    prefix = f"{meaning.theme}_" if meaning.theme else ""
    counted = "vnd" if meaning.dim == "money" else "cases"
    code = pattern.format(prefix=prefix, stem=stem, dim=meaning.dim, concept=meaning.concept)
    return known(code, measure or counted)


def known(code: str, measure: str) -> tuple[str, str] | None:
    """Return the pair when the catalogue has it."""
    return (code, measure) if (code, measure) in all_indicators() else None


def _variant(meaning: Meaning, stem: str) -> str:
    if meaning.concept == "judgments_received" and meaning.kind == "count":
        return "received"
    if meaning.kind == "change_pp" and meaning.concept == "with_conditions":
        return "change_pp_share"
    if meaning.kind == "rank" and not stem:
        return "rank_rate"
    return meaning.kind


_NEED_STEM = ("count", "change", "change_pct", "share", "legacy_rate", "legacy_change_pp")
_CORE_ONLY = ("over", "short", "pace")
#: Kind of figure to (pattern of the code, measure; "" = cases or vnd).
_PATTERNS = {
    "count": ("{prefix}{stem}", ""),
    "received": ("{stem}", "documents"),
    "change": ("chg_abs_{prefix}{stem}", ""),
    "change_pct": ("chg_pct_{prefix}{stem}_{dim}", "percent"),
    "change_pp": ("chg_pp_{prefix}completion_rate_{dim}", "percent_points"),
    "change_pp_share": ("chg_pp_{prefix}share_with_conditions_{dim}", "percent_points"),
    "rate": ("{prefix}completion_rate_{dim}", "percent"),
    "share": ("share_{stem}_{dim}", "percent"),
    "national_share": ("share_of_national_{dim}", "percent"),
    "over": ("over_target_{dim}", "percent_points"),
    "short": ("short_of_target_{dim}", "percent_points"),
    "pace": ("ahead_of_pace_{dim}", "percent_points"),
    "target": ("target_{dim}", "percent"),
    "fulfilment": ("target_fulfilment_{dim}", "percent"),
    "target_cut": ("target_cut_carried_forward_{dim}", "percent"),
    "band": ("target_cases_band_{concept}", "percent"),
    "rank": ("rank_{stem}_{dim}", "rank"),
    "rank_rate": ("rank_completion_rate_{dim}", "rank"),
    "rank_share": ("rank_share_with_conditions_{dim}", "rank"),
    "emulation_rank": ("emulation_rank", "rank"),
    "legacy_rate": ("{stem}_rate", "percent"),
    "legacy_change_pp": ("chg_pp_{stem}_rate", "percent_points"),
}
