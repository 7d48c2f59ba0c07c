"""``thads review narrative walk``: a steward goes through what waits, one key per figure.

Belongs here: asking and answering. Does not belong here: what a decision needs (`narrative.review.decisions`).
"""

from __future__ import annotations

import getpass
import uuid
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.cases import open_log_of
from pipelines.cli.deciding import Actor
from pipelines.cli.output import console, error_console
from pipelines.cli.review_view import excerpt_of, fits, lines_of, marked, sources_of
from pipelines.problems import Text, ThadsError
from pipelines.settings import Lang, Settings

if TYPE_CHECKING:
    from pipelines.events.log import EventLog
    from pipelines.events.model import NewEvent
    from pipelines.narrative.review.queue import FigureCase, ReviewItem

_QUESTION = Text(
    "[y] đúng   [e] sửa   [n] loại   [Enter] để sau   [q] dừng",
    "[y] right   [e] edit   [n] refuse   [Enter] skip   [q] stop",
)
#: What may be edited: the key to type, the part of the reading, where its offers are.
_EDITS = {
    "i": ("indicator_code", "indicator", Text("chỉ tiêu", "indicator")),
    "u": ("unit_code", "unit", Text("đơn vị", "unit")),
    "p": ("period_code", "period", Text("kỳ", "period")),
    "v": ("value", "", Text("giá trị", "value")),
    "q": ("qualifier", "", Text("mức độ (exact, more_than, nearly, about)", "qualifier")),
}


def walk(
    unit: Annotated[str | None, typer.Option(help="Mã đơn vị · unit code.")] = None,
    report: Annotated[str | None, typer.Option(help="Mã báo cáo · report id.")] = None,
    reason: Annotated[str | None, typer.Option(help="indicator | unit | period | confidence")] = None,
    actor: Actor = None,
) -> None:
    """Show each waiting figure and take one answer; every answer is recorded at once."""
    from pipelines.archive.store import Archive
    from pipelines.events.snapshot import newest_state
    from pipelines.narrative.review.queue import queue

    settings = Settings()
    who = actor or getpass.getuser()
    sources = sources_of(settings)
    counts = {"y": 0, "e": 0, "n": 0}
    with open_log_of(settings) as log:
        state = newest_state(log, settings.state_path)
        items = [
            each
            for each in queue(state, Archive(settings.archive_dir))
            if fits(each, unit, report, reason, "waiting")
        ]
        for number, item in enumerate(items, 1):
            console.rule(f"{number}/{len(items)} · {item.report.path}", style="dim")
            console.print(marked(excerpt_of(sources, item)))
            for line in lines_of(item, settings.lang):
                console.print(line)
            answer = _answer(log, item, who, settings.lang)
            if answer == "q":
                break
            if answer:
                counts[answer] += 1
    done = Text(
        f"Đã xác nhận {counts['y']}, sửa {counts['e']}, loại {counts['n']}; chạy «thads refresh» để cập nhật.",
        f"Accepted {counts['y']}, corrected {counts['e']}, refused {counts['n']}; run “thads refresh”.",
    )
    console.print(done.of(settings.lang), markup=False)


def _answer(log: EventLog, item: ReviewItem, who: str, lang: Lang) -> str:
    """Ask until an answer is recorded or the figure is left; return the key, ``""`` when it is left for later."""
    while True:
        key = _typed(_QUESTION.of(lang))[:1].lower()
        if key in ("", "q"):
            return key
        if key not in ("y", "e", "n"):
            continue
        try:
            log.append([_event(log, item, key, who, lang)])
        except ThadsError as error:
            error_console.print(error.problem.render(lang), style="red", markup=False, highlight=False)
        else:
            return key


def _event(log: EventLog, item: ReviewItem, key: str, who: str, lang: Lang) -> NewEvent:
    from pipelines.narrative.review import decisions

    case = _case(log, item)
    decision_id = str(uuid.uuid4())
    if key == "y":
        return decisions.accept(case, decision_id=decision_id, actor=who)
    changes = _changes(item, lang) if key == "e" else {}
    reason = _typed(Text("Lý do", "Reason").of(lang))
    if key == "n":
        return decisions.refuse(case, reason=reason, decision_id=decision_id, actor=who)
    return decisions.correct(case, changes=changes, reason=reason, decision_id=decision_id, actor=who)


def _case(log: EventLog, item: ReviewItem) -> FigureCase:
    from pipelines.narrative.review.queue import FigureCase

    history = tuple(log.read(stream=f"figure/{item.candidate.figure_id}"))
    return FigureCase(item, history[-1].version if history else 0, history)


def _changes(item: ReviewItem, lang: Lang) -> dict[str, str]:
    """Ask which parts are wrong; an offer is chosen by its number, anything else is typed."""
    changes: dict[str, str] = {}
    menu = "  ".join(f"[{key}] {label.of(lang)}" for key, (_, _, label) in _EDITS.items())
    while key := _typed(f"{menu}  [Enter]")[:1].lower():
        if key not in _EDITS:
            continue
        part, offered, label = _EDITS[key]
        offers = item.candidate.alternatives.get(offered, [])
        for number, each in enumerate(offers, 1):
            console.print(f"  {number}. {each}", markup=False)
        typed = _typed(label.of(lang)) or str(getattr(item.candidate.read, part))
        is_offer = bool(offered) and typed.isdigit() and 0 < int(typed) <= len(offers)
        changes[part] = offers[int(typed) - 1] if is_offer else typed
    return changes


def _typed(question: str) -> str:
    return str(typer.prompt(question, default="", show_default=False)).strip()
