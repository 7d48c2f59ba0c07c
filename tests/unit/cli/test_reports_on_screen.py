"""The list of reports names every file whole, on screens of any width."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from rich.console import Console

from pipelines.cli.reports_diff import METADATA_WORDS
from pipelines.cli.reports_screen import print_list
from pipelines.events.states import ReportState
from pipelines.reports import difference
from pipelines.reports.listing import Listed

NAMES = ("TK-THA_08T2024_tong-hop-toan-tinh.xlsx", "ngắn.txt")
ROWS = [
    Listed(
        report_id=f"{at:064d}", path=f"raw/P63-38/2024/{name}", unit_code="P63-38", form_codes=("01/TK-THA",) * 12,
        period_code="FY2024-C08", kind="form", version=1, status="held", received_at=datetime(2026, 1, 1, tzinfo=UTC),
        rows=9, blocking=193, warnings=90,
    )
    for at, name in enumerate(NAMES)
]  # fmt: skip


@pytest.mark.parametrize("width", [80, 100, 160])
def test_every_file_name_is_whole_on_its_line(width: int) -> None:
    screen = Console(file=io.StringIO(), width=width)
    print_list(ROWS, "vi", screen)
    lines = screen.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert all(any(line.rstrip().endswith(name) for line in lines) for name in NAMES)
    assert max(len(line) for line in lines) <= width


def test_a_narrow_screen_gives_each_file_its_line_with_its_folder() -> None:
    screen = Console(file=io.StringIO(), width=80)
    print_list(ROWS, "en", screen)
    lines = screen.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert [line.strip() for line in lines[2::2]] == [row.path for row in ROWS]


def test_a_renamed_file_goes_by_its_new_name() -> None:
    report = ReportState(
        report_id="r", file_name="cũ.xlsx", path="P/2024/cũ.xlsx", size=1, folder_unit="P", folder_year=None,
        received_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    assert report.newest_path == "P/2024/cũ.xlsx"
    report.seen_paths = ("P/2024/mới.xlsx",)
    assert report.newest_path == "P/2024/mới.xlsx"


def test_whatever_may_differ_between_two_reports_has_a_name_in_words() -> None:
    assert set(METADATA_WORDS) == set(difference.METADATA)
