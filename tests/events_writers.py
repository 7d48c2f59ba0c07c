"""Writers that tests of the event log start as processes of their own.

Belongs here: functions a fresh process can run. Does not belong here: assertions, anything slow to import.
"""

from __future__ import annotations

from pipelines.events.errors import Conflict
from pipelines.events.log import open_log
from pipelines.events.model import NewEvent
from pipelines.events.types import ReportSeenAgain

EACH = 100
HOT = f"report/{7:064x}"


def _seen(number: int, path: str, expected_version: int | None = None) -> NewEvent:
    body = ReportSeenAgain(report_id=f"{number:064x}", path=path)
    return NewEvent(body, actor="writer", expected_version=expected_version)


def write_to_hot_stream(url: str, writer: int) -> None:
    """Append to one stream with an exact version, trying again after each conflict."""
    with open_log(url) as log:
        for turn in range(EACH):
            while True:
                event = _seen(7, f"{writer}/{turn}", expected_version=log.stream_version(HOT))
                try:
                    log.append([event])
                except Conflict:
                    continue
                break


def write_anywhere(url: str, writer: int) -> None:
    with open_log(url) as log:
        for turn in range(EACH):
            first = writer * 10_000 + turn * 2
            log.append([_seen(first, "a"), _seen(first + 1, "a")])
