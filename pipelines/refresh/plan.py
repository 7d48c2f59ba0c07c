"""What a refresh would have to do; an empty plan means that nothing is new.

Belongs here: comparing inbox, log, code and the published version. Does not belong here: doing any of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import cast

from pipelines.problems import Problem, Text
from pipelines.reference.tables import TABLES, table_path
from pipelines.refresh import fingerprints
from pipelines.refresh.context import RefreshContext
from pipelines.refresh.inbox_stage import look
from pipelines.refresh.read_stage import pending_reports
from pipelines.settings import Lang
from pipelines.warehouse.pointer import Published, read_pointer


@dataclass(frozen=True, slots=True)
class Plan:
    """The work that waits.

    Attributes:
        new_files: files of the inbox that no refresh has seen.
        unchanged_files: files that lie there as before.
        to_read: archived reports that today's code has not read.
        reference_tables: names of the tables whose bytes changed.
        events: events since the published version (decisions, receipts, readings).
        expired_waivers: waivers that ended since.
        is_code_new: rules or models changed since the published version.
        published: the version in force.
    """

    new_files: int
    unchanged_files: int
    to_read: int
    reference_tables: tuple[str, ...]
    events: int
    expired_waivers: int
    is_code_new: bool
    published: Published | None
    skipped: tuple[Problem, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to do."""
        waiting = (
            self.new_files + self.to_read + len(self.reference_tables) + self.events + self.expired_waivers
        )
        return waiting == 0 and not self.is_code_new and self.published is not None

    def as_dict(self) -> dict[str, object]:
        """Return a JSON-ready dict."""
        return {**asdict(self), "is_empty": self.is_empty}

    def lines(self, lang: Lang) -> list[str]:
        """Return the plan in words."""
        version = self.published.version if self.published else "—"
        if self.is_empty:
            text = Text(
                f"Không có gì mới: {self.unchanged_files} tệp trong thư mục nhận như lần trước. "
                f"Phiên bản đang công bố: {version}.",
                f"Nothing is new: {self.unchanged_files} files in the inbox are as before. Published version: {version}.",
            )
            return [text.of(lang)]
        rows = [
            (Text("Tệp mới trong thư mục nhận", "New files in the inbox"), self.new_files),
            (Text("Báo cáo cần đọc lại", "Archived reports to read again"), self.to_read),
            (Text("Bảng danh mục thay đổi", "Reference tables changed"), len(self.reference_tables)),
            (Text("Sự kiện sau phiên bản đang công bố", "Events since the published version"), self.events),
            (Text("Miễn trừ đã hết hạn", "Waivers that expired"), self.expired_waivers),
            (
                Text("Quy tắc hoặc mô hình thay đổi (1 = có)", "Rules or models changed (1 = yes)"),
                int(self.is_code_new),
            ),
        ]
        return [
            Text("Sẽ làm:", "To do:").of(lang),
            *(f"  {title.of(lang)}: {count}" for title, count in rows if count),
        ]


def make_plan(context: RefreshContext) -> Plan:
    """Compare what is there with what was published; reads only."""
    found = look(context)
    published = read_pointer(context.settings.warehouse_dir)
    last = context.state.last_refresh
    is_published = (
        published is not None and last is not None and published.current.version == last["warehouse_version"]
    )
    today = datetime.now(UTC).date()
    return Plan(
        new_files=len(found.fresh),
        unchanged_files=found.seen,
        to_read=len(pending_reports(context)),
        reference_tables=_changed_tables(context),
        events=_events_since(context, cast(int, last["position"]) if last else 0),
        expired_waivers=sum(end < today for end in context.state.waivers.values()),
        is_code_new=last is None or last["code"] != fingerprints.code(),
        published=published.current if published and is_published else None,
        skipped=found.skipped,
    )


def _events_since(context: RefreshContext, position: int) -> int:
    return sum(not event.type.startswith("Refresh") for event in context.log.read(after=position))


def _changed_tables(context: RefreshContext) -> tuple[str, ...]:
    changed = []
    for name in TABLES:
        known = context.state.references.get(name)
        if known is None or known.sha256 != hashlib.sha256(table_path(name).read_bytes()).hexdigest():
            changed.append(name)
    return tuple(changed)
