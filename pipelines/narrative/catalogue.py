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
    prefix = f"{meaning.theme}_" if meaning.theme else ""
    dim = meaning.dim
    vnd_or_cases = "vnd" if dim == "money" else "cases"
    match meaning.kind:
        case "count":
            if meaning.concept == "judgments_received":
                return known(stem, "documents")
            return known(prefix + stem, vnd_or_cases) if stem else None
        case "change":
            return known(f"chg_abs_{prefix}{stem}", vnd_or_cases)
        case "change_pct":
            return known(f"chg_pct_{prefix}{stem}_{dim}", "percent")
        case "change_pp":
            base = "share_with_conditions" if meaning.concept == "with_conditions" else "completion_rate"
            return known(f"chg_pp_{prefix}{base}_{dim}", "percent_points")
        case "rate":
            return known(f"{prefix}completion_rate_{dim}", "percent")
        case "share":
            return known(f"share_{stem}_{dim}", "percent") if meaning.concept in _SHARES else None
        case "national_share":
            return known(f"share_of_national_{dim}", "percent")
        case "over" | "short" | "pace":
            if meaning.theme:
                return None
            stems = {"over": "over_target", "short": "short_of_target", "pace": "ahead_of_pace"}
            return known(f"{stems[meaning.kind]}_{dim}", "percent_points")
        case "target" | "fulfilment":
            return known(f"target_{'fulfilment_' if meaning.kind == 'fulfilment' else ''}{dim}", "percent")
        case "rank":
            base = f"{stem}_{dim}" if stem else f"completion_rate_{dim}"
            return known(f"rank_{base}", "rank")
        case "emulation_rank":
            return known("emulation_rank", "rank")
        case "legacy_rate":
            return known(f"{stem}_rate", "percent")
        case "legacy_change_pp":
            return known(f"chg_pp_{stem}_rate", "percent_points")
        case "target_cut":
            return known(f"target_cut_carried_forward_{dim}", "percent")
        case "band":
            return known(f"target_cases_band_{meaning.concept}", "percent")
        case "rank_share":
            return known(f"rank_share_with_conditions_{dim}", "rank")
    return None


def known(code: str, measure: str) -> tuple[str, str] | None:
    return (code, measure) if (code, measure) in all_indicators() else None
