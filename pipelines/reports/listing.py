"""The reports as a list, narrowed by unit, period, form and status.

Belongs here: the rows of ``thads reports list``. Does not belong here: one report in full (`dossier`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import get_args

from pipelines.events.lifecycle import CLOSED
from pipelines.events.projections import LogState
from pipelines.events.states import ReportState
from pipelines.problems import Problem, Text, ThadsError
from pipelines.reports.standing import Status, status_of


@dataclass(frozen=True, slots=True)
class Listed:
    """One report of the list.

    Attributes:
        path: where its bytes were last seen.
        unit_code: who reports; the folder's unit while that is not known.
        blocking: open blocking findings that name it; ``warnings`` the others that are open.
    """

    report_id: str
    path: str
    unit_code: str
    form_codes: tuple[str, ...]
    period_code: str
    kind: str
    version: int
    status: Status
    received_at: datetime
    rows: int
    blocking: int
    warnings: int

    def as_dict(self) -> dict[str, object]:
        """Return a JSON-ready dict."""
        return asdict(self)


def list_rows(
    state: LogState,
    *,
    unit: str | None = None,
    period: str | None = None,
    form: str | None = None,
    status: str | None = None,
) -> list[Listed]:
    """Return the reports in order of receipt.

    Args:
        state: the log.
        unit: the reporting unit, or the unit of the folder the file lay in.
        period: a period code; ``form``: a form code, the regime does not matter.
        form: as said.
        status: one of `standing.Status`.

    Raises:
        ThadsError: ``unknown_status``.
    """
    if status is not None and status not in get_args(Status):
        raise _unknown_status(status)
    chosen = [
        report
        for report in state.reports.values()
        if unit in (None, report.unit_code, report.folder_unit)
        and _has_slot(state, report, period, form)
        and status in (None, status_of(report))
    ]
    blocking, warnings = _counts(state)
    return [
        Listed(
            report_id=report.report_id,
            path=report.newest_path,
            unit_code=report.unit_code or report.folder_unit,
            form_codes=report.form_codes,
            period_code=report.period_code,
            kind=report.kind,
            version=report.version,
            status=status_of(report),
            received_at=report.received_at,
            rows=report.rows,
            blocking=blocking.get(report.report_id, 0),
            warnings=warnings.get(report.report_id, 0),
        )
        for report in chosen
    ]


def _has_slot(state: LogState, report: ReportState, period: str | None, form: str | None) -> bool:
    if period is None and form is None:
        return True
    slots = state.slots_of_report.get(report.report_id, ())
    return any(form in (None, key[1]) and period in (None, key[2]) for key in slots)


def _counts(state: LogState) -> tuple[dict[str, int], dict[str, int]]:
    blocking: dict[str, int] = {}
    others: dict[str, int] = {}
    for finding in state.findings.values():
        if finding.state not in CLOSED:
            counts = blocking if finding.severity == "blocking" else others
            for report_id in finding.report_ids:
                counts[report_id] = counts.get(report_id, 0) + 1
    return blocking, others


def _unknown_status(status: str) -> ThadsError:
    return ThadsError(
        Problem(
            code="unknown_status",
            what=Text(f"Không có trạng thái «{status}».", f"There is no status «{status}»."),
            where="--status",
            expected=" | ".join(get_args(Status)),
            found=status,
            next_step=Text("Chọn một trạng thái ở trên.", "Choose one of these."),
        )
    )
