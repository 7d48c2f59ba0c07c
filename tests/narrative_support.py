"""What a sentence of a department's report says, for the tests of the narrative reader."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pipelines.narrative import NarrativeReading, read_text

HEAD = "Cục THADS tỉnh Nghệ An báo cáo kết quả năm 2023\n"

Fact = tuple[str, str, Decimal]


def read(text: str, published: date = date(2023, 11, 10)) -> NarrativeReading:
    """Return the reading of a report of one department."""
    return read_text(text, report_id="0" * 64, published=published, unit_code="")


def facts(text: str) -> set[Fact]:
    """Return (indicator, measure, value) of what the text says under the common headline."""
    return {(each.indicator_code, each.measure, each.value) for each in read(HEAD + text).observations}


def fact(line: str) -> Fact:
    """Return the fact that ``indicator measure value`` writes down."""
    code, measure, value = line.split()
    return code, measure, Decimal(value)
