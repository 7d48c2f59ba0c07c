"""The commands with which people decide about a finding.

Belongs here: options and printing. Does not belong here: what a decision needs (`validation.decisions`).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.cases import AsJson, FindingId, figures_of, read_case
from pipelines.cli.deciding import Actor, DecisionId, DryRun, Make, Manner, decide
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.events.model import NewEvent
    from pipelines.validation.cases import Case


def register(group: typer.Typer) -> None:
    """Add the commands to ``thads findings``."""
    add = group.command
    add(name="assign", help="Giao người xử lý · give a finding to somebody.")(assign)
    add(name="waive", help="Chấp nhận có lý do và thời hạn · let it stand until a day.")(waive)
    add(name="correct", help="Đính chính một số liệu · replace a figure.")(correct)
    add(name="resubmit", help="Yêu cầu gửi lại báo cáo · ask for the report again.")(resubmit)


def assign(
    finding_id: FindingId,
    to: Annotated[str, typer.Option(help="Người xử lý · who takes it.")],
    actor: Actor = None,
    decision_id: DecisionId = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Give a finding to somebody."""
    from pipelines.validation import decisions

    def make(case: Case, who: str, decision: str) -> NewEvent:
        return decisions.assign(case, assignee=to, decision_id=decision, actor=who)

    _decide(finding_id, make, Manner(actor, decision_id, dry_run, as_json))


def waive(
    finding_id: FindingId,
    code: Annotated[str, typer.Option(help="Mã lý do · reason code (thads rules list --reasons).")],
    reason: Annotated[str, typer.Option(help="Giải trình · the reason in words.")],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Đến ngày · last day.")],
    approver: Annotated[str, typer.Option(help="Người phê duyệt · who approves.")],
    actor: Actor = None,
    decision_id: DecisionId = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Let a finding stand until a day, with a reason."""
    from pipelines.validation import decisions
    from pipelines.validation.registry import load_registry

    def make(case: Case, who: str, decision: str) -> NewEvent:
        return decisions.waive(
            case,
            reasons=load_registry().reasons,
            reason_code=code,
            reason=reason,
            expires=until.date(),
            approver=approver,
            decision_id=decision,
            actor=who,
        )

    _decide(finding_id, make, Manner(actor, decision_id, dry_run, as_json))


def correct(
    finding_id: FindingId,
    observation: Annotated[str, typer.Option(help="Mã số liệu · observation id.")],
    printed: Annotated[str, typer.Option(help="Số đang in trong nguồn · what the source prints.")],
    value: Annotated[str, typer.Option(help="Giá trị đúng, dấu chấm thập phân · the right value.")],
    reason: Annotated[str, typer.Option(help="Căn cứ đính chính · why.")],
    actor: Actor = None,
    decision_id: DecisionId = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Replace a figure, as long as the source still prints what the correction relies on."""
    from pipelines.validation import decisions

    figures = {
        str(each["observation_id"]): str(each["printed"]) for each in figures_of(Settings(), (observation,))
    }

    def make(case: Case, who: str, decision: str) -> NewEvent:
        return decisions.correct(
            case,
            observation_id=observation,
            expected_printed=printed,
            printed=figures.get(observation),
            value=value,
            reason=reason,
            decision_id=decision,
            actor=who,
        )

    _decide(finding_id, make, Manner(actor, decision_id, dry_run, as_json))


def resubmit(
    finding_id: FindingId,
    report: Annotated[str, typer.Option(help="Mã báo cáo · report id.")],
    message: Annotated[str, typer.Option(help="Nội dung yêu cầu · what is asked.")],
    actor: Actor = None,
    decision_id: DecisionId = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Ask the department to send the report again."""
    from pipelines.validation import decisions

    def make(case: Case, who: str, decision: str) -> NewEvent:
        return decisions.request_resubmission(
            case, report_id=report, message=message, decision_id=decision, actor=who
        )

    _decide(finding_id, make, Manner(actor, decision_id, dry_run, as_json))


def _decide(finding_id: str, make: Make[Case], manner: Manner) -> None:
    decide(lambda log, _: read_case(log, finding_id), make, manner)
