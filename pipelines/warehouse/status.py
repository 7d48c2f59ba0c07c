"""What is published and what waits: the figures of ``thads status``.

Belongs here: counting over the log and the pointer. Does not belong here: printing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipelines.events.lifecycle import SEVERITY_WORDS
from pipelines.events.log import EventLog
from pipelines.events.projections import LogState
from pipelines.problems import Text
from pipelines.settings import Lang
from pipelines.warehouse.instants import show_instant
from pipelines.warehouse.pointer import Published, read_pointer

_REPORTS = {
    "accepted": Text("Báo cáo trong kho", "Reports in the marts"),
    "held": Text("Báo cáo bị giữ lại", "Reports held back"),
    "rejected": Text("Báo cáo không đọc được", "Reports rejected"),
    "received": Text("Báo cáo chờ quyết định", "Reports waiting for a decision"),
}


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the house.

    Attributes:
        published: the version in force, ``None`` before the first refresh.
        versions: every version that can be opened, newest first.
        log_position: last event of the log; ``behind`` counts those the published version does not know.
        reports: number of reports by status.
        findings: number of open findings by severity.
    """

    published: Published | None
    versions: tuple[Published, ...]
    age_seconds: int | None
    log_position: int
    behind: int
    reports: Mapping[str, int] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """Return a JSON-ready dict."""
        return {
            "version": self.published.version if self.published else None,
            "file": self.published.file if self.published else None,
            "position": self.published.position if self.published else None,
            "published_at": self.published.published_at if self.published else None,
            "age_seconds": self.age_seconds,
            "log_position": self.log_position,
            "events_behind": self.behind,
            "reports": dict(self.reports),
            "findings_open": dict(self.findings),
            "versions": [each.version for each in self.versions],
        }

    def rows(self, lang: Lang) -> list[dict[str, str]]:
        """Return what ``thads status`` shows, one line each."""
        what, value = ("Nội dung", "Giá trị") if lang == "vi" else ("What", "Value")
        current = self.published
        lines = [
            (Text("Phiên bản đang công bố", "Published version"), current.version if current else "—"),
            (Text("Công bố lúc", "Published at"), show_instant(current.published_at) if current else "—"),
            (
                Text("Vị trí nhật ký của phiên bản (W)", "Log position of it (W)"),
                str(current.position) if current else "—",
            ),
            (Text("Vị trí nhật ký hiện nay", "Log position now"), str(self.log_position)),
            (Text("Sự kiện chưa vào phiên bản", "Events it does not know"), str(self.behind)),
            *((text, str(self.reports.get(name, 0))) for name, text in _REPORTS.items()),
            *(
                (
                    Text(f"Phát hiện đang mở, {word.vi}", f"Open findings, {word.en}"),
                    str(self.findings.get(name, 0)),
                )
                for name, word in SEVERITY_WORDS.items()
            ),
        ]
        return [{what: title.of(lang), value: shown} for title, shown in lines]

    def version_rows(self, lang: Lang) -> list[dict[str, str]]:
        """Return one line per version that is kept."""
        names = ("Phiên bản", "W", "Công bố lúc") if lang == "vi" else ("Version", "W", "Published at")
        return [
            dict(zip(names, (each.version, str(each.position), show_instant(each.published_at)), strict=True))
            for each in self.versions
        ]


def look(folder: Path, log: EventLog | None, state: LogState) -> Status:
    """Return what is published in a warehouse folder, beside its log (``None`` when there is none yet)."""
    pointer = read_pointer(folder)
    current = pointer.current if pointer else None
    newer = log.read(after=current.position if current else 0) if log else ()
    return Status(
        published=current,
        versions=pointer.versions if pointer else (),
        age_seconds=int((datetime.now(UTC) - current.published_at).total_seconds()) if current else None,
        log_position=state.position,
        behind=sum(not event.type.startswith("Refresh") for event in newer),
        reports=Counter(
            report.status
            for report in state.reports.values()
            if report.status != "held" or not report.ended_at  # replaced before it was let in
        ),
        findings=Counter(each.severity for each in state.findings.values() if each.closed_at is None),
    )
