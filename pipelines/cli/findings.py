"""Commands of the groups ``thads findings`` and ``thads rules``: see what fails and what is checked.

Belongs here: options and printing. Does not belong here: deciding (`cli.decisions`), the work itself (`validation`).
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipelines.cli import decisions
from pipelines.cli.cases import AsJson, FindingId, figures_of, open_log_of, read_case
from pipelines.cli.desk import open_desk
from pipelines.cli.findings_score import score
from pipelines.cli.output import console, print_json, print_table, problems_shown
from pipelines.events.lifecycle import CLOSED, SEVERITY_RANKS
from pipelines.events.types import Severity
from pipelines.problems import Problem, Text, ThadsError, near
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.events.projections import LogState
    from pipelines.events.states import FindingState

StateChoice = Literal["open", "assigned", "waived", "corrected", "resubmission_requested", "resolved", "all"]

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
        StateChoice | None,
        typer.Option(help="Trạng thái («all»: tất cả); mặc định còn phải xử lý · state."),
    ] = None,
    severity: Annotated[Severity | None, typer.Option(help="Mức độ · severity.")] = None,
    unit: Annotated[
        str | None, typer.Option(help="Mã đơn vị: của số liệu hoặc nơi gửi báo cáo · unit or sender.")
    ] = None,
    rule: Annotated[str | None, typer.Option(help="Mã quy tắc · rule id.")] = None,
    report: Annotated[
        str | None, typer.Option(help="Báo cáo: mã, đường dẫn hoặc tên tệp · the report it is about.")
    ] = None,
    limit: Annotated[
        int, typer.Option(min=0, help="Số phát hiện in ra màn hình, 0: hết · most on the screen, 0: all.")
    ] = 20,
    as_json: AsJson = False,
) -> None:
    """List findings, the worst first; by default those somebody must act on."""
    from pipelines.cli.findings_view import print_findings
    from pipelines.reports.lookup import find_report

    with open_desk() as desk:
        known, lang = desk.state, desk.settings.lang
        named = find_report(known, report).report_id if report else None
        if rule:
            _require_rule(rule, {each.rule_id for each in known.findings.values()})
    chosen = [
        each
        for each in known.findings.values()
        if (each.state not in CLOSED if state is None else state in ("all", each.state))
        and severity in (None, each.severity)
        and rule in (None, each.rule_id)
        and (named is None or named in each.report_ids)
        and (unit is None or unit in _units(each, known))
    ]
    chosen.sort(
        key=lambda each: (SEVERITY_RANKS[each.severity], each.unit_code, each.period_code, each.finding_id)
    )
    if as_json:
        print_json([asdict(each) for each in chosen])
    elif chosen:
        print_findings(chosen, known.reports, lang, limit=limit)
    else:
        console.print(Text("Không có phát hiện nào.", "No finding.").of(lang))


def show(finding_id: FindingId, as_json: AsJson = False) -> None:
    """Show a finding, its figures and everything that happened to it."""
    from pipelines.cli.findings_view import print_finding

    settings = Settings()
    with open_log_of(settings) as log:
        case = read_case(log, finding_id)
    figures = figures_of(settings, case.finding.observation_ids)
    if as_json:
        history = [
            {"recorded_at": each.recorded_at, "type": each.type, "actor": each.actor, **each.payload}
            for each in case.history
        ]
        print_json({**asdict(case.finding), "version": case.version, "figures": figures, "history": history})
    else:
        print_finding(case.finding, figures, case.history, settings.lang)


def list_rules(
    reasons: Annotated[
        bool, typer.Option("--reasons", help="Mã lý do chấp nhận · reasons for waivers.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the rules of the registry, or the reasons a waiver may have."""
    from pipelines.cli.findings_view import print_rules
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
                {
                    Text("Mã lý do", "Reason code").of(lang): each.reason_code,
                    Text("Nội dung", "Meaning").of(lang): Text(each.text_vi, each.text_en).of(lang),
                }
                for each in registry.reasons
            ]
        )
    else:
        print_rules(registry.rules, lang)


def _units(finding: FindingState, state: LogState) -> set[str]:
    """Return the unit a finding is about and the units whose reports it speaks of."""
    senders = {state.reports[key].unit_code for key in finding.report_ids if key in state.reports}
    return {finding.unit_code} | {each for each in senders if each}


def _require_rule(name: str, found: set[str]) -> None:
    """Refuse a rule that neither the registry nor any finding knows."""
    from pipelines.validation.registry import load_registry

    known = sorted(found | {each.rule_id for each in load_registry().rules})
    if name not in known:
        raise ThadsError(
            Problem(
                code="unknown_rule",
                what=Text(f"Không có quy tắc «{name}».", f"There is no rule «{name}»."),
                where="--rule",
                expected=", ".join(near(name, known)),
                found=name,
                next_step=Text("Xem danh sách: «thads rules list».", "See «thads rules list»."),
            )
        )
