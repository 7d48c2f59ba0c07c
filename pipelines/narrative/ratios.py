"""What a percentage says: rate, share, target, points over or short of it, growth.

Belongs here: the decision for one percentage from its neighbours. Does not belong here: counts and amounts.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.narrative.catalogue import Meaning
from pipelines.narrative.state import Reading, Scene
from pipelines.narrative.stream import Line
from pipelines.narrative.tokens import Token

_SHARED = ("with_conditions", "without_conditions", "postponed_suspended", "separate_register")
_DIM_BEHIND = re.compile(r"\s?(?:%|phần trăm)? ?(?:số )?(việc|vụ việc|vụ|tiền)\b")
_PART_END = re.compile(r"[.;]\s|\n")
_CARRIED = re.compile(r"%?[^.;,]{0,40}(?:chuyển (?:sang )?kỳ sau|chuyển sang năm sau|tồn đọng)")
_NATIONAL = re.compile(r"(?:cả nước|toàn quốc)")


def read(line: Line, index: int, scene: Scene) -> Meaning | None:
    """Return the meaning of the percentage at ``index``, ``None`` when the sentence does not say."""
    cues = line.left(index)
    behind = line.right(index)
    figure = line.tokens[index].figure
    assert figure is not None
    lead = _leading(cues)
    last = scene.last
    band = next((token.value for token in reversed(cues) if token.kind == "band"), "")
    if band:
        return Meaning("band", "", band, "cases")
    dim = _dim(line, index, cues, behind, scene)
    if lead is None and last is not None and _continues(line, index, cues):
        return _continued(last, dim, scene, cues, _opens_part(line, index, cues))
    if lead is not None and lead.kind == "cmp":
        return _compared(line, index, lead, cues, behind, dim, scene)
    if lead is not None and lead.kind == "fulfil":
        return Meaning("fulfilment", scene.theme, "", dim or _subject_dim(scene))
    if lead is not None and lead.kind == "base":
        return Meaning("target", scene.theme, "", dim or _subject_dim(scene)) if lead.value == "target" else None
    if (lead is not None and lead.kind == "share") or any(token.kind == "share" for token in behind) or (
        behind and behind[0].kind == "concept" and behind[0].value in ("enforceable", "accepted")
    ):
        return _share(line, index, cues, dim, scene)
    if any(token.kind == "base" and token.value == "target" for token in behind[:2]) and lead is not None:
        return Meaning("fulfilment", scene.theme, "", dim or _subject_dim(scene))
    concept = _concept(cues)
    old = concept or (last.meaning.concept if last and last.meaning and last.meaning.kind == "count" else "")
    if old.startswith("legacy"):
        return Meaning("legacy_rate", "", old)
    is_bracketed = lead is None and any(token.kind == "open" for token in cues)
    if concept in _SHARED and (is_bracketed or (lead is not None and not _is_rate_of_done(lead, line))):
        return Meaning("share", scene.theme, concept, dim or _subject_dim(scene))
    names_unit = scene.is_listing or any(token.kind == "unit" for token in cues)
    if names_unit and not concept:
        return Meaning("rate", scene.theme, "", dim or scene.sentence_dim or scene.dim or _rate_dim(scene))
    if lead is not None or concept == "completed" or (dim and scene.concept in ("completed", "")):
        return Meaning("rate", scene.theme, "", dim or _rate_dim(scene))
    return None


def _leading(cues: list[Token]) -> Token | None:
    """Return the word that governs the percentage: the nearest comparison, rate, share or target."""
    for position in range(len(cues) - 1, -1, -1):
        token = cues[position]
        if token.kind == "rate" and token.value == "rate":
            return token
        if token.kind in ("cmp", "share", "fulfil") or (token.kind == "base" and token.value == "target"):
            if token.kind == "base":
                earlier = [each for each in cues[:position] if each.kind == "cmp"]
                gap = [each for each in cues[position + 1 :] if each.kind in ("comma", "but", "among_them")]
                if earlier and not gap:
                    return earlier[-1]
            return token
    return None


def _continues(line: Line, index: int, cues: list[Token]) -> bool:
    """Say whether the percentage goes on from the last figure ("… và 31% về tiền", "(37%)", "= 23,4%")."""
    return not any(token.kind in ("concept", "rate") and not token.used for token in cues) and index > 0


def _opens_part(line: Line, index: int, cues: list[Token]) -> bool:
    """Say whether the figure stands in a new part, behind a semicolon ("…; tiền 8,86%")."""
    position = index - len(cues) - 1
    return position >= 0 and line.tokens[position].kind == "semi"


def _continued(last: Reading, dim: str, scene: Scene, cues: list[Token], opens: bool) -> Meaning | None:
    meaning = last.meaning
    if meaning is None:
        return None
    if opens and dim and meaning.kind in ("over", "short", "change_pp", "pace"):
        return Meaning("rate", meaning.theme, "", dim)
    if meaning.kind in ("rate", "over", "short", "change_pp", "change_pct", "target", "share", "pace", "fulfilment", "national_share"):
        if dim and dim != meaning.dim:
            return replace(meaning, dim=dim)
        if any(token.kind == "unit" for token in cues):
            return meaning
        if not dim and meaning.dim == "cases" and any(token.kind == "and" for token in cues):
            return replace(meaning, dim="money")
        return None
    if meaning.kind == "change":
        return replace(meaning, kind="change_pct", dim=dim or meaning.dim)
    if meaning.kind == "count" and meaning.concept in _SHARED:
        return replace(meaning, kind="share", dim=dim or meaning.dim)
    if meaning.kind == "count" and meaning.concept == "completed":
        return Meaning("rate", meaning.theme, "", dim or _rate_dim(scene))
    return None


def _compared(
    line: Line, index: int, verb: Token, cues: list[Token], behind: list[Token], dim: str, scene: Scene
) -> Meaning | None:
    if verb.value == "down" and _aims(line, scene) and _CARRIED.match(line.text[line.tokens[index].end : line.tokens[index].end + 70]):
        return Meaning("target_cut", "", "", dim or "cases")
    base = _base(line, index, cues, verb)
    if base == "average":
        return None
    if base == "pace":
        return Meaning("pace", scene.theme, "", dim or _subject_dim(scene))
    if verb.value == "equal":
        return None
    if base == "target" or (verb.value in ("over", "short") and base != "last_year"):
        kind = "over" if verb.value in ("over", "up") else "short"
        return Meaning(kind, scene.theme, "", dim or _subject_dim(scene))
    return _change(cues, verb, dim, scene, line, index)


def _aims(line: Line, scene: Scene) -> bool:
    return scene.is_plan or "chỉ tiêu" in line.text[line.start : line.end]


def _change(
    cues: list[Token], verb: Token, dim: str, scene: Scene, line: Line, index: int
) -> Meaning | None:
    figure = line.tokens[index].figure
    assert figure is not None
    before = [token for token in cues if token.start < verb.start]
    subject = next((token for token in reversed(before) if token.kind in ("concept", "rate", "share")), None)
    if subject is not None and subject.kind == "concept" and subject.value.startswith("legacy"):
        return Meaning("legacy_change_pp", "", subject.value)
    if subject is not None and subject.kind == "concept":
        kind = "change_pp" if figure.measure == "pp" else "change_pct"
        return Meaning(kind, scene.theme, subject.value, dim or _subject_dim(scene))
    if subject is not None:
        concept = "with_conditions" if subject.kind == "share" else ""
        return Meaning("change_pp", scene.theme, concept, dim or _subject_dim(scene))
    last = scene.last.meaning if scene.last else None
    if last is None:
        if scene.concept:
            return Meaning("change_pct", scene.theme, scene.concept, dim or _subject_dim(scene))
        count = scene.count.meaning if scene.count else None
        if count is not None and dim:
            return Meaning("change_pct", count.theme, count.concept, dim)
        return None
    if last.kind in ("count", "change", "change_pct"):
        kind = "change_pp" if figure.measure == "pp" else "change_pct"
        return Meaning(kind, last.theme, last.concept, dim or last.dim)
    if last.kind == "legacy_rate":
        return Meaning("legacy_change_pp", "", last.concept)
    if last.kind in ("rate", "over", "short", "pace", "change_pp"):
        return Meaning("change_pp", last.theme, "", dim or last.dim)
    if last.kind == "share":
        return Meaning("change_pp", last.theme, last.concept, dim or last.dim)
    return None


def _base(line: Line, index: int, cues: list[Token], verb: Token) -> str:
    """Return what the comparison is made with: before the figure in its own part, or behind it."""
    part: list[Token] = []
    for token in cues:
        if token.start < verb.start and (
            token.kind in ("comma", "but") or (token.kind == "and" and any(each.kind == "cmp" for each in part))
        ):
            part = []
        else:
            part.append(token)
    for token in reversed(part):
        if token.kind == "base":
            return token.value
    if verb.value == "over" and "chỉ tiêu" in line.text[verb.start : verb.end]:
        return "target"
    ahead = line.tokens[index + 1 : index + 24]
    for position, token in enumerate(ahead):
        if token.kind in ("stop", "semi", "cmp", "close", "rate", "concept"):
            break
        if token.kind == "base":
            return token.value
        if token.kind == "comma":
            following = ahead[position + 1 : position + 2]
            if not following or following[0].kind not in ("base", "num"):
                break
    return _opening_base(line, index) or (_later_base(line, index) if verb.value in ("over", "short") else "")


def _opening_base(line: Line, index: int) -> str:
    """Return what a sentence opens with: "So với chỉ tiêu được giao, …"."""
    opening = ""
    for token in line.tokens[max(0, index - 80) : index]:
        if token.kind == "stop":
            opening = ""
            continue
        if token.kind == "base" and line.text[token.start : token.end].startswith("so") and not opening:
            opening = token.value
        elif not opening and token.kind in ("num", "semi"):
            opening = "-"
    return opening.strip("-")


def _later_base(line: Line, index: int) -> str:
    """Return the base that closes a list: "vượt a% về việc và vượt b% về tiền so với …"."""
    for token in line.tokens[index + 1 : index + 24]:
        if token.kind in ("stop", "semi", "close"):
            break
        if token.kind == "base":
            return token.value
    return "target"


def _share(line: Line, index: int, cues: list[Token], dim: str, scene: Scene) -> Meaning | None:
    tail = _PART_END.split(line.text[line.tokens[index].end : line.tokens[index].end + 60])[0]
    concept = _concept(cues) or (scene.last.meaning.concept if scene.last and scene.last.meaning else "")
    if _NATIONAL.search(tail):
        return Meaning("national_share", scene.theme, "", dim or _subject_dim(scene))
    if concept in _SHARED:
        return Meaning("share", scene.theme, concept, dim or _subject_dim(scene))
    if concept == "completed":
        return Meaning("rate", scene.theme, "", dim or _rate_dim(scene))
    return None


def _concept(cues: list[Token]) -> str:
    return next((token.value for token in reversed(cues) if token.kind == "concept" and not token.used), "")


def _is_rate_of_done(lead: Token, line: Line) -> bool:
    printed = line.text[lead.start : lead.end]
    return "xong" in printed


def _dim(line: Line, index: int, cues: list[Token], behind: list[Token], scene: Scene) -> str:
    if scene.forced_dim:
        return scene.forced_dim
    token = line.tokens[index]
    if match := _DIM_BEHIND.match(line.text, token.end):
        return "money" if match[1] == "tiền" else "cases"
    for near in behind:
        if near.kind == "dim" and not near.used:
            near.used = True
            return near.value
        if near.kind in ("rate", "cmp", "concept", "but"):
            break
    # "(việc)" closes like a bracket but is one term, so it may stand behind without a space.
    for near in reversed(cues):
        if near.kind == "dim" and not near.used:
            return near.value
    return ""


def _rate_dim(scene: Scene) -> str:
    """A rate without việc or tiền speaks of the last count, unless that was a pair of both."""
    if scene.pair:
        return ""
    return _subject_dim(scene)


def _subject_dim(scene: Scene) -> str:
    last = scene.last.meaning if scene.last else None
    return last.dim if last is not None and last.dim else scene.last_dim or scene.dim or scene.only_dim
