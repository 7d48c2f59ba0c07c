"""A trace as a tree on the screen.

Belongs here: labels, colours, order. Does not belong here: what is traced (`lineage`).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from rich.text import Text as Line
from rich.tree import Tree

from pipelines.cli.event_words import event_words
from pipelines.cli.figure_words import QUALIFIERS
from pipelines.events.lifecycle import STATE_TEXTS
from pipelines.lineage.formulas import number
from pipelines.lineage.model import (
    Cell,
    CorrectionNote,
    Excerpt,
    FindingNote,
    LoserNote,
    ObservationNote,
    ReportNote,
    ReviewNote,
    Trace,
)
from pipelines.problems import Text
from pipelines.reference.breakdowns import breakdown_words
from pipelines.settings import Lang
from pipelines.validation.messages import indicator
from pipelines.warehouse.instants import show_instant

_MEASURES = {
    "cases": Text("việc", "cases"),
    "vnd": Text("đồng", "VND"),
    "percent": Text("%", "%"),
    "percent_points": Text("điểm %", "points"),
    "people": Text("người", "people"),
}
_ROLES = {
    "value": Text("Số liệu", "Figure"),
    "part": Text("Thành phần", "Part"),
    "numerator": Text("Tử số", "Numerator"),
    "denominator": Text("Mẫu số", "Denominator"),
    "points_over": Text("Số điểm vượt", "Points over"),
    "basis": Text("Kết quả cùng báo cáo", "Result in the same report"),
    "target": Text("Chỉ tiêu", "Target"),
    "parent": Text("Suy ra từ", "Follows from"),
}
_STATUSES = {
    "accepted": Text("đã vào kho", "in the marts"),
    "held": Text("bị giữ lại", "held back"),
    "received": Text("chờ quyết định", "waiting"),
    "rejected": Text("không đọc được", "rejected"),
}
_REASONS = {
    "corrected": Text("đã được đính chính", "was corrected"),
    "superseded": Text(
        "báo cáo này đã được thay bằng phiên bản mới hơn", "its report was replaced by a newer one"
    ),
    "derived": Text("số suy ra, nhường cho số in trong báo cáo", "computed, gives way to a printed figure"),
    "less_precise": Text("nói cùng một số nhưng làm tròn", "says the same, rounded"),
    "other_value": Text("nói khác", "says something else"),
}
_VERDICTS = {
    "accepted": Text("xác nhận máy đọc đúng", "confirmed as read"),
    "corrected": Text("đọc lại", "read otherwise"),
    "refused": Text("loại", "refused"),
}
_SEVERITY_STYLES = {"blocking": "bold red", "warning": "yellow", "info": "cyan"}
_ROLE_ORDER = list(_ROLES)


def tree_of(found: Trace, lang: Lang) -> Tree:
    """Return the tree of a trace: one branch per cell, down to sentence, events, findings and losers."""
    known = f" · {_t('biết đến', 'as known at', lang)} {show_instant(found.as_of)}" if found.as_of else ""
    root = Tree(
        Line(f"{_t('Kho dữ liệu', 'Warehouse', lang)} {found.version}{known}", style="dim"), guide_style="dim"
    )
    for cell in found.cells:
        _add_cell(root, cell, lang)
    if found.is_cut:
        text = _t(
            "… còn dòng khác; dùng --limit hoặc điều kiện hẹp hơn",
            "… more rows fit; narrow the condition",
            lang,
        )
        root.add(Line(text, style="yellow"))
    spent = _t("truy vấn {} ms · đọc bản gốc {} ms", "query {} ms · source {} ms", lang)
    root.add(Line(spent.format(number(found.query_ms, lang), number(found.source_ms, lang)), style="dim"))
    return root


def _add_cell(root: Tree, cell: Cell, lang: Lang) -> None:
    head = Line.assemble(
        (f"marts.{cell.mart}.{cell.column}", "bold"), " = ", (number(cell.value, lang), "bold green")
    )
    branch = root.add(head)
    keys = " · ".join(f"{name} = {value}" for name, value in cell.key.items())
    beside = " · ".join(
        f"{name}: {_plain(value, lang)}" for name, value in cell.row.items() if value not in (None, "")
    )
    branch.add(_labelled(_t("Dòng", "Row", lang), keys))
    if beside:
        branch.add(_labelled(_t("Kèm theo", "Beside", lang), beside))
    formula = Line.assemble(_label(_t("Công thức", "Formula", lang)), cell.formula.title.of(lang))
    if worked := cell.formula.worked.of(lang):
        formula.append(f":  {worked}", style="green")
    branch.add(formula)
    ordered = sorted(
        cell.observations, key=lambda each: _ROLE_ORDER.index(each.role) if each.role in _ROLES else 99
    )
    for observation in ordered:
        _add_observation(branch, observation, lang)


def _add_observation(branch: Tree, note: ObservationNote, lang: Lang) -> None:
    role = _ROLES.get(note.role, Text(note.role, note.role)).of(lang)
    measure = _MEASURES.get(note.measure, Text(note.measure, note.measure)).of(lang)
    shown = note.corrections[-1].value if note.corrections else note.value
    head = Line.assemble(
        ("● ", "green"), (f"{role}: ", "bold"), (f"{number(shown, lang)} {measure}", "bold green")
    )
    if note.corrections:
        told = _t(" · đã đính chính, báo cáo in {}", " · corrected, the report prints {}", lang)
        head.append(told.format(note.printed), style="magenta")
    details = [
        QUALIFIERS[note.qualifier].of(lang) if note.qualifier in QUALIFIERS else note.qualifier,
        note.indicator_name if lang == "vi" else indicator(note.indicator_code, note.measure, lang),
        f"{note.unit_code} {note.unit_name}".strip(),
        note.period_code,
        breakdown_words(note.breakdown).of(lang),
    ]
    head.append(" · " + " · ".join(each for each in details if each))
    node = branch.add(head)
    for correction in note.corrections:
        _add_correction(node, note.printed, correction, lang)
    if note.excerpt:
        node.add(_place(note.locator, note.excerpt, lang))
    if note.report:
        _add_report(node, note.report, lang)
    for review in note.reviews:
        _add_review(node, review, lang)
    for finding in note.findings:
        _add_finding(node, finding, lang)
    for loser in note.losers:
        _add_loser(node, loser, lang)
    for parent in note.parents:
        _add_observation(node, parent, lang)


def _add_correction(node: Tree, printed: str, correction: CorrectionNote, lang: Lang) -> None:
    """Show what a steward put in the place of what the report prints, why, who and when."""
    text = f"{printed} → {number(correction.value, lang)} · {correction.reason} · {correction.actor}"
    when = show_instant(correction.recorded_at)
    node.add(_labelled(_t("Đính chính", "Corrected", lang), f"{text} · {when}", "magenta"))


def _place(locator: str, excerpt: Excerpt, lang: Lang) -> Line:
    line = Line.assemble(_label(_t("Nguyên văn", "Printed", lang)))
    quotes = ("", "") if excerpt.is_cell else ("«", "»")
    line.append(quotes[0])
    line.append(excerpt.before)
    line.append(excerpt.printed, style="bold black on yellow")
    line.append(excerpt.after + quotes[1])
    line.append(f"  {locator}", style="dim")
    if excerpt.is_confirmed:
        line.append(_t("  ✓ khớp bản lưu", "  ✓ as archived", lang), style="green")
    elif excerpt.note:
        line.append(f"  ✗ {excerpt.note.of(lang)}", style="bold red")
    return line


def _add_report(node: Tree, report: ReportNote, lang: Lang) -> None:
    status = _STATUSES.get(report.status, Text(report.status, report.status)).of(lang)
    parts: Iterable[str] = (
        report.unit_code,
        f"{_t('nhận', 'received', lang)} {show_instant(report.received_at)}",
        f"{_t('bản', 'version', lang)} {report.version}",
        status,
        _t("dữ liệu mẫu", "sample", lang) if report.is_synthetic else "",
    )
    line = Line.assemble(_label(_t("Báo cáo", "Report", lang)), (report.path, "bold cyan"))
    line.append(" · " + " · ".join(each for each in parts if each))
    branch = node.add(line)
    branch.add(_labelled("sha256", report.report_id))
    events = branch.add(_label(_t("Sự kiện", "Events", lang)))
    for event in report.events:
        row = Line(f"#{event.seq:<6}", style="dim")
        row.append(f"{event_words(event.type, lang):<22}", style="default")
        row.append(f"{show_instant(event.recorded_at)}  {event.actor}", style="dim")
        events.add(row)


def _add_finding(node: Tree, finding: FindingNote, lang: Lang) -> None:
    style = _SEVERITY_STYLES.get(finding.severity, "default")
    line = Line.assemble(_label(_t("Phát hiện", "Finding", lang)), (finding.rule_id, style))
    line.append(f" · {_state(finding.state, lang)} · {finding.message.of(lang)}")
    branch = node.add(line)
    if finding.waiver_reason:
        until = f"{finding.waiver_reason} · {_t('đến', 'until', lang)} {finding.waiver_expires:%d/%m/%Y} · {finding.waiver_approver}"
        branch.add(_labelled(_t("Miễn trừ", "Waiver", lang), until, "magenta"))


def _add_review(node: Tree, review: ReviewNote, lang: Lang) -> None:
    """Show who looked at a figure of prose, what the reader had offered and what holds."""
    verdict = _VERDICTS.get(review.verdict, Text(review.verdict, review.verdict)).of(lang)
    until = f" · {_t('đến', 'until', lang)} {show_instant(review.ended_at)}" if review.ended_at else ""
    told = f"{verdict} · {review.actor} · {show_instant(review.recorded_at)}{until}"
    branch = node.add(_labelled(_t("Xem xét", "Reviewed", lang), told, "magenta"))
    branch.add(_labelled(_t("Máy đọc", "Read as", lang), f"{review.read} ({review.confidence:.2f})"))
    if review.verdict == "corrected":
        branch.add(_labelled(_t("Đọc lại", "Corrected to", lang), review.told))
    if review.reason:
        branch.add(_labelled(_t("Lý do", "Reason", lang), review.reason))


def _add_loser(node: Tree, loser: LoserNote, lang: Lang) -> None:
    reason = _REASONS.get(loser.reason, Text(loser.reason, loser.reason)).of(lang)
    line = Line.assemble(_label(_t("Số khác", "Otherwise", lang)), (number(loser.value, lang), "bold red"))
    line.append(f" · {loser.file_name} · {reason}")
    branch = node.add(line)
    if loser.excerpt:
        branch.add(_place(loser.locator, loser.excerpt, lang))


def _state(state: str, lang: Lang) -> str:
    return next((text.of(lang) for name, text in STATE_TEXTS.items() if name == state), state)


def _label(name: str) -> Line:
    return Line(f"{name}: ", style="bold blue")


def _labelled(name: str, text: str, style: str = "") -> Line:
    return Line.assemble(_label(name), (text, style))


def _plain(value: object, lang: Lang) -> str:
    if isinstance(value, int | float | Decimal):
        return number(value, lang)
    return show_instant(value) if hasattr(value, "hour") else str(value)  # type: ignore[arg-type]


def _t(vi: str, en: str, lang: Lang) -> str:
    return Text(vi, en).of(lang)
