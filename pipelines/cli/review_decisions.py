"""The commands with which people decide about a figure of prose.

Belongs here: options and printing. Does not belong here: what a decision needs (`narrative.review.decisions`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.cases import AsJson
from pipelines.cli.deciding import Actor, DecisionId, DryRun, Make, Manner, decide
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.events.log import EventLog
    from pipelines.events.model import NewEvent
    from pipelines.narrative.review.queue import FigureCase

FigureId = Annotated[str, typer.Argument(help="Mã số liệu hoặc mã quan sát · figure or observation id.")]


def register(group: typer.Typer) -> None:
    """Add the commands to ``thads review narrative``."""
    add = group.command
    add(name="accept", help="Xác nhận máy đọc đúng · the reading is right.")(accept)
    add(name="correct", help="Đọc lại cho đúng · put another reading in its place.")(correct)
    add(name="refuse", help="Loại, không phải số liệu · it is no statistic.")(refuse)


def accept(
    name: FigureId,
    actor: Actor = None,
    decision_id: DecisionId = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Confirm a reading; the figure enters the marts at the next refresh."""
    from pipelines.narrative.review import decisions

    def make(case: FigureCase, who: str, decision: str) -> NewEvent:
        return decisions.accept(case, decision_id=decision, actor=who)

    _decide(name, make, Manner(actor, decision_id, dry_run, as_json))


def correct(
    name: FigureId,
    reason: Annotated[str, typer.Option(help="Vì sao · why.")],
    indicator: Annotated[str | None, typer.Option(help="Mã chỉ tiêu · indicator code.")] = None,
    measure: Annotated[str | None, typer.Option(help="Đơn vị đo khi chỉ tiêu có nhiều · measure.")] = None,
    unit: Annotated[str | None, typer.Option(help="Mã đơn vị · unit code.")] = None,
    period: Annotated[str | None, typer.Option(help="Kỳ, ví dụ FY2021-C08 · period code.")] = None,
    value: Annotated[str | None, typer.Option(help="Giá trị, dấu chấm thập phân · the value.")] = None,
    qualifier: Annotated[str | None, typer.Option(help="exact | more_than | nearly | about")] = None,
    breakdown: Annotated[str | None, typer.Option(help="Phân tổ, ví dụ vs=FY2016 · breakdown.")] = None,
    actor: Actor = None,
    decision_id: DecisionId = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Put another reading in the place of the one offered; both are kept."""
    from pipelines.narrative.review import decisions

    given = {
        "indicator_code": indicator, "measure": measure, "unit_code": unit, "period_code": period, "value": value,
        "qualifier": qualifier, "breakdown": breakdown,
    }  # fmt: skip
    changes = {part: each for part, each in given.items() if each is not None}

    def make(case: FigureCase, who: str, decision: str) -> NewEvent:
        return decisions.correct(case, changes=changes, reason=reason, decision_id=decision, actor=who)

    _decide(name, make, Manner(actor, decision_id, dry_run, as_json))


def refuse(
    name: FigureId,
    reason: Annotated[str, typer.Option(help="Vì sao · why.")],
    actor: Actor = None,
    decision_id: DecisionId = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Keep a figure out of the marts."""
    from pipelines.narrative.review import decisions

    def make(case: FigureCase, who: str, decision: str) -> NewEvent:
        return decisions.refuse(case, reason=reason, decision_id=decision, actor=who)

    _decide(name, make, Manner(actor, decision_id, dry_run, as_json))


def case_of(settings: Settings, log: EventLog, name: str) -> FigureCase:
    """Return a figure with its history."""
    from pipelines.archive.store import Archive
    from pipelines.events.snapshot import newest_state
    from pipelines.narrative.review.queue import open_figure

    return open_figure(log, newest_state(log, settings.state_path), Archive(settings.archive_dir), name)


def _decide(name: str, make: Make[FigureCase], manner: Manner) -> None:
    decide(lambda log, settings: case_of(settings, log, name), make, manner)
