"""From one text to its observations: the public reader.

Belongs here: line by line through a document, then readings to observations. Does not belong here: scoring.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from pipelines.narrative import grid, levels, lists, ranks
from pipelines.narrative.alternatives import alternatives_of
from pipelines.narrative.areas import Named, fields
from pipelines.narrative.confidence import confidence_of, threshold
from pipelines.narrative.derive import derive
from pipelines.narrative.document import Document, prepare
from pipelines.narrative.evidence import Describer, Evidence, is_odd, odd_units
from pipelines.narrative.headers import printed_scale, states_measure
from pipelines.narrative.line import Line
from pipelines.narrative.state import Reading, Scene
from pipelines.narrative.support import support_of
from pipelines.narrative.tables import fingerprint
from pipelines.narrative.tokens import Token
from pipelines.narrative.walker import Walk
from pipelines.observations import Observation
from pipelines.problems import Problem

PARSER = f"narrative/{fingerprint()}"
_HEADING_LIMIT = 130
#: A heading of so many names lists what belongs together: "(số liệu gộp A, B và C)".
_MANY = 3
_BRACKETED = re.compile(r"\s*([^().;:,\d]{2,60}\d{0,2}) ?\([^()]{3,160}\)[\s:]*")
#: What a rule that is not sure of its own indicator says; the figure waits, however well the rest was found.
_LEAST = 0.7


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure that was seen and not resolved well enough to be an observation.

    Attributes:
        printed: the figure as printed; locator: its place.
        reason: ``indicator`` · ``unit`` · ``period`` · ``plan`` · ``confidence``.
        guess: the best reading so far, ``None`` when a part of it is missing.
        unit_code, period_code, indicator_code, …: the parts so far, ``""`` where nothing is known.
        alternatives: what else the text offers, by part (``indicator``, ``unit``, ``period``).
    """

    printed: str
    locator: str
    reason: str
    confidence: float
    guess: Observation | None = None
    unit_code: str = ""
    period_code: str = ""
    indicator_code: str = ""
    measure: str = ""
    breakdown: str = ""
    value: Decimal | None = None
    qualifier: str = "exact"
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NarrativeReading:
    """What one text says.

    Attributes:
        observations: figures read with indicator, unit and period; none of them derived.
        notes: what a department should know about the text.
        unit_code: the unit the text is about as the text tells it, else the hint.
        review: figures that a person has to look at.
        derived: observations that follow from others; kept apart.
        evidence: how each figure was read, by the locator of the figure.
    """

    observations: list[Observation]
    notes: tuple[Problem, ...]
    published: date | None
    unit_code: str
    title: str
    review: list[Doubt] = field(default_factory=list)
    derived: list[Observation] = field(default_factory=list)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


def read_text(
    text: str, *, report_id: str, published: date | None, unit_code: str, title: str = ""
) -> NarrativeReading:
    """Read a report in prose.

    Args:
        report_id: sha256 of the report's bytes.
        text: the whole text; ``char:`` locators slice it.
        published: day it came out, resolves relative wordings of time.
        unit_code: the unit it was sent by, ``""`` when unknown; the text wins where it is clear.
        title: headline when it is not part of the text.
    """
    document = prepare(text, published, unit_code)
    observations: dict[tuple[object, ...], Observation] = {}
    review: list[Doubt] = []
    evidence: dict[str, Evidence] = {}
    for reading, observation, reason, described, locator in _weighed(document, report_id):
        evidence.setdefault(locator, described)
        if observation is None or reason:
            review.append(_doubt(document, reading, observation, reason))
            continue
        key = (
            observation.indicator_code, observation.measure, observation.unit_code, observation.period_code,
            observation.breakdown, observation.value, observation.qualifier,
        )  # fmt: skip
        observations.setdefault(key, observation)
    kept = list(observations.values())
    return NarrativeReading(
        observations=kept, notes=(), published=published,
        unit_code=document.own or unit_code, title=title or _first_line(text), review=review, derived=derive(kept),
        evidence=evidence,
    )  # fmt: skip


def _weighed(
    document: Document, report_id: str
) -> Iterable[tuple[Reading, Observation | None, str, Evidence, str]]:
    """Yield every reading with its observation, the reason why it waits (``""`` if it does not), evidence and place."""
    found = [(reading, *_observation(document, reading, report_id)) for reading in _readings(document)]
    complete = [each for _, each, reason in found if each is not None and reason in ("", "confidence")]
    told = sum(reason != "plan" for _, _, reason in found)
    odd = odd_units(complete) | {each.locator for each in complete if is_odd(each)}
    plain = [each for each in complete if not is_odd(each)]
    describer = Describer(document, support_of(plain), odd, len(complete) / max(told, 1))
    least = threshold()
    weighed: dict[Evidence, float] = {}
    for reading, observation, reason in found:
        locator = observation.locator if observation is not None else _locator(document, reading)
        described = describer.describe(reading, locator)
        if described not in weighed:
            weighed[described] = confidence_of(described.words())
        reading.confidence = sure = weighed[described]
        if observation is not None:
            observation = replace(observation, confidence=sure)
        yield reading, observation, reason or ("confidence" if sure < least else ""), described, locator


def _readings(document: Document) -> Iterable[Reading]:
    scene = Scene(own=document.own, unit=document.own, title_period=document.title_period)
    scene.section_period = scene.headline = document.headline
    scene.areas, scene.title_aim = document.title_areas, document.title_aim
    scene.assigns = document.assigns
    scene.section_theme = scene.told_theme = document.title_theme
    scene.own_cluster = document.own if document.own_level == "cluster" else ""
    table = grid.Table()
    for start, end in document.lines:
        if document.is_row(start, end):
            yield from grid.read_row(document, start, end, table, scene)
            continue
        table = grid.Table()
        yield from _line(document, start, end, scene)
        if not document.folded.text[start:end].rstrip().endswith(":"):
            # Only what introduces a table speaks for it; a line that named others in passing does not.
            scene.unit = scene.block_unit or scene.own


def _line(document: Document, start: int, end: int, scene: Scene) -> list[Reading]:
    tokens = document.tokens(start, end)
    line = Line(document.folded.text, start, end, tokens)
    areas = document.named_areas(start, end)
    if not any(token.kind == "num" for token in tokens) and _is_heading(line):
        _heading(document, line, scene, areas)
        return []
    if (named := _named_heading(line)) is not None:
        _heading(document, named, scene, areas)
    dealt = (
        levels.from_to(line)
        | ranks.owners(line, document.named)
        | lists.respectively(line, document.named)
        | lists.labelled(line)
    )
    walk = Walk(line, scene, areas, overrides=dealt)
    return walk.run()


def _named_heading(line: Line) -> Line | None:
    """Return the part of a heading before its bracket when it names a unit: "CỤM SỐ 1 (04 đơn vị: A, B, C, D)"."""
    match = _BRACKETED.fullmatch(line.text, line.start, line.end)
    if match is None or not line.tokens or line.tokens[0].kind != "unit":
        return None
    end = match.end(1)
    return Line(line.text, line.start, end, [token for token in line.tokens if token.end <= end])


def _is_heading(line: Line) -> bool:
    """A heading is short and is no sentence."""
    text = line.text[line.start : line.end].strip()
    asks = text.endswith("?") and not any(mark in text[:-1] for mark in ".!?")
    return len(text) <= _HEADING_LIMIT and (
        asks or not text.endswith((".", ";", "!", "?")) or len(text) <= 40
    )


def _heading(document: Document, line: Line, scene: Scene, areas: Named) -> None:
    """A short line without figures gives theme, việc or tiền, period, unit and area to what follows.

    One that names a field of work and not enforcement itself is about that field alone (``under_…``).
    """
    text = line.text[line.start : line.end]
    is_title = line.start == document.lines[0][0]
    tokens = [] if is_title else line.tokens
    scene.section_theme = next(
        (token.value for token in tokens if token.kind == "theme"), document.title_theme
    )
    scene.told_theme, scene.theme_age = scene.section_theme or scene.told_theme, 0
    counted = line.tokens if states_measure(text) else tokens
    scene.section_dim = next((token.value for token in counted if token.kind == "dim"), "")
    scene.theme, scene.dim = scene.section_theme, scene.section_dim
    scene.scale = printed_scale(text)
    is_of_result = _tells_first(tokens)
    scene.section_plan = not is_of_result and any(token.kind == "plan" for token in tokens)
    scene.areas = frozenset() if is_title else frozenset(areas.between(line.start, line.end))
    if "thi hành" not in text:
        scene.areas |= {f"under_{each}" for each in scene.areas & fields()}
    concepts = [token.value for token in tokens if token.kind == "concept"]
    scene.concept = concepts[0] if len(concepts) == 1 and text.rstrip().endswith(":") else ""
    names = [token for token in line.tokens if token.kind in ("unit", "place")]
    named = [token.value for token in names if token.kind == "unit"]
    scene.block_unit = named[0] if len(named) == 1 and len(names) < _MANY else ""
    scene.list_aim = ""
    for token in line.tokens:
        if token.kind == "time":
            scene.period = scene.section_period = token.value
        elif token.kind == "aside_time" and not is_of_result:
            scene.list_aim = token.alt or token.value


def _tells_first(tokens: list[Token]) -> bool:
    """Say whether a heading names results before plans: "Kết quả năm 2022 và phương hướng, nhiệm vụ năm 2023"."""
    told = next((token.start for token in tokens if token.kind == "time"), -1)
    planned = next((token.start for token in tokens if token.kind in ("plan", "aside_time")), -1)
    return 0 <= told < planned


def _observation(document: Document, reading: Reading, report_id: str) -> tuple[Observation | None, str]:
    if not reading.code:
        return None, reading.reason or "indicator"
    start, end = document.folded.source_span(reading.start, reading.end)
    reason = (
        reading.reason
        or ("unit" if reading.unit in ("", "?") else "")
        or ("" if reading.period else "period")
    )
    if not reason and reading.confidence < _LEAST:
        reason = "confidence"
    if reading.unit in ("", "?") or not reading.period:
        return None, reason
    observation = Observation(
        report_id=report_id, unit_code=reading.unit, period_code=reading.period, indicator_code=reading.code,
        measure=reading.measure, value=reading.value, printed=document.folded.source[start:end],
        locator=f"char:{start}-{end}", parser=PARSER, qualifier=reading.qualifier, breakdown=reading.breakdown,
        confidence=reading.confidence,
    )  # fmt: skip
    return observation, reason


def _doubt(document: Document, reading: Reading, guess: Observation | None, reason: str) -> Doubt:
    start, end = document.folded.source_span(reading.start, reading.end)
    return Doubt(
        document.folded.source[start:end], f"char:{start}-{end}", reason, reading.confidence, guess,
        unit_code=reading.unit.strip("?"), period_code=reading.period, indicator_code=reading.code,
        measure=reading.measure, breakdown=reading.breakdown, value=reading.value, qualifier=reading.qualifier,
        alternatives=alternatives_of(document, reading),
    )  # fmt: skip


def _locator(document: Document, reading: Reading) -> str:
    start, end = document.folded.source_span(reading.start, reading.end)
    return f"char:{start}-{end}"


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
