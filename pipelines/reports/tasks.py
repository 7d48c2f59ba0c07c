"""What a department has to do about a report: one task per thing to correct, what blocks acceptance first.

Findings that one wrong cell explains are one task, with that cell to begin with; every other finding is a task of its
own. Sentences are Vietnamese: tasks are written for the person who corrects the report.

Belongs here: from findings and notes to tasks. Does not belong here: which cell is wrong (`validation.locate`), how a
task looks (`workbook`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from pipelines.events.lifecycle import SEVERITY_RANKS
from pipelines.events.states import FindingState, ReportState
from pipelines.reference import units
from pipelines.reports.advice import Advice, advice_on
from pipelines.reports.dossier import Dossier
from pipelines.reports.note_tasks import is_of_note, tasks_of_notes
from pipelines.reports.original import Original, Place, places_of
from pipelines.reports.task import Mark, Task
from pipelines.validation.locate import Suspect
from pipelines.validation.messages import number, period
from pipelines.validation.slips import Slip, slip_of

__all__ = ["Mark", "Task", "tasks_of"]

#: Figures of another report by its id: the report and the rows of its newest reading.
Others = Callable[[str], tuple[ReportState, pl.DataFrame] | None]

_SLIPS: Mapping[Slip, str] = {
    "swapped": "có thể đảo hai chữ số",
    "other_digit": "có thể gõ nhầm một chữ số",
    "digit_more": "có thể gõ thừa một chữ số",
    "digit_less": "có thể gõ thiếu một chữ số",
    "scale": "có thể nhầm đơn vị tính",
}
#: Cells and other reports named in one sentence; more would not be read.
_NAMED = 6


@dataclass(frozen=True)
class _Desk:
    """What is known of the report's cells while its tasks are written."""

    original: Original
    figures: Mapping[str, dict[str, object]]
    places: Mapping[str, Place]
    others: Others

    def own(self, finding: FindingState) -> list[str]:
        """Return the cells of a finding in this report, in reading order."""
        mine = [each for each in finding.observation_ids if each in self.places]
        return sorted(mine, key=lambda each: _order(self.places[each]))

    def value(self, observation_id: str) -> Decimal:
        return Decimal(str(self.figures[observation_id]["value"]))


def tasks_of(
    dossier: Dossier, original: Original, figures: pl.DataFrame, suspects: Sequence[Suspect], others: Others
) -> tuple[Task, ...]:
    """Return the tasks of a report, what blocks acceptance first, then in reading order.

    Args:
        dossier: the report with its findings and notes.
        original: its file.
        figures: the rows of its newest reading.
        suspects: the cells that are likeliest wrong.
        others: figures of the other reports that findings name.
    """
    rows = {str(row["observation_id"]): row for row in figures.to_dicts()}
    desk = _Desk(original, rows, places_of(original, figures), others)
    left = [each for each in dossier.open_findings if not is_of_note(each)]
    tasks: list[Task] = []
    for suspect in suspects:
        explained = [each for each in left if _explains(suspect, desk.own(each))]
        if explained:
            left = [each for each in left if each not in explained]
            tasks.append(_of_suspect(desk, suspect, explained))
    tasks += [_of_finding(desk, finding) for finding in left]
    tasks += tasks_of_notes(dossier, original)
    return tuple(sorted(tasks, key=_rank))


def _explains(suspect: Suspect, cells: Sequence[str]) -> bool:
    """Say whether putting the suspect right mends the equation a finding is about."""
    named = frozenset(cells)
    return bool(named) and any(each <= named or named <= each for each in suspect.repairs)


def _of_suspect(desk: _Desk, suspect: Suspect, findings: Sequence[FindingState]) -> Task:
    place = desk.places[suspect.observation_id]
    severity = min((each.severity for each in findings), key=SEVERITY_RANKS.__getitem__)
    printed, meant = suspect.printed / place.scale, suspect.value / place.scale
    involved = {each: finding.severity for finding in reversed(findings) for each in desk.own(finding)}
    marks = [Mark(place, severity, is_likeliest=True)]
    marks += [
        Mark(desk.places[each], involved[each])
        for each in sorted(involved, key=lambda each: _order(desk.places[each]))
        if each != suspect.observation_id
    ]
    return Task(
        severity=severity,
        place=place,
        where=place.sheet,
        printed=number(printed, "vi"),
        expected=number(meant, "vi"),
        difference=_signed(printed - meant),
        sentences=tuple(map(_sentence, findings)),
        to_do=_suspicion(desk, suspect, place, len(findings)),
        marks=tuple(marks),
        finding_ids=tuple(each.finding_id for each in findings),
    )


def _suspicion(desk: _Desk, suspect: Suspect, place: Place, count: int) -> str:
    printed, meant = (number(each / place.scale, "vi") for each in (suspect.printed, suspect.value))
    slip = slip_of(suspect.printed, suspect.value)
    why = f" ({_SLIPS[slip]})" if slip else ""
    repaired = max(count, len(suspect.repairs))
    text = (
        f"Ô {place.address} nhiều khả năng ghi sai{why}: sửa {printed} thành {meant} thì "
        f"{repaired} phép kiểm tra cùng khớp. Đối chiếu với sổ gốc rồi sửa."
    )
    if suspect.totals:
        above = ", ".join(
            f"{desk.places[identity].address} thành {number(value / desk.places[identity].scale, 'vi')}"
            for identity, value in suspect.totals[:_NAMED]
        )
        text += f" Khi đó các ô tổng cũng đổi: {above}."
    return text


def _of_finding(desk: _Desk, finding: FindingState) -> Task:
    advice, own = advice_on(finding), desk.own(finding)
    first = next((each for each in own if _is_subject(finding, desk.figures[each])), own[0] if own else None)
    place = desk.places[first] if first else None
    scale = place.scale if place else 1
    to_do = advice.sentence(
        cell=place.address if place else "liên quan",
        cells=_cells(desk, own) or "liên quan",
        others=_elsewhere(desk, finding),
    )
    return Task(
        severity=finding.severity,
        place=place,
        where=place.sheet if place else desk.original.report.file_name,
        printed=number(desk.value(first) / scale, "vi") if first else "",
        expected=_expected(advice, finding.rhs, scale),
        difference=_signed(Decimal(finding.difference) / scale)
        if advice.relation and finding.difference
        else "",
        sentences=(_sentence(finding),),
        to_do=to_do,
        marks=tuple(Mark(desk.places[each], finding.severity) for each in own),
        finding_ids=(finding.finding_id,),
    )


def _sentence(finding: FindingState) -> str:
    """Return what is wrong without «whose report, which period, which row»: the list says that in columns of its own."""
    unit = units.all_units().get(finding.unit_code)
    subject = f"{unit.short_name if unit else ''}, {period(finding.period_code, 'vi')}"
    told = re.fullmatch(
        rf"{re.escape(subject)}(?: \(chi tiết: [^)]*\))?: (.*)", finding.message_vi, re.DOTALL
    )
    return told[1][:1].upper() + told[1][1:] if told else finding.message_vi


def _is_subject(finding: FindingState, figure: Mapping[str, object]) -> bool:
    names = ("unit_code", "indicator_code", "measure", "breakdown")
    return all(figure[name] == getattr(finding, name) for name in names)


def _expected(advice: Advice, rhs: str, scale: int) -> str:
    if not advice.relation or not rhs:
        return ""
    sign = {"=": "", "<=": "≤ ", ">=": "≥ ", "~": "≈ "}[advice.relation]
    return sign + number(Decimal(rhs) / scale, "vi")


def _cells(desk: _Desk, own: Sequence[str]) -> str:
    """Return «B12 (Tổng số giải quyết: 3.427), C12 (…)», with the sheet before the cell where there are several."""
    names = []
    has_sheets = len({desk.places[each].sheet for each in own}) > 1
    for identity in own:
        place = desk.places[identity]
        label = place.column_name.partition(". ")[2] or place.column_name or place.row_name
        figure = number(desk.value(identity) / place.scale, "vi")
        at = f"{place.sheet}!{place.address}" if has_sheets else place.address
        names.append(f"{at} ({label}: {figure})" if label else f"{at} ({figure})")
    return _joined(names)


def _elsewhere(desk: _Desk, finding: FindingState) -> str:
    """Return « (báo cáo 06 tháng năm 2021 «tệp.xlsx», 04-TK-THA!D9: 1.234)» for the cells of other reports."""
    names = []
    for report_id in finding.report_ids:
        found = desk.others(report_id) if report_id != desk.original.report.report_id else None
        if found is None:
            continue
        report, figures = found
        for row in figures.filter(pl.col("observation_id").is_in(list(finding.observation_ids))).to_dicts():
            told = f"{row['locator']}: {number(Decimal(str(row['value'])), 'vi')}"
            names.append(f"báo cáo {period(row['period_code'], 'vi')} «{report.file_name}», {told}")
    return f" ({_joined(names)})" if names else ""


def _joined(names: Sequence[str]) -> str:
    more = f" và {len(names) - _NAMED} ô khác" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _signed(value: Decimal) -> str:
    text = number(value, "vi")
    return f"+{text}" if value > 0 else text


def _order(place: Place) -> tuple[str, int, int]:
    return place.sheet, place.row, place.column


def _rank(task: Task) -> tuple[object, ...]:
    at = _order(task.place) if task.place else (task.where, 0, 0)
    return SEVERITY_RANKS[task.severity], -len(task.finding_ids), at, task.sentences
