"""Measuring the reader against answer keys: precision, recall, F1, each miss and each false hit.

A figure is right when indicator (with measure), unit, period, value and qualifier are right. Keys are written
by people in their own words, so they are mapped first; the mapping is the only lenience:

- an indicator that `indicator_vi_codes.csv` marks ambiguous or by_context matches any of its codes;
- ``2021`` matches the calendar year and the fiscal year; ``hằng năm`` any period; ``X so Y`` is period X
  with ``vs=Y``;
- a unit name resolves through the registry on the day of publication.

Belongs here: keys, comparison, counts. Does not belong here: printing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

from pipelines.narrative import subjects
from pipelines.narrative.fold import Folded
from pipelines.narrative.reading import NarrativeReading, read_text
from pipelines.observations import Observation
from pipelines.reference import indicators, units

_NATION = ("toàn quốc", "cả nước", "hệ thống thads")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One line of an answer key, mapped to codes; every set holds the accepted answers."""

    indicators: frozenset[tuple[str, str]]
    units: frozenset[str]
    periods: frozenset[str]
    any_period: bool
    breakdown: str | None
    value: Decimal
    qualifier: str
    quote: str
    shown: str
    family: str


@dataclass(frozen=True, slots=True)
class KeyText:
    """One text with its key."""

    name: str
    text: str
    published: date | None
    title: str
    figures: tuple[KeyFigure, ...]


@dataclass(slots=True)
class Score:
    """Counts of one or several texts."""

    right: int = 0
    emitted: int = 0
    expected: int = 0
    misses: list[tuple[str, KeyFigure]] = field(default_factory=list)
    false_hits: list[tuple[str, Observation]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Return right / emitted (1 when nothing was emitted)."""
        return self.right / self.emitted if self.emitted else 1.0

    @property
    def recall(self) -> float:
        """Return right / expected (1 when nothing was expected)."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def add(self, other: Score) -> None:
        """Add the counts of another text."""
        self.right += other.right
        self.emitted += other.emitted
        self.expected += other.expected
        self.misses += other.misses
        self.false_hits += other.false_hits


def load_keys(paths: Iterable[Path]) -> list[KeyText]:
    """Return the texts of folders and files: ``facts.json`` lists with texts beside, or one file per text."""
    found: list[KeyText] = []
    for path in paths:
        files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        for file in files:
            data = json.loads(file.read_text(encoding="utf-8"))
            for item in data if isinstance(data, list) else [data]:
                if isinstance(item, dict) and "figures" in item:
                    found.append(_key_text(item, file))
    return found


def read_key(key: KeyText) -> NarrativeReading:
    """Read the text of a key with nothing but its date."""
    return read_text(key.text, report_id="0" * 64, published=key.published, unit_code="", title="")


def compare(key: KeyText, observations: Iterable[Observation], *, with_place: bool = True) -> Score:
    """Return the score of one text.

    Args:
        key: the text with its answers.
        observations: what the reader emitted for it.
        with_place: compare unit and period too; without them the weak link shows.
    """
    emitted = list(observations)
    score = Score(emitted=len(emitted), expected=len(key.figures))
    open_figures = list(key.figures)
    for observation in emitted:
        match = next((each for each in open_figures if _is_match(each, observation, with_place)), None)
        if match is None:
            score.false_hits.append((key.name, observation))
        else:
            open_figures.remove(match)
            score.right += 1
    score.misses = [(key.name, each) for each in open_figures]
    return score


def _is_match(figure: KeyFigure, observation: Observation, with_place: bool) -> bool:
    if (observation.indicator_code, observation.measure) not in figure.indicators:
        return False
    if observation.value != figure.value or observation.qualifier != figure.qualifier:
        return False
    if not with_place:
        return True
    if observation.unit_code not in figure.units:
        return False
    if figure.breakdown is not None and observation.breakdown != figure.breakdown:
        return False
    return figure.any_period or observation.period_code in figure.periods


def _key_text(item: dict[str, object], file: Path) -> KeyText:
    text = item.get("text")
    if text is None:
        text = (file.parent / str(item["file"])).read_text(encoding="utf-8")
    published = _published(str(item.get("published") or ""))
    figures = cast(list[dict[str, object]], item["figures"])
    on = published or _latest(figures)
    return KeyText(
        name=str(item.get("file") or item.get("id") or file.stem),
        text=str(text),
        published=published,
        title=str(item.get("title") or ""),
        figures=tuple(_figure(each, on) for each in figures),
    )


def _published(text: str) -> date | None:
    """Return the day; a year alone ("2021 (không ghi ngày)") is taken as its last day."""
    if match := re.match(r"(\d{4})-(\d{2})-(\d{2})", text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.match(r"((?:19|20)\d{2})", text):
        return date(int(match[1]), 12, 31)
    return None


def _latest(figures: list[dict[str, object]]) -> date:
    ends = [str(each.get("period_end")) for each in figures if each.get("period_end")]
    return date.fromisoformat(max(ends)) if ends else date(2021, 12, 31)


def _figure(row: dict[str, object], on: date) -> KeyFigure:
    vi_code, unit = str(row["indicator"]), str(row["unit"])
    codes = indicators.by_vi_code(vi_code, unit) or _by_code_only(vi_code)
    period, breakdown, any_period = _periods(str(row["period"]))
    return KeyFigure(
        indicators=frozenset(codes),
        units=frozenset(unit_codes(str(row["unit_name"]), on)),
        periods=period,
        any_period=any_period,
        breakdown=breakdown,
        value=Decimal(str(row["value"])),
        qualifier=str(row["qualifier"]),
        quote=str(row.get("quote") or ""),
        shown=f"{vi_code} | {row['unit_name']} | {row['period']} | {row['value']} {unit} | {row['qualifier']}",
        family=vi_code.split(".", maxsplit=1)[0],
    )


def _by_code_only(vi_code: str) -> list[tuple[str, str]]:
    return [pair for pair, each in indicators.all_indicators().items() if vi_code in each.vi_codes]


def _periods(text: str) -> tuple[frozenset[str], str | None, bool]:
    if text in ("hằng năm", "hàng năm"):
        return frozenset(), None, True
    head, _, versus = text.partition(" so ")
    codes = {head}
    if re.fullmatch(r"\d{4}", head):
        codes = {f"CY{head}", f"FY{head}"}
    elif match := re.fullmatch(r"(\d{4})\.\.(\d{4})", head):
        codes = {f"CY{match[1]}..CY{match[2]}", f"FY{match[1]}..FY{match[2]}"}
    if not versus:
        return frozenset(codes), None, False
    return frozenset(codes), f"vs={'CY' if versus.isdigit() else ''}{versus}", False


def unit_codes(name: str, on: date) -> set[str]:
    """Return the units a key's name stands for on a day."""
    plain = re.sub(r"\s*\(.*\)", "", name).strip()
    if plain.casefold() in _NATION:
        return {"VN"}
    number = re.fullmatch(r"Cụm (?:thi đua )?(?:số )?(\d+)(.*)", plain)
    names = [plain, re.sub(r"^(?:Chi cục|Cục)?\s*THADS\s+", "", plain)]
    if number:
        names.append(f"Cụm {number[1]}")
    found = {unit.code for each in names for unit in units.find(each, on)}
    if not found:
        # Another spelling of the name (Đắk, Đắc; Ana, A Na): the reader's gazetteer knows them.
        found = {code for place in subjects.find(Folded(plain), on) for code in place.codes}
    return found or {unit.code for each in names for unit in units.find(each, date(2025, 6, 30))}
