"""``thads reports accept`` and ``decline``: what a steward decides about a version that waits.

Belongs here: options and printing. Does not belong here: what a decision needs (`pipelines.reports.decisions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.cases import AsJson
from pipelines.cli.deciding import Actor, DecisionId, DryRun, Manner
from pipelines.cli.desk import Desk, Report, open_desk
from pipelines.cli.output import console, print_json
from pipelines.problems import Text

if TYPE_CHECKING:
    from pipelines.events.model import NewEvent


def register(group: typer.Typer) -> None:
    """Add the commands to ``thads reports``."""
    add = group.command
    add(
        name="accept",
        help="Chấp nhận mọi lỗi chặn của một bản, có lý do và thời hạn · let a held version in.",
    )(accept)
    add(name="decline", help="Trả lại một bản đang chờ; bản trước vẫn có hiệu lực · decline a version.")(
        decline
    )


def accept(
    report: Report,
    code: Annotated[str, typer.Option(help="Mã lý do · reason code (thads rules list --reasons).")],
    reason: Annotated[str, typer.Option(help="Giải trình · the reason in words.")],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Đến ngày · last day.")],
    approver: Annotated[str, typer.Option(help="Người phê duyệt · who approves.")],
    actor: Actor = None,
    decision_id: DecisionId = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Let every blocking finding of a held version stand; it comes into force with the next refresh."""
    from pipelines.reports.decisions import accept as let_in
    from pipelines.reports.lookup import find_report

    manner = Manner(actor, decision_id, dry_run, as_json)
    with open_desk() as desk:
        events = let_in(
            desk.log,
            desk.state,
            find_report(desk.state, report),
            reason_code=code,
            reason=reason,
            expires=until.date(),
            approver=approver,
            decision_id=manner.decision,
            actor=manner.who,
        )
        _record(desk, events, manner)


def decline(
    report: Report,
    reason: Annotated[str, typer.Option(help="Lý do, đơn vị sẽ đọc · why, for the department to read.")],
    actor: Actor = None,
    decision_id: DecisionId = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Decline a version that waits or is held: it never comes into force, the one before stays."""
    from pipelines.reports.decisions import decline as send_back
    from pipelines.reports.lookup import find_report

    manner = Manner(actor, decision_id, dry_run, as_json)
    with open_desk() as desk:
        event = send_back(
            desk.log,
            find_report(desk.state, report),
            reason=reason,
            decision_id=manner.decision,
            actor=manner.who,
        )
        _record(desk, [event], manner)


def _record(desk: Desk, events: Sequence[NewEvent], manner: Manner) -> None:
    appended = [] if manner.dry_run else desk.log.append(list(events))
    if manner.as_json:
        told = [{"type": type(event.body).__name__, **event.payload} for event in events]
        print_json({"dry_run": manner.dry_run, "events": told, "seq": [each.seq for each in appended]})
        return
    done = Text(
        f"Hợp lệ, {len(events)} sự kiện; chưa ghi (--dry-run).",
        f"Valid, {len(events)} events; nothing written.",
    )
    if appended:
        done = Text(
            f"Đã ghi {len(appended)} sự kiện. Chạy «thads refresh» để cập nhật kho số liệu.",
            f"Recorded {len(appended)} events. Run “thads refresh” to update the marts.",
        )
    console.print(done.of(desk.settings.lang), markup=False)
