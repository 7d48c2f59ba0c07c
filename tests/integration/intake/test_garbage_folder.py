"""A folder of rubbish never stops a refresh: every file is archived as sent, named, and answered with a reason."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pipelines.archive.store import Archive
from pipelines.events.projections import LogState
from pipelines.refresh.context import open_refresh
from pipelines.refresh.inbox_stage import archive_inbox
from pipelines.refresh.read_stage import pending_reports, read_reports
from pipelines.settings import Settings
from tests import reports_support
from tests.unit.readers.builders import rezip, unzip

SOUND = "04_TK-THA.xlsx"
SHEET = "xl/worksheets/sheet1.xml"


def rubbish() -> dict[str, bytes]:
    """Return broken files by name, no two of the same bytes."""
    sound = reports_support.workbook(reports_support.content())
    parts, dice = unzip(sound), random.Random(1)
    kinds = ("xlsx", "xlsm", "xls", "ods", "csv", "docx", "pdf", "html", "txt")
    noise = {f"nhiễu.{kind}": dice.randbytes(300) for kind in kinds}
    cut = {f"đứt quãng {share}.xlsx": sound[: len(sound) * share // 10] for share in (1, 5, 9)}
    return {
        **noise,
        **cut,
        "không trang.xlsx": rezip({name: part for name, part in parts.items() if name != SHEET}),
        "trang rỗng.xlsx": rezip({**parts, SHEET: b"<worksheet/>"}),
        "trang vỡ.xlsx": rezip({**parts, SHEET: parts[SHEET][: len(parts[SHEET]) // 2]}),
        "một chữ.csv": b"x",
        "đuôi lạ.abc": b"gi cung duoc",
    }


@pytest.mark.slow
def test_every_file_of_a_garbage_folder_is_archived_named_and_explained(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", raw=tmp_path / "raw")
    folder = settings.raw / "P63-26" / "2021"
    folder.mkdir(parents=True)
    files = {**rubbish(), SOUND: reports_support.workbook(reports_support.content())}
    for name, data in files.items():
        (folder / name).write_bytes(data)

    with open_refresh(settings) as context:
        archive_inbox(context)
        read_reports(context)
        reports = {report.file_name: report for report in context.state.reports.values()}
        archive = Archive(settings.archive_dir)

        assert set(reports) == set(files)
        assert all(archive.read(report.report_id) == files[name] for name, report in reports.items())
        rejected = {name: report for name, report in reports.items() if report.status == "rejected"}
        assert set(rejected) == set(files) - {SOUND}
        assert all(report.problem_vi and report.problem_en for report in rejected.values())
        assert LogState.as_of(context.log) == context.state
        assert pending_reports(context) == []
