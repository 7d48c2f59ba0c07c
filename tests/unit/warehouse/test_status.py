"""What ``thads status`` tells can be understood line by line."""

from __future__ import annotations

import pytest

from pipelines.settings import Lang
from pipelines.warehouse.status import Status


@pytest.mark.parametrize(
    ("lang", "title"),
    [("vi", "Phát hiện đang mở, chặn"), ("en", "Open findings, blocking")],
)
def test_every_count_says_what_it_counts(lang: Lang, title: str) -> None:
    status = Status(None, (), None, log_position=9, behind=0, findings={"blocking": 4})

    assert [title, "4"] in [list(row.values()) for row in status.rows(lang)]
