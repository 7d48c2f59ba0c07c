"""Everything that happened to a finding: what was decided, by whom, on what grounds, until when.

Belongs here: the words of each event of a finding. Does not belong here: the finding itself (`findings_view`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from pipelines.cli.event_words import event_words
from pipelines.cli.output import console
from pipelines.problems import Text
from pipelines.settings import Lang
from pipelines.validation.messages import number
from pipelines.warehouse.instants import show_instant

if TYPE_CHECKING:
    from pipelines.events.model import RecordedEvent

#: Characters of a report's id that a screen shows; commands take them.
_DIGITS = 12

Payload = Mapping[str, object]
Said = Iterator[tuple[Text, str]]

_REOPENED = {
    "fails_again": Text("quy tắc lại không đạt", "the rule fails again"),
    "waiver_expired": Text("hết hạn chấp nhận", "the waiver ended"),
    "source_changed": Text(
        "nguồn không còn in số đã được đính chính", "the source no longer prints what was corrected"
    ),
}


def print_history(history: Sequence[RecordedEvent], lang: Lang) -> None:
    """Print the events oldest first, each with what was decided below it."""
    console.print(Line(Text("Lịch sử", "History").of(lang), style="italic"))
    for event in history:
        head = Line.assemble((show_instant(event.recorded_at), "dim"), "  ")
        head.append(event_words(event.type, lang), style="bold")
        console.print(head.append(f" · {event.actor}"))
        told = [(label.of(lang), value) for label, value in said(event.type, event.payload, lang) if value]
        if told:
            lines = Table.grid(padding=(0, 2, 0, 0))
            lines.add_column(style="dim", no_wrap=True)
            lines.add_column(overflow="fold")
            for label, value in told:
                lines.add_row(label, Line(value))
            console.print(Padding(lines, (0, 0, 0, 4)))


def said(event_type: str, payload: Payload, lang: Lang) -> list[tuple[Text, str]]:
    """Return what an event says beyond its type: label and value, in the order they are read."""
    tell = _TELL.get(event_type)
    return list(tell(payload, lang)) if tell else []


def _changed(payload: Payload, lang: Lang) -> Said:
    yield Text("Nay", "Now"), str(payload[f"message_{lang}"])


def _reopened(payload: Payload, lang: Lang) -> Said:
    reason = str(payload["reason"])
    yield Text("Vì sao", "Because"), _REOPENED[reason].of(lang) if reason in _REOPENED else reason


def _assigned(payload: Payload, _: Lang) -> Said:
    yield Text("Người xử lý", "Taken by"), str(payload["assignee"])


def _waived(payload: Payload, lang: Lang) -> Said:
    code = str(payload["reason_code"])
    yield Text("Mã lý do", "Reason code"), f"{code}: {_reason_words(code, lang)}".rstrip(": ")
    yield Text("Giải trình", "In words"), str(payload["reason"])
    yield Text("Đến hết ngày", "Until"), date.fromisoformat(str(payload["expires"])).strftime("%d/%m/%Y")
    yield Text("Người đề nghị", "Asked by"), str(payload["requester"])
    yield Text("Người phê duyệt", "Approved by"), str(payload["approver"])


def _corrected(payload: Payload, lang: Lang) -> Said:
    value = number(Decimal(str(payload["value"])), lang)
    yield Text("Số liệu", "Figure"), f"{payload['expected_printed']} → {value}"
    yield Text("Mã số liệu", "Observation"), str(payload["observation_id"])
    yield Text("Căn cứ", "Because"), str(payload["reason"])


def _asked_again(payload: Payload, _: Lang) -> Said:
    yield Text("Báo cáo", "Report"), str(payload["report_id"])[:_DIGITS]
    yield Text("Nội dung", "What is asked"), str(payload["message"])


def _reason_words(code: str, lang: Lang) -> str:
    """Return a reason code in words; one that left the registry since has none."""
    from pipelines.validation.registry import load_registry

    for each in load_registry().reasons:
        if each.reason_code == code:
            return Text(each.text_vi, each.text_en).of(lang)
    return ""


_TELL: Mapping[str, Callable[[Payload, Lang], Said]] = {
    "FindingChanged": _changed,
    "FindingReopened": _reopened,
    "FindingAssigned": _assigned,
    "FindingWaived": _waived,
    "FindingCorrected": _corrected,
    "ResubmissionRequested": _asked_again,
}
