"""Which Parquet files hold the observations of which reading of which report.

Facts are a projection: a file that is missing or damaged is read again from the archive, and must then say
exactly what the log says it said.

Belongs here: finding, restoring and naming facts files. Does not belong here: folding them together (`compact`),
SQL (`landing`), how a report is read (the caller hands that in).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from polars.exceptions import ComputeError

from pipelines.archive.store import Archive
from pipelines.events.projections import LogState
from pipelines.events.states import ReportState
from pipelines.observations import content_hash, landing_path, write_landing
from pipelines.problems import Problem, Text, ThadsError
from pipelines.reference.periods import Period, fiscal_year_of

#: Reads a report again from the archive; the frame has the columns of `observations.SCHEMA`.
Reread = Callable[[ReportState], pl.DataFrame]

INDEX_SCHEMA: dict[str, pl.DataType] = {
    "report_id": pl.String(),
    "facts_sha256": pl.String(),
    "file": pl.String(),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one report: the newest, or an earlier one that was in the marts."""

    report: ReportState
    facts_sha256: str

    @property
    def key(self) -> tuple[str, str]:
        """Return what names the reading: report id and content hash of its rows."""
        return self.report.report_id, self.facts_sha256

    @property
    def is_current(self) -> bool:
        """Say whether it is the newest reading of its report."""
        return self.facts_sha256 == self.report.facts_sha256

    @property
    def number(self) -> int:
        """Return its place among the readings of its report, from 1."""
        return 1 + list(self.report.facts_files).index(self.facts_sha256)

    @property
    def group(self) -> str:
        """Return the file the nightly compaction folds it into: form(s) and fiscal year."""
        report = self.report
        forms = "+".join(code.replace("/", "-") for code in sorted(report.form_codes)) or "narrative"
        if report.period_code:
            return f"{forms}_FY{Period.parse(report.period_code).fiscal_year}"
        return f"{forms}_FY{fiscal_year_of(report.published)}" if report.published else f"{forms}_undated"


@dataclass(slots=True)
class Located:
    """Where a set of readings lies.

    Attributes:
        landing: one file per reading.
        compacted: readings by the compacted file that holds them among others.
        missing: readings without a usable file.
    """

    landing: dict[Path, Reading] = field(default_factory=dict)
    compacted: dict[Path, list[Reading]] = field(default_factory=dict)
    missing: list[Reading] = field(default_factory=list)


def current_readings(state: LogState) -> list[Reading]:
    """Return the newest reading of every report that is not rejected, in order of arrival."""
    return [
        Reading(report, report.facts_sha256)
        for report in state.reports.values()
        if report.status != "rejected" and report.facts_sha256
    ]


def wanted_readings(state: LogState, report_ids: Iterable[str]) -> list[Reading]:
    """Return the readings of some reports that a warehouse holds: the newest, and those that were in the marts."""
    reports = [state.reports[each] for each in sorted(report_ids) if each in state.reports]
    return [Reading(report, sha) for report in reports for sha in _wanted(report)]


def _wanted(report: ReportState) -> list[str]:
    newest = [report.facts_sha256] if report.status != "rejected" and report.facts_sha256 else []
    return list(dict.fromkeys([*newest, *(each.facts_sha256 for each in report.acceptances)]))


def locate(readings: Iterable[Reading], facts_dir: Path) -> Located:
    """Return where each reading lies; a landing file goes before a compacted one, never both."""
    index = read_index(facts_dir)
    located = Located()
    for reading in readings:
        path = landing_path(facts_dir, *reading.key)
        if path.exists():
            located.landing[path] = reading
        elif file := index.get(reading.key):
            located.compacted.setdefault(file, []).append(reading)
        else:
            located.missing.append(reading)
    return located


def restore(
    readings: Iterable[Reading], facts_dir: Path, archive: Archive, reread: Reread | None
) -> list[Path]:
    """Bring missing facts back: their archived file, or the report read again.

    Raises:
        ThadsError: ``facts_missing`` when there is nothing to read them with, ``facts_differ`` when today's
            reading is not the one the log names.
    """
    return [
        _copied(reading, facts_dir, archive) or _restored(reading, facts_dir, reread) for reading in readings
    ]


def is_readable(path: Path) -> bool:
    """Say whether a facts file is whole enough to be opened (a power cut can leave an empty one)."""
    try:
        pl.read_parquet_schema(path)
    except (ComputeError, OSError):
        return False
    return True


def compact_dir(facts_dir: Path) -> Path:
    """Return the folder of compacted files."""
    return facts_dir / "compact"


def read_index(facts_dir: Path) -> dict[tuple[str, str], Path]:
    """Return the compacted file of every reading that was folded; files that are gone are left out."""
    path = compact_dir(facts_dir) / "INDEX.parquet"
    if not path.exists():
        return {}
    rows = pl.read_parquet(path).iter_rows()
    files = {file.name: file for file in compact_dir(facts_dir).glob("*.parquet")}
    return {(report, sha): files[name] for report, sha, name in rows if name in files}


def _copied(reading: Reading, facts_dir: Path, archive: Archive) -> Path | None:
    file = reading.report.facts_files.get(reading.facts_sha256, "")
    if not file or not archive.has(file):
        return None
    path = landing_path(facts_dir, *reading.key)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".part")
    aside.write_bytes(archive.read(file))
    aside.replace(path)
    return path


def _restored(reading: Reading, facts_dir: Path, reread: Reread | None) -> Path:
    if reread is None:
        raise _missing(reading)
    frame = reread(reading.report)
    found = content_hash(frame)
    if found != reading.facts_sha256:
        raise _differ(reading, found)
    path = landing_path(facts_dir, *reading.key)
    path.unlink(missing_ok=True)
    return write_landing(frame, facts_dir, reading.report.report_id)[0]


def _missing(reading: Reading) -> ThadsError:
    return ThadsError(
        Problem(
            code="facts_missing",
            what=Text(
                "Thiếu tệp số liệu đã đọc của một báo cáo.",
                "The file with the figures read from a report is missing.",
            ),
            where=reading.report.path,
            expected=f"{reading.facts_sha256} ({reading.report.parser})",
            found="",
            next_step=Text(
                "Chạy «thads log replay» để đọc lại báo cáo từ kho lưu trữ.",
                "Run «thads log replay», which reads the report again from the archive.",
            ),
        )
    )


def _differ(reading: Reading, found: str) -> ThadsError:
    return ThadsError(
        Problem(
            code="facts_differ",
            what=Text(
                "Đọc lại báo cáo cho kết quả khác với lần đọc đã ghi trong nhật ký.",
                "Reading the report again gives other figures than the reading in the log.",
            ),
            where=reading.report.path,
            expected=f"{reading.facts_sha256} ({reading.report.parser})",
            found=found,
            next_step=Text(
                "Bộ đọc đã thay đổi: chạy «thads refresh» để ghi nhận lần đọc mới, hoặc dùng lại phiên bản "
                "chương trình của lần đọc cũ.",
                "The reader changed: run «thads refresh», which records the new reading, or use the programme "
                "version of the old one.",
            ),
        )
    )
