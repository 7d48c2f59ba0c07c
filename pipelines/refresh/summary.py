"""What a refresh did, in numbers and in words.

Belongs here: comparing the state before and after, and the sentences. Does not belong here: drawing tables (`cli`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime

from pipelines.events.lifecycle import SEVERITY_WORDS
from pipelines.events.projections import LogState
from pipelines.events.states import ReportState
from pipelines.problems import Text
from pipelines.refresh.context import RefreshContext
from pipelines.settings import Lang
from pipelines.warehouse.instants import show_instant
from pipelines.warehouse.pointer import Published

_STEPS = {
    "raw_reports": Text("Nhận và lưu trữ", "Receive and archive"),
    "observations": Text("Đọc báo cáo", "Read reports"),
    "validated_observations": Text("Kiểm tra", "Validate"),
    "warehouse_models": Text("Dựng kho số liệu (dbt)", "Build the marts (dbt)"),
    "published_warehouse": Text("Công bố", "Publish"),
}
#: Lines of one kind at the end of a summary; ``thads reports list`` has them all.
_MOST = 20


@dataclass(frozen=True, slots=True)
class Before:
    """The counts a refresh is compared with; ``seen_again`` are the (report, path) pairs of known bytes."""

    reports: int
    rejected: int
    observations: int
    findings: int
    seen_again: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class RejectedReport:
    """A report that cannot be read, for the summary."""

    path: str
    problem_vi: str
    problem_en: str


@dataclass(frozen=True, slots=True)
class SeenAgain:
    """A file whose very bytes were known: its receipt."""

    path: str
    first_path: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class HeldReport:
    """A version that blocking findings keep out; ``in_force_version`` is 0 when none is in force."""

    path: str
    version: int
    in_force_version: int
    blocking: int


@dataclass(frozen=True, slots=True)
class Summary:
    """One refresh in numbers.

    Attributes:
        again: files of this refresh whose bytes were known.
        held: reports that wait for their department.
        findings: open findings by severity.
        marts: rows by mart of the published version.
        seconds: duration by step.
        failed_step: the step that failed, ``""`` when none did.
    """

    run_id: str
    is_success: bool
    reports: int
    reports_new: int
    reports_rejected: int
    reports_held: int
    observations: int
    observations_new: int
    findings: dict[str, int]
    findings_new: int
    marts: dict[str, int]
    version: str
    seconds: dict[str, float]
    rejected: tuple[RejectedReport, ...]
    again: tuple[SeenAgain, ...] = ()
    held: tuple[HeldReport, ...] = ()
    failed_step: str = ""
    message: str = ""

    def as_dict(self) -> dict[str, object]:
        """Return a JSON-ready dict."""
        return asdict(self)

    def tables(self, lang: Lang) -> list[tuple[str, list[dict[str, object]]]]:
        """Return titled tables: what came, what it holds, how long it took."""
        count, rows, stage, seconds = (
            ("Số lượng", "Số dòng", "Giai đoạn", "Giây")
            if lang == "vi"
            else ("Count", "Rows", "Stage", "Seconds")
        )
        tables: list[tuple[str, list[dict[str, object]]]] = [
            (
                Text("Kết quả cập nhật", "Refresh").of(lang),
                [{"": title.of(lang), count: value} for title, value in self._counts()],
            )
        ]
        if self.marts:
            marts: list[dict[str, object]] = [
                {"mart": name, rows: number} for name, number in self.marts.items()
            ]
            tables.append((Text("Kho số liệu", "Marts").of(lang), marts))
        times: list[dict[str, object]] = [
            {stage: _STEPS[name].of(lang) if name in _STEPS else name, seconds: f"{value:.1f}"}
            for name, value in self.seconds.items()
        ]
        tables.append((Text("Thời gian", "Time").of(lang), times))
        return [(title, body) for title, body in tables if body]

    def closing_lines(self, lang: Lang) -> list[str]:
        """Return what was rejected, what was published or what failed, and the next command to type."""
        lines = [*self._receipts(lang), *self._waiting(lang)]
        if not self.is_success:
            step = _STEPS[self.failed_step].of(lang) if self.failed_step in _STEPS else self.failed_step
            step = step or Text("Khởi động", "Start").of(lang)  # the run ended before its first step
            failed = Text(f"Giai đoạn «{step}» thất bại", f"Stage «{step}» failed").of(lang)
            kept = Text(
                f"Phiên bản công bố trước vẫn còn hiệu lực: {self.version or '—'}. Chi tiết: `make dev`, mã chạy {self.run_id}.",
                f"The version published before stays in force: {self.version or '—'}. Details: `make dev`, run {self.run_id}.",
            ).of(lang)
            return [*lines, f"{failed}: {self.message}", kept]
        published = Text(f"Đã công bố phiên bản {self.version}.", f"Published version {self.version}.").of(
            lang
        )
        following = f".venv/bin/{self._next_command()}"
        return [*lines, published, Text(f"Tiếp theo: {following}", f"Next: {following}").of(lang)]

    def _next_command(self) -> str:
        """Return what helps most now: the figures, or why there are none yet."""
        if self.reports_held and not self.marts.get("province_year"):
            return "thads findings list"
        return (
            'thads query "select unit_name, fiscal_year, cases_completion_rate_pct from marts.province_year"'
        )

    def _receipts(self, lang: Lang) -> list[str]:
        return _shortened([
            Text(
                f"= {each.path}: đã có, trùng từng byte với {each.first_path} (nhận {show_instant(each.received_at)}).",
                f"= {each.path}: already here, byte for byte {each.first_path} (received {show_instant(each.received_at)}).",
            ).of(lang)
            for each in self.again
        ])  # fmt: skip

    def _waiting(self, lang: Lang) -> list[str]:
        """Return what cannot be read and what is held, and how to tell the departments."""
        rejected = [
            f"✗ {each.path}: {each.problem_vi if lang == 'vi' else each.problem_en}" for each in self.rejected
        ]
        held = [
            Text(
                f"! {each.path}: bản {each.version} bị giữ lại vì {each.blocking} lỗi chặn"
                + (f"; bản {each.in_force_version} vẫn có hiệu lực." if each.in_force_version else "."),
                f"! {each.path}: version {each.version} is held by {each.blocking} blocking findings"
                + (f"; version {each.in_force_version} stays in force." if each.in_force_version else "."),
            ).of(lang)
            for each in self.held
        ]
        told = Text(
            "Gửi lại đơn vị: .venv/bin/thads reports feedback --all -o phan-hoi/",
            "Tell the departments: .venv/bin/thads reports feedback --all -o feedback/",
        )
        return [*_shortened(rejected), *_shortened(held), *([told.of(lang)] if rejected or held else [])]

    def _counts(self) -> list[tuple[Text, int]]:
        severities = [
            (Text(f"Phát hiện còn mở · {text.vi}", f"Open findings · {text.en}"), self.findings.get(name, 0))
            for name, text in SEVERITY_WORDS.items()
        ]
        return [
            (Text("Báo cáo đã nhận", "Reports received"), self.reports),
            (Text("… mới lần này", "… new this time"), self.reports_new),
            (Text("… đã có sẵn (trùng từng byte)", "… already here, byte for byte"), len(self.again)),
            (Text("… không đọc được", "… rejected"), self.reports_rejected),
            (Text("… chờ xử lý (bị chặn)", "… held by blocking findings"), self.reports_held),
            (Text("Số liệu đọc được", "Observations"), self.observations),
            (Text("… mới lần này", "… new this time"), self.observations_new),
            *severities,
            (Text("… mới lần này", "… new this time"), self.findings_new),
        ]


def count_before(context: RefreshContext) -> Before:
    """Return the counts of the log as it is now."""
    reports = context.state.reports.values()
    return Before(
        reports=len(reports),
        rejected=sum(report.status == "rejected" for report in reports),
        observations=sum(report.rows for report in reports),
        findings=len(context.state.findings),
        seen_again=frozenset((report.report_id, path) for report in reports for path in report.seen_paths),
    )


def summarise(
    context: RefreshContext,
    before: Before,
    *,
    run_id: str,
    seconds: dict[str, float],
    published: Published | None,
    marts: dict[str, int],
    is_success: bool,
    failed_step: str = "",
    message: str = "",
) -> Summary:
    """Return the summary of a refresh that just ended."""
    after = count_before(context)
    reports = context.state.reports.values()
    open_findings: Counter[str] = Counter(
        finding.severity for finding in context.state.findings.values() if finding.closed_at is None
    )
    return Summary(
        run_id=run_id,
        is_success=is_success,
        reports=after.reports,
        reports_new=after.reports - before.reports,
        reports_rejected=after.rejected,
        reports_held=sum(report.status == "held" and not report.ended_at for report in reports),
        observations=after.observations,
        observations_new=after.observations - before.observations,
        findings=dict(open_findings),
        findings_new=after.findings - before.findings,
        marts=marts,
        version=published.version if published else "",
        seconds=seconds,
        rejected=tuple(
            RejectedReport(report.path, report.problem_vi, report.problem_en)
            for report in reports
            if report.status == "rejected"
        ),
        again=tuple(
            SeenAgain(
                path, context.state.reports[report_id].path, context.state.reports[report_id].received_at
            )
            for report_id, path in sorted(after.seen_again - before.seen_again, key=lambda each: each[1])
        ),
        held=tuple(
            _held(context.state, report)
            for report in reports
            if report.status == "held" and not report.ended_at
        ),
        failed_step=failed_step,
        message=message,
    )


def _held(state: LogState, report: ReportState) -> HeldReport:
    slots = [state.slots[key] for key in state.slots_of_report.get(report.report_id, ())]
    in_force = max((slot.versions[slot.in_force].version for slot in slots if slot.in_force), default=0)
    return HeldReport(report.path, report.version, in_force, len(report.held_by))


def _shortened(lines: list[str]) -> list[str]:
    return lines if len(lines) <= _MOST else [*lines[:_MOST], f"… +{len(lines) - _MOST}"]
