"""Findings on the screen: what there is by report and rule, then the findings themselves.

Belongs here: labels, order, colours. Does not belong here: choosing findings (`cli.findings`), deciding about them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from pipelines.cli.finding_history import print_history
from pipelines.cli.output import console, grouped
from pipelines.events.lifecycle import SEVERITY_RANKS, SEVERITY_WORDS, STATE_TEXTS, FindingStateName
from pipelines.problems import Text
from pipelines.reference.breakdowns import breakdown_words
from pipelines.settings import Lang
from pipelines.validation.catalogue import LEVELS, RESPONSIBILITIES
from pipelines.validation.messages import indicator, number

if TYPE_CHECKING:
    from pipelines.events.model import RecordedEvent
    from pipelines.events.states import FindingState, ReportState
    from pipelines.events.types import Severity
    from pipelines.validation.registry import Rule

SEVERITY_COLOURS: Mapping[Severity, str] = {"blocking": "bold red", "warning": "yellow", "info": "cyan"}
#: The sentences of `STATE_TEXTS` in a word.
_STATE_WORDS: Mapping[FindingStateName, Text] = {
    "open": Text("mới", "new"),
    "assigned": Text("đã giao", "assigned"),
    "waived": Text("đã chấp nhận", "waived"),
    "corrected": Text("đã đính chính", "corrected"),
    "resubmission_requested": Text("chờ gửi lại", "asked again"),
    "resolved": Text("đã hết", "resolved"),
}
_FIELDS: Mapping[str, Text] = {
    "rule_id": Text("Quy tắc", "Rule"),
    "responsibility": Text("Bên phải sửa", "To be mended by"),
    "unit_code": Text("Đơn vị", "Unit"),
    "period_code": Text("Kỳ", "Period"),
    "indicator_code": Text("Chỉ tiêu", "Indicator"),
    "breakdown": Text("Phân tổ", "Breakdown"),
    "lhs": Text("Vế trái", "Left side"),
    "rhs": Text("Vế phải", "Right side"),
    "difference": Text("Chênh lệch", "Difference"),
    "assignee": Text("Người xử lý", "Taken by"),
    "waiver_reason": Text("Lý do chấp nhận", "Waived because"),
    "waiver_expires": Text("Chấp nhận đến", "Waived until"),
    "waiver_approver": Text("Người phê duyệt", "Approved by"),
}
_FIGURE_HEADS: Mapping[str, Text] = {
    "observation_id": Text("Mã số liệu", "Observation"),
    "unit_code": Text("Đơn vị", "Unit"),
    "indicator_code": Text("Chỉ tiêu", "Indicator"),
    "printed": Text("Số in", "Printed"),
    "locator": Text("Ô hoặc đoạn", "Place"),
}


def severity_word(severity: Severity, lang: Lang) -> Line:
    """Return a severity as a coloured word."""
    return Line(SEVERITY_WORDS[severity].of(lang), style=SEVERITY_COLOURS[severity])


def print_findings(
    findings: Sequence[FindingState], reports: Mapping[str, ReportState], lang: Lang, *, limit: int
) -> None:
    """Print findings in their order; where not all fit, what there is by rule and by report comes first.

    Args:
        findings: what was chosen, the worst first.
        reports: the reports of the log, by id.
        limit: most findings that are printed; 0 for all.
        lang: language of the screen.
    """
    shown = findings[:limit] if limit else findings
    if len(shown) < len(findings):
        _print_counts(Text("Theo quy tắc", "By rule").of(lang), Counter(
            (each.severity, each.rule_id) for each in findings), lang)  # fmt: skip
        _print_counts(Text("Theo báo cáo", "By report").of(lang), Counter(
            (each.severity, _paths(each, reports)) for each in findings), lang)  # fmt: skip
    for each in shown:
        _print_finding(each, lang)
    counts = Counter(each.severity for each in findings)
    told = ", ".join(
        f"{grouped(counts[name], lang)} {word.of(lang)}"
        for name, word in SEVERITY_WORDS.items()
        if counts[name]
    )
    whole = grouped(len(findings), lang)
    total = Text(f"{whole} phát hiện ({told}).", f"{whole} findings ({told}).")
    console.print(Line(total.of(lang), style="bold"))
    if len(shown) < len(findings):
        left = Text(
            f"Đã hiện {len(shown)}; thu hẹp bằng --report, --rule, --unit, --severity, hoặc --limit 0 để xem hết.",
            f"Shown: {len(shown)}; narrow with --report, --rule, --unit, --severity, or --limit 0 for all.",
        )
        console.print(Line(left.of(lang)))
    following = Text("Xem một phát hiện: thads findings show MÃ", "See one: thads findings show ID")
    console.print(Line(following.of(lang), style="dim"))


def print_finding(
    finding: FindingState,
    figures: Sequence[Mapping[str, object]],
    history: Sequence[RecordedEvent],
    lang: Lang,
) -> None:
    """Print one finding: its sentence, what is known of it, its figures, everything that happened to it."""
    _print_finding(finding, lang)
    facts = Table(box=None, show_header=False, padding=(0, 2, 0, 2))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    facts.add_row(Text("Trạng thái", "State").of(lang), STATE_TEXTS[finding.state].of(lang))
    for name, title in _FIELDS.items():
        value = _shown(name, getattr(finding, name), lang)
        if value:
            facts.add_row(title.of(lang), Line(value))
    console.print(facts)
    if figures:
        _print_figures(figures, lang)
    print_history(history, lang)


def print_rules(rules: Sequence[Rule], lang: Lang) -> None:
    """Print the rules of the registry, one below the other."""
    for rule in rules:
        level = Line(f" · {LEVELS[rule.level].of(lang)}")
        console.print(Line.assemble((rule.rule_id, "bold"), "  ", severity_word(rule.severity, lang), level))
        console.print(Padding(Line(Text(rule.title_vi, rule.title_en).of(lang)), (0, 0, 0, 4)))


def _print_finding(finding: FindingState, lang: Lang) -> None:
    rest = f" · {_STATE_WORDS[finding.state].of(lang)} · {finding.rule_id}"
    console.print(
        Line.assemble((finding.finding_id, "bold"), "  ", severity_word(finding.severity, lang), rest)
    )
    sentence = finding.message_vi if lang == "vi" else finding.message_en
    console.print(Padding(Line(sentence), (0, 0, 0, 4)))


def _print_counts(title: str, counts: Counter[tuple[Severity, str]], lang: Lang) -> None:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column(Text("Số", "Count").of(lang), justify="right")
    table.add_column(Text("Mức", "Severity").of(lang), no_wrap=True)
    table.add_column(title, overflow="fold")
    for (severity, name), count in sorted(
        counts.items(), key=lambda each: (SEVERITY_RANKS[each[0][0]], -each[1], each[0][1])
    ):
        table.add_row(grouped(count, lang), severity_word(severity, lang), Line(name))
    console.print(table)


def _print_figures(figures: Sequence[Mapping[str, object]], lang: Lang) -> None:
    """Print the figures of a finding, those of each report together."""
    for file_name, group in groupby(figures, key=lambda each: str(each["file_name"] or "")):
        title = Text(f"Số liệu trong {file_name}", f"Figures in {file_name}")
        table = Table(
            title=Line(title.of(lang), style="bold"),
            title_justify="left",
            box=SIMPLE_HEAD,
            padding=(0, 1, 0, 0),
        )
        for name, head in _FIGURE_HEADS.items():
            table.add_column(head.of(lang), overflow="fold", no_wrap=name != "indicator_code")
        for each in group:
            term = indicator(str(each["indicator_code"]), str(each["measure"]), lang)
            told = {**each, "indicator_code": term}
            table.add_row(*(Line(str(told[name])) for name in _FIGURE_HEADS))
        console.print(table)


def _shown(name: str, value: object, lang: Lang) -> str:
    """Return one field of a finding in words, ``""`` when there is none."""
    if not value:
        return ""
    if name == "responsibility":
        return RESPONSIBILITIES[str(value)].of(lang)
    if name == "breakdown":
        return breakdown_words(str(value)).of(lang)
    if name in ("lhs", "rhs", "difference"):
        return number(Decimal(str(value)), lang)
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


def _paths(finding: FindingState, reports: Mapping[str, ReportState]) -> str:
    """Return the files a finding is about, without their folders."""
    names = (reports[key].path.rpartition("/")[2] for key in finding.report_ids if key in reports)
    return " + ".join(sorted(names)) or "·"
