"""Commands of the groups ``thads findings`` and ``thads rules``: see what fails and what is checked.

Belongs here: options and printing. Does not belong here: deciding (`cli.decisions`), the work itself (`validation`).
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli import decisions
from pipelines.cli.cases import AsJson, FindingId, figures_of, open_log_of, read_case
from pipelines.cli.findings_score import score
from pipelines.cli.output import console, print_json, print_table, problems_shown
from pipelines.problems import Text
from pipelines.settings import Lang, Settings

if TYPE_CHECKING:
    from pipelines.events.states import FindingState

findings_app = typer.Typer(
    name="findings", help="Phát hiện khi kiểm tra số liệu · what the rules found.", no_args_is_help=True
)
rules_app = typer.Typer(name="rules", help="Quy tắc kiểm tra · the rule registry.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the groups to ``thads``."""
    add = findings_app.command
    add(name="list", help="Danh sách phát hiện · list findings.")(list_findings)
    add(name="show", help="Một phát hiện và lịch sử · one finding with its history.")(show)
    add(name="score", help="Chấm điểm trên lỗi cố ý cài · score against planted errors.")(score)
    decisions.register(findings_app)
    rules_app.command(name="list", help="Danh sách quy tắc · list the rules.")(list_rules)
    app.add_typer(findings_app)
    app.add_typer(rules_app)


def list_findings(
    state: Annotated[
        str | None, typer.Option(help="Trạng thái · open, waived… («all» = tất cả); mặc định còn phải xử lý.")
    ] = None,
    severity: Annotated[str | None, typer.Option(help="blocking | warning | info")] = None,
    unit: Annotated[str | None, typer.Option(help="Mã đơn vị · unit code.")] = None,
    rule: Annotated[str | None, typer.Option(help="Mã quy tắc · rule id.")] = None,
    as_json: AsJson = False,
) -> None:
    """List findings, the worst first; by default those somebody must act on."""
    from pipelines.events.lifecycle import CLOSED
    from pipelines.events.snapshot import newest_state

    settings = Settings()
    with open_log_of(settings) as log:
        findings = list(newest_state(log, settings.state_path).findings.values())
    chosen = [
        each
        for each in findings
        if (each.state not in CLOSED if state is None else state in ("all", each.state))
        and severity in (None, each.severity)
        and unit in (None, each.unit_code)
        and rule in (None, each.rule_id)
    ]
    chosen.sort(key=lambda each: (_rank(each.severity), each.unit_code, each.period_code, each.finding_id))
    if as_json:
        print_json([asdict(each) for each in chosen])
    elif chosen:
        print_table([_row(each, settings.lang) for each in chosen])
    else:
        console.print(Text("Không có phát hiện nào.", "No finding.").of(settings.lang))


def show(finding_id: FindingId, as_json: AsJson = False) -> None:
    """Show a finding, its figures and everything that happened to it."""
    settings = Settings()
    with open_log_of(settings) as log:
        case = read_case(log, finding_id)
    history = [
        {"recorded_at": each.recorded_at, "type": each.type, "actor": each.actor, **each.payload}
        for each in case.history
    ]
    figures = figures_of(settings, case.finding.observation_ids)
    if as_json:
        print_json({**asdict(case.finding), "version": case.version, "figures": figures, "history": history})
        return
    finding = case.finding
    console.print(finding.message_vi if settings.lang == "vi" else finding.message_en, markup=False)
    print_table([{"": name, " ": value} for name, value in _details(finding, settings.lang)])
    if figures:
        print_table(figures, Text("Số liệu", "Figures").of(settings.lang))
    print_table(
        [{name: each[name] for name in ("recorded_at", "type", "actor")} for each in history],
        Text("Lịch sử", "History").of(settings.lang),
    )


def list_rules(
    reasons: Annotated[
        bool, typer.Option("--reasons", help="Mã lý do chấp nhận · reasons for waivers.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the rules of the registry, or the reasons a waiver may have."""
    from pipelines.validation.registry import load_registry

    lang = Settings().lang
    with problems_shown(lang):
        registry = load_registry()
    if as_json:
        records = registry.reasons if reasons else registry.rules
        print_json([each.model_dump(mode="json") for each in records])
    elif reasons:
        print_table(
            [
                {"code": each.reason_code, "": Text(each.text_vi, each.text_en).of(lang)}
                for each in registry.reasons
            ]
        )
    else:
        print_table(
            [
                {"rule": each.rule_id, "level": each.level, "severity": each.severity,
                 "": Text(each.title_vi, each.title_en).of(lang)}
                for each in registry.rules
            ]
        )  # fmt: skip


def _rank(severity: str) -> int:
    return ("blocking", "warning", "info").index(severity)


def _row(finding: FindingState, lang: Lang) -> dict[str, object]:
    return {
        "id": finding.finding_id,
        "severity": finding.severity,
        "state": finding.state,
        "rule": finding.rule_id,
        "": finding.message_vi if lang == "vi" else finding.message_en,
    }


def _details(finding: FindingState, lang: Lang) -> list[tuple[str, object]]:
    from pipelines.events.lifecycle import STATE_TEXTS

    names = ("finding_id", "rule_id", "severity", "responsibility", "unit_code", "period_code", "lhs", "rhs",
             "difference", "assignee", "waiver_reason", "waiver_expires", "waiver_approver")  # fmt: skip
    rows = [(name, getattr(finding, name)) for name in names if getattr(finding, name)]
    return [*rows, ("state", f"{finding.state}: {STATE_TEXTS[finding.state].of(lang)}")]
