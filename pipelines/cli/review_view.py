"""A figure under review on the screen: its sentence with the place marked, its reading in words.

Belongs here: labels and lines. Does not belong here: commands (`review`, `review_decisions`, `review_walk`).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text as Line

from pipelines.cli.figure_words import QUALIFIERS
from pipelines.events.lifecycle import FIGURE_TEXTS
from pipelines.problems import Text
from pipelines.settings import Lang, Settings
from pipelines.validation.messages import figure

if TYPE_CHECKING:
    from rich.console import RenderableType

    from pipelines.events.figure_types import FigureReading
    from pipelines.lineage.model import Excerpt
    from pipelines.lineage.sources import Sources
    from pipelines.narrative.review.queue import FigureCase, ReviewItem
    from pipelines.readers.model import Document

REASONS = {
    "indicator": Text("chưa rõ chỉ tiêu", "indicator not known"),
    "unit": Text("chưa rõ đơn vị", "unit not known"),
    "period": Text("chưa rõ kỳ", "period not known"),
    "confidence": Text("máy đọc không chắc", "the reader is not sure"),
    "read": Text("đã vào kho", "in the marts"),
    "gone": Text("máy không còn thấy số này", "not seen any more"),
}
_PARTS = {
    "indicator_code": Text("Chỉ tiêu", "Indicator"),
    "unit_code": Text("Đơn vị", "Unit"),
    "period_code": Text("Kỳ", "Period"),
    "value": Text("Giá trị", "Value"),
    "qualifier": Text("Mức độ", "Qualifier"),
    "breakdown": Text("Phân tổ", "Breakdown"),
}
#: Characters of a sentence that a list shows on either side of the figure.
_AROUND = 100
_INDENT = (0, 0, 0, 4)
_OFFERS = {"indicator": "indicator_code", "unit": "unit_code", "period": "period_code"}


def sources_of(settings: Settings) -> Sources:
    """Return the archived reports, for excerpts."""
    from pipelines.archive.store import Archive
    from pipelines.lineage.sources import Sources

    def read_document(data: bytes, file_name: str) -> Document:
        from pipelines.readers import read  # every format's library: only when no text is cached

        return read(data, file_name, max_bytes=settings.max_file_bytes)

    return Sources(Archive(settings.archive_dir), settings.facts_dir, read_document)


def excerpt_of(sources: Sources, item: ReviewItem) -> Excerpt:
    """Return the sentence a figure is printed in."""
    each = item.candidate
    return sources.excerpt(each.report_id, item.report.file_name, each.locator, each.printed)


def marked(excerpt: Excerpt) -> Line:
    """Return the sentence with the figure marked."""
    line = Line(excerpt.before)
    line.append(excerpt.printed, style="bold black on yellow")
    line.append(excerpt.after)
    return line


def lines_of(item: ReviewItem, lang: Lang) -> list[Line]:
    """Return the reading part by part, each with its name in words and what else it could be."""
    read = item.candidate.read
    lines = []
    for name, label in _PARTS.items():
        value = named(name, str(getattr(read, name)), read, lang)
        offers = next(
            (item.candidate.alternatives.get(key, []) for key, part in _OFFERS.items() if part == name), []
        )
        if not value and not offers and name == "breakdown":
            continue
        line = Line.assemble((f"{label.of(lang):<10}", "bold blue"), value or ("—", "bold red"))
        if offers:
            other = Text("hoặc", "or").of(lang)
            line.append(f"   {other}: " + " · ".join(offers), style="dim")
        lines.append(line)
    return lines


def named(part: str, value: str, read: FigureReading, lang: Lang) -> str:
    """Return a code with its name, a value with its unit of measure."""
    from pipelines.reference import units
    from pipelines.reference.indicators import all_indicators

    if part == "unit_code" and value in units.all_units():
        return f"{value} {units.get(value).name}"
    if part == "indicator_code" and (value, read.measure) in all_indicators():
        return f"{value} ({read.measure}) {all_indicators()[value, read.measure].term}"
    if part == "value" and value:
        return figure(Decimal(value), read.measure, lang)
    if part == "qualifier" and value in QUALIFIERS:
        return f"{value} ({QUALIFIERS[value].vi})" if lang == "vi" else value
    return value


def block_of(item: ReviewItem, excerpt: Excerpt, lang: Lang) -> list[RenderableType]:
    """Return one figure of the list: its id whole, why it waits, how it is read, its words around the figure."""
    each, read = item.candidate, item.candidate.read
    why = (
        REASONS.get(each.reason, Text(each.reason, each.reason))
        if item.is_waiting
        else FIGURE_TEXTS[item.state]
    )
    sure = Text(f"máy chắc {100 * each.confidence:.0f}%", f"{100 * each.confidence:.0f}% sure")
    head = Line.assemble((each.figure_id, "bold"), f"  {each.printed} · {why.of(lang)} · {sure.of(lang)}")
    parts = " · ".join(
        f"{_PARTS[name].of(lang)}: {getattr(read, name) or '—'}"
        for name in ("unit_code", "period_code", "indicator_code")
    )
    return [
        head,
        Padding(Line(parts, style="dim"), _INDENT),
        Padding(_around(excerpt, each.printed), _INDENT),
    ]


def _around(excerpt: Excerpt, printed: str) -> Line:
    """Return the marked figure with the words around it; the printed number alone where the source is gone."""
    if not excerpt.sentence:
        return Line(printed)
    before, after = excerpt.before, excerpt.after
    line = Line(f"…{before[-_AROUND:]}" if len(before) > _AROUND else before)
    line.append(excerpt.printed, style="bold black on yellow")
    return line.append(f"{after[:_AROUND]}…" if len(after) > _AROUND else after)


def record_of(item: ReviewItem, excerpt: Excerpt) -> dict[str, object]:
    """Return a figure as JSON-ready data."""
    each = item.candidate
    return {
        "figure_id": each.figure_id,
        "state": item.state,
        "reason": each.reason,
        "confidence": each.confidence,
        "report_id": each.report_id,
        "path": item.report.path,
        "locator": each.locator,
        "printed": each.printed,
        "sentence": excerpt.sentence,
        "is_confirmed": excerpt.is_confirmed,
        "read": each.read.model_dump(),
        "evidence": each.evidence,
        "alternatives": each.alternatives,
    }


def history_of(case: FigureCase) -> list[dict[str, object]]:
    """Return the events of a figure, oldest first."""
    return [
        {"recorded_at": each.recorded_at, "type": each.type, "actor": each.actor, **each.payload}
        for each in case.history
    ]


def fits(item: ReviewItem, unit: str | None, report: str | None, reason: str | None, state: str) -> bool:
    """Say whether a figure passes the filters of a list."""
    each = item.candidate
    return (
        (item.is_waiting if state == "waiting" else state in ("all", item.state))
        and unit in (None, each.read.unit_code, item.report.unit_code, item.report.folder_unit)
        and (report is None or each.report_id.startswith(report))
        and reason in (None, each.reason)
    )
