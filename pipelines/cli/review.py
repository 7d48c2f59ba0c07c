"""Commands of the group ``thads review narrative``: which figures of prose wait for a person, and one of them.

Belongs here: options and printing. Does not belong here: deciding (`review_decisions`, `review_walk`), what waits
(`narrative.review`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli import review_decisions, review_walk
from pipelines.cli.cases import AsJson, open_log_of
from pipelines.cli.event_words import event_words
from pipelines.cli.output import console, print_json
from pipelines.cli.review_decisions import FigureId, case_of
from pipelines.cli.review_view import (
    REASONS,
    block_of,
    excerpt_of,
    fits,
    history_of,
    lines_of,
    marked,
    record_of,
    sources_of,
)
from pipelines.events.lifecycle import FIGURE_TEXTS
from pipelines.problems import Text
from pipelines.settings import Lang, Settings
from pipelines.warehouse.instants import show_instant

if TYPE_CHECKING:
    from pipelines.events.states import FigureDecision
    from pipelines.narrative.review.queue import ReviewItem

review_app = typer.Typer(
    name="review", help="Xem xét số liệu · look at figures the reader is not sure of.", no_args_is_help=True
)
narrative_app = typer.Typer(
    name="narrative",
    help="Số liệu đọc từ lời văn · figures read from prose; without a command: list.",
    invoke_without_command=True,
)

Unit = Annotated[str | None, typer.Option(help="Mã đơn vị (của số liệu hoặc của báo cáo) · unit code.")]
Report = Annotated[str | None, typer.Option(help="Mã báo cáo, hoặc phần đầu · report id or its beginning.")]
Reason = Annotated[str | None, typer.Option(help="Lý do chờ · indicator | unit | period | confidence.")]
State = Annotated[
    str, typer.Option(help="waiting (mặc định) | open | reopened | accepted | corrected | refused | all")
]
Limit = Annotated[int, typer.Option(min=1, help="Số dòng tối đa · most rows.")]


def register(app: typer.Typer) -> None:
    """Add the group to ``thads``."""
    narrative_app.callback()(default)
    add = narrative_app.command
    add(name="list", help="Danh sách chờ xem xét · list what waits.")(list_figures)
    add(name="show", help="Một số liệu: câu văn, cách đọc, khả năng khác · one figure in full.")(show)
    review_decisions.register(narrative_app)
    add(name="walk", help="Xem lần lượt từng số liệu · go through them one by one.")(review_walk.walk)
    review_app.add_typer(narrative_app)
    app.add_typer(review_app)


def default(context: typer.Context) -> None:
    """List what waits when no command is given."""
    if context.invoked_subcommand is None:
        list_figures()


def list_figures(
    unit: Unit = None,
    report: Report = None,
    reason: Reason = None,
    state: State = "waiting",
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List figures under review, report by report in order of place."""
    from pipelines.archive.store import Archive
    from pipelines.events.snapshot import newest_state
    from pipelines.narrative.review.queue import queue

    settings = Settings()
    with open_log_of(settings) as log:
        items = list(queue(newest_state(log, settings.state_path), Archive(settings.archive_dir)))
    chosen = [each for each in items if fits(each, unit, report, reason, state)]
    sources = sources_of(settings)
    shown = [(each, excerpt_of(sources, each)) for each in chosen[:limit]]
    if as_json:
        print_json([record_of(*each) for each in shown])
    elif shown:
        for item, excerpt in shown:
            console.print(*block_of(item, excerpt, settings.lang), sep="\n")
        told = Text(
            f"{_counted(len(shown), len(chosen), 'vi')} số liệu. Xem lần lượt: thads review narrative walk.",
            f"{_counted(len(shown), len(chosen), 'en')} figures. Go through them: thads review narrative walk.",
        )
        console.print(told.of(settings.lang), markup=False, highlight=False)
    else:
        console.print(Text("Không có số liệu nào chờ xem xét.", "No figure waits.").of(settings.lang))


def _counted(shown: int, chosen: int, lang: Lang) -> str:
    return (
        str(chosen) if shown == chosen else Text(f"{shown} trong {chosen}", f"{shown} of {chosen}").of(lang)
    )


def show(name: FigureId, as_json: AsJson = False) -> None:
    """Show a figure: its sentence with the place marked, the reading, what else it could be, what happened."""
    settings = Settings()
    with open_log_of(settings) as log:
        case = case_of(settings, log, name)
    item = case.item
    excerpt = excerpt_of(sources_of(settings), item)
    if as_json:
        print_json({**record_of(item, excerpt), "version": case.version, "history": history_of(case)})
        return
    for line in _screen(item, settings):
        console.print(line)
    console.print(marked(excerpt))
    for part in lines_of(item, settings.lang):
        console.print(part)
    if item.decision is not None:
        console.print(_decision(item.decision, settings))
    evidence = " · ".join(f"{key}={word}" for key, word in item.candidate.evidence.items())
    if evidence:
        console.print(evidence, style="dim", markup=False)
    if case.history:
        console.print(Text("Lịch sử", "History").of(settings.lang), style="italic")
        for event in case.history:
            told = (
                f"{show_instant(event.recorded_at)}  {event_words(event.type, settings.lang)} · {event.actor}"
            )
            console.print(told, markup=False, highlight=False)


def _decision(decision: FigureDecision, settings: Settings) -> str:
    """Return the last decision in one line: who, what holds, why."""
    told = " · ".join(value for value in (decision.told or {}).values() if value)
    parts = (decision.actor, told, decision.reason)
    label = FIGURE_TEXTS[decision.verdict].of(settings.lang)
    return f"[magenta]{label}[/magenta]: {' — '.join(each for each in parts if each)}"


def _screen(item: ReviewItem, settings: Settings) -> Iterator[str]:
    each = item.candidate
    why = REASONS[each.reason].of(settings.lang) if each.reason in REASONS else each.reason
    yield f"[bold]{each.figure_id}[/bold] · {FIGURE_TEXTS[item.state].of(settings.lang)} · {why} · {each.confidence:.2f}"
    yield f"[dim]{item.report.path} · {each.locator}[/dim]"
