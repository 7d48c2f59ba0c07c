"""A figure under review on the screen: its sentence with the place marked, its reading in words.

Belongs here: labels and lines. Does not belong here: commands (`review`, `review_decisions`, `review_walk`).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rich.text import Text as Line

from pipelines.problems import Text
from pipelines.settings import Lang, Settings

if TYPE_CHECKING:
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
_OFFERS = {"indicator": "indicator_code", "unit": "unit_code", "period": "period_code"}
_MEASURES = {"cases": "việc", "vnd": "đồng", "percent": "%", "percent_points": "điểm %", "people": "người"}


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
        value = named(name, str(getattr(read, name)), read)
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


def named(part: str, value: str, read: FigureReading) -> str:
    """Return a code with its name, a value with its unit of measure."""
    from pipelines.reference import units
    from pipelines.reference.indicators import all_indicators

    if part == "unit_code" and value in units.all_units():
        return f"{value} {units.get(value).name}"
    if part == "indicator_code" and (value, read.measure) in all_indicators():
        return f"{value} ({read.measure}) {all_indicators()[value, read.measure].term}"
    if part == "value" and value:
        number = f"{Decimal(value):,f}".translate(str.maketrans(",.", ".,"))
        return f"{number} {_MEASURES.get(read.measure, read.measure)}".strip()
    return value


def row_of(item: ReviewItem, excerpt: Excerpt, lang: Lang) -> dict[str, object]:
    """Return one line of the list."""
    each, read = item.candidate, item.candidate.read
    sentence = excerpt.sentence or each.printed
    at = len(excerpt.before)
    shown = sentence if len(sentence) <= 120 else f"…{sentence[max(0, at - 60) : at + 60]}…"
    reason = REASONS[each.reason].of(lang) if each.reason in REASONS else each.reason
    return {
        "id": each.figure_id,
        "": reason if item.is_waiting else item.state,
        "%": f"{100 * each.confidence:.0f}",
        Text("đơn vị", "unit").of(lang): read.unit_code or "—",
        Text("kỳ", "period").of(lang): read.period_code or "—",
        Text("chỉ tiêu", "indicator").of(lang): read.indicator_code or "—",
        Text("số in", "printed").of(lang): each.printed,
        Text("câu văn", "sentence").of(lang): shown,
    }


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
