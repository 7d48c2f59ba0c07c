"""Instants as people type and read them: Vietnamese time unless they say otherwise.

Belongs here: parsing ``--as-of`` and showing times. Does not belong here: time in the log, which is UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from pipelines.problems import Problem, Text, ThadsError

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def parse_instant(text: str) -> datetime:
    """Return the instant a user means, in UTC.

    ``2026-11-24`` is the end of that day; a time without an offset is Vietnamese time.

    Raises:
        ThadsError: ``bad_instant``.
    """
    try:
        if len(text.strip()) == 10:
            local = datetime.combine(date.fromisoformat(text.strip()), time.max, VIETNAM)
        else:
            local = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise _bad(text) from error
    return (local if local.tzinfo else local.replace(tzinfo=VIETNAM)).astimezone(UTC)


def show_instant(instant: datetime | None) -> str:
    """Return an instant in Vietnamese time to the second; a naive one is UTC, as DuckDB keeps it."""
    if instant is None:
        return ""
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return aware.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M:%S")


def _bad(text: str) -> ThadsError:
    return ThadsError(
        Problem(
            code="bad_instant",
            what=Text(f"«{text}» không phải là thời điểm.", f"«{text}» is not an instant."),
            where="--as-of",
            expected="2026-11-24 · 2026-11-24T10:30 · 2026-11-24T03:30:00Z",
            found=text,
            next_step=Text(
                "Viết ngày theo dạng năm-tháng-ngày; không ghi múi giờ thì hiểu là giờ Việt Nam.",
                "Write year-month-day; without an offset it is Vietnamese time.",
            ),
        )
    )
